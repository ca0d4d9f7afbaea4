import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { CannotOpen, identityFromSeed, newIdentity, open, publicKey, recipientOf, seal } from "../crypto/age.ts";
import { base64, fromBase64, utf8 } from "../crypto/bytes.ts";
import { openIdentityFile, sealIdentityFile } from "../crypto/identity-file.ts";
import { pad, padme } from "../crypto/padding.ts";
import { openCompartmentKey, sealNested } from "../crypto/panel.ts";
import { mistypedGroups, randomDigits, readReceipt, receiptOf, type Receipt } from "../crypto/receipt.ts";
import { sign, verify, verifyingKey, type SigningDomain } from "../crypto/signature.ts";
import { words } from "../crypto/words.ts";
import { DirectoryRefused, readDirectory } from "../record/directory.ts";
import { openCase, type ServedCase } from "../record/open-case.ts";

/** All fields that any operation takes; bytes are base64. */
interface Asked {
  readonly op: string;
  readonly plain: string;
  readonly sealed: string;
  readonly recipients: string[];
  readonly inner: string[];
  readonly outer: string[];
  readonly identities: string[];
  readonly identity: string;
  readonly seed: string;
  readonly digits?: string;
  readonly typed: string;
  readonly domain: SigningDomain;
  readonly message: string;
  readonly signature: string;
  readonly key: string;
  readonly name: string;
  readonly passphrase: string;
  readonly rootKey?: string;
  readonly length: number;
  readonly recipient: string;
  readonly text: string;
  readonly today: string;
  readonly highest: number;
  readonly served: ServedCase;
}

const describe = async ({ shown, identity, mailboxId, authorSeed }: Receipt) => ({
  shown,
  identity,
  recipient: await recipientOf(identity),
  mailboxId: base64(mailboxId),
  authorSeed: base64(authorSeed),
  authorKey: base64(verifyingKey(authorSeed)),
});

const operations: Record<string, (asked: Asked) => unknown> = {
  keygen: async ({ seed }) => {
    const identity = seed === undefined ? await newIdentity() : identityFromSeed(fromBase64(seed));
    return { identity, recipient: await recipientOf(identity) };
  },
  recipient: async ({ identity }) => ({ recipient: await recipientOf(identity) }),
  seal: async ({ plain, recipients }) => ({ sealed: base64(await seal(fromBase64(plain), recipients)) }),
  "seal-nested": async ({ plain, inner, outer }) => ({ sealed: base64(await sealNested(fromBase64(plain), inner, outer)) }),
  open: async ({ sealed, identities }) => ({ plain: base64(await open(fromBase64(sealed), identities)) }),
  "open-key": async ({ sealed, identities }) => ({ identity: await openCompartmentKey(fromBase64(sealed), identities) }),
  pad: ({ plain }) => ({ plain: base64(pad(fromBase64(plain))) }),
  padme: ({ length }) => ({ length: padme(length) }),
  receipt: async ({ digits }) => describe(await receiptOf(digits ?? randomDigits())),
  "receipt-typed": async ({ typed }) => {
    const receipt = await readReceipt(typed);
    return receipt === undefined ? { mistyped: mistypedGroups(typed) } : describe(receipt);
  },
  mistyped: ({ typed }) => ({ groups: mistypedGroups(typed) }),
  sign: ({ seed, domain, message }) => ({
    signature: base64(sign(fromBase64(seed), domain, fromBase64(message))),
    key: base64(verifyingKey(fromBase64(seed))),
  }),
  verify: ({ key, domain, message, signature }) => ({
    valid: verify(fromBase64(key), domain, fromBase64(message), fromBase64(signature)),
  }),
  words: ({ recipient }) => ({ words: words(publicKey(recipient)) }),
  "identity-open": async ({ sealed, passphrase }) => {
    const { name, identity, signingSeed, rootKey } = await openIdentityFile(fromBase64(sealed), passphrase);
    return { name, identity, seed: base64(signingSeed), ...(rootKey === undefined ? {} : { rootKey: base64(rootKey) }) };
  },
  "identity-seal": async ({ name, identity, seed, rootKey, passphrase }) => {
    const root = rootKey === undefined ? {} : { rootKey: fromBase64(rootKey) };
    return { sealed: base64(await sealIdentityFile({ name, identity, signingSeed: fromBase64(seed), ...root }, passphrase)) };
  },
  directory: ({ text, signature, rootKey, today, highest }) =>
    readDirectory(text, signature, fromBase64(rootKey ?? ""), today, highest),
  case: async ({ served, identities }) => openCase(served, identities),
};

async function answer(line: string): Promise<object> {
  try {
    const asked = JSON.parse(line) as Asked;
    const operation = Object.hasOwn(operations, asked.op) ? operations[asked.op] : undefined;
    return operation === undefined ? { error: "unknown-op" } : ((await operation(asked)) as object);
  } catch (e) {
    return { error: e instanceof CannotOpen ? e.failure : e instanceof DirectoryRefused ? e.reason : String(e) };
  }
}

export async function serve(input: Readable, output: Writable): Promise<void> {
  for await (const line of createInterface({ input })) {
    output.write(utf8(`${JSON.stringify(await answer(line))}\n`));
  }
}
