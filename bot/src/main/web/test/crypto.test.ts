import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { CannotOpen, identityFromSeed, newIdentity, open, publicKey, recipientOf, seal, type Failure } from "../crypto/age.ts";
import { base64, fromUtf8, hex, utf8 } from "../crypto/bytes.ts";
import { formatIdentityFile, openIdentityFile, parseIdentityFile, sealIdentityFile } from "../crypto/identity-file.ts";
import { pad, padme, SIZES } from "../crypto/padding.ts";
import { openCompartmentKey, sealNested } from "../crypto/panel.ts";
import { damm, mistypedGroups, randomDigits, readReceipt, receiptOf } from "../crypto/receipt.ts";
import { sign, verify, verifyingKey } from "../crypto/signature.ts";
import { words } from "../crypto/words.ts";

const failsAs = (failure: Failure) => (e: unknown) => e instanceof CannotOpen && e.failure === failure;
const SERVER_WORDS = join(WEB, "../../../../crypto/src/main/resources/org/komir/crypto/bip39-english.txt");

const random = (size: number) => crypto.getRandomValues(new Uint8Array(size));

test("what is sealed to several people opens for each of them and for nobody else", async () => {
  const people = await Promise.all([newIdentity(), newIdentity(), newIdentity()]);
  const recipients = await Promise.all(people.map(recipientOf));
  for (const size of [0, 1, 2048, 65535, 65536, 65537, 131072]) {
    const plain = new Uint8Array(size).map((_, i) => i * 31);
    const sealed = await seal(plain, recipients);
    for (const person of people) {
      assert.deepEqual(await open(sealed, [person]), plain);
    }
    await assert.rejects(open(sealed, [await newIdentity()]), failsAs("not-for-this-key"));
    await assert.rejects(open(sealed, []), failsAs("not-for-this-key"));
  }
});

test("a sealed file that was changed anywhere does not open", async () => {
  const identity = await newIdentity();
  const sealed = await seal(pad(utf8("{}")), [await recipientOf(identity)]);
  for (let at = 0; at < sealed.length; at += 97) {
    const changed = Uint8Array.from(sealed);
    changed[at]! ^= 1;
    await assert.rejects(open(changed, [identity]), CannotOpen, `byte ${at}`);
  }
  for (const length of [sealed.length - 1, sealed.length - 17, 1700, 100]) {
    await assert.rejects(open(sealed.subarray(0, length), [identity]), CannotOpen, `length ${length}`);
  }
  const last = Uint8Array.from(sealed);
  last[last.length - 1]! ^= 1;
  await assert.rejects(open(last, [identity]), failsAs("damaged"));
  await assert.rejects(open(utf8("hello"), [identity]), failsAs("unknown-format"));
  await assert.rejects(open(new Uint8Array(), [identity]), failsAs("unknown-format"));
});

test("only recipients of the post-quantum type are taken, 1 to 40 of them", async () => {
  const recipient = await recipientOf(await newIdentity());
  const x25519 = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg";
  await assert.rejects(seal(utf8("x"), []));
  await assert.rejects(seal(utf8("x"), Array(41).fill(recipient)));
  await assert.rejects(seal(utf8("x"), [recipient, x25519]));
  await assert.rejects(seal(utf8("x"), [`${recipient.slice(0, -1)}${recipient.endsWith("q") ? "p" : "q"}`]));
  assert.equal(publicKey(recipient).length, 1216);
});

test("padding reaches one of three sizes and is white space", () => {
  for (const [length, size] of [[0, 2048], [2048, 2048], [2049, 8192], [8193, 32768], [32768, 32768]] as const) {
    const padded = pad(new Uint8Array(length).fill(0x41));
    assert.equal(padded.length, size);
    assert.equal(fromUtf8(padded), "A".repeat(length) + " ".repeat(size - length));
  }
  assert.throws(() => pad(new Uint8Array(SIZES[2] + 1)));
  assert.deepEqual(JSON.parse(fromUtf8(pad(utf8('{"a":1}')))), { a: 1 });
});

test("Padmé", () => {
  const known = [[0, 0], [1, 1], [2, 2], [9, 10], [1000, 1024], [1025, 1088], [5000, 5120], [20971521, 21495808]] as const;
  for (const [length, padded] of known) {
    assert.equal(padme(length), padded, `${length}`);
  }
});

test("a compartment key opens for its panel; a nested one needs both layers", async () => {
  const [custodian, second, stranger] = [await newIdentity(), await newIdentity(), await newIdentity()];
  const key = await newIdentity();
  const line = utf8(`${key}\n`);
  const one = await seal(line, [await recipientOf(custodian)]);
  const nested = await sealNested(line, [await recipientOf(custodian)], [await recipientOf(second)]);
  assert.equal(await openCompartmentKey(one, [custodian]), key);
  assert.equal(await openCompartmentKey(nested, [custodian, second]), key);
  for (const alone of [custodian, second, stranger]) {
    await assert.rejects(openCompartmentKey(nested, [alone]), failsAs("not-for-this-key"));
  }
  const odd = await seal(utf8("not a key\n"), [await recipientOf(custodian)]);
  await assert.rejects(openCompartmentKey(odd, [custodian]), failsAs("damaged"));
});

