// Opens an exported case with npm's age-encryption and nothing of ours, as the stock age program would: first the case key with a person's
// identity, then every record with the case key. Prints the answers, one JSON document a line.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../../main/web/package.json", import.meta.url));
const { Decrypter } = await import(pathToFileURL(require.resolve("age-encryption")).href);

const [folder, compartment, ...others] = process.argv.slice(2);
// After "--", a sealed file beside the records, and where its plaintext goes.
const end = others.includes("--") ? others.indexOf("--") : others.length;
const identityFiles = others.slice(0, end);
const [fileToOpen, openedFile] = others.slice(end + 1);
const identity = (text) => text.split("\n").find((line) => line.startsWith("AGE-SECRET-KEY-"));
async function open(file, key, format) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(key);
  return decrypter.decrypt(file, format);
}

let key = readFileSync(join(folder, `${compartment}.key.age`));
for (const file of identityFiles) key = await open(key, identity(readFileSync(file, "utf8")), "uint8array");
if (fileToOpen) {
  // Exactly what age gives: the file and its zeros.
  const text = identity(new TextDecoder().decode(key));
  writeFileSync(openedFile, await open(readFileSync(fileToOpen), text, "uint8array"));
  process.exit(0);
}
const caseIdentity = identity(new TextDecoder().decode(key));
for (const name of readdirSync(folder).filter((n) => n.endsWith(`.${compartment}.age`)).sort()) {
  console.log(JSON.stringify(JSON.parse(await open(readFileSync(join(folder, name)), caseIdentity, "text"))));
}
