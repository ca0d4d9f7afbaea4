import type { LogEntry } from "../record/log-entry.ts";

/** How many different cases somebody opened in the last days. */
export interface Count {
  readonly volunteer: string;
  readonly week: number;
  readonly month: number;
  /** Far more than the others, in the week or in the month. */
  readonly farMore: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_DAYS = 7;
const MONTH_DAYS = 30;
const TIMES_THE_MEDIAN = 3;
/** Below this a difference says nothing. */
const LEAST = 10;

/** In the order of the ids: this is no list of who is fastest. @param now milliseconds */
export function counts(entries: readonly LogEntry[], now: number): Count[] {
  const week = opened(entries, now - WEEK_DAYS * DAY_MS);
  const month = opened(entries, now - MONTH_DAYS * DAY_MS);
  return [...month.keys()].sort().map((volunteer) => ({
    volunteer,
    week: week.get(volunteer)?.size ?? 0,
    month: month.get(volunteer)?.size ?? 0,
    farMore: isFarMore(week, volunteer) || isFarMore(month, volunteer),
  }));
}

function opened(entries: readonly LogEntry[], since: number): Map<string, Set<string>> {
  const cases = new Map<string, Set<string>>();
  for (const { act, volunteer, case: about, at } of entries) {
    if ((act === "open" || act === "needs") && Date.parse(at) >= since) {
      cases.set(volunteer, (cases.get(volunteer) ?? new Set()).add(about));
    }
  }
  return cases;
}

/** Than three times the median of the others who opened any; where nobody else did, there is nothing to compare with. */
function isFarMore(cases: ReadonlyMap<string, ReadonlySet<string>>, volunteer: string): boolean {
  const mine = cases.get(volunteer)?.size ?? 0;
  const others = [...cases].flatMap(([who, { size }]) => (who === volunteer ? [] : [size])).sort((a, b) => a - b);
  const low = others[Math.floor((others.length - 1) / 2)];
  const high = others[Math.floor(others.length / 2)];
  return low !== undefined && high !== undefined && mine >= LEAST && mine > (TIMES_THE_MEDIAN * (low + high)) / 2;
}
