import { open, publicKey, seal, type Identity, type Recipient } from "../crypto/age.ts";
import { fromBase64, fromUtf8, utf8, type Bytes } from "../crypto/bytes.ts";
import { pad } from "../crypto/padding.ts";
import { verify } from "../crypto/signature.ts";
import type { Directory } from "./directory.ts";
import type { SignedText } from "./links.ts";

/** The process runs for as long as nobody stops it, and its key lives as long. */
const LONGEST_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;
/** 16 bytes in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/**
 * The key of the process that can say something in a chat (`docs/record-format.md`, step 25). Undefined where the intake key that the directory names has not signed
 * it, or too long ago: the server could name a key of its own and learn the chat.
 *
 * @param today `YYYY-MM-DD`, UTC; a clock may be a day off
 */
export function witnessKey(witness: SignedText | undefined, directory: Directory, today: string): Recipient | undefined {
  if (witness === undefined || directory.intake === undefined) {
    return undefined;
  }
  try {
    if (!verify(fromBase64(directory.intake), "witness", utf8(witness.statement), fromBase64(witness.signature))) {
      return undefined;
    }
    const { format, recipient, day } = JSON.parse(witness.statement) as Record<string, unknown>;
    if (format !== "komir-witness/1" || typeof recipient !== "string" || typeof day !== "string" || !/^\d{4}-\d\d-\d\d$/.test(day)) {
      return undefined;
    }
    const age = (Date.parse(today) - Date.parse(day)) / DAY_MS;
    publicKey(recipient);
    return age >= -1 && age <= LONGEST_DAYS ? recipient : undefined;
  } catch {
    return undefined;
  }
}

/** A wish to be told, sealed anew to the process that can tell. Undefined for what is none. @param caseKey of the case's compartment `case` */
export async function noticeOf(tell: string, caseKey: Identity, witness: Recipient): Promise<Bytes | undefined> {
  try {
    const { format, chat, token } = JSON.parse(fromUtf8(await open(fromBase64(tell), [caseKey]))) as Record<string, unknown>;
    if (format !== "komir-tell/1" || typeof chat !== "number" || !Number.isSafeInteger(chat) || typeof token !== "string" || !TOKEN.test(token)) {
      return undefined;
    }
    return seal(pad(utf8(JSON.stringify({ format: "komir-notice/1", chat, token }))), [witness]);
  } catch {
    return undefined;
  }
}
