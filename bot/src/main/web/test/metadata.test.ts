import { strict as assert } from "node:assert";
import { test } from "node:test";
import { hiddenData, withoutMetadata } from "../shared/metadata.ts";

const bytes = (...parts: readonly (readonly number[] | string | Uint8Array)[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => (typeof part === "string" ? Array.from(part, (c) => c.charCodeAt(0)) : Array.from(part))));
const u16 = (n: number): number[] => [n >> 8, n & 255];
const u32 = (n: number): number[] => [n >>> 24, (n >> 16) & 255, (n >> 8) & 255, n & 255];
const le32 = (n: number): number[] => u32(n).reverse();
const blob = (content: Uint8Array): Blob => new Blob([content as BlobPart]);
const bytesOf = async (content: Blob | undefined): Promise<Uint8Array> => new Uint8Array(await content!.arrayBuffer());

/** A TIFF structure with these entries: tag, and a value of two bytes. */
const tiff = (...entries: readonly (readonly [number, number])[]): Uint8Array =>
  bytes("MM\0*", u32(8), u16(entries.length), ...entries.flatMap(([tag, value]) => [u16(tag), u16(3), u32(1), u16(value), u16(0)]), u32(0));

const GPS = 0x8825;
const MAKE = 0x010f;
const TAKEN = 0x0132;
const ORIENTATION = 0x0112;

const segment = (marker: number, content: Uint8Array): Uint8Array => bytes([0xff, marker], u16(content.length + 2), content);
const TABLES = segment(0xdb, bytes([1, 2, 3]));
const COLOURS = segment(0xe2, bytes("ICC_PROFILE\0", [1, 1, 9]));
const IMAGE = bytes([0xff, 0xda, 0, 4, 1, 2, 5, 6, 7, 0xff, 0xd9]);
const jpeg = (...segments: readonly Uint8Array[]): Uint8Array => bytes([0xff, 0xd8], ...segments, IMAGE);
const exif = (...entries: readonly (readonly [number, number])[]): Uint8Array => segment(0xe1, bytes("Exif\0\0", tiff(...entries)));

test("a photo tells its place, its time and its camera, and the copy tells none of it", async () => {
  const photo = jpeg(exif([MAKE, 1], [TAKEN, 1], [GPS, 1]), TABLES, COLOURS);
  assert.deepEqual((await hiddenData(blob(photo))).sort(), ["device", "place", "time"]);
  const cleaned = await bytesOf(await withoutMetadata(blob(photo)));
  assert.deepEqual(cleaned, jpeg(TABLES, COLOURS), "the tables, the colours and the picture are the same bytes");
});

test("which way up a photo is stays, and nothing else of what stood beside it", async () => {
  const cleaned = await bytesOf(await withoutMetadata(blob(jpeg(exif([ORIENTATION, 6], [GPS, 1]), TABLES))));
  assert.deepEqual(await hiddenData(blob(cleaned)), []);
  assert.deepEqual(cleaned, jpeg(exif([ORIENTATION, 6]), TABLES));
});

test("comments, XMP, IPTC and a second picture behind the first are hidden data too", async () => {
  for (const photo of [
    jpeg(segment(0xfe, bytes("made by")), TABLES),
    jpeg(segment(0xe1, bytes("http://ns.adobe.com/xap/1.0/\0<x/>")), TABLES),
    jpeg(segment(0xed, bytes("Photoshop 3.0\0")), TABLES),
    bytes(jpeg(TABLES), "a second one"),
  ]) {
    assert.deepEqual(await hiddenData(blob(photo)), ["other"]);
    assert.deepEqual(await bytesOf(await withoutMetadata(blob(photo))), jpeg(TABLES));
  }
});

test("a photo with nothing to hide is not copied", async () => {
  assert.deepEqual(await hiddenData(blob(jpeg(TABLES, COLOURS))), []);
  assert.equal(await withoutMetadata(blob(jpeg(TABLES, COLOURS))), undefined);
});

