import { sha256Hex, utf8 } from "../crypto/bytes.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import { ask, button, has, nameOf, type Page } from "./page.ts";
import { refill, type Bad } from "./reseal.ts";
import { Problem } from "./server.ts";
import { renewRevocations, type Session } from "./session.ts";

/** What waits, and what was done with it. */
export interface Refilling {
  /** Ids of cases, in their order. */
  waiting: readonly string[];
  /** How many cases nobody is left to read. */
  lost: number;
  running: boolean;
  stopped: boolean;
  at: number;
  of: number;
  sealed: number;
  checked: number;
  readonly bad: Bad[];
  readonly failed: { readonly case: string; readonly why: string }[];
  /** What is typed of a case that somebody must not see. */
  mark: string;
  who: string;
}

const MARK_DIGITS = 12;

export async function readPanels(session: Session): Promise<Refilling> {
  const { cases, lost } = await session.server.panels();
  return { waiting: cases, lost, running: false, stopped: false, at: 0, of: 0, sealed: 0, checked: 0, bad: [], failed: [], mark: "", who: "" };
}

/**
 * One button does all that waits, one case after another; it can be stopped after each. Coordinators also keep cases from people here.
 *
 * @param again draws it anew, unless another view is shown by now: then it says false
 */
export function resealView(page: Page, state: Refilling, again: () => boolean, leave: () => void): Child[] {
  const { session, say } = page;
  const stop = (): void => {
    state.stopped = true;
  };
  return [
    el("div", { class: "bar case" }, button(say("back"), () => (stop(), leave()))),
    page.status,
    el("h2", {}, say("panelsTitle")),
    el("p", {}, say("panelsWhat")),
    has(session, "second") && el("p", {}, say("panelsInner")),
    state.lost > 0 && el("p", { class: "check bad" }, fill(say("panelsLost"), { n: state.lost })),
    el("p", { class: "panels-waiting" }, state.waiting.length === 0 ? say("panelsNone") : fill(say("panelsWaiting"), { n: state.waiting.length })),
    state.running
      ? el("div", { class: "bar" }, el("progress", { max: state.of, value: state.at, "aria-label": say("panelsTitle") }), el("span", {}, fill(say("panelsAt"), { done: state.at, n: state.of })), button(say("panelsStop"), stop))
      : state.waiting.length > 0 && el("div", { class: "bar" }, button(say("panelsStart"), () => void page.attempt(() => run(page, state, again)), true)),
    ...results(page, state),
    ...(has(session, "coordinator") ? [exclusion(page, state, again)] : []),
  ];
}

function results({ session, say }: Page, { running, stopped, of, sealed, checked, bad, failed }: Refilling): Child[] {
  const name = (by: string | undefined): string => (by === undefined ? "?" : nameOf(session, by));
  return [
    of > 0 && !running && el("p", { class: "check good", role: "status" }, fill(say("panelsDone"), { sealed, checked })),
    of > 0 && !running && stopped && el("p", {}, say("panelsStopped")),
    ...bad.map((one) => el("p", { class: "check bad", role: "alert" }, fill(say(one.mended ? "panelsBad" : "panelsStuck"), { case: one.case.slice(0, 8), name: name(one.by) }))),
    ...failed.map((one) => el("p", { class: "check note" }, fill(say("panelsFailed"), { case: one.case.slice(0, 8), why: one.why }))),
  ];
}

/** A case that fails is said, and does not hold up the others. */
async function run({ session, say }: Page, state: Refilling, again: () => boolean): Promise<void> {
  await renewRevocations(session);
  Object.assign(state, { running: true, stopped: false, at: 0, of: state.waiting.length, sealed: 0, checked: 0 });
  state.bad.length = 0;
  state.failed.length = 0;
  try {
    for (const id of state.waiting) {
      if (state.stopped || !again()) {
        break; // whoever locks the page stops it too
      }
      try {
        const { sealed, checked, bad } = await refill(session, id);
        state.sealed += sealed;
        state.checked += checked;
        state.bad.push(...bad);
      } catch (e) {
        if (!(e instanceof Problem) || e.text === "sessionEnded" || e.text === "unreachable") {
          throw e;
        }
        state.failed.push({ case: id, why: say(e.text) });
      }
      state.at++;
    }
    const { cases, lost } = await session.server.panels();
    Object.assign(state, { waiting: cases, lost });
  } finally {
    state.running = false;
    again();
  }
}

/** Who knows that a case is of somebody's kin says so: by the mark on the family's card. */
function exclusion(page: Page, state: Refilling, again: () => boolean): HTMLElement {
  const { session, say } = page;
  const mark = el("input", {
    id: "exclude-mark",
    type: "text",
    dir: "ltr",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": "exclude-help",
    input: () => (state.mark = mark.value),
  });
  mark.value = state.mark;
  const people = session.present.people.filter(({ roles }) => roles.some((role) => role === "reviewer" || role === "security" || role === "aid"));
  const who = el(
    "select",
    { id: "exclude-who", change: () => (state.who = who.value) },
    el("option", { value: "" }, "—"),
    ...people.map(({ id, name }) => el("option", { value: id, selected: id === state.who }, name)),
  );
  return el(
    "section",
    { class: "people", "aria-labelledby": "exclude" },
    el("h3", { id: "exclude" }, say("excludeTitle")),
    el("p", { id: "exclude-help" }, say("excludeWhat"), " ", say("linkMarkWhere")),
    el("label", { for: "exclude-mark" }, say("linkMark")),
    mark,
    el("label", { for: "exclude-who" }, say("excludeWho")),
    who,
    button(say("excludeDo"), () => void page.attempt(() => keepFrom(page, state, again))),
  );
}

async function keepFrom({ session, tell }: Page, state: Refilling, again: () => boolean): Promise<void> {
  const mark = state.mark.replace(/[\s-]/g, "").toLowerCase();
  if (!/^[0-9a-f]{12,32}$/.test(mark)) {
    throw new Problem("linkMarkForm");
  }
  if (state.who === "") {
    throw new Problem("excludeChoose");
  }
  const [only, ...others] = (await session.server.marked(mark)).filter((id) => id.startsWith(mark.slice(0, MARK_DIGITS)));
  if (only === undefined || others.length > 0) {
    throw new Problem("linkNoCase");
  }
  await exclude(session, only, state.who);
  Object.assign(state, { mark: "", who: "" });
  again();
  tell("excludeDone");
}

/** @param who id of the one who must not see the case */
export const exclude = (session: Session, id: string, who: string): Promise<void> =>
  session.log.with({ act: "exclude", case: id, sha256: sha256Hex(utf8(who)) }, (entry) => session.server.exclude(id, who, entry));

/** For the bar of an open case: whoever sees that it is of own kin does not read on. */
export const mustNotSee = ({ say }: Page, does: () => void): HTMLElement =>
  button(say("mustNotSee"), () => ask(say("mustNotSeeAsk"), say("mustNotSeeYes"), say("no"), does));
