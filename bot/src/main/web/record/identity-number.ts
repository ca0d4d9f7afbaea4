import { boundsOf, day, isApproximate } from "./edtf.ts";

/** The twin of `IdentityNumbers.java`, where the rules and their sources are told. One table holds both. */
export type Kind = "CHINA_18" | "CHINA_15" | "KAZAKHSTAN_IIN" | "PASSPORT" | "UNKNOWN";
export type Sex = "MALE" | "FEMALE";

/** What does not fit, in the order in which it is told. Never an error: the number may still be right. */
export const FINDINGS = [
  "LENGTH_WRONG",
  "CHECK_DIGIT_WRONG",
  "NO_SUCH_DATE",
  "BIRTH_IN_FUTURE",
  "UNKNOWN_AREA",
  "BIRTH_DIFFERS",
  "SEX_DIFFERS",
] as const;
export type Finding = (typeof FINDINGS)[number];

export interface Reading {
  readonly normalised: string;
  readonly kind: Kind;
  readonly findings: readonly Finding[];
  /** `YYYY-MM-DD`, as the number says it. */
  readonly birth: string | undefined;
  readonly sex: Sex | undefined;
  /** Six digits of GB/T 2260, perhaps abolished since. */
  readonly area: string | undefined;
}

/** What else is known of the person. */
export interface Known {
  /** EDTF */
  readonly birth?: string | undefined;
  readonly sex?: Sex | undefined;
}

const CHINA_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHINA_CHECKS = "10X98765432";
const IIN_FIRST = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const IIN_SECOND = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];
const PROVINCES = new Set(
  (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"
  ).split(" "),
);
/** How many years a birth that is only about right may be wrong on either side. */
const ABOUT_YEARS = 5;
/** Zeros of the scripts that people type digits in, beyond those that NFKC makes ASCII. */
const ZEROS = [0x660, 0x6f0];
const LOOK_ALIKES = "АВСЕНКМОРТХУΑΒΕΗΚΜΝΟΡΤΧΥΖΙ";
const LATIN_TWINS = "ABCEHKMOPTXYABEHKMNOPTXYZI";

/** @param today `YYYY-MM-DD`; a birth after it is in the future */
export function readIdentityNumber(typed: string, known: Known, today: string): Reading {
  const number = normalised(typed);
  if (/^[0-9]{17}[0-9X]$/.test(number)) {
    const findings: Finding[] = chinaCheck(number) === number[17] ? [] : ["CHECK_DIGIT_WRONG"];
    return china(number, "CHINA_18", number.slice(6, 14), Number(number[16]), findings, known, today);
  }
  if (/^[0-9]{15}$/.test(number)) {
    return china(number, "CHINA_15", `19${number.slice(6, 12)}`, Number(number[14]), [], known, today);
  }
  if (/^[0-9]{12}$/.test(number)) {
    return iin(number, known, today);
  }
  const passport = /^(?:(?=.*[A-Z])[A-Z0-9]{6,12}|[0-9]{6,9})$/.test(number);
  return {
    normalised: number,
    kind: passport ? "PASSPORT" : "UNKNOWN",
    findings: passport ? [] : ["LENGTH_WRONG"],
    birth: undefined,
    sex: undefined,
    area: undefined,
  };
}

/** The number alone, in ASCII, without separators and the words around it. */
export function normalised(typed: string): string {
  const text = [...typed.replaceAll("№", " ").normalize("NFKC").toUpperCase()].map(asciiDigit).join("");
  let number = "";
  for (const run of text.matchAll(/\p{L}+|[0-9]+/gu)) {
    const [found] = run;
    const end = run.index + found.length;
    number += /^[0-9]/.test(found) ? found : lettersAt(text, run.index, end, latin(found));
  }
  return number;
}

function lettersAt(text: string, start: number, end: number, letters: string): string {
  const isDigit = (at: number): boolean => /^[0-9]$/.test(text.charAt(at));
  const atDigit = isDigit(start - 1) || isDigit(end);
  const nearDigit = isDigit(start - 2) || isDigit(end + 1);
  const belongs = letters === "X" || (atDigit && letters.length <= 3) || (nearDigit && letters.length <= 2);
  return belongs && /^[A-Z]+$/.test(letters) ? letters : "";
}

