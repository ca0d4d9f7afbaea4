import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { MLKEM768X25519 } from "@noble/post-quantum/hybrid.js";
import { armor, Decrypter } from "age-encryption";
import { CannotOpen, open, openWithPassphrase, type Failure } from "../crypto/age.ts";
import { hex, sha256Hex } from "../crypto/bytes.ts";

const VECTORS = join(WEB, "../../../../crypto/src/test/resources/vectors");

interface Vector {
  readonly name: string;
  readonly header: Map<string, string[]>;
  readonly file: Uint8Array;
}

const vectors: Vector[] = readdirSync(join(VECTORS, "age"))
  .sort()
  .map((name) => {
    const bytes = readFileSync(join(VECTORS, "age", name));
    const blank = bytes.indexOf("\n\n");
    const header = new Map<string, string[]>();
    for (const line of bytes.subarray(0, blank).toString("utf8").split("\n")) {
      const colon = line.indexOf(": ");
      header.set(line.slice(0, colon), [...(header.get(line.slice(0, colon)) ?? []), line.slice(colon + 2)]);
    }
    const body = bytes.subarray(blank + 2);
    return { name, header, file: new Uint8Array(header.has("compressed") ? inflateSync(body) : body) };
  });

const expectOf = (vector: Vector): string => vector.header.get("expect")![0]!;
const isSsh = (vector: Vector): boolean => vector.name.startsWith("ssh");
const identitiesOf = (vector: Vector): string[] => vector.header.get("identity") ?? [];
const isHybrid = (vector: Vector): boolean =>
  !vector.header.has("armored") && identitiesOf(vector).some((identity) => identity.startsWith("AGE-SECRET-KEY-PQ-1"));

async function failureOf(opening: Promise<unknown>): Promise<Failure> {
  const e = await opening.then(
    () => assert.fail("it opened"),
    (reason: unknown) => reason,
  );
  assert.ok(e instanceof CannotOpen, String(e));
  return e.failure;
}

test(`the library agrees with all ${vectors.length} age vectors`, async (t) => {
  assert.equal(vectors.length, 143);
  let ran = 0;
  for (const vector of vectors) {
    const tagged = identitiesOf(vector).some((identity) => /^AGE-(PLUGIN|SECRET-KEY-TAG)/.test(identity));
    if (isSsh(vector) || tagged) {
      continue;
    }
    ran++;
    await t.test(vector.name, async () => {
      const decrypter = new Decrypter();
      identitiesOf(vector).forEach((identity) => decrypter.addIdentity(identity));
      (vector.header.get("passphrase") ?? []).forEach((passphrase) => decrypter.addPassphrase(passphrase));
      const decrypted = async (): Promise<Uint8Array> =>
        decrypter.decrypt(vector.header.has("armored") ? armor.decode(Buffer.from(vector.file).toString("latin1")) : vector.file);
      if (expectOf(vector) === "success") {
        assert.equal(sha256Hex(await decrypted()), vector.header.get("payload")![0]);
      } else {
        await assert.rejects(decrypted());
      }
    });
  }
  t.diagnostic(`${ran} run`);
});

const meaning: Record<string, Failure> = {
  "no match": "not-for-this-key",
  "header failure": "unknown-format",
  "HMAC failure": "damaged",
  "payload failure": "damaged",
};

test("our three failures agree with the hybrid vectors", async (t) => {
  const hybrid = vectors.filter(isHybrid);
  assert.ok(hybrid.length >= 18, `${hybrid.length}`);
  for (const vector of hybrid) {
    await t.test(vector.name, async () => {
      const identities = identitiesOf(vector).filter((identity) => identity.startsWith("AGE-SECRET-KEY-PQ-1"));
      if (expectOf(vector) === "success") {
        assert.equal(sha256Hex(await open(vector.file, identities)), vector.header.get("payload")![0]);
      } else if (vector.name === "hybrid_x25519_arg") {
        // Its only stanza is malformed and of the type X25519, which we never look at.
        assert.equal(await failureOf(open(vector.file, identities)), "not-for-this-key");
      } else {
        assert.equal(await failureOf(open(vector.file, identities)), meaning[expectOf(vector)]);
      }
    });
  }
});

test("a file for recipients of another type is not for our keys, and other identities are not taken", async () => {
  const others = vectors.filter((v) => !v.header.has("armored") && expectOf(v) === "success" && v.name.startsWith("x25519"));
  assert.ok(others.length > 0);
  for (const vector of others) {
    assert.equal(await failureOf(open(vector.file, [])), "not-for-this-key", vector.name);
    await assert.rejects(open(vector.file, identitiesOf(vector)), vector.name);
  }
});

test("passphrase vectors", async (t) => {
  for (const vector of vectors.filter((v) => v.header.has("passphrase") && !v.header.has("armored"))) {
    await t.test(vector.name, async () => {
      const opening = openWithPassphrase(vector.file, vector.header.get("passphrase")![0]!);
      if (expectOf(vector) === "success") {
        assert.equal(sha256Hex(await opening), vector.header.get("payload")![0]);
      } else {
        await failureOf(opening);
      }
    });
  }
});

interface XWing {
  readonly seed: string;
  readonly eseed: string;
  readonly ss: string;
  readonly pk: string;
  readonly ct: string;
}

test("X-Wing vectors", () => {
  const xwing = JSON.parse(readFileSync(join(VECTORS, "x-wing.json"), "utf8")) as XWing[];
  assert.equal(xwing.length, 3);
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
  for (const vector of xwing) {
    assert.equal(hex(MLKEM768X25519.getPublicKey(bytes(vector.seed))), vector.pk);
    const { cipherText, sharedSecret } = MLKEM768X25519.encapsulate(bytes(vector.pk), bytes(vector.eseed));
    assert.equal(hex(cipherText), vector.ct);
    assert.equal(hex(sharedSecret), vector.ss);
    assert.equal(hex(MLKEM768X25519.decapsulate(bytes(vector.ct), bytes(vector.seed))), vector.ss);
  }
});
