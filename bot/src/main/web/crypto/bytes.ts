import { sha256 as noble } from "@noble/hashes/sha2.js";
import { base64 as strictBase64 } from "@scure/base";

/** Bytes over an ordinary buffer, which is what the browser's own interfaces take. */
export type Bytes = Uint8Array<ArrayBuffer>;

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

/** Refuses what is not UTF-8, where the browser's default would put a replacement character. */
export const fromUtf8 = (bytes: Uint8Array): string => new TextDecoder("utf-8", { fatal: true }).decode(bytes);

/** Standard alphabet, with padding; refuses anything that another writer would write differently. */
export const base64 = (bytes: Uint8Array): string => strictBase64.encode(bytes);
export const fromBase64 = (text: string): Bytes => new Uint8Array(strictBase64.decode(text));

export const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const sha256 = (bytes: Uint8Array): Bytes => new Uint8Array(noble(bytes));
export const sha256Hex = (bytes: Uint8Array): string => hex(sha256(bytes));

export function concat(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