const latin = (letters: string): string =>
  [...letters].map((c) => LATIN_TWINS[LOOK_ALIKES.indexOf(c)] ?? c).join("");

function asciiDigit(c: string): string {
  const code = c.codePointAt(0)!;
  const zero = ZEROS.find((first) => code >= first && code <= first + 9);
  return zero === undefined ? c : String(code - zero);
}

function china(
  number: string,
  kind: Kind,
  birthDigits: string,
  sequence: number,
  findings: readonly Finding[],
  known: Known,
  today: string,
): Reading {
  const birth = dayOf(birthDigits);
  const sex = sequence % 2 === 1 ? "MALE" : "FEMALE";
  const area: Finding[] = PROVINCES.has(number.slice(0, 2)) ? [] : ["UNKNOWN_AREA"];
  const all = new Set<Finding>([...findings, ...compared(birth, sex, known, today), ...area]);
  return { normalised: number, kind, findings: inOrder(all), birth, sex, area: number.slice(0, 6) };
}

function iin(number: string, known: Known, today: string): Reading {
  const century = Number(number[6]);
  const says = century >= 1 && century <= 6;
  const sex: Sex | undefined = says ? (century % 2 === 1 ? "MALE" : "FEMALE") : undefined;
  const birth = says ? dayOf(`${18 + Math.floor((century - 1) / 2)}${number.slice(0, 6)}`) : undefined;
  const findings = new Set(compared(birth, sex, known, today));
  // 0 is given to some foreigners and says neither century nor sex.
  if (century === 0 && dayOf(`20${number.slice(0, 6)}`) !== undefined) {
    findings.delete("NO_SUCH_DATE");
  }
  if (iinCheck(number) !== Number(number[11])) {
    findings.add("CHECK_DIGIT_WRONG");
  }
  return { normalised: number, kind: "KAZAKHSTAN_IIN", findings: inOrder(findings), birth, sex, area: undefined };
}

const inOrder = (findings: ReadonlySet<Finding>): readonly Finding[] => FINDINGS.filter((one) => findings.has(one));

const weighed = (number: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, i) => sum + weight * Number(number[i]), 0) % 11;

const chinaCheck = (number: string): string => CHINA_CHECKS[weighed(number, CHINA_WEIGHTS)]!;

function iinCheck(number: string): number {
  const first = weighed(number, IIN_FIRST);
  return first < 10 ? first : weighed(number, IIN_SECOND);
}

function compared(birth: string | undefined, sex: Sex | undefined, known: Known, today: string): Finding[] {
  const findings: Finding[] = [];
  if (birth === undefined) {
    findings.push("NO_SUCH_DATE");
  } else if (birth > today) {
    findings.push("BIRTH_IN_FUTURE");
  }
  if (birth !== undefined && known.birth !== undefined && differs(birth, known.birth)) {
    findings.push("BIRTH_DIFFERS");
  }
  if (sex !== undefined && known.sex !== undefined && sex !== known.sex) {
    findings.push("SEX_DIFFERS");
  }
  return findings;
}

function differs(birth: string, told: string): boolean {
  const bounds = boundsOf(told);
  const years = isApproximate(told) ? ABOUT_YEARS : 0;
  return (
    bounds !== undefined &&
    ((bounds.earliest !== undefined && shifted(birth, years) < bounds.earliest) ||
      (bounds.latest !== undefined && shifted(birth, -years) > bounds.latest))
  );
}

/** The same day so many years later; 28 February where there is none. */
function shifted(date: string, years: number): string {
  const year = Number(date.slice(0, 4)) + years;
  const [month, dayOfMonth] = [Number(date.slice(5, 7)), Number(date.slice(8))];
  return day(year, month, dayOfMonth) ?? day(year, month, 28)!;
}

const dayOf = (digits: string): string | undefined =>
  day(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)));
