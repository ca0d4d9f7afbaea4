import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64urlnopad } from "@scure/base";
import { seal, type Recipient } from "../crypto/age.ts";
import { utf8, type Bytes } from "../crypto/bytes.ts";
import { know } from "./compare.ts";
import type { Word } from "./parts.ts";
import type { Person } from "./person.ts";
import type { Reading } from "./reading.ts";
import { fullSkeleton, open, shorter } from "./sounds.ts";

/**
 * A person as keyed hashes (`docs/record-format.md`, step 35). Whoever holds the key, a reviewer, makes them; whoever opens them, a matcher, has no key and no name. Every list has one length: what a name does not fill is filled
 * with hashes that nothing else has.
 */

export const MATCH_KEY_BYTES = 32;
/** Of every HMAC-SHA256: 64 bits. Among 2.5 * 10^7 values, those of 100,000 people, two that differ are equal with a probability of 2 * 10^-5. */
const HASH_BYTES = 8;
/** Text and spaces, of every record. */
export const MATCH_RECORD_BYTES = 8_192;

/** Of all readings of all spellings together; a reading that finds no room is left out whole, those with all words joined first. */
export const MOST_WORDS = 9;
const MOST_OPEN = 8;
const FEWER_BY_ONE = 8;
const FEWER_BY_TWO = 28;
const YEARS = 11;
const NEAR_YEARS = 2;

export interface HashedWord {
  /** Which reading it belongs to, from 1; 0 where there is no word. */
  readonly name: number;
  /** As the word's kind in `parts.ts`; `none` where there is no word. */
  readonly kind: Word["kind"] | "none";
  readonly chinese: boolean;
  readonly sounds: string;
  readonly full: string;
  /** Of the word without its ending, as the `full` of a word that never had it. */
  readonly stem: string;
  readonly bones: string;
  /** `bones` with one letter open, one fewer, two fewer. */
  readonly open: readonly string[];
  readonly fewer: readonly string[];
  readonly fewest: readonly string[];
}

export interface Features {
  /** In the order of the readings and of the words within them. */
  readonly words: readonly HashedWord[];
  /** Which of the following are known: `y`, `c`, `p`, `s`, `n` (a number of 12 digits), `N` (of 15). */
  readonly known: string;
  readonly years: readonly string[];
  readonly near: readonly string[];
  readonly county: string;
  readonly prefecture: string;
  readonly sex: string;
  readonly number: string;
}

export interface MatchRecord extends Features {
  readonly format: "komir-match/1";
  readonly case: string;
  /** SHA-256 of the recipient of the case's compartment `case`, as its maker saw it: so that a matcher seals a suggestion to no other key. */
  readonly to: string;
}

/** The keyed hashes of one person for one case: what fills a list is different in every case, so it is never equal to anything. */
class Hashes {
  private readonly keyed;
  private filled = 0;
  private readonly ready: string[] = [];

  constructor(
    key: Uint8Array,
    private readonly caseId: string,
  ) {
    if (key.length !== MATCH_KEY_BYTES) {
      throw new Error("a match key has 32 bytes");
    }
    this.keyed = hmac.create(sha256, key);
  }

  of(name: string, value: string): string {
    return base64urlnopad.encode(this.digest(name, value).subarray(0, HASH_BYTES));
  }

  /** Four of each digest, since there are hundreds. */
  fill(): string {
    if (this.ready.length === 0) {
      const digest = this.digest("fill", `${this.caseId}\n${this.filled++}`);
      for (let at = 0; at < digest.length; at += HASH_BYTES) {
        this.ready.push(base64urlnopad.encode(digest.subarray(at, at + HASH_BYTES)));
      }
    }
    return this.ready.pop()!;
  }

  private digest(name: string, value: string): Uint8Array {
    return this.keyed.clone().update(utf8(`komir/match/v1\n${name}\n${value}`)).digest();
  }

  maybe(name: string, value: string | undefined): string {
    return value === undefined ? this.fill() : this.of(name, value);
  }

