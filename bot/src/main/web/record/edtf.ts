/** The first and last day that a date may mean, as `YYYY-MM-DD`; undefined at an open end. */
export interface Bounds {
  readonly earliest: string | undefined;
  readonly latest: string | undefined;
}

/** The twin of `Edtf.java`: undefined for any text that is none of the forms kept here. One table holds both. */
export function boundsOf(edtf: string): Bounds | undefined {
  const ends = edtf.split("/");
  const [first = "", second = ""] = ends;
  if (ends.length === 1) {
    return decade(first) ?? season(first) ?? point(first);
  }
  if (ends.length !== 2 || (first === ".." && second === "..")) {
    return undefined;
  }
  const open: Bounds = { earliest: undefined, latest: undefined };
  const from = first === ".." ? open : point(first);
  const to = second === ".." ? open : point(second);
  if (from === undefined || to === undefined) {
    return undefined;
  }
  const backwards = from.earliest !== undefined && to.latest !== undefined && from.earliest > to.latest;
  return backwards ? undefined : { earliest: from.earliest, latest: to.latest };
}

/** Whether any part of it is marked as only about right. */
export const isApproximate = (edtf: string): boolean => /[~%]/.test(edtf);

const two = (number: number): string => String(number).padStart(2, "0");
const four = (number: number): string => String(number).padStart(4, "0");

/** `YYYY-MM-DD` where there is such a day. */
export function day(year: number, month: number, dayOfMonth: number): string | undefined {
  const valid = month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysIn(year, month);
  return valid ? `${four(year)}-${two(month)}-${two(dayOfMonth)}` : undefined;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const months = (year: number, first: number, lastYear: number, last: number): Bounds => ({
  earliest: day(year, first, 1),
  latest: day(lastYear, last, daysIn(lastYear, last)),
});

function decade(text: string): Bounds | undefined {
  const match = /^(\d{3})X$/.exec(text);
  const year = Number(match?.[1]) * 10;
  return match === null ? undefined : months(year, 1, year + 9, 12);
}

/** The widest borders, as the Java side has them. */
function season(text: string): Bounds | undefined {
  const match = /^(\d{4})-(2[1-4])$/.exec(text);
  const year = Number(match?.[1]);
  switch (match?.[2]) {
    case "21":
      return months(year, 2, year, 5);
    case "22":
      return months(year, 5, year, 8);
    case "23":
      return months(year, 8, year, 11);
    case "24":
      return months(year, 1, year + 1, 2);
    default:
      return undefined;
  }
}

function point(text: string): Bounds | undefined {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?[~?%]?$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const year = Number(match[1]);
  if (match[2] === undefined) {
    return months(year, 1, year, 12);
  }
  const month = Number(match[2]);
  if (month < 1 || month > 12) {
    return undefined;
  }
  if (match[3] === undefined) {
    return months(year, month, year, month);
  }
  const only = day(year, month, Number(match[3]));
  return only === undefined ? undefined : { earliest: only, latest: only };
}
