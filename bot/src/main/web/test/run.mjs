// Checks the types, bundles the tests (Node 20 does not read TypeScript) and hands them, and what stands behind the command, to Node's own test runner.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { configPlugin } from "../config.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, "../../../../target/web-tests");

const types = spawnSync(process.execPath, ["node_modules/typescript/bin/tsc", "--noEmit"], {
  cwd: join(here, ".."),
  stdio: "inherit",
});
if (types.status !== 0) {
  process.exit(1);
}

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const tests = readdirSync(here).filter((file) => file.endsWith(".test.ts"));
await build({
  entryPoints: tests.map((file) => join(here, file)),
  outdir: output,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "inline",
  logLevel: "error",
  plugins: [configPlugin],
  // build.mjs finds its sources beside itself, and so must stay where it is.
  external: ["esbuild", "*/build.mjs"],
  define: { WEB: JSON.stringify(join(here, "..")) },
});
const run = spawnSync(
  process.execPath,
  ["--enable-source-maps", "--test", ...process.argv.slice(2), ...tests.map((file) => join(output, file.replace(/\.ts$/, ".mjs")))],
  { stdio: "inherit" },
);
process.exit(run.status ?? 1);
