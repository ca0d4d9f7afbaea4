import { publicKey, type Recipient } from "../crypto/age.ts";
import { base64, fromBase64, utf8 } from "../crypto/bytes.ts";
import { sign } from "../crypto/signature.ts";
import { completed, words, wordsTyped } from "../crypto/words.ts";
import { NEVER_TOGETHER, ROLES, type Role } from "../record/directory.ts";
import { Problem } from "./server.ts";
import type { Session } from "./session.ts";

/** `komir-public/1`: what somebody new saved for the coordinator. Nobody signed it. */
export interface PublicHalf {
  readonly id: string;
  readonly recipient: Recipient;
  /** Base64 of 32 bytes. */
  readonly signing: string;
}

/** What a coordinator typed and chose. */
export interface Choice {
  /** As it was typed, of the key that cases are sealed with. */
  readonly recipientWords: string;
  readonly signingWords: string;
  readonly roles: ReadonlySet<Role>;
}

const ID = /^[a-z0-9-]{1,32}$/;
const KEY_BYTES = 32;
const WORDS = 7;

/** @throws Problem if it is another file */
export function readPublicHalf(text: string): PublicHalf {
  try {
    const { format, id, recipient, signing } = JSON.parse(text) as Record<string, unknown>;
    if (format === "komir-public/1" && typeof id === "string" && ID.test(id) && typeof recipient === "string" && typeof signing === "string") {
      const fits = publicKey(recipient as Recipient).length > 0 && fromBase64(signing).length === KEY_BYTES;
      if (fits) {
        return { id, recipient: recipient as Recipient, signing };
      }
    }
  } catch {
    // said below
  }
  throw new Problem("peopleNotPublic");
}

/** Each word is whole from its fourth letter on at the latest. */
const typedWords = (typed: string): string[] => wordsTyped(typed).map((word) => completed(word) ?? word);

/**
 * The file that adds somebody to the directory: `docs/record-format.md`, step 30.
 *
 * @throws Problem if the words are not those of the keys, or the directory would refuse this person
 */
export function approve({ directory, revocations, me, file, server }: Session, half: PublicHalf, { recipientWords, signingWords, roles }: Choice): string {
  const { id, recipient, signing } = half;
  if (id === me.id || recipient === me.recipient || signing === me.signing) {
    throw new Problem("peopleSelf");
  }
  if (directory.people.some((person) => person.id === id)) {
    throw new Problem("peopleThere");
  }
  if (revocations.some((one) => one.signing === signing)) {
    throw new Problem("peopleRevokedKeys");
  }
  const taken = directory.people.some((person) => person.recipient === recipient || person.signing === signing);
  if (taken || recipient === directory.escrow || signing === directory.intake) {
    throw new Problem("peopleKeysTaken");
  }
  const heard = [typedWords(recipientWords), typedWords(signingWords)] as const;
  if (heard.some((typed) => typed.length !== WORDS)) {
    throw new Problem("peopleWordsForm");
  }
  const are = [words(publicKey(recipient)), words(fromBase64(signing))] as const;
  if (heard.some((typed, i) => typed.join(" ") !== are[i]!.join(" "))) {
    throw new Problem("peopleWordsWrong");
  }
  if (roles.size === 0) {
    throw new Problem("peopleNoRole");
  }
  if (NEVER_TOGETHER.some(([one, other]) => roles.has(one) && roles.has(other))) {
    throw new Problem("peopleTogether");
  }
  const approval = JSON.stringify({
    format: "komir-approval/1",
    organisation: directory.organisation,
    id,
    roles: ROLES.filter((role) => roles.has(role)),
    recipient,
    signing,
    by: me.id,
    day: server.today(),
  });
  return `${JSON.stringify({ approval, signature: base64(sign(file.signingSeed, "approval", utf8(approval))) }, undefined, 2)}\n`;
}
