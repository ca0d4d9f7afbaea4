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
