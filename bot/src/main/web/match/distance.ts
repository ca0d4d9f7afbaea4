import { isGlide, isVowel, MOST_SOUNDS, type Sounds } from "./sounds.ts";

/**
 * How far two words are apart: an edit distance whose costs say which sounds the spellings confuse. General: a vowel weighs little beside a consonant, a glide less. Rules: the pairs below, from the
 * spellings of these languages; a second table where one side is Chinese. Nothing here was fitted to a list of names.
 */
const PAIRS: ReadonlyArray<readonly [string, number]> = [
  // vowels: ä is written a and e; ı is written y, i and e; Kazakh e sounds like ie
  ["ae", 0.12], ["ou", 0.08], ["ie", 0.15], ["ao", 0.25], ["iu", 0.25], ["au", 0.3], ["ai", 0.25], ["eo", 0.3], ["oi", 0.3], ["eu", 0.3], ["iy", 0.05], ["uw", 0.05], ["ow", 0.15], ["ey", 0.2],
  // q, k, ğ and g; kh, x and h
  ["kg", 0.15], ["kh", 0.3], ["gh", 0.35],
  // Kazakh zh is Uyghur j, and y in the north
  ["jc", 0.35], ["jy", 0.35], ["jz", 0.4], ["sx", 0.35], ["sz", 0.35], ["cx", 0.4], ["cs", 0.5],
  ["bp", 0.3], ["td", 0.3], ["fp", 0.25], ["wb", 0.35], ["fw", 0.25], ["bf", 0.4], ["pw", 0.5], ["mn", 0.5], ["wy", 0.3], ["ng", 0.5], ["lr", 0.7],
];
const CHINESE_PAIRS: ReadonlyArray<readonly [string, number]> = [
  ["bp", 0.05], ["td", 0.05], ["kg", 0.05], ["kh", 0.15], ["gh", 0.15], ["lr", 0.15], ["sx", 0.12], ["sz", 0.15], ["xz", 0.3], ["jc", 0.2], ["jz", 0.25], ["jx", 0.35], ["cs", 0.35], ["cx", 0.25],
  ["fp", 0.15], ["bf", 0.2], ["fw", 0.15], ["wb", 0.25], ["mn", 0.35], ["jy", 0.25], ["hw", 0.4],
];
const VOWEL_WEIGHT = 0.35;
const CHINESE_VOWEL_WEIGHT = 0.2;
const SWAPPED = 0.45;

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const SIZE = LETTERS.length;
const code = (sound: string): number => sound.charCodeAt(0) - 97;

function costs(pairs: ReadonlyArray<readonly [string, number]>, vowel: number): Float64Array {
  const table = new Float64Array(SIZE * SIZE);
  for (const one of LETTERS) {
    for (const other of LETTERS) {
      const light = (isVowel(one) || isGlide(one)) && (isVowel(other) || isGlide(other));
      table[code(one) * SIZE + code(other)] = one === other ? 0 : light ? vowel : 1;
    }
  }
  for (const [[one, other], cost] of pairs) {
    table[code(one!) * SIZE + code(other!)] = cost;
    table[code(other!) * SIZE + code(one!)] = cost;
  }
  return table;
}

const SPELLED = costs(PAIRS, VOWEL_WEIGHT);
const CHINESE = costs([...PAIRS.filter(([pair]) => isVowel(pair[0]) || isGlide(pair[1])), ...CHINESE_PAIRS], CHINESE_VOWEL_WEIGHT);

/** What it costs that a sound is missing on the other side. */
function missing(sounds: Sounds, at: number, chinese: boolean): number {
  const sound = sounds[at]!;
  if (isVowel(sound)) {
    return chinese ? 0.07 : 0.25;
  }
  if (isGlide(sound)) {
    return chinese ? 0.1 : 0.2;
  }
  // ng is n; h is dropped in speech; in Chinese a consonant before another is often lost.
  if (sound === "g" && sounds[at - 1] === "n") {
    return 0.1;
  }
  if (sound === "h") {
    return chinese ? 0.3 : 0.4;
  }
  const closes = !isVowel(sounds[at + 1]);
  return chinese && closes ? (sound === "r" || sound === "l" ? 0.25 : 0.4) : 0.85;
}

interface Costs {
  readonly missing: Float64Array;
  /** Of the whole word. */
  readonly weight: number;
}

/** Sounds as the distance needs them, worked out once for many comparisons. */
export interface Measured {
  readonly sounds: Sounds;
  readonly codes: Uint8Array;
  readonly spelled: Costs;
  readonly chinese: Costs;
}

export const measured = (sounds: Sounds): Measured => ({
  sounds,
  codes: Uint8Array.from(sounds, code),
  spelled: costsOf(sounds, false),
  chinese: costsOf(sounds, true),
});

const costsOf = (sounds: Sounds, chinese: boolean): Costs => ({
  missing: Float64Array.from(sounds, (_, at) => missing(sounds, at, chinese)),
  weight: [...sounds].reduce((sum, sound) => sum + (isVowel(sound) || isGlide(sound) ? (chinese ? CHINESE_VOWEL_WEIGHT : VOWEL_WEIGHT) : 1), 0),
});

/** 1 for the same sounds, 0 for nothing in common. @param chinese whether either was read from Chinese */
export function similarity(a: Measured, b: Measured, chinese: boolean): number {
  if (a.sounds === b.sounds) {
    return 1;
  }
  const [one, other] = chinese ? [a.chinese, b.chinese] : [a.spelled, b.spelled];
  const whole = (one.weight + other.weight) / 2;
  return whole === 0 ? 0 : Math.max(0, 1 - distance(a.codes, one.missing, b.codes, other.missing, chinese ? CHINESE : SPELLED) / whole);
}

/** Of the joined words of a name. */
const LONGEST = 2 * MOST_SOUNDS + 1;
const rows = [new Float64Array(LONGEST), new Float64Array(LONGEST), new Float64Array(LONGEST)] as const;

function distance(a: Uint8Array, goneA: Float64Array, b: Uint8Array, goneB: Float64Array, table: Float64Array): number {
  let [before, above, row]: readonly [Float64Array, Float64Array, Float64Array] = rows;
  above[0] = 0;
  for (let j = 0; j < b.length; j++) {
    above[j + 1] = above[j]! + goneB[j]!;
  }
  for (let i = 0; i < a.length; i++) {
    row[0] = above[0]! + goneA[i]!;
    for (let j = 0; j < b.length; j++) {
      let least = Math.min(above[j]! + table[a[i]! * SIZE + b[j]!]!, above[j + 1]! + goneA[i]!, row[j]! + goneB[j]!);
      if (i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j]) {
        least = Math.min(least, before[j - 1]! + SWAPPED);
      }
      row[j + 1] = least;
    }
    [before, above, row] = [above, row, before];
  }
  return above[b.length]!;
}
