import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";

const ROOT = join(WEB, "../../../..");
/** All that the pages are made of, beside the packages that the lock file names. */
const SOURCES = ["bot/src/main/web", "bot/engine/target/javascript", "config"];

interface Office {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly umask: string;
  readonly order: (a: string, b: string) => number;
}

/** A fresh copy, whose files were written in this order. */
function copyTo(folder: string, order: Office["order"]): void {
  const files = SOURCES.flatMap((source) =>
    readdirSync(join(ROOT, source), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  ).filter((file) => !file.includes("node_modules"));
  for (const file of files.sort(order)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file));
  }
  symlinkSync(join(WEB, "node_modules"), join(folder, "bot/src/main/web/node_modules"));
}

function built({ folder, environment, umask, order }: Office): Map<string, string> {
  copyTo(folder, order);
  const output = join(folder, "out");
  const run = spawnSync("sh", ["-c", `umask ${umask}; exec "$0" build.mjs "$1"`, process.execPath, output], {
    cwd: join(folder, "bot/src/main/web"),
    env: { PATH: process.env.PATH ?? "", ...environment },
    encoding: "utf8",
  });
  assert.equal(run.status, 0, run.stderr);
  const files = readdirSync(output, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map((entry) => join(entry.parentPath, entry.name)).map((file) => [relative(output, file), readFileSync(file, "base64")]));
}

test("the pages are the same bytes wherever, whenever and by whomever they are made", () => {
  const one = built({
    folder: mkdtempSync(join(tmpdir(), "a-")),
    environment: { TZ: "Asia/Almaty", LANG: "kk_KZ.UTF-8", LC_ALL: "C", HOME: "/nonexistent" },
    umask: "022",
    order: (a, b) => (a < b ? -1 : 1),
  });
  const other = built({
    folder: mkdtempSync(join(tmpdir(), "another office with a long name ")),
    environment: { TZ: "America/New_York", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", HOME: tmpdir(), NODE_ENV: "development" },
    umask: "077",
    order: (a, b) => (a < b ? 1 : -1),
  });
  assert.ok(one.has("form.html") && one.has("console.html.sha256"));
  assert.deepEqual([...one.keys()].sort(), [...other.keys()].sort());
  for (const [file, bytes] of one) {
    assert.ok(bytes === other.get(file), `${file} differs`);
  }
});
