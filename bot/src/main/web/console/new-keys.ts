import { newIdentity, publicKey, recipientOf } from "../crypto/age.ts";
import { base64, fromBase64, type Bytes } from "../crypto/bytes.ts";
import { openIdentityFile, sealIdentityFile } from "../crypto/identity-file.ts";
import { verifyingKey } from "../crypto/signature.ts";
import { words } from "../crypto/words.ts";
import { Problem } from "./server.ts";

/** What a coordinator gives somebody new, by hand: `docs/record-format.md`, step 29. Nobody signed it; its seven words are compared over the telephone. */
export interface Invitation {
  readonly organisation: string;
  readonly rootKey: Bytes;
}

/** Keys that lie nowhere yet. */
export interface NewKeys {
  readonly id: string;
  /** An age file with a passphrase: `ID.age`. */
  readonly sealed: Bytes;
  /** `komir-public/1`, the text of `ID.json`. */
  readonly publicHalf: string;
  readonly recipientWords: readonly string[];
  readonly signingWords: readonly string[];
}

export const SHORTEST_PASSPHRASE = 12;
const ID = /^[a-z0-9-]{1,32}$/;
/** The name in the root key's own file. */
const ROOT = "root";
const KEY_BYTES = 32;

/** @throws Problem if it is another file */
export function readInvitation(text: string): Invitation {
  try {
    const { format, organisation, rootKey } = JSON.parse(text) as Record<string, unknown>;
    if (format === "komir-invitation/1" && typeof organisation === "string" && organisation.trim() !== "" && typeof rootKey === "string") {
      const key = fromBase64(rootKey);
      if (key.length === KEY_BYTES) {
        return { organisation, rootKey: key };
      }
    }
  } catch {
    // said below
  }
  throw new Problem("newNotInvitation");
}

/**
 * Makes the keys of a person, as `keys new` does.
 *
 * @param work the logarithm of scrypt's cost
 * @throws Problem if the name or a passphrase does not do
 */
export async function makeKeys(id: string, rootKey: Bytes, passphrase: string, again: string, work?: number): Promise<NewKeys> {
  if (!ID.test(id) || id === ROOT) {
    throw new Problem("newBadName");
  }
  if (Array.from(passphrase).length < SHORTEST_PASSPHRASE) {
    throw new Problem("newShort");
  }
  if (passphrase !== again) {
    throw new Problem("newDiffer");
  }
  const identity = await newIdentity();
  const signingSeed = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const sealed = await sealIdentityFile({ name: id, identity, signingSeed, rootKey }, passphrase, work);
  // The keys are forgotten now: a file that does not open would be found out when the first case waits for it.
  const opened = await openIdentityFile(sealed, passphrase);
  const recipient = await recipientOf(opened.identity);
  const signing = verifyingKey(opened.signingSeed);
  return {
    id,
    sealed,
    publicHalf: `${JSON.stringify({ format: "komir-public/1", id, recipient, signing: base64(signing) }, undefined, 2)}\n`,
    recipientWords: words(publicKey(recipient)),
    signingWords: words(signing),
  };
}
