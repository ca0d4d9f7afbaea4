import type { Hidden } from "../metadata.ts";
import { Reader } from "./bytes.ts";
import { readExif } from "./exif.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const TEXTS = new Set(["tEXt", "iTXt", "zTXt"]);

interface Chunk {
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

export function hiddenInPng(bytes: Uint8Array): Hidden[] {
  const reader = new Reader(bytes);
  const all = chunks(reader);
  const found = all.flatMap((chunk) => tells(reader, chunk));
  return all[all.length - 1]!.to < bytes.length ? [...found, "other"] : found;
}

export function cleanedPng(bytes: Uint8Array): Uint8Array[] {
  const reader = new Reader(bytes);
  const kept = chunks(reader).filter((chunk) => tells(reader, chunk).length === 0);
  return [reader.part(0, SIGNATURE.length), ...kept.map(({ from, to }) => reader.part(from, to))];
}

/** Up to the end of the picture. */
function chunks(reader: Reader): Chunk[] {
  const all: Chunk[] = [];
  let at = SIGNATURE.length;
  for (;;) {
    const to = at + 12 + reader.u32(at);
    const type = reader.ascii(at + 4, 4);
    reader.part(at, to);
    all.push({ type, from: at, to });
    if (type === "IEND") {
      return all;
    }
    at = to;
  }
}

/** A chunk with a small first letter may be left out; of those that tell something, all are. */
function tells(reader: Reader, { type, from, to }: Chunk): readonly Hidden[] {
  if (TEXTS.has(type)) {
    return ["other"];
  }
  if (type === "tIME") {
    return ["time"];
  }
  if (type !== "eXIf") {
    return [];
  }
  try {
    const { hidden } = readExif(reader.part(from + 8, to - 4));
    return hidden.length === 0 ? ["other"] : hidden;
  } catch (e) {
    if (e instanceof RangeError) {
      return ["other"];
    }
    throw e;
  }
}
