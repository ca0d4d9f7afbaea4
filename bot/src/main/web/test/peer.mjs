// The browser's cryptography behind standard input and output, one JSON object a line, for the Java tests to talk with:
//   node test/peer.mjs        {"op":"keygen"} -> {"identity":"AGE-SECRET-KEY-PQ-1…","recipient":"age1pq1…"}
// Operations and their fields stand in peer.ts, or in another file of this folder that is named: node test/peer.mjs match-peer.ts. An answer of {"error":"…"} is a failure that was to be expected or not.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { configPlugin } from "../config.mjs";

const bundle = join(mkdtempSync(join(tmpdir(), "komir-peer-")), "peer.mjs");
await build({
  entryPoints: [join(dirname(fileURLToPath(import.meta.url)), process.argv[2] ?? "peer.ts")],
  outfile: bundle,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "error",
  plugins: [configPlugin],
});
const { serve } = await import(pathToFileURL(bundle).href);
await serve(process.stdin, process.stdout);
