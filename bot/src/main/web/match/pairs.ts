import { compareKnownHashes, knowHashes, type KnownHashes } from "./compare-hashed.ts";
import type { Comparison } from "./evidence.ts";
import type { MatchRecord } from "./hashed.ts";

/** Two cases that may be about one person. */
export interface Pair {
  readonly a: MatchRecord;
  readonly b: MatchRecord;
  readonly comparison: Comparison;
}

/** How many are compared in full with one record; those that share most come first. */
const MOST_COMPARED = 50;
const WHOLE = 6;
const PART = 3;
const NUMBER = 500;
/** A word that is equal shares some twenty hashes. */
const PLACE = 25;
const YEAR = 30;

/**
 * All pairs among the records, the likeliest first; those of grade `no` are left out. Two are compared only where a hash of a word or of a number is equal: of ten thousand that leaves some hundreds for each.
 *
 * @param breathe is told how many records were compared, and lets the page be painted; false to stop
 * @returns undefined if it was stopped
 */
export async function pairsOf(records: readonly MatchRecord[], breathe: (done: number) => Promise<boolean>): Promise<Pair[] | undefined> {
  const known = records.map(knowHashes);
  const keys = known.map(keysOf);
  const shared = sharedBy(keys);
  const having = new Map<string, number[]>();
  const weights = new Uint16Array(records.length);
  const pairs: Pair[] = [];
  for (const [i, own] of keys.entries()) {
    if (!(await breathe(i))) {
      return undefined;
    }
    const found: number[] = [];
    for (const [key, weight] of own) {
      if (!shared.has(key)) {
        continue;
      }
      const earlier = having.get(key) ?? [];
      for (const at of earlier) {
        if (weights[at] === 0) {
          found.push(at);
        }
        weights[at]! += weight;
      }
      earlier.push(i);
      having.set(key, earlier);
    }
    for (const at of likeliest(found, weights, known, i)) {
      const comparison = compareKnownHashes(known[at]!, known[i]!);
      if (comparison.grade !== "no") {
        pairs.push({ a: records[at]!, b: records[i]!, comparison });
      }
    }
    found.forEach((at) => (weights[at] = 0));
  }
  const order = ({ comparison: { grade, score } }: Pair): number => (grade === "likely" ? 1 : 0) + score;
  return pairs.sort((one, other) => order(other) - order(one));
}

function likeliest(found: readonly number[], weights: Uint16Array, known: readonly KnownHashes[], i: number): readonly number[] {
  if (found.length <= MOST_COMPARED) {
    return found;
  }
  const { features } = known[i]!;
  const years = new Set(features.known.includes("y") ? features.years : []);
  for (const at of found) {
    const other = known[at]!.features;
    weights[at]! += (other.county === features.county ? PLACE : 0) + (other.years.some((year) => years.has(year)) ? YEAR : 0);
  }
  return [...found].sort((a, b) => weights[b]! - weights[a]! || a - b).slice(0, MOST_COMPARED);
}

/** Of the words and the number: neither a year nor a place is enough for two to be compared. */
function keysOf({ features, names }: KnownHashes): Map<string, number> {
  const keys = new Map<string, number>();
  for (const word of names.flat()) {
    [...word.open, ...word.fewer].forEach((key) => keys.set(key, Math.max(PART, keys.get(key) ?? 0)));
    [word.sounds, word.full, word.stem, word.bones].forEach((key) => keys.set(key, WHOLE));
  }
  if (/[nN]/.test(features.known)) {
    keys.set(features.number, NUMBER);
  }
  return keys;
}

/** Most hashes are in one record alone, since they fill a list or nobody else has the name: they are not kept. */
function sharedBy(all: readonly ReadonlyMap<string, number>[]): Set<string> {
  const once = new Set<string>();
  const shared = new Set<string>();
  for (const keys of all) {
    for (const key of keys.keys()) {
      if (once.has(key)) {
        shared.add(key);
      } else {
        once.add(key);
      }
    }
  }
  return shared;
}
