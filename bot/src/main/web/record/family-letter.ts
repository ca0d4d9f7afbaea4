import { open, seal, type Identity, type Recipient } from "../crypto/age.ts";
import { base64, fromBase64, fromUtf8, utf8, type Bytes } from "../crypto/bytes.ts";
import { pad } from "../crypto/padding.ts";
import { sign, verify } from "../crypto/signature.ts";
import type { Directory } from "./directory.ts";

/** A volunteer's words to a family. All of it is sealed to the receipt's recipient; the server sees one of two sizes. */
export interface FamilyLetter {
  /** Under which it lies in the mailbox: 32 hexadecimal digits. Inside too, so that none can be put in another's place. */
  readonly id: string;
  /** The volunteer's id in the directory. */
  readonly volunteer: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly text: string;
}

const FORMAT = "komir-family-letter/1";
/** The larger of the two padded sizes, less what stands around the words. */
export const LONGEST_LETTER_BYTES = 6 * 1024;

/** age does not say who wrote a file: the signature is inside. */
export const sealFamilyLetter = (letter: FamilyLetter, signingSeed: Uint8Array, to: Recipient): Promise<Bytes> => {
  const text = JSON.stringify(letter);
  const signature = base64(sign(signingSeed, "letter", utf8(text)));
  return seal(pad(utf8(JSON.stringify({ format: FORMAT, letter: text, signature }))), [to]);
};

/** Undefined for what nobody of the directory who may read cases has signed, or was signed for another place. */
export async function openFamilyLetter(sealed: Uint8Array, id: string, identity: Identity, directory: Directory): Promise<FamilyLetter | undefined> {
  try {
    const { format, letter, signature } = JSON.parse(fromUtf8(await open(sealed, [identity]))) as Record<string, unknown>;
    if (format !== FORMAT || typeof letter !== "string" || typeof signature !== "string") {
      return undefined;
    }
    const found = JSON.parse(letter) as Partial<FamilyLetter>;
    const author = directory.people.find((person) => person.id === found.volunteer);
    const good =
      author !== undefined &&
      author.roles.some((role) => role === "reviewer" || role === "security" || role === "aid") &&
      verify(fromBase64(author.signing), "letter", utf8(letter), fromBase64(signature));
    return good && found.id === id && typeof found.text === "string" && typeof found.day === "string" ? (found as FamilyLetter) : undefined;
  } catch {
    return undefined;
  }
}
