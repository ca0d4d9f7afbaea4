// The form's engine behind standard input and output, one JSON object a line, for the Java tests: in Node, or in the Chromium
// whose path is given.
import { createInterface } from "node:readline";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { configPlugin } from "../config.mjs";

const result = await build({
  entryPoints: [join(dirname(fileURLToPath(import.meta.url)), "engine-peer.ts")],
  bundle: true,
  write: false,
  format: "iife",
  globalName: "enginePeer",
  target: "es2020",
  charset: "utf8",
  logLevel: "error",
  plugins: [configPlugin],
});
const script = result.outputFiles[0].text;

async function inChromium(executablePath) {
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const page = await browser.newPage();
  await page.addScriptTag({ content: script });
  return (line) => page.evaluate((text) => globalThis.enginePeer.asked(text), line);
}

function inNode() {
  const peer = new Function(`${script}; return enginePeer;`)();
  return (line) => peer.asked(line);
}

const asked = process.argv[2] === undefined ? inNode() : await inChromium(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${await asked(line)}\n`);
}
process.exit(0);
