import { concat, type Bytes } from "./bytes.ts";

/** Lengths to which a record is padded: most answers look alike, and a long story does not tell how long it is. */
export const SIZES = [2 * 1024, 8 * 1024, 32 * 1024] as const;

/** With trailing spaces, which every JSON reader ignores. */
export function pad(plain: Uint8Array): Bytes {
  const size = SIZES.find((candidate) => plain.length <= candidate);
  if (size === undefined) {
    throw new Error("longer than the longest padded size");
  }
  return concat(plain, new Uint8Array(size - plain.length).fill(0x20));
}

/** Like `pad`, and what is longer to its Padmé length. */
export const padLong = (plain: Uint8Array): Bytes =>
  plain.length <= SIZES[SIZES.length - 1]! ? pad(plain) : concat(plain, new Uint8Array(padme(plain.length) - plain.length).fill(0x20));

/** Padmé (PURBs, Nikitin and others 2019, algorithm 1): at most about 12 % more, and few distinct lengths. */
export function padme(length: number): number {
  if (length < 2) {
    return length;
  }
  const exponent = Math.floor(Math.log2(length));
  const bitsOfExponent = Math.floor(Math.log2(exponent)) + 1;
  const step = 2 ** Math.max(0, exponent - bitsOfExponent);
  return Math.ceil(length / step) * step;
}
