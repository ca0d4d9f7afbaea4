import { open, seal, type Identity, type Recipient } from "../crypto/age.ts";
import { base64, fromBase64, fromUtf8, utf8, type Bytes } from "../crypto/bytes.ts";
import { pad, SIZES } from "../crypto/padding.ts";
import { sign, verify } from "../crypto/signature.ts";
import type { Directory } from "./directory.ts";
import { attachment, type Attachment } from "./record.ts";

/** A file that lies beside a letter, sealed to the receipt's recipient too. */
export type LetterAttachment = Pick<Attachment, "file" | "kind" | "size" | "sha256" | "type" | "name">;

/** A volunteer's words to a family. All of it is sealed to the receipt's recipient; the server sees one of two sizes. */
export interface FamilyLetter {
  /** Under which it lies in the mailbox: 32 hexadecimal digits. Inside too, so that none can be put in another's place. */
  readonly id: string;
  /** The volunteer's id in the directory. */
  readonly volunteer: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly text: string;
  /** Signed with the words: no file can be exchanged, dropped or added. */
  readonly attachments: readonly LetterAttachment[];
}

const FORMAT = "komir-family-letter/1";
const [, LARGEST] = SIZES;
/** Of Ed25519, in base64. */
const SIGNATURE_CHARACTERS = 88;
/** The larger of the two padded sizes, less what stands around the words. */
export const LONGEST_LETTER_BYTES = 6 * 1024;

/** The text that is signed, its fields in the order of `docs/record-format.md`, step 20. */
const signedText = ({ id, volunteer, day, text, attachments }: FamilyLetter): string =>
  JSON.stringify({
    id,
    volunteer,
    day,
    text,
    attachments: attachments.map(({ file, kind, size, sha256, type, name }) => ({ file, kind, size, sha256, type, name })),
  });

const plainLetter = (letter: string, signature: string): Bytes => utf8(JSON.stringify({ format: FORMAT, letter, signature }));

/** Whether words and files together have room in the larger of the two padded sizes; the server takes nothing larger. */
export const letterFits = (letter: FamilyLetter): boolean => plainLetter(signedText(letter), "0".repeat(SIGNATURE_CHARACTERS)).length <= LARGEST;

/** age does not say who wrote a file: the signature is inside. */
export const sealFamilyLetter = (letter: FamilyLetter, signingSeed: Uint8Array, to: Recipient): Promise<Bytes> => {
  const text = signedText(letter);
  return seal(pad(plainLetter(text, base64(sign(signingSeed, "letter", utf8(text))))), [to]);
};

/** Undefined for what nobody of the directory who may read cases has signed, or was signed for another place. */
export async function openFamilyLetter(sealed: Uint8Array, id: string, identity: Identity, directory: Directory): Promise<FamilyLetter | undefined> {
  try {
    const { format, letter, signature } = JSON.parse(fromUtf8(await open(sealed, [identity]))) as Record<string, unknown>;
    if (format !== FORMAT || typeof letter !== "string" || typeof signature !== "string") {
      return undefined;
    }
    const found = JSON.parse(letter) as Partial<Omit<FamilyLetter, "attachments">> & { readonly attachments?: unknown };
    const author = directory.people.find((person) => person.id === found.volunteer);
    const good =
      author !== undefined &&
      author.roles.some((role) => role === "reviewer" || role === "security" || role === "aid") &&
      verify(fromBase64(author.signing), "letter", utf8(letter), fromBase64(signature));
    if (!good || found.id !== id || typeof found.text !== "string" || typeof found.day !== "string") {
      return undefined;
    }
    return { id, volunteer: author.id, day: found.day, text: found.text, attachments: attachmentsOf(found.attachments) };
  } catch {
    return undefined;
  }
}

const attachmentsOf = (raw: unknown): LetterAttachment[] =>
  (Array.isArray(raw) ? raw : []).reduce<LetterAttachment[]>(
    (all, one) => [...all, ...attachment(one).map(({ file, kind, size, sha256, type, name }) => ({ file, kind, size, sha256, type, name }))],
    [],
  );
