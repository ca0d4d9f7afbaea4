// Makes the pages: each is one file with its script and style inside, and a policy that lets nothing else run. The same sources
// give the same bytes, so a volunteer can compare the hash of console.html with the published one.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { configPlugin } from "./config.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const DEFAULT_OUTPUT = join(HERE, "../../../target/classes/static");

const PAGES = [
  // The console plays what it opened in memory, and nothing else. It also runs from disk and then talks to the server whose address the volunteer types; served, it reaches its own server alone.
  { name: "console", source: "console", connect: "'self' https: http://127.0.0.1:* http://localhost:*", served: "'self'", media: "blob:" },
  { name: "phone", source: "phone", connect: "'self'", images: " 'self'", media: "'self'" },
  // The form reaches its own server and nothing else, and plays what it has in memory, so nothing that it has not checked; a copy on somebody's disk reaches nothing at all. It runs on telephones of 2020.
  { name: "form", source: "form", connect: "'self'", media: "blob:", target: "es2020" },
  { name: "index", source: "practice", connect: "'self'" },
];

const hash = (text, encoding) => createHash("sha256").update(text, "utf8").digest(encoding);

async function bundle(entry, extra) {
  const result = await build({
    entryPoints: [join(HERE, entry)],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    target: "es2022",
    legalComments: "none",
    logLevel: "error",
    absWorkingDir: HERE,
    ...extra,
  });
  return result.outputFiles[0].text.trim();
}

async function page({ source, connect, served = connect, images = "", media, target }) {
  const script = await bundle(`${source}/main.ts`, { format: "iife", platform: "browser", plugins: [configPlugin], ...(target === undefined ? {} : { target }) });
  const style = await bundle(`${source}/style.css`, {});
  if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) {
    throw new Error(`${source}: a bundle would end its own element`);
  }
  const policyTo = (reach) => [
    "default-src 'none'",
    `script-src 'sha256-${hash(script, "base64")}'`,
    `style-src 'sha256-${hash(style, "base64")}'`,
    `connect-src ${reach}`,
    `img-src data: blob:${images}`,
    ...(media === undefined ? [] : [`media-src ${media}`]),
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
  const fill = { policy: policyTo(connect), style, script };
  const html = readFileSync(join(HERE, source, "page.html"), "utf8").replace(/\{\{(policy|style|script)\}\}/g, (_, name) => fill[name]);
  return { html, policy: policyTo(served) };
}

export async function buildPages(output) {
  mkdirSync(join(output, "csp"), { recursive: true });
  const hashes = {};
  for (const each of PAGES) {
    const { html, policy } = await page(each);
    const file = `${each.name}.html`;
    writeFileSync(join(output, file), html);
    // The server sends the same as a header, with the one rule that a page cannot give itself.
    writeFileSync(join(output, "csp", `${each.name}.txt`), `${policy}; frame-ancestors 'none'\n`);
    hashes[file] = { sha256: hash(html, "hex"), bytes: Buffer.byteLength(html) };
  }
  // The form that `sha256sum -c` reads.
  for (const file of ["console.html", "form.html"]) {
    writeFileSync(join(output, `${file}.sha256`), `${hashes[file].sha256}  ${file}\n`);
  }
  return hashes;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const hashes = await buildPages(process.argv[2] ?? DEFAULT_OUTPUT);
  for (const [file, { sha256, bytes }] of Object.entries(hashes)) {
    console.log(`${sha256}  ${file} (${bytes} bytes)`);
  }
}
