// npm ci, unless node_modules already is what the lock file says: Maven runs this at every build.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 20;
if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
  console.error(`The pages need Node ${OLDEST_NODE} or later; this is ${process.version}.`);
  process.exit(1);
}

const here = dirname(fileURLToPath(import.meta.url));
const lock = createHash("sha256")
  .update(readFileSync(join(here, "package-lock.json")))
  .update(`${process.platform} ${process.arch}`)
  .digest("hex");
const mark = join(here, "node_modules", ".installed-from");

if (!existsSync(mark) || readFileSync(mark, "utf8") !== lock) {
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: here,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) {
    console.error("npm ci did not succeed; npm comes with Node, and needs the npm registry the first time.");
    process.exit(1);
  }
  writeFileSync(mark, lock);
}
