// Opens all of an export with one identity, npm's age-encryption and nothing of ours: every key file, every record, and what volunteers added. Prints how many of each.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../../main/web/package.json", import.meta.url));
const { Decrypter } = await import(pathToFileURL(require.resolve("age-encryption")).href);

const [folder, identityFile] = process.argv.slice(2);
const identity = (text) => text.split("\n").find((line) => line.startsWith("AGE-SECRET-KEY-"));
const whole = identity(readFileSync(identityFile, "utf8"));

async function open(bytes, key) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(key);
  return Buffer.from(await decrypter.decrypt(bytes, "uint8array"));
}

const opened = { cases: 0, keys: 0, records: 0, work: 0 };
for (const name of readdirSync(folder).sort()) {
  const inside = join(folder, name);
  const keys = new Map();
  for (const file of readdirSync(inside).filter((each) => each.endsWith(".key.age"))) {
    let key = readFileSync(join(inside, file));
    // A key that needs two people is sealed twice.
    do key = await open(key, whole);
    while (key.toString("latin1").startsWith("age-encryption.org/v1\n"));
    keys.set(file.split(".")[0], identity(key.toString()));
    opened.keys++;
  }
  for (const file of readdirSync(inside).filter((each) => /^\d+\.\w+\.age$/.test(each))) {
    const record = JSON.parse((await open(readFileSync(join(inside, file)), keys.get(file.split(".")[1]))).toString());
    if (record.case !== name) throw new Error(`${file} is of another case`);
    opened.records++;
  }
  for (const file of existsSync(join(inside, "work")) ? readdirSync(join(inside, "work")) : []) {
    const { work } = JSON.parse((await open(readFileSync(join(inside, "work", file)), keys.get("case"))).toString());
    if (JSON.parse(work).case !== name) throw new Error(`${file} is of another case`);
    opened.work++;
  }
  opened.cases++;
}
console.log(JSON.stringify(opened));