const chunk = (type: string, content: Uint8Array): Uint8Array => bytes(u32(content.length), type, content, [0, 0, 0, 0]);
const png = (...chunks: readonly Uint8Array[]): Uint8Array =>
  bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], chunk("IHDR", bytes([1])), ...chunks, chunk("IDAT", bytes([2])), chunk("IEND", bytes([])));

test("a PNG loses its texts, its time and its Exif, and keeps its picture", async () => {
  const picture = png(chunk("tEXt", bytes("Author\0me")), chunk("tIME", bytes([7])), chunk("eXIf", tiff([GPS, 1])), chunk("gAMA", bytes([1])));
  assert.deepEqual((await hiddenData(blob(picture))).sort(), ["other", "place", "time"]);
  assert.deepEqual(await bytesOf(await withoutMetadata(blob(picture))), png(chunk("gAMA", bytes([1]))));
});

const riff = (...chunks: readonly Uint8Array[]): Uint8Array => {
  const all = bytes("WEBP", ...chunks);
  return bytes("RIFF", le32(all.length), all);
};
const part = (type: string, content: Uint8Array): Uint8Array => bytes(type, le32(content.length), content, content.length % 2 === 1 ? [0] : []);

test("a WebP loses its Exif and XMP, and no longer says that it has them", async () => {
  const picture = riff(part("VP8X", bytes([0b1100, 0])), part("VP8 ", bytes([1, 2, 3])), part("EXIF", tiff([MAKE, 1])), part("XMP ", bytes("<x/>")));
  assert.deepEqual((await hiddenData(blob(picture))).sort(), ["device", "other"]);
  assert.deepEqual(await bytesOf(await withoutMetadata(blob(picture))), riff(part("VP8X", bytes([0, 0])), part("VP8 ", bytes([1, 2, 3]))));
});

const box = (type: string, ...content: readonly Uint8Array[]): Uint8Array => {
  const inside = bytes(...content);
  return bytes(u32(inside.length + 8), type, inside);
};
const film = (...inMoov: readonly Uint8Array[]): Uint8Array =>
  bytes(box("ftyp", bytes("isom", [0, 0, 0, 0])), box("mdat", bytes("picture and sound")), box("moov", ...inMoov), box("free", bytes([])));
const header = (time: number): Uint8Array => box("mvhd", bytes([0, 0, 0, 0], u32(time), u32(time), u32(1000)));

test("a film loses its place and its times, and not a byte of it moves", async () => {
  const told = film(header(77), box("trak", box("tkhd", bytes([0, 0, 0, 0], u32(78), u32(78)))), box("udta", box("\u00a9xyz", bytes("+43.2+76.9/"))));
  assert.deepEqual((await hiddenData(blob(told))).sort(), ["place", "time"]);
  const cleaned = await bytesOf(await withoutMetadata(blob(told)));
  assert.equal(cleaned.length, told.length);
  assert.deepEqual(await hiddenData(blob(cleaned)), []);
  assert.ok(!new TextDecoder("latin1").decode(cleaned).includes("+43.2"));
  assert.ok(new TextDecoder("latin1").decode(cleaned).includes("picture and sound"));
});

test("a broken file is no reason to stop: nothing is told of it, and no copy is made", async () => {
  let seed = 1;
  const random = (limit: number): number => (seed = (seed * 48271) % 2147483647) % limit;
  const whole = [
    jpeg(exif([MAKE, 1], [GPS, 1]), TABLES),
    png(chunk("eXIf", tiff([GPS, 1]))),
    riff(part("VP8X", bytes([12, 0])), part("EXIF", tiff([MAKE, 1]))),
    film(header(77), box("udta", box("\u00a9xyz", bytes("+43")))),
  ];
  for (let i = 0; i < 4000; i++) {
    const broken = Uint8Array.from(whole[i % whole.length]!.subarray(0, i % 3 === 0 ? random(60) : undefined));
    for (let k = 0; k < 3 && broken.length > 0; k++) {
      broken[random(broken.length)] = random(256);
    }
    await hiddenData(blob(broken));
    await withoutMetadata(blob(broken));
  }
});