test("a signature is good for its domain, its message and its key alone", () => {
  const seed = random(32);
  const key = verifyingKey(seed);
  const signature = sign(seed, "login", utf8("m"));
  assert.ok(verify(key, "login", utf8("m"), signature));
  assert.ok(!verify(key, "directory", utf8("m"), signature));
  assert.ok(!verify(key, "login", utf8("n"), signature));
  assert.ok(!verify(verifyingKey(random(32)), "login", utf8("m"), signature));
  assert.ok(!verify(key, "login", utf8("m"), signature.subarray(1)));
  assert.ok(!verify(new Uint8Array(3), "login", utf8("m"), signature));
});

test("Ed25519 is RFC 8032's", () => {
  const seed = Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex");
  assert.equal(hex(verifyingKey(seed)), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
});

test("an identity file is an age identity file with comments, and opens with its passphrase alone", async () => {
  const file = { name: "aigul", identity: await newIdentity(), signingSeed: random(32), rootKey: random(32) };
  assert.deepEqual(parseIdentityFile(formatIdentityFile(file)), file);
  const sealed = await sealIdentityFile(file, "сөз", 10);
  assert.deepEqual(await openIdentityFile(sealed, "сөз"), file);
  await assert.rejects(openIdentityFile(sealed, "соз"), failsAs("not-for-this-key"));
  await assert.rejects(openIdentityFile(utf8("hello"), "сөз"), failsAs("unknown-format"));
  const { rootKey: _, ...unpinned } = file;
  assert.deepEqual(parseIdentityFile(formatIdentityFile(unpinned)), unpinned);
  assert.throws(() => parseIdentityFile(`# komir identity 1\n# name: x\n${file.identity}\n`));
  assert.throws(() => parseIdentityFile(formatIdentityFile({ ...file, name: "Айгүл" })));
  assert.throws(() => parseIdentityFile(`${formatIdentityFile(file)}# name: bolat\n`));
});

test("a receipt gives the same keys from the same digits, however they are typed", async () => {
  const receipt = await receiptOf("012345678901234567890123");
  assert.match(receipt.shown, /^([0-9]{5} ){5}[0-9]{5}$/);
  const arabic = receipt.shown.replace(/[0-9]/g, (digit) => String.fromCodePoint(0x06f0 + Number(digit)));
  for (const typed of [receipt.shown, receipt.shown.replaceAll(" ", ""), receipt.shown.replaceAll(" ", "-"), arabic]) {
    assert.deepEqual(await readReceipt(typed), receipt);
  }
  assert.notDeepEqual((await receiptOf("012345678901234567890124")).mailboxId, receipt.mailboxId);
  assert.equal(new Set([receipt.authorSeed, receipt.mailboxId, receipt.panelSeed].map(hex)).size, 3);
  assert.match(await recipientOf(receipt.identity), /^age1pq1/);
});

test("each mistyped digit, each swap of neighbours and each swapped pair of groups is noticed", async () => {
  assert.equal(damm("572"), 4);
  assert.equal(damm("5724"), 0);
  const { shown } = await receiptOf(randomDigits());
  assert.deepEqual(mistypedGroups(shown), []);
  const groups = shown.split(" ");
  groups.forEach((group, number) => {
    for (let at = 0; at < 5; at++) {
      for (let digit = 0; digit < 10; digit++) {
        const typed = groups.with(number, `${group.slice(0, at)}${digit}${group.slice(at + 1)}`).join(" ");
        assert.deepEqual(mistypedGroups(typed), typed === shown ? [] : [number + 1]);
      }
    }
    for (let at = 0; at < 4; at++) {
      const swapped = group.slice(0, at) + group[at + 1] + group[at] + group.slice(at + 2);
      assert.deepEqual(mistypedGroups(groups.with(number, swapped).join(" ")), swapped === group ? [] : [number + 1]);
    }
  });
  assert.deepEqual(mistypedGroups("12345"), [1, 2, 3, 4, 5, 6]);
  assert.equal(await readReceipt("00000 00000 00000 00000 00000 00000"), undefined);
});

test("seven words name a public key", async () => {
  const key = publicKey(await recipientOf(identityFromSeed(new Uint8Array(32))));
  assert.equal(words(key).length, 7);
  assert.deepEqual(words(key), words(Uint8Array.from(key)));
  assert.notDeepEqual(words(key), words(key.with(0, key[0]! ^ 1)));
  // SHA-256 of nothing is e3b0c442 98fc1c14 9afb…: its first 11 bits are 11100011101, word 1821.
  assert.equal(words(new Uint8Array())[0], "together");
  assert.ok(base64(key).length > 0);
});

test("the word list is the one that the server reads", () => {
  assert.deepEqual(readFileSync(SERVER_WORDS, "utf8").trim().split("\n"), wordlist);
});
