import type { Hidden } from "../metadata.ts";
import { Reader } from "./bytes.ts";

/** Larger than any index of a film; a file that says otherwise is broken. */
const LARGEST_INDEX = 64 * 1024 * 1024;
/** Boxes that only tell about the film, and those in which such may lie (ISO/IEC 14496-12). */
const TELLING = new Set(["udta", "meta"]);
const AROUND = new Set(["moov", "trak", "mdia"]);
const TIMED = new Set(["mvhd", "tkhd", "mdhd"]);

const PLACES = ["\u00a9xyz", "loci", "com.apple.quicktime.location"];
const DEVICES = ["com.apple.quicktime.make", "com.apple.quicktime.model", "com.android.manufacturer", "com.android.model", "\u00a9mod", "\u00a9mak"];

/** A film (MP4, MOV). HEIC pictures have the same outer form and other brands. */
export async function isFilm(content: Blob): Promise<boolean> {
  const start = String.fromCharCode(...(await bytesOf(content, 0, 12)));
  return start.slice(4, 8) === "ftyp" && !/^(hei|hev|mif|msf|avi)/.test(start.slice(8));
}

export async function hiddenInFilm(content: Blob): Promise<Hidden[]> {
  const index = await indexOf(content);
  if (index === undefined) {
    return [];
  }
  const found: Hidden[] = [];
  walk(index.bytes, (reader, type, from, to) => {
    if (TELLING.has(type)) {
      const text = new TextDecoder("latin1").decode(reader.part(from, to));
      const place = PLACES.some((name) => text.includes(name));
      const device = DEVICES.some((name) => text.includes(name));
      found.push(...(place ? (["place"] as const) : []), ...(device ? (["device"] as const) : []), ...(place || device ? [] : (["other"] as const)));
    } else if (TIMED.has(type) && timesOf(reader, from).some((at) => at !== 0)) {
      found.push("time");
    }
  });
  return found;
}

/** The same film: what tells about it becomes free space of the same size, so that no picture or sound moves. */
export async function cleanedFilm(content: Blob): Promise<Blob | undefined> {
  const index = await indexOf(content);
  if (index === undefined) {
    return undefined;
  }
  const bytes = Uint8Array.from(index.bytes);
  walk(bytes, (_, type, from, to) => {
    if (TELLING.has(type)) {
      bytes.fill(0, from + 8, to);
      bytes.set([0x66, 0x72, 0x65, 0x65], from + 4);
    } else if (TIMED.has(type)) {
      bytes.fill(0, from + 12, from + (bytes[from + 8] === 1 ? 28 : 20));
    }
  });
  return new Blob([content.slice(0, index.from), bytes, content.slice(index.from + bytes.length)], { type: content.type });
}

/** The box `moov`, wherever in the file it stands. */
async function indexOf(content: Blob): Promise<{ from: number; bytes: Uint8Array } | undefined> {
  for (let at = 0; at + 8 <= content.size; ) {
    const header = new Reader(await bytesOf(content, at, at + 16));
    const type = header.ascii(4, 4);
    const short = header.u32(0);
    const size = short === 1 ? header.u32(8) * 2 ** 32 + header.u32(12) : short === 0 ? content.size - at : short;
    if (type === "moov" && size <= LARGEST_INDEX) {
      return { from: at, bytes: await bytesOf(content, at, at + size) };
    }
    at += Math.max(size, 8);
  }
  return undefined;
}

type Visit = (reader: Reader, type: string, from: number, to: number) => void;

function walk(bytes: Uint8Array, visit: Visit): void {
  const reader = new Reader(bytes);
  const boxes = (from: number, to: number): void => {
    for (let at = from; at + 8 <= to; ) {
      const size = reader.u32(at);
      const type = reader.ascii(at + 4, 4);
      const end = at + size;
      if (size < 8 || end > to) {
        return;
      }
      if (AROUND.has(type)) {
        boxes(at + 8, end);
      } else {
        visit(reader, type, at, end);
      }
      at = end;
    }
  };
  boxes(0, bytes.length);
}

/** When it was made and changed: of 32 bits, or of 64 in version 1 of the box. */
const timesOf = (reader: Reader, from: number): number[] => {
  const long = reader.bytes[from + 8] === 1;
  return (long ? [12, 16, 20, 24] : [12, 16]).map((at) => reader.u32(from + at));
};

const bytesOf = async (content: Blob, from: number, to: number): Promise<Uint8Array> => new Uint8Array(await content.slice(from, to).arrayBuffer());
