import { strict as assert } from "node:assert";
import { test } from "node:test";
import { recipientOf } from "../crypto/age.ts";
import { base64 } from "../crypto/bytes.ts";
import { openIdentityFile } from "../crypto/identity-file.ts";
import { verifyingKey } from "../crypto/signature.ts";
import { makeKeys, readInvitation } from "../console/new-keys.ts";
import { Problem } from "../console/server.ts";

const rootKey = verifyingKey(crypto.getRandomValues(new Uint8Array(32)));
const PASSPHRASE = "tas kömir köp eken";
const WORK = 12;

const invitation = (changes: object = {}): string => JSON.stringify({ format: "komir-invitation/1", organisation: "Office", rootKey: base64(rootKey), ...changes });

const problem = (text: string) => (e: unknown) => e instanceof Problem && e.text === text;

test("an invitation names the organisation and its root key; any other file is refused", () => {
  assert.deepEqual(readInvitation(invitation()), { organisation: "Office", rootKey });
  for (const other of ["", "{}", "[]", "null", invitation({ format: "komir-invitation/2" }), invitation({ rootKey: "AAAA" }), invitation({ rootKey: 7 }), invitation({ organisation: " " })]) {
    assert.throws(() => readInvitation(other), problem("newNotInvitation"), other);
  }
});

test("the keys that a newcomer makes open with the passphrase, and the other file is their public half", async () => {
  const made = await makeKeys("aigul", rootKey, PASSPHRASE, PASSPHRASE, WORK);
  const opened = await openIdentityFile(made.sealed, PASSPHRASE);
  assert.equal(opened.name, "aigul");
  assert.deepEqual(opened.rootKey, rootKey);
  assert.deepEqual(JSON.parse(made.publicHalf), {
    format: "komir-public/1",
    id: "aigul",
    recipient: await recipientOf(opened.identity),
    signing: base64(verifyingKey(opened.signingSeed)),
  });
  assert.ok(!made.publicHalf.includes("SECRET") && !made.publicHalf.includes(base64(opened.signingSeed)));
  assert.equal(made.recipientWords.length, 7);
  assert.equal(made.signingWords.length, 7);
  const another = await makeKeys("aigul", rootKey, PASSPHRASE, PASSPHRASE, WORK);
  assert.notEqual(another.publicHalf, made.publicHalf);
});

test("a name, a passphrase or its repetition that does not do is told, and nothing is made", async () => {
  for (const id of ["", "Aigul", "ai gul", "root", "a".repeat(33)]) {
    await assert.rejects(makeKeys(id, rootKey, PASSPHRASE, PASSPHRASE, WORK), problem("newBadName"), id);
  }
  await assert.rejects(makeKeys("aigul", rootKey, "тас көмір", "тас көмір", WORK), problem("newShort"));
  await assert.rejects(makeKeys("aigul", rootKey, PASSPHRASE, `${PASSPHRASE}!`, WORK), problem("newDiffer"));
});
