import type { QueuedCase } from "./server.ts";

/** What is shown of the queue, by what the server may know of a case and no word of its content. */
export interface Filter {
  readonly who: "any" | "free" | "mine" | "others";
  readonly soon: "any" | "today" | "week" | "calm" | "unopened";
  readonly verdict: "any" | "none" | "second" | "another";
  readonly news: boolean;
  /** The first digits of a case, as its family's card has them. */
  readonly mark: string;
}

export const EVERYTHING: Filter = { who: "any", soon: "any", verdict: "any", news: false, mark: "" };

export const BUILT_IN = {
  all: EVERYTHING,
  free: { ...EVERYTHING, who: "free" },
  duty: { ...EVERYTHING, soon: "today" },
  mine: { ...EVERYTHING, who: "mine" },
  second: { ...EVERYTHING, verdict: "second" },
  news: { ...EVERYTHING, news: true },
} as const satisfies Readonly<Record<string, Filter>>;

export type BuiltIn = keyof typeof BUILT_IN;

/** Of the duty desk: the family said that something is about to happen and nobody said otherwise since, or a volunteer said so. */
export const isForToday = ({ urgent, urgency }: QueuedCase): boolean => (urgency ?? (urgent ? "today" : undefined)) === "today";

/** One verdict is there, and a second person is needed: whether it can be this one. */
export const secondOf = ({ standing }: QueuedCase, me: string): "second" | "another" | undefined =>
  standing === undefined || standing.whole ? undefined : standing.by.includes(me) ? "another" : "second";

export const markOf = (typed: string): string => typed.replace(/[\s-]/g, "").toLowerCase();

export function isShown(one: QueuedCase, { who, soon, verdict, news, mark }: Filter, me: string): boolean {
  const second = secondOf(one, me);
  return (
    (who === "any" || (who === "free" ? one.holder === null : who === "mine" ? one.mine : one.holder !== null && !one.mine)) &&
    (soon === "any" || (soon === "unopened" ? one.unopened === true : soon === "today" ? isForToday(one) : one.urgency === soon)) &&
    (verdict === "any" || (verdict === "none" ? one.standing === undefined : second === verdict)) &&
    (!news || one.news) &&
    one.case.startsWith(markOf(mark))
  );
}

/** In the order in which the server offers them. Who is the first of two is not offered the case again. */
export const offered = (cases: readonly QueuedCase[], me: string): readonly QueuedCase[] => cases.filter((one) => one.state === "waiting" && secondOf(one, me) !== "another");

export const PAGE = 50;

/** What a volunteer chose in the queue: it stays while the page is open, and is forgotten with it. */
export class QueueChoice {
  filter: Filter = EVERYTHING;
  page = 0;
  isFilterOpen = false;
  /** Closed cases, once they were asked for. */
  closed: readonly QueuedCase[] | undefined;
  readonly saved = new Map<string, Filter>();

  show(filter: Filter): void {
    this.filter = filter;
    this.page = 0;
    this.closed = undefined;
  }
}
