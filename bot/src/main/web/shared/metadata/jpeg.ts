import type { Hidden } from "../metadata.ts";
import { Reader } from "./bytes.ts";
import { onlyOrientation, readExif } from "./exif.ts";

const EXIF = "Exif\0\0";
const ICC = "ICC_PROFILE\0";
const START_OF_SCAN = 0xda;
const COMMENT = 0xfe;

interface Segment {
  readonly marker: number;
  readonly from: number;
  readonly to: number;
}

export const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

export function hiddenInJpeg(bytes: Uint8Array): Hidden[] {
  const reader = new Reader(bytes);
  const { segments, image } = parse(reader);
  const found = segments.filter((segment) => !belongs(reader, segment)).flatMap((segment) => tells(reader, segment));
  return image.to < bytes.length ? [...found, "other"] : found;
}

/** The segments that a picture needs, its image data, and which way up it is; behind its end nothing. */
export function cleanedJpeg(bytes: Uint8Array): Uint8Array[] {
  const reader = new Reader(bytes);
  const { segments, image } = parse(reader);
  const orientation = segments.map((segment) => exif(reader, segment)?.orientation ?? 1).find((way) => way !== 1);
  const kept = segments.filter((segment) => belongs(reader, segment)).map(({ from, to }) => reader.part(from, to));
  const upright = orientation === undefined ? [] : [exifSegment(onlyOrientation(orientation))];
  return [reader.part(0, 2), ...upright, ...kept, reader.part(image.from, image.to)];
}

function parse(reader: Reader): { segments: Segment[]; image: { from: number; to: number } } {
  const segments: Segment[] = [];
  let at = 2;
  for (;;) {
    while (reader.bytes[at] === 0xff && reader.bytes[at + 1] === 0xff) {
      at++;
    }
    if (reader.bytes[at] !== 0xff) {
      throw new RangeError("no segment where one must begin");
    }
    const marker = reader.bytes[at + 1]!;
    if (marker === START_OF_SCAN) {
      return { segments, image: { from: at, to: endOfImage(reader.bytes, at) } };
    }
    const to = at + 2 + reader.u16(at + 2);
    reader.part(at, to);
    segments.push({ marker, from: at, to });
    at = to;
  }
}

/** Behind the marker that ends the image; telephones hang a second picture or a film behind it. */
function endOfImage(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) {
      return at + 2;
    }
  }
  return bytes.length;
}

/** Whether the picture needs it: tables, frames, JFIF, its colours. */
function belongs(reader: Reader, { marker, from }: Segment): boolean {
  if (marker === 0xe0 || marker === 0xee) {
    return true;
  }
  if (marker === 0xe2) {
    return startsWith(reader, from + 4, ICC);
  }
  return marker !== COMMENT && (marker < 0xe0 || marker > 0xef);
}

function tells(reader: Reader, segment: Segment): readonly Hidden[] {
  const read = exif(reader, segment);
  return read === undefined ? ["other"] : read.hidden;
}

function exif(reader: Reader, { marker, from, to }: Segment): ReturnType<typeof readExif> | undefined {
  if (marker !== 0xe1 || !startsWith(reader, from + 4, EXIF)) {
    return undefined;
  }
  try {
    return readExif(reader.part(from + 4 + EXIF.length, to));
  } catch (e) {
    if (e instanceof RangeError) {
      return { hidden: ["other"], orientation: 1 };
    }
    throw e;
  }
}

function exifSegment(tiff: Uint8Array): Uint8Array {
  const segment = new Uint8Array(4 + EXIF.length + tiff.length);
  segment.set([0xff, 0xe1]);
  new DataView(segment.buffer).setUint16(2, segment.length - 2);
  segment.set(Uint8Array.from(EXIF, (letter) => letter.charCodeAt(0)), 4);
  segment.set(tiff, 4 + EXIF.length);
  return segment;
}

const startsWith = (reader: Reader, at: number, text: string): boolean =>
  at + text.length <= reader.bytes.length && reader.ascii(at, text.length) === text;
