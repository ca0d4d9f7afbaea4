import { wordlist } from "@scure/bip39/wordlists/english.js";
import { sha256 } from "./bytes.ts";

const WORDS = 7;
const BITS_OF_WORD = 11;

/** Seven words for a public key, to compare by reading them aloud: the first 77 bits of its SHA-256 (BIP-39 English list). */
export function words(publicKey: Uint8Array): string[] {
  const bits = Array.from(sha256(publicKey), (byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from(
    { length: WORDS },
    (_, i) => wordlist[parseInt(bits.slice(i * BITS_OF_WORD, (i + 1) * BITS_OF_WORD), 2)]!,
  );
}

/** A word of the list from its first letters; four always tell it from all others. Undefined where none or several begin so. */
export function completed(typed: string): string | undefined {
  const start = typed.toLowerCase();
  const found = wordlist.filter((word) => word.startsWith(start));
  return found.find((word) => word === start) ?? (start !== "" && found.length === 1 ? found[0] : undefined);
}

/** The first 76 of the 77 bits that seven words stand for, as 19 hexadecimal digits; undefined where they are not seven words of the list. */
export function hashPrefix(sevenWords: readonly string[]): string | undefined {
  const numbers = sevenWords.map((word) => wordlist.indexOf(word));
  if (numbers.length !== WORDS || numbers.includes(-1)) {
    return undefined;
  }
  const bits = numbers.map((number) => number.toString(2).padStart(BITS_OF_WORD, "0")).join("");
  return (bits.match(/[01]{4}/g) ?? []).map((four) => parseInt(four, 2).toString(16)).join("");
}

/** As somebody types what is read aloud: letters in any case, anything between them. */
export const wordsTyped = (typed: string): string[] => typed.toLowerCase().split(/[^a-z]+/).filter((word) => word !== "");
