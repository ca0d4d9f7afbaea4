import became from "komir:became";
import { boundsOf, isApproximate } from "../record/edtf.ts";
import { readIdentityNumber, type Sex } from "../record/identity-number.ts";

/** What is known of one person; whatever is not known is left out. */
export interface Person {
  /** Spellings of the one name, in any of the scripts; never the names of two people. */
  readonly names: readonly string[];
  /** EDTF */
  readonly birth?: string | undefined;
  /** GB/T 2260, six digits for a county or four for a prefecture; a code that is gone is understood. */
  readonly place?: string | undefined;
  readonly sex?: Sex | undefined;
  readonly number?: string | undefined;
}

/** The first and last year that a birth may mean. */
export interface Years {
  readonly first: number;
  readonly last: number;
}

export interface Facts {
  readonly years: Years | undefined;
  readonly county: string | undefined;
  readonly prefecture: string | undefined;
  readonly sex: Sex | undefined;
  /** Of those with a check digit, and only where it fits; the 15 digits of before 1999 are found in the 18. */
  readonly number: string | undefined;
}

/** More says nothing about a person. */
const MOST_YEARS = 11;
const ABOUT_YEARS = 2;
/** No birth is in the future of it: whether a number's day has been is not asked here. */
const NO_DAY = "9999-12-31";

export function factsOf({ birth, place, sex, number }: Person): Facts {
  const read = number === undefined ? undefined : readIdentityNumber(number.slice(0, 100), {}, NO_DAY);
  const isWhole = read !== undefined && (read.kind === "CHINA_18" || read.kind === "CHINA_15" || read.kind === "KAZAKHSTAN_IIN") && read.findings.length === 0;
  const county = present(place);
  return {
    years: yearsOf(birth) ?? (isWhole ? yearsOf(read.birth) : undefined),
    county: county?.length === 6 ? county : undefined,
    prefecture: county?.slice(0, 4),
    sex: sex ?? (isWhole ? read.sex : undefined),
    number: isWhole ? (read.kind === "CHINA_18" ? read.normalised.slice(0, 6) + read.normalised.slice(8, 17) : read.normalised) : undefined,
  };
}

function yearsOf(birth: string | undefined): Years | undefined {
  const bounds = birth === undefined ? undefined : boundsOf(birth);
  if (bounds?.earliest === undefined || bounds.latest === undefined) {
    return undefined;
  }
  const about = isApproximate(birth!) ? ABOUT_YEARS : 0;
  const years = { first: Number(bounds.earliest.slice(0, 4)) - about, last: Number(bounds.latest.slice(0, 4)) + about };
  return years.last - years.first < MOST_YEARS ? years : undefined;
}

/** A county that was renamed or moved is one place: the identity number of somebody born in 1980 has the old code. */
function present(place: string | undefined): string | undefined {
  if (place === undefined || !/^65\d{2}(?:\d{2})?$/.test(place)) {
    return undefined;
  }
  return Object.hasOwn(became, place) ? became[place] : place;
}
