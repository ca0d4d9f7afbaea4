import { el, fill, type Child } from "../shared/dom.ts";
import { pairsOf, type Pair } from "../match/match.ts";
import { mayMake } from "../record/match-key.ts";
import { isDue } from "./match-keys.ts";
import { openRecords, Said, suggest } from "./matching.ts";
import { button, caseMark, painted, type Page } from "./page.ts";
import { reasonsInWords } from "./same-view.ts";
import type { Session } from "./session.ts";

const MOST_SHOWN = 50;
/** The page is painted so often while it works. */
const PAINT_EVERY_MS = 60;

/** What was read, compared and answered. */
export interface Matched {
  step: "opening" | "comparing" | "done";
  at: number;
  of: number;
  generation: number;
  compared: number;
  unread: number;
  /** Those that were not answered, the likeliest first. */
  pairs: readonly Pair[];
  shown: number;
  said: Said | undefined;
  /** An answer is on its way. */
  busy: boolean;
}

export const emptyMatched = (): Matched => ({ step: "opening", at: 0, of: 0, generation: 0, compared: 0, unread: 0, pairs: [], shown: MOST_SHOWN, said: undefined, busy: false });

/** Opens all records and compares them. @param again draws it anew, unless another view is shown by now: then it says false, and the work ends */
export async function readMatched(session: Session, state: Matched, again: () => boolean): Promise<void> {
  let painting = performance.now();
  const progress = async (step: Matched["step"], at: number, of: number): Promise<boolean> => {
    if (performance.now() - painting < PAINT_EVERY_MS) {
      return true;
    }
    Object.assign(state, { step, at, of });
    const goesOn = again();
    await painted();
    painting = performance.now();
    return goesOn;
  };
  const said = await Said.read(session);
  const opened = await openRecords(session, (done, all) => progress("opening", done, all));
  if (opened === undefined) {
    return;
  }
  const { records, generation, unread } = opened;
  const pairs = await pairsOf(records, (done) => progress("comparing", done, records.length));
  if (pairs !== undefined) {
    Object.assign(state, { step: "done", generation, compared: records.length, unread, said, pairs: pairs.filter((pair) => !said.has(pair)) });
    again();
  }
}

/** Pairs of cases that may be about one person, without a name. */
export function matchView(page: Page, state: Matched, again: () => boolean, leave: () => void): Child[] {
  const { say } = page;
  return [
    el("div", { class: "bar case" }, button(say("back"), leave)),
    page.status,
    el("h2", {}, say("matchTitle")),
    el("p", {}, say("matchWhat")),
    ...(state.step === "done" ? found(page, state, again) : [working(page, state)]),
  ];
}

const working = ({ say }: Page, { step, at, of }: Matched): HTMLElement =>
  el("div", { class: "bar" }, el("progress", { max: Math.max(of, 1), value: at, "aria-label": say("matchTitle") }), el("span", {}, fill(say(step === "opening" ? "matchOpening" : "matchComparing"), { done: at, n: of })));

function found(page: Page, state: Matched, again: () => boolean): Child[] {
  const { say } = page;
  const { generation, compared, unread, pairs, shown } = state;
  const more = (): void => {
    state.shown += MOST_SHOWN;
    again();
  };
  return [
    generation === 0 ? el("p", { class: "check note" }, say("matchNoKey")) : el("p", { class: "quiet", role: "status" }, fill(say("matchOver"), { n: compared, pairs: pairs.length })),
    unread > 0 && el("p", { class: "check bad", role: "alert" }, fill(say("matchUnread"), { n: unread })),
    pairs.length === 0 ? generation > 0 && el("p", {}, say("matchNone")) : el("ol", { class: "lines pairs" }, ...pairs.slice(0, shown).map((pair) => line(page, state, pair, again))),
    pairs.length > shown && button(say("matchMore"), more),
  ];
}

function line(page: Page, state: Matched, pair: Pair, again: () => boolean): HTMLElement {
  const { say, session, attempt, tell } = page;
  const { a, b, comparison } = pair;
  const answer = (suggested: boolean): Promise<void> =>
    attempt(async () => {
      if (state.busy) {
        return;
      }
      state.busy = true;
      try {
        if (suggested) {
          await suggest(session, pair);
        }
        await state.said?.add(pair);
        state.pairs = state.pairs.filter((one) => one !== pair);
        if (again()) {
          tell(suggested ? "matchSuggested" : "matchSaidNot");
        }
      } finally {
        state.busy = false;
      }
    });
  return el(
    "li",
    {},
    el("p", {}, caseMark(a.case), " · ", caseMark(b.case), " ", el("strong", {}, say(comparison.grade === "likely" ? "same_likely" : "same_possible"))),
    el("p", { class: "meta" }, say("sameReasons"), ": ", reasonsInWords(say, comparison.reasons)),
    el("div", { class: "bar" }, button(say("matchSuggest"), () => void answer(true)), button(say("matchNot"), () => void answer(false))),
  );
}

/** For coordinators, above the queue. */
export function matchKeyDue({ session, say }: Page, make: () => void): HTMLElement | false {
  const state = session.matchKeys.known;
  return state !== undefined && mayMake(session.me) && isDue(session, state) && el("div", { class: "check note", role: "note" }, el("span", {}, say("matchKeyDue")), " ", button(say("matchKeyMake"), make));
}
