import type { Hidden } from "../metadata.ts";
import { Reader } from "./bytes.ts";
import { readExif } from "./exif.ts";

const HEADER = 12;
/** Bits of the first byte of the chunk VP8X: that there is Exif, and XMP. */
const EXIF_AND_XMP = 0b1100;

interface Chunk {
  readonly type: string;
  readonly from: number;
  /** Where its content ends; one byte more where that is an odd number. */
  readonly end: number;
  readonly to: number;
}

export const isWebp = (bytes: Uint8Array): boolean => {
  if (bytes.length < HEADER) {
    return false;
  }
  const reader = new Reader(bytes);
  return reader.ascii(0, 4) === "RIFF" && reader.ascii(8, 4) === "WEBP";
};

export function hiddenInWebp(bytes: Uint8Array): Hidden[] {
  const reader = new Reader(bytes);
  return chunks(reader).flatMap((chunk) => tells(reader, chunk));
}

export function cleanedWebp(bytes: Uint8Array): Uint8Array[] {
  const reader = new Reader(bytes);
  const kept = chunks(reader)
    .filter((chunk) => tells(reader, chunk).length === 0)
    .map(({ type, from, to }) => (type === "VP8X" ? withoutFlags(reader.part(from, to)) : reader.part(from, to)));
  const header = Uint8Array.from(reader.part(0, HEADER));
  const size = kept.reduce((sum, chunk) => sum + chunk.length, 4);
  new DataView(header.buffer).setUint32(4, size, true);
  return [header, ...kept];
}

function chunks(reader: Reader): Chunk[] {
  const all: Chunk[] = [];
  const whole = Math.min(8 + reader.u32(4, true), reader.bytes.length);
  for (let at = HEADER; at + 8 <= whole; ) {
    const end = at + 8 + reader.u32(at + 4, true);
    const to = Math.min(end + (end % 2), whole);
    reader.part(at, Math.min(end, whole));
    all.push({ type: reader.ascii(at, 4), from: at, end, to });
    at = Math.max(to, at + 8);
  }
  return all;
}

function tells(reader: Reader, { type, from, end }: Chunk): readonly Hidden[] {
  if (type === "XMP ") {
    return ["other"];
  }
  if (type !== "EXIF") {
    return [];
  }
  try {
    const { hidden } = readExif(reader.part(from + 8, end));
    return hidden.length === 0 ? ["other"] : hidden;
  } catch (e) {
    if (e instanceof RangeError) {
      return ["other"];
    }
    throw e;
  }
}

function withoutFlags(chunk: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(chunk);
  copy[8] = copy[8]! & ~EXIF_AND_XMP;
  return copy;
}