  /** Sorted, so that no place in the list tells what was filled. */
  list(name: string, values: readonly string[], length: number): string[] {
    const hashes = values.slice(0, length).map((value) => this.of(name, value));
    while (hashes.length < length) {
      hashes.push(this.fill());
    }
    return hashes.sort();
  }
}

/** @param caseId 32 hexadecimal digits @param key of 32 bytes */
export function features(person: Person, caseId: string, key: Uint8Array): Features {
  const { readings, facts } = know(person);
  const hashes = new Hashes(key, caseId);
  const years = facts.years === undefined ? [] : Array.from({ length: facts.years.last - facts.years.first + 1 }, (_, i) => String(facts.years!.first + i));
  const near = facts.years === undefined ? [] : [String(facts.years.first - 1), String(facts.years.last + 1)];
  const known = [
    years.length > 0 ? "y" : "",
    facts.county === undefined ? "" : "c",
    facts.prefecture === undefined ? "" : "p",
    facts.sex === undefined ? "" : "s",
    facts.number === undefined ? "" : facts.number.length === 12 ? "n" : "N",
  ];
  return {
    words: hashedWords(readings, hashes),
    known: known.join(""),
    years: hashes.list("year", years, YEARS),
    near: hashes.list("year", near, NEAR_YEARS),
    county: hashes.maybe("place", facts.county),
    prefecture: hashes.maybe("place", facts.prefecture),
    sex: hashes.maybe("sex", facts.sex),
    number: hashes.maybe("number", facts.number),
  };
}

function hashedWords(readings: readonly Reading[], hashes: Hashes): HashedWord[] {
  const words: HashedWord[] = [];
  for (const [i, reading] of readings.entries()) {
    if (words.length + reading.length <= MOST_WORDS) {
      words.push(...reading.map((word) => hashedWord(i + 1, word, hashes)));
    }
  }
  while (words.length < MOST_WORDS) {
    words.push(hashedWord(0, undefined, hashes));
  }
  return words;
}

function hashedWord(name: number, word: Word | undefined, hashes: Hashes): HashedWord {
  const bones = word?.bones;
  const fewer = bones === undefined || bones.length < 4 ? [] : shorter(bones);
  const fewest = bones === undefined || bones.length < 6 ? [] : [...new Set(fewer.flatMap(shorter))];
  return {
    name,
    kind: word?.kind ?? "none",
    chinese: word?.chinese ?? false,
    sounds: hashes.maybe("sounds", word?.sounds),
    full: hashes.maybe("full", word && fullSkeleton(word.sounds)),
    stem: hashes.maybe("full", word?.stem === undefined ? undefined : fullSkeleton(word.stem)),
    bones: hashes.maybe("bones", bones),
    open: hashes.list("bones", bones === undefined || bones.length < 4 ? [] : open(bones), MOST_OPEN),
    fewer: hashes.list("bones", fewer, FEWER_BY_ONE),
    fewest: hashes.list("bones", fewest, FEWER_BY_TWO),
  };
}

/** The text `komir-match/1` of 8,192 bytes. @param caseId 32 hexadecimal digits @param to 64 of them @param key of 32 bytes */
export function matchRecord(caseId: string, to: string, person: Person, key: Uint8Array): string {
  if (!/^[0-9a-f]{32}$/.test(caseId) || !/^[0-9a-f]{64}$/.test(to)) {
    throw new Error("a case id has 32 hexadecimal digits, a hash 64");
  }
  const record: MatchRecord = { format: "komir-match/1", case: caseId, to, ...features(person, caseId, key) };
  return JSON.stringify(record).padEnd(MATCH_RECORD_BYTES);
}

/** For the server: one size, whoever the person is. @param matchers a `komir-match/1` text is for nobody else */
export const sealMatchRecord = (text: string, matchers: readonly Recipient[]): Promise<Bytes> => {
  if (utf8(text).length !== MATCH_RECORD_BYTES) {
    throw new Error("a match record has 8192 bytes");
  }
  return seal(utf8(text), matchers);
};
