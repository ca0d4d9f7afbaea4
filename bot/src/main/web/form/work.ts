import { sha256 } from "@noble/hashes/sha2.js";
import { concat, utf8, type Bytes } from "../crypto/bytes.ts";

/** How long one slice of the work may keep the page from drawing. */
const SLICE_MS = 30;
const TRIES_BETWEEN_LOOKS = 64;
const LABEL = utf8("komir/work/v1\n");

/**
 * What a sender pays instead of naming itself: eight bytes such that SHA-256 over the label, the challenge and them begins with so many zero bits.
 *
 * @param bits each one more doubles the work
 */
export async function solve(challenge: Uint8Array, bits: number, signal: AbortSignal): Promise<Bytes> {
  const begun = sha256.create().update(concat(LABEL, challenge));
  const nonce = new Uint8Array(8);
  const view = new DataView(nonce.buffer);
  let tries = 0;
  for (;;) {
    const until = Date.now() + SLICE_MS;
    while (Date.now() < until) {
      for (let i = 0; i < TRIES_BETWEEN_LOOKS; i++) {
        view.setUint32(4, tries++);
        if (leadingZeros(begun.clone().update(nonce).digest()) >= bits) {
          return nonce;
        }
      }
    }
    if (signal.aborted) {
      throw new Error("stopped");
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
}

function leadingZeros(hash: Uint8Array): number {
  let zeros = 0;
  for (const byte of hash) {
    if (byte !== 0) {
      return zeros + Math.clz32(byte) - 24;
    }
    zeros += 8;
  }
  return zeros;
}
