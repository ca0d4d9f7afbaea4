import { sha256Hex, utf8 } from "../crypto/bytes.ts";
import type { About, Segment } from "../record/work.ts";

/** A translation that is being written and was not yet added. */
export interface TranslationDraft {
  readonly about: About;
  /** Into which. */
  language: string;
  segments: Segment[];
  /** What a second reader has before it, by its mark; undefined for whoever translates. */
  readonly reads?: string;
}

/** Those of an open case, by what they are about. */
export type TranslationDrafts = Map<string, TranslationDraft>;

export const draftKey = ({ case: id, seq, file = "" }: About): string => `${id} ${seq} ${file}`;

/** As it is kept: the original is in the case already, so only how it was cut is kept of it. */
export interface KeptTranslation {
  readonly about: About;
  readonly language: string;
  /** Of each segment of the original, in UTF-16 units. */
  readonly lengths: readonly number[];
  readonly texts: readonly string[];
  /** SHA-256 of the original. */
  readonly of: string;
  readonly reads?: string;
}

const original = (segments: readonly Segment[]): string => segments.map(({ of }) => of).join("");

export const keptOf = ({ about, language, segments, reads }: TranslationDraft): KeptTranslation => ({
  about,
  language,
  lengths: segments.map(({ of }) => of.length),
  texts: segments.map(({ text }) => text),
  of: sha256Hex(utf8(original(segments))),
  ...(reads === undefined ? {} : { reads }),
});

/** @param originals all that can be translated in the case; undefined where the one that was translated is not among them */
export function draftFrom({ about, language, lengths, texts, of, reads }: KeptTranslation, originals: readonly string[]): TranslationDraft | undefined {
  const found = originals.find((text) => sha256Hex(utf8(text)) === of);
  if (found === undefined) {
    return undefined;
  }
  let at = 0;
  const segments = lengths.map((length, i) => ({ of: found.slice(at, (at += length)), text: texts[i] ?? "" }));
  return { about, language, segments, ...(reads === undefined ? {} : { reads }) };
}

/** None for what is no such thing. */
export function keptTranslation({ about, language, lengths, texts, of, reads }: Record<string, unknown>): KeptTranslation[] {
  const { case: id, seq, file } = (typeof about === "object" && about !== null ? about : {}) as Record<string, unknown>;
  const good =
    typeof id === "string" && typeof seq === "number" && typeof language === "string" && typeof of === "string" && Array.isArray(lengths) && lengths.every((one) => typeof one === "number") && Array.isArray(texts) && texts.every((one) => typeof one === "string");
  return good ? [{ about: { case: id, seq, ...(typeof file === "string" ? { file } : {}) }, language, lengths, texts, of, ...(typeof reads === "string" ? { reads } : {}) }] : [];
}
