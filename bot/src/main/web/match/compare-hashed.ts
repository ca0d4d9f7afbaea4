import { bestNames, type Likeness } from "./compare.ts";
import { judged, worth, type Comparison, type Reason } from "./evidence.ts";
import { MATCH_RECORD_BYTES, MOST_WORDS, type Features, type HashedWord, type MatchRecord } from "./hashed.ts";

/** What a matcher's browser does: it has no key and no name, and asks only which hashes are equal. */

export type Present = HashedWord & { readonly kind: Exclude<HashedWord["kind"], "none"> };

/** How alike two words are when this is the best that they share: estimates on the scale of `similarity`. */
const LIKE = { sounds: 1, full: 0.95, stem: 0.9, bones: 0.88, oneMissing: 0.8, oneOther: 0.78, two: 0.7, three: 0.63, nothing: 0.4 };
/** How many consonants a word has is not told: an average name. */
const SOME_CONSONANTS = 3;

/** Features put in order once, to be compared with many. */
export interface KnownHashes {
  readonly features: Features;
  readonly names: ReadonlyArray<readonly Present[]>;
}

export const knowHashes = (features: Features): KnownHashes => ({ features, names: names(features) });

export const compareHashed = (a: Features, b: Features): Comparison => compareKnownHashes(knowHashes(a), knowHashes(b));

export const compareKnownHashes = (a: KnownHashes, b: KnownHashes): Comparison =>
  judged(bestNames(a.names, b.names, likeness), factsFound(a.features, b.features), /[nN]/.test(a.features.known) && a.features.number === b.features.number);

/** The words of each reading. */
function names({ words }: Features): Present[][] {
  const present = words.filter((word): word is Present => word.kind !== "none");
  return [...new Set(present.map(({ name }) => name))].map((one) => present.filter(({ name }) => name === one));
}

function likeness(a: Present, b: Present): Likeness {
  const shares = likest(a, b);
  return { similarity: LIKE[shares], worth: worth(SOME_CONSONANTS, a.chinese || b.chinese), endingLeftOut: shares === "stem" };
}

function likest(a: Present, b: Present): keyof typeof LIKE {
  if (a.sounds === b.sounds) {
    return "sounds";
  }
  if (a.full === b.full) {
    return "full";
  }
  if (a.stem === b.full || a.full === b.stem) {
    return "stem";
  }
  if (a.bones === b.bones) {
    return "bones";
  }
  if (a.fewer.includes(b.bones) || b.fewer.includes(a.bones)) {
    return "oneMissing";
  }
  if (overlap(a.open, b.open)) {
    return "oneOther";
  }
  if (overlap(a.fewer, b.fewer) || a.fewest.includes(b.bones) || b.fewest.includes(a.bones)) {
    return "two";
  }
  return overlap(a.fewest, b.fewer) || overlap(a.fewer, b.fewest) ? "three" : "nothing";
}

/** Of two sorted lists. */
function overlap(a: readonly string[], b: readonly string[]): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      return true;
    }
    if (a[i]! < b[j]!) {
      i++;
    } else {
      j++;
    }
  }
  return false;
}

function factsFound(a: Features, b: Features): Reason[] {
  const found: Reason[] = [];
  const both = (which: string): boolean => a.known.includes(which) && b.known.includes(which);
  if (both("y")) {
    const oneApart = overlap(a.near, b.years) || overlap(a.years, b.near);
    found.push(overlap(a.years, b.years) ? (overlap(a.near, b.near) ? "same-year" : "year-may-be-the-same") : oneApart ? "year-one-apart" : "other-year");
  }
  if (both("p")) {
    found.push(both("c") && a.county === b.county ? "same-county" : a.prefecture === b.prefecture ? "same-prefecture" : "other-county");
  }
  if (both("s") && a.sex !== b.sex) {
    found.push("other-sex");
  }
  if ((both("n") || both("N")) && a.number !== b.number) {
    found.push("other-number");
  }
  return found;
}

/** Undefined for what is not such a record: its lists may be of no other length, so that nobody makes a matcher's browser work for hours. */
export function readMatchRecord(text: string): MatchRecord | undefined {
  try {
    const read: unknown = text.length === MATCH_RECORD_BYTES ? JSON.parse(text) : undefined;
    return isRecord(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

const KINDS: readonly unknown[] = ["plain", "patronymic", "surname", "joined", "none"] satisfies Array<HashedWord["kind"]>;

function isRecord(read: unknown): read is MatchRecord {
  const it = read as Partial<MatchRecord> | null | undefined;
  return (
    it?.format === "komir-match/1" &&
    /^[0-9a-f]{32}$/.test(String(it.case)) &&
    /^[0-9a-f]{64}$/.test(String(it.to)) &&
    /^y?c?p?s?[nN]?$/.test(String(it.known)) &&
    isList(it.words, MOST_WORDS, isWord) &&
    isList(it.years, 11, isHash) &&
    isList(it.near, 2, isHash) &&
    [it.county, it.prefecture, it.sex, it.number].every(isHash)
  );
}

function isWord(read: unknown): boolean {
  const it = read as Partial<HashedWord> | null;
  return (
    KINDS.includes(it?.kind) &&
    Number.isInteger(it?.name) &&
    typeof it?.chinese === "boolean" &&
    [it.sounds, it.full, it.stem, it.bones].every(isHash) &&
    isList(it.open, 8, isHash) &&
    isList(it.fewer, 8, isHash) &&
    isList(it.fewest, 28, isHash)
  );
}

const isHash = (read: unknown): boolean => typeof read === "string" && /^[A-Za-z0-9_-]{11}$/.test(read);
const isList = (read: unknown, length: number, each: (one: unknown) => boolean): boolean => Array.isArray(read) && read.length === length && read.every(each);
