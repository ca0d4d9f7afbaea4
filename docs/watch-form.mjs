#!/usr/bin/env node
// Watches a served form from outside, as anybody can: is it the page that was published, and does what is filled in hang on the organisation's key?
//
//   node watch-form.mjs https://HOST/form SHA256 ROOT_KEY [--every MINUTES]
//
// SHA256 is the published hash of the page with its three blocks of data empty; ROOT_KEY the organisation's public root key, base64. It needs Node 20 and
// nothing else. Prints one line each time; ends with 1 where something is not as it should be. Run it from several networks: a page could be another one
// for one reader alone.
import { createHash, createPublicKey, verify } from "node:crypto";

const BLOCKS = ["komir-root", "komir-directory", "komir-form"];
/** What stands before the 32 bytes of an Ed25519 key in its usual wrapping (RFC 8410). */
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");

/** What is not as it should be; nothing where all is well. */
export function faults(page, published, rootKey, highestVersion, today) {
  const found = [];
  const content = {};
  let shell = page;
  for (const id of BLOCKS) {
    const block = new RegExp(`(<script type="application/json" id="${id}">)([^<]*)(</script>)`);
    const match = block.exec(shell);
    if (match === null) {
      return [`the page has no block ${id}`];
    }
    content[id] = match[2];
    shell = shell.replace(block, "$1$3");
  }
  if (sha256(shell) !== published) {
    found.push(`the shell or the script is another one: ${sha256(shell)}`);
  }
  try {
    if (JSON.parse(content["komir-root"]).rootKey !== rootKey) {
      found.push("the root key in the page is another one");
    }
    const { directory, signature } = JSON.parse(content["komir-directory"]);
    const key = createPublicKey({ key: Buffer.concat([SPKI, Buffer.from(rootKey, "base64")]), format: "der", type: "spki" });
    const signed = Buffer.concat([Buffer.from("komir/directory/v1\n"), Buffer.from(directory, "utf8")]);
    if (!verify(null, signed, key, Buffer.from(signature, "base64"))) {
      found.push("the directory is not signed by the root key");
    }
    const { version, expires, form } = JSON.parse(directory);
    if (version < highestVersion) {
      found.push(`the directory is older than one that was seen: ${version} after ${highestVersion}`);
    }
    if (expires < today) {
      found.push(`the directory has expired: ${expires}`);
    }
    if (form !== sha256(content["komir-form"])) {
      found.push("the questions or words are not those that the directory names");
    }
    return Object.assign(found, { version });
  } catch {
    return [...found, "the data in the page cannot be read"];
  }
}

async function look([url, published, rootKey], highest) {
  const page = await (await fetch(url, { cache: "no-store" })).text();
  const now = new Date().toISOString();
  const found = faults(page, published, rootKey, highest, now.slice(0, 10));
  console.log(found.length === 0 ? `${now} OK, directory ${found.version}` : `${now} NOT AS IT SHOULD BE: ${found.join("; ")}`);
  return { good: found.length === 0, highest: Math.max(highest, found.version ?? 0) };
}

if (import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  const every = process.argv.indexOf("--every");
  const minutes = every < 0 ? 0 : Number(process.argv[every + 1]);
  const wanted = process.argv.slice(2, every < 0 ? undefined : every);
  if (wanted.length !== 3 || (every >= 0 && !(minutes > 0))) {
    console.error("node watch-form.mjs https://HOST/form SHA256 ROOT_KEY [--every MINUTES]");
    process.exit(2);
  }
  let state = await look(wanted, 0);
  while (minutes > 0) {
    await new Promise((resolve) => setTimeout(resolve, minutes * 60_000));
    state = await look(wanted, state.highest).catch((e) => (console.log(`${new Date().toISOString()} not reached: ${e.message}`), state));
  }
  process.exit(state.good ? 0 : 1);
}
