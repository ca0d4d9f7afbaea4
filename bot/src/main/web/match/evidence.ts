/** Why two records are, or are not, of one person: what the console says in words. */
export const REASONS = [
  "same-number",
  "other-number",
  "same-name",
  "same-name-spelled-otherwise",
  "name-nearly-the-same",
  "ending-left-out",
  "other-name",
  "words-in-another-order",
  "same-father",
  "father-nearly-the-same",
  "father-left-out",
  "other-father",
  "same-year",
  "year-may-be-the-same",
  "year-one-apart",
  "other-year",
  "same-county",
  "same-prefecture",
  "other-county",
  "other-sex",
  "brother-or-sister",
  "namesake",
] as const;
export type Reason = (typeof REASONS)[number];

/** `likely`: shown first. `possible`: shown to who looks further. `no`: not shown. Never a merge. */
export type Grade = "likely" | "possible" | "no";

export interface Comparison {
  /** 0 to 1: how probable it is that both are one person, of two records that are drawn from ten thousand. */
  readonly score: number;
  readonly grade: Grade;
  readonly reasons: readonly Reason[];
}

/**
 * Evidence is counted in bits, as Fellegi and Sunter do (1969): how much more often a finding is seen in two records of one person than in two of strangers. The numbers are estimates: a given name is shared by one in some 200, a
 * father's name likewise, a birth year by one in 40, a county by one in 20. All of them are rules.
 */
export type Bits = number;

/** Two records out of ten thousand people are seldom of one person. */
const PRIOR: Bits = -13;
/** More probable than not; and one in seventeen, which is worth a look. */
const LIKELY: Bits = 0;
const POSSIBLE: Bits = -4;

/** Bits by similarity, straight between the points. */
type Curve = ReadonlyArray<readonly [similarity: number, bits: Bits]>;
const GIVEN: Curve = [[0.45, -8], [0.6, -5], [0.7, -2], [0.78, 1.5], [0.86, 5], [0.94, 7.5], [1, 9]];
const FATHER: Curve = [[0.45, -5], [0.6, -3.5], [0.7, -1], [0.78, 1.5], [0.86, 4.5], [0.94, 6.5], [1, 8]];

function along(curve: Curve, at: number): Bits {
  const next = curve.findIndex(([similarity]) => similarity >= at);
  if (next <= 0) {
    return (next === 0 ? curve[0] : curve.at(-1))![1];
  }
  const [[x0, y0], [x1, y1]] = [curve[next - 1]!, curve[next]!];
  return y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
}

/** How much a name tells at the most: a short one, and one that Chinese has ground down, is shared by more people. @param consonants 0 or more */
export const worth = (consonants: number, chinese: boolean): number => Math.min(1, 0.55 + 0.12 * consonants) * (chinese ? 0.9 : 1);

export function weighed(kind: "given" | "father", similarity: number, worth: number): Bits {
  const bits = along(kind === "given" ? GIVEN : FATHER, similarity);
  return bits > 0 ? bits * worth : bits;
}

/** Above it a name is the same in another spelling; above the second nearly the same; below, another. */
export const SAME = 0.86;
export const NEAR = 0.74;

export const FACTS = {
  "same-year": 5,
  "year-may-be-the-same": 2.5,
  "year-one-apart": 2,
  "other-year": -5,
  "same-county": 4,
  "same-prefecture": 1,
  "other-county": -2.5,
  "other-sex": -5,
  "other-number": -9,
} as const satisfies Partial<Record<Reason, Bits>>;
/** A surname may be a grandfather's where a patronymic is the father's. */
export const OTHER_ANCESTOR: Bits = -1;
export const OTHER_ORDER: Bits = -0.7;

export interface Found {
  readonly reasons: readonly Reason[];
  readonly bits: Bits;
}

/** All that was found, judged. An equal number decides alone, since its check digit fits and nobody shares it. */
export function judged(name: Found, facts: readonly Reason[], sameNumber: boolean): Comparison {
  if (sameNumber) {
    return { score: 1, grade: "likely", reasons: inOrder(["same-number", ...name.reasons, ...facts]) };
  }
  const has = (reason: Reason): boolean => name.reasons.includes(reason) || facts.includes(reason);
  const bits = facts.reduce((sum, fact) => sum + ((FACTS as Partial<Record<Reason, Bits>>)[fact] ?? 0), name.bits + PRIOR);
  const sameFather = has("same-father") || has("father-nearly-the-same");
  const sibling = has("other-name") && sameFather && !has("other-county");
  // Brothers and sisters are given names that rhyme.
  const rhymes = has("name-nearly-the-same") && sameFather && !has("same-year");
  const sameName = has("same-name") || has("same-name-spelled-otherwise");
  const namesake = sameName && (has("other-year") || has("other-father") || has("other-number") || has("other-sex"));
  const grade = bits >= LIKELY ? "likely" : bits >= POSSIBLE ? "possible" : "no";
  return {
    score: 1 / (1 + 2 ** -bits),
    grade: sibling || has("other-number") ? "no" : (namesake || rhymes) && grade === "likely" ? "possible" : grade,
    reasons: inOrder([...name.reasons, ...facts, ...(sibling || rhymes ? (["brother-or-sister"] as const) : namesake ? (["namesake"] as const) : [])]),
  };
}

const inOrder = (reasons: readonly Reason[]): Reason[] => REASONS.filter((one) => reasons.includes(one));
