import { similarity } from "./distance.ts";
import { judged, NEAR, OTHER_ANCESTOR, OTHER_ORDER, SAME, weighed, worth, type Bits, type Comparison, type Found, type Reason } from "./evidence.ts";
import { givenIn, mayBeGiven, type Word } from "./parts.ts";
import { factsOf, type Facts, type Person } from "./person.ts";
import { readNames, type Reading } from "./reading.ts";

/** A person read once, to be compared with many. */
export interface Known {
  readonly readings: readonly Reading[];
  readonly facts: Facts;
}

export const know = (person: Person): Known => ({ readings: readNames(person.names), facts: factsOf(person) });

/** How alike two words are, whatever is known of them: their sounds, or only their hashes. */
export interface Likeness {
  /** 0 to 1 */
  readonly similarity: number;
  /** 0 to 1, see `worth` */
  readonly worth: number;
  readonly endingLeftOut: boolean;
}

export const compare = (a: Person, b: Person): Comparison => compareKnown(know(a), know(b));

export function compareKnown(a: Known, b: Known): Comparison {
  const numbers = a.facts.number !== undefined && b.facts.number !== undefined ? [a.facts.number, b.facts.number] : [];
  const sameNumber = numbers.length > 0 && numbers[0] === numbers[1];
  return judged(bestNames(a.readings, b.readings, likeness), factsFound(a.facts, b.facts), sameNumber);
}

const ENDING_COSTS = 0.06;

function likeness(a: Word, b: Word): Likeness {
  const chinese = a.chinese || b.chinese;
  const consonants = Math.min(a.bones.length, b.bones.length) - 1;
  const whole = similarity(a.whole, b.whole, chinese);
  // Two different endings are two different names: Нұрбек and Нұржан.
  const short =
    a.short !== undefined && b.short === undefined
      ? similarity(a.short, b.whole, chinese)
      : a.short === undefined && b.short !== undefined
        ? similarity(a.whole, b.short, chinese)
        : 0;
  const endingLeftOut = short - ENDING_COSTS > whole;
  return { similarity: endingLeftOut ? short - ENDING_COSTS : whole, worth: worth(consonants, chinese), endingLeftOut };
}

type Part = Pick<Word, "kind">;

/** The two readings, and the roles of their words, that agree best. */
export function bestNames<T extends Part>(a: ReadonlyArray<readonly T[]>, b: ReadonlyArray<readonly T[]>, alike: (a: T, b: T) => Likeness): Found {
  let best: Found = { reasons: [], bits: 0 };
  let found = false;
  for (const one of a) {
    for (const other of b) {
      if (!comparable(one, other)) {
        continue;
      }
      const all = one.map((word) => other.map((second) => alike(word, second)));
      for (const i of mayBeGiven(one)) {
        for (const j of mayBeGiven(other)) {
          const names = aligned(one, other, i, j, all);
          if (!found || names.bits > best.bits) {
            best = names;
            found = true;
          }
        }
      }
    }
  }
  return best;
}

/** What was joined is only for a name that is one word by itself: two joined names of siblings would look alike. */
const comparable = (a: readonly Part[], b: readonly Part[]): boolean =>
  a[0]?.kind === "joined" ? b.length === 1 && b[0]?.kind === "plain" : b[0]?.kind !== "joined" || (a.length === 1 && a[0]?.kind === "plain");

function aligned(a: readonly Part[], b: readonly Part[], givenA: number, givenB: number, all: ReadonlyArray<readonly Likeness[]>): Found {
  const given = all[givenA]![givenB]!;
  const reasons: Reason[] = [sameness(given)];
  let bits = weighed("given", given.similarity, given.worth);
  if (given.endingLeftOut) {
    reasons.push("ending-left-out");
  }
  const turned = Number(givenA !== givenIn(a)) + Number(givenB !== givenIn(b));
  if (turned > 0) {
    bits += turned * OTHER_ORDER;
    reasons.push("words-in-another-order");
  }
  if (a[0]!.kind === "joined" || b[0]!.kind === "joined") {
    // The one word is given and father's name together.
    const { similarity, worth } = given;
    return { reasons: [...reasons, fatherhood(similarity)], bits: bits + weighed("father", similarity, worth) };
  }
  const father = bestFather(a, b, givenA, givenB, all);
  if (father === undefined) {
    if (a.length !== b.length) {
      reasons.push("father-left-out");
    }
    return { reasons, bits };
  }
  return { reasons: [...reasons, father.reason], bits: bits + father.bits };
}

function sameness({ similarity }: Likeness): Reason {
  return similarity === 1 ? "same-name" : similarity >= SAME ? "same-name-spelled-otherwise" : similarity >= NEAR ? "name-nearly-the-same" : "other-name";
}

const fatherhood = (similarity: number): Reason => (similarity >= SAME ? "same-father" : similarity >= NEAR ? "father-nearly-the-same" : "other-father");

/** Undefined where one of both has only a given name. */
function bestFather(a: readonly Part[], b: readonly Part[], givenA: number, givenB: number, all: ReadonlyArray<readonly Likeness[]>): { readonly reason: Reason; readonly bits: Bits } | undefined {
  let best: { similarity: number; bits: Bits } | undefined;
  let sameKind = false;
  for (const [i, { kind }] of a.entries()) {
    for (const [j, { kind: otherKind }] of b.entries()) {
      if (i !== givenA && j !== givenB) {
        const { similarity, worth } = all[i]![j]!;
        const bits = weighed("father", similarity, worth);
        best = best === undefined || bits > best.bits ? { similarity, bits } : best;
        sameKind ||= kind === otherKind || (kind !== "surname" && otherKind !== "surname");
      }
    }
  }
  if (best === undefined) {
    return undefined;
  }
  return { reason: fatherhood(best.similarity), bits: sameKind ? best.bits : Math.max(best.bits, OTHER_ANCESTOR) };
}

function factsFound(a: Facts, b: Facts): Reason[] {
  const found: Reason[] = [];
  if (a.years !== undefined && b.years !== undefined) {
    const gap = Math.max(a.years.first - b.years.last, b.years.first - a.years.last);
    const exact = a.years.first === a.years.last && b.years.first === b.years.last;
    found.push(gap > 1 ? "other-year" : gap === 1 ? "year-one-apart" : exact ? "same-year" : "year-may-be-the-same");
  }
  if (a.prefecture !== undefined && b.prefecture !== undefined) {
    const sameCounty = a.county !== undefined && a.county === b.county;
    found.push(sameCounty ? "same-county" : a.prefecture === b.prefecture ? "same-prefecture" : "other-county");
  }
  if (a.sex !== undefined && b.sex !== undefined && a.sex !== b.sex) {
    found.push("other-sex");
  }
  // A number of another kind is a number of another state: one person may have both.
  if (a.number !== undefined && b.number !== undefined && a.number.length === b.number.length && a.number !== b.number) {
    found.push("other-number");
  }
  return found;
}
