import { argon2idAsync } from "@noble/hashes/argon2.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { identityFromSeed, type Identity } from "./age.ts";
import { utf8, type Bytes } from "./bytes.ts";

/**
 * The family's way back: 24 random digits in six groups of four, each with a check digit behind it. From the digits alone come
 * the identity that replies are sealed to, the mailbox's id, the key that signs later news, and the order in which readers are drawn.
 */
export interface Receipt {
  /** Six groups of five digits, separated by spaces, as it is read aloud and written down. */
  readonly shown: string;
  readonly identity: Identity;
  readonly mailboxId: Bytes;
  readonly authorSeed: Bytes;
  /** Draws a panel of reviewers, so that what follows goes to the same people. */
  readonly panelSeed: Bytes;
}

const GROUPS = 6;
const DIGITS_OF_GROUP = 4;

// Fixed for good: other values would be other keys. A later set of values needs another salt.
const SALT = "komir/receipt/v1";
const MEMORY_KIB = 32 * 1024;
const PASSES = 3;
const KEY_BYTES = 32;

/** The group numbers (from 1) whose digits cannot be right; all of them where there are not six groups of five digits. */
export function mistypedGroups(typed: string): number[] {
  const groups = splitGroups(typed);
  const all = Array.from({ length: GROUPS }, (_, i) => i + 1);
  return groups === undefined ? all : all.filter((number) => damm(`${number}${groups[number - 1]}`) !== 0);
}

/**
 * The receipt of 24 digits without their check digits. Without WebAssembly, which is three times as fast: a policy that lets it run lets older browsers
 * run any text as a script.
 */
export async function receiptOf(digits: string): Promise<Receipt> {
  if (!/^[0-9]{24}$/.test(digits)) {
    throw new Error("a receipt has 24 digits");
  }
  const material = await argon2idAsync(utf8(digits), utf8(SALT), { m: MEMORY_KIB, t: PASSES, p: 1, dkLen: KEY_BYTES });
  const derive = (info: string): Bytes => new Uint8Array(hkdf(sha256, material, new Uint8Array(), utf8(info), KEY_BYTES));
  return {
    shown: show(digits),
    identity: identityFromSeed(derive("age-identity")),
    mailboxId: derive("mailbox-id"),
    authorSeed: derive("author-key"),
    panelSeed: derive("panel"),
  };
}

/** The receipt that somebody typed, with its check digits; undefined where a group is mistyped. */
export async function readReceipt(typed: string): Promise<Receipt | undefined> {
  const groups = splitGroups(typed);
  if (groups === undefined || mistypedGroups(typed).length > 0) {
    return undefined;
  }
  return receiptOf(groups.map((group) => group.slice(0, DIGITS_OF_GROUP)).join(""));
}

/** 24 digits, each of the ten as likely: a byte of 250 or more is thrown away and drawn again. */
export function randomDigits(): string {
  let digits = "";
  while (digits.length < GROUPS * DIGITS_OF_GROUP) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 250) {
      digits += String(byte % 10);
    }
  }
  return digits;
}

function show(digits: string): string {
  const groups = Array.from({ length: GROUPS }, (_, i) => digits.slice(i * DIGITS_OF_GROUP, (i + 1) * DIGITS_OF_GROUP));
  return groups.map((group, i) => group + String(damm(`${i + 1}${group}`))).join(" ");
}

function splitGroups(typed: string): string[] | undefined {
  const digits = Array.from(typed.replace(/[\s\-\u2010-\u2015]/g, ""), asciiDigit).join("");
  return /^[0-9]{30}$/.test(digits) ? (digits.match(/[0-9]{5}/g) ?? undefined) : undefined;
}

/** Arabic-Indic, extended Arabic-Indic and full-width digits as 0 to 9; anything else as it is. */
function asciiDigit(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const zero = [0x0660, 0x06f0, 0xff10].find((start) => code >= start && code < start + 10);
  return zero === undefined ? character : String(code - zero);
}

// H. M. Damm's totally anti-symmetric quasigroup of order 10.
const DAMM = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790",
];

/** The check digit of these digits; 0 for digits that end with their own check digit. */
export const damm = (digits: string): number =>
  Array.from(digits, Number).reduce((interim, digit) => Number(DAMM[interim]![digit]), 0);
