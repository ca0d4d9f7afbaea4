#!/usr/bin/env node
// Whether a server gives families the published form, and nothing else. Anybody can run it, from anywhere, with Node 20 and nothing besides:
//
//   node watch-form.mjs https://HOST/form SHA256 [ROOT_KEY] [--seen VERSION] [--every MINUTES]
//
// SHA256 is the published hash of the page with its five blocks of data empty, ROOT_KEY the organisation's public root key (base64): take both
// from elsewhere than this server. One line for each look: OK, or what differs. Ends with 0 or 1, or 2 where it was called wrongly; with
// --every it goes on until it is stopped. What an older directory is, it knows from --seen and from what it saw itself.
//
// A server can tell watchers from families and give each another page. So look from several networks, and from a telephone's too.
import { createHash, createPublicKey, verify } from "node:crypto";

// An ordinary telephone's, so that the words of the request do not tell a watcher.
const HEADERS = {
  "user-agent":
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "accept-language": "ru,kk;q=0.9,en;q=0.8",
};
const LONGEST_BYTES = 32 * 1024 * 1024;
const SECONDS = 60;
/** The base64 of 32 bytes. */
const KEY = /^[A-Za-z0-9+/]{43}=$/;

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Every byte one character, so that the hash is that of the bytes and not of what a decoder made of them. */
const asBytes = (text) => Buffer.from(text, "latin1");

function empty(page) {
  const blocks = {};
  const shell = page.replace(
    /(<script type="application\/json" id="(komir-(?:root|directory|revocations|form|recordings))">)([^<]*)(?=<\/script>)/g,
    (_, before, id, inside) => {
      blocks[id] = asBytes(inside);
      return before;
    },
  );
  return { shell, blocks };
}

function isSigned(text, signature, rootKey) {
  try {
    const x = Buffer.from(rootKey, "base64").toString("base64url");
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    const message = Buffer.concat([Buffer.from("komir/directory/v1\n"), Buffer.from(text, "utf8")]);
    return verify(null, message, key, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}

/** What the browser is told beside the page. Each of these could show families another page, or read this one in other letters. */
function aboutHeaders(headers) {
  const problems = [];
  if (headers.get("content-type")?.toLowerCase().replaceAll(" ", "") !== "text/html;charset=utf-8") {
    problems.push("it is not sent as text/html in UTF-8");
  }
  for (const name of ["refresh", "link"]) {
    if (headers.has(name)) {
      problems.push(`it is sent with a header ${name}`);
    }
  }
  return problems;
}

/** Nothing of what a server says is printed before it is known to be a plain number, day or key. */
function dataIn(blocks) {
  try {
    const { rootKey: root } = JSON.parse(blocks["komir-root"].toString("utf8"));
    const { directory, signature } = JSON.parse(blocks["komir-directory"].toString("utf8"));
    const { version, expires, form, recordings } = JSON.parse(directory);
    const plain = KEY.test(root) && Number.isSafeInteger(version) && /^\d{4}-\d\d-\d\d$/.test(expires);
    return plain ? { root, directory, signature, version, expires, form, recordings } : undefined;
  } catch {
    return undefined;
  }
}

/** A page without recordings is good: it plays none. */
function vouchesForRecordings(blocks, expected) {
  const block = blocks["komir-recordings"] ?? "";
  if (block.length === 0) {
    return true;
  }
  try {
    return sha256(Buffer.from(JSON.parse(block.toString("utf8")), "utf8")) === expected;
  } catch {
    return false;
  }
}

/** Who signed them the page looks at itself; here, whether they are such a list and nothing else. */
function hasListOfRevocations(blocks) {
  try {
    const text = (blocks["komir-revocations"] ?? "").toString("utf8");
    return text === "" || Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

function aboutData(blocks, expectedRoot, seen) {
  const data = dataIn(blocks);
  if (data === undefined) {
    return { problems: ["a block of data is missing, or cannot be read"] };
  }
  const { root, version, expires } = data;
  const problems = [];
  if (expectedRoot !== undefined && root !== expectedRoot) {
    problems.push("the page names another root key");
  }
  if (!isSigned(data.directory, data.signature, expectedRoot ?? root)) {
    problems.push("the directory is not signed by the root key");
  }
  if (version < seen) {
    problems.push(`the directory is version ${version}, older than version ${seen}`);
  }
  if (new Date().toISOString().slice(0, 10) > expires) {
    problems.push(`the directory expired on ${expires}`);
  }
  if (sha256(blocks["komir-form"] ?? "") !== data.form) {
    problems.push("the form data is not what the directory vouches for");
  }
  if (!vouchesForRecordings(blocks, data.recordings)) {
    problems.push("the list of recordings is not what the directory vouches for");
  }
  if (!hasListOfRevocations(blocks)) {
    problems.push("the list of who is revoked cannot be read");
  }
  return { problems, version, expires, root };
}

async function look(address, expectedHash, expectedRoot, seen) {
  let answer, bytes;
  try {
    // A page that sends families elsewhere is another page.
    answer = await fetch(address, { headers: HEADERS, redirect: "manual", signal: AbortSignal.timeout(SECONDS * 1000) });
    bytes = Buffer.from(await answer.arrayBuffer());
  } catch (e) {
    return { problems: [`no answer: ${e.cause?.code ?? e.name}`] };
  }
  if (answer.status !== 200) {
    return { problems: [`the answer is ${answer.status}`] };
  }
  if (bytes.length > LONGEST_BYTES) {
    return { problems: ["the page is too long"] };
  }
  const { shell, blocks } = empty(bytes.toString("latin1"));
  const hash = sha256(asBytes(shell));
  const data = aboutData(blocks, expectedRoot, seen);
  return {
    ...data,
    problems: [
      ...aboutHeaders(answer.headers),
      ...(hash === expectedHash ? [] : [`the page is another one: its hash is ${hash}`]),
      ...data.problems,
    ],
  };
}

function callOf(words) {
  const options = { "--seen": 0, "--every": 0 };
  const plain = [];
  for (let i = 0; i < words.length; i++) {
    if (Object.hasOwn(options, words[i])) {
      options[words[i]] = Number(words[++i]);
    } else {
      plain.push(words[i]);
    }
  }
  const [address, hash, root, more] = plain;
  const right =
    URL.canParse(address ?? "") &&
    /^[0-9a-fA-F]{64}$/.test(hash ?? "") &&
    (root === undefined || KEY.test(root)) &&
    more === undefined &&
    Object.values(options).every((number) => number >= 0);
  return right ? { address, hash: hash.toLowerCase(), root, seen: options["--seen"], every: options["--every"] } : undefined;
}

const call = callOf(process.argv.slice(2));
if (call === undefined) {
  console.error("node watch-form.mjs https://HOST/form SHA256 [ROOT_KEY] [--seen VERSION] [--every MINUTES]");
  process.exit(2);
}

let { seen } = call;
for (;;) {
  const { problems, version, expires, root } = await look(call.address, call.hash, call.root, seen);
  const good = problems.length === 0;
  const unproved = call.root === undefined ? `, root key ${root} as the page itself names it` : "";
  const line = good ? `OK, directory ${version} until ${expires}${unproved}` : `DIFFERS: ${problems.join("; ")}`;
  console.log(call.every > 0 ? `${new Date().toISOString()}  ${line}` : line);
  process.exitCode = good ? 0 : 1;
  if (good) {
    seen = Math.max(seen, version);
  }
  if (call.every === 0) {
    break;
  }
  await new Promise((wake) => setTimeout(wake, call.every * 60_000));
}
