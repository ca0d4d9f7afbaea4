import type { Hidden } from "../metadata.ts";
import { Reader } from "./bytes.ts";

/** Tags of Exif 2.32 by what they tell; orientation and the technical ones tell nothing of a person. */
const ORIENTATION = 0x0112;
const EXIF_POINTER = 0x8769;
const GPS_POINTER = 0x8825;
const TIMES = new Set([0x0132, 0x9003, 0x9004]);
const DEVICES = new Set([0x010f, 0x0110, 0x0131, 0xa430, 0xa431, 0xa433, 0xa434, 0xa435]);
const OTHERS = new Set([0x010e, 0x013b, 0x8298, 0x927c, 0x9286, 0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f, 0xa420]);
const MOST_ENTRIES = 512;

export interface Exif {
  readonly hidden: readonly Hidden[];
  /** 1 to 8; 1 is upright. */
  readonly orientation: number;
}

/** @param tiff the TIFF structure, from its byte order on */
export function readExif(tiff: Uint8Array): Exif {
  const reader = new Reader(tiff);
  const little = reader.ascii(0, 2) === "II";
  const hidden = new Set<Hidden>();
  let orientation = 1;
  const directory = (at: number, depth: number): void => {
    const entries = Math.min(reader.u16(at, little), MOST_ENTRIES);
    for (let i = 0; i < entries; i++) {
      const entry = at + 2 + i * 12;
      const tag = reader.u16(entry, little);
      if (tag === ORIENTATION) {
        orientation = reader.u16(entry + 8, little);
      } else if (tag === GPS_POINTER) {
        hidden.add("place");
      } else if (TIMES.has(tag)) {
        hidden.add("time");
      } else if (DEVICES.has(tag)) {
        hidden.add("device");
      } else if (OTHERS.has(tag)) {
        hidden.add("other");
      } else if (tag === EXIF_POINTER && depth === 0) {
        directory(reader.u32(entry + 8, little), 1);
      }
    }
    // A second directory is a small copy of the picture, perhaps from before it was cut.
    if (depth === 0 && reader.u32(at + 2 + entries * 12, little) !== 0) {
      hidden.add("other");
    }
  };
  directory(reader.u32(4, little), 0);
  return { hidden: [...hidden], orientation: orientation >= 1 && orientation <= 8 ? orientation : 1 };
}

/** A TIFF structure that says which way up the picture is, and nothing else. */
export function onlyOrientation(orientation: number): Uint8Array {
  const bytes = new Uint8Array(26);
  const view = new DataView(bytes.buffer);
  bytes.set([0x4d, 0x4d, 0x00, 0x2a]);
  view.setUint32(4, 8);
  view.setUint16(8, 1);
  view.setUint16(10, ORIENTATION);
  view.setUint16(12, 3);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return bytes;
}
