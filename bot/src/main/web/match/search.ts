import { compareKnown, know, type Known } from "./compare.ts";
import type { Comparison } from "./evidence.ts";
import { compareKnownHashes, knowHashes, type KnownHashes } from "./compare-hashed.ts";
import type { Features } from "./hashed.ts";
import type { Person } from "./person.ts";
import { shorter, skeleton } from "./sounds.ts";

export interface Candidate<Id> {
  readonly id: Id;
  readonly comparison: Comparison;
}

/** How many are compared in full for one question; those that share most keys come first. */
const MOST_COMPARED = 600;

/** Records in memory, found by what they share. Ten thousand are searched in some tens of milliseconds. */
class Index<Id, Record> {
  private readonly records: Array<{ readonly id: Id; readonly record: Record }> = [];
  private readonly byKey = new Map<string, number[]>();

  /** @param keysOf what two records of one person share some of, and how much each counts */
  constructor(
    private readonly keysOf: (record: Record) => ReadonlyMap<string, number>,
    private readonly compared: (a: Record, b: Record) => Comparison,
  ) {}

  add(id: Id, record: Record): void {
    const at = this.records.push({ id, record }) - 1;
    for (const key of this.keysOf(record).keys()) {
      const those = this.byKey.get(key);
      if (those === undefined) {
        this.byKey.set(key, [at]);
      } else {
        those.push(at);
      }
    }
  }

  candidates(asked: Record, most: number): Candidate<Id>[] {
    const shared = new Map<number, number>();
    for (const [key, weight] of this.keysOf(asked)) {
      for (const at of this.byKey.get(key) ?? []) {
        shared.set(at, (shared.get(at) ?? 0) + weight);
      }
    }
    return [...shared]
      .sort(([a, most], [b, other]) => other - most || a - b)
      .slice(0, MOST_COMPARED)
      .map(([at]) => ({ id: this.records[at]!.id, comparison: this.compared(asked, this.records[at]!.record) }))
      .sort((a, b) => b.comparison.score - a.comparison.score)
      .slice(0, most);
  }
}

export class PeopleIndex<Id> {
  private readonly index = new Index<Id, Known>(keysOf, compareKnown);

  add(id: Id, person: Person): void {
    this.index.add(id, know(person));
  }

  /** The best first, those of grade `no` included: at the most `most`. */
  candidates(person: Person, most: number): Candidate<Id>[] {
    return this.index.candidates(know(person), most);
  }
}

/** The same over keyed hashes, for a matcher. */
export class HashedIndex<Id> {
  private readonly index = new Index<Id, KnownHashes>(hashedKeysOf, compareKnownHashes);

  add(id: Id, features: Features): void {
    this.index.add(id, knowHashes(features));
  }

  candidates(features: Features, most: number): Candidate<Id>[] {
    return this.index.candidates(knowHashes(features), most);
  }
}

const BONES = 6;
const FEWER = 3;
const FEWEST = 1;
const PAIR = 0.5;
const NUMBER = 50;
const YEAR = 3;
const COUNTY = 3;

/** The skeletons of the words, those with up to two consonants fewer, pairs of neighbours, year and county. */
function keysOf({ readings, facts }: Known): Map<string, number> {
  const keys = new Map<string, number>();
  const put = (key: string, weight: number): void => {
    keys.set(key, Math.max(weight, keys.get(key) ?? 0));
  };
  for (const word of readings.flat()) {
    for (const sounds of word.stem === undefined ? [word.sounds] : [word.sounds, word.stem]) {
      const bones = sounds === word.sounds ? word.bones : skeleton(sounds);
      put(bones, BONES);
      const fewer = bones.length > 3 ? shorter(bones) : [];
      fewer.forEach((one) => put(one, FEWER));
      (bones.length > 5 ? fewer.flatMap(shorter) : []).forEach((one) => put(one, FEWEST));
      for (let i = 0; i + 2 <= bones.length; i++) {
        put(`·${bones.slice(i, i + 2)}`, PAIR);
      }
    }
  }
  if (facts.number !== undefined) {
    put(`#${facts.number}`, NUMBER);
  }
  if (facts.years !== undefined) {
    for (let year = facts.years.first - 1; year <= facts.years.last + 1; year++) {
      put(`@${year}`, YEAR);
    }
  }
  if (facts.county !== undefined) {
    put(`=${facts.county}`, COUNTY);
  }
  return keys;
}

function hashedKeysOf({ features, names }: KnownHashes): Map<string, number> {
  const keys = new Map<string, number>();
  const put = (key: string, weight: number): void => {
    keys.set(key, Math.max(weight, keys.get(key) ?? 0));
  };
  const { known, years, near, county, number } = features;
  for (const word of names.flat()) {
    [word.sounds, word.full, word.stem, word.bones].forEach((key) => put(key, BONES));
    [...word.open, ...word.fewer].forEach((key) => put(key, FEWER));
    word.fewest.forEach((key) => put(key, FEWEST));
  }
  if (known.includes("y")) {
    [...years, ...near].forEach((key) => put(key, YEAR));
  }
  if (known.includes("c")) {
    put(county, COUNTY);
  }
  put(number, NUMBER);
  return keys;
}
