import { Encrypter } from "age-encryption";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Recipient } from "../crypto/age.ts";
import { hex, type Bytes } from "../crypto/bytes.ts";
import { padme } from "../crypto/padding.ts";

/** How much of a file is in memory at a time. */
const SLICE = 256 * 1024;

/** SHA-256 of a file, read a slice at a time. */
export async function hashOf(content: Blob): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < content.size; at += SLICE) {
    hash.update(await slice(content, at));
  }
  return hex(hash.digest());
}

/**
 * A file sealed while it is read: its bytes and then zeros up to their Padmé length (`docs/record-format.md`, step 11).
 *
 * @returns the sealed bytes in pieces, and how many there will be
 */
export async function sealedFile(content: Blob, recipient: Recipient): Promise<{ stream: ReadableStream<Uint8Array>; size: number }> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const padded = padme(content.size);
  const stream = await encrypter.encrypt(inSlices(content, padded));
  return { stream, size: stream.size(padded) };
}

/** The bytes of a file, and zeros behind them up to this length. (`Blob.stream` is missing in Safari 14.0.) */
export function inSlices(content: Blob, length: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream(
    {
      pull: async (controller) => {
        if (at >= length) {
          controller.close();
          return;
        }
        const piece = at < content.size ? await slice(content, at) : new Uint8Array(Math.min(SLICE, length - at));
        at += piece.length;
        controller.enqueue(piece);
      },
    },
    { highWaterMark: 1 },
  );
}

const slice = async (content: Blob, at: number): Promise<Bytes> =>
  new Uint8Array(await content.slice(at, Math.min(at + SLICE, content.size)).arrayBuffer());
