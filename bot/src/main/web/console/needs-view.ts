import { dateInWords } from "../record/dates.ts";
import { OUTCOMES, type Outcome } from "../record/work.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import { careOf } from "./care.ts";
import { isOnlyInAid, type ReadNeed } from "./needs.ts";
import { button, caseName, nameOf, type Page } from "./page.ts";
import { mustNotSee } from "./reseal-view.ts";
import type { QueuedNeed } from "./server.ts";
import type { StringId } from "./strings.ts";
import { compartments } from "./testimony.ts";

export interface NeedsActions {
  readonly leave: () => void;
  readonly refresh: () => void;
  readonly panels: () => void;
  readonly pause: () => void;
  readonly take: (id: string) => void;
}

const stateWords: Readonly<Record<QueuedNeed["state"], StringId>> = { waiting: "waiting", taken: "claimed", over: "needsOver" };

/** Those that wait and that somebody has, and behind them those about which nothing is left to do. */
export function needsView(page: Page, needs: readonly QueuedNeed[], does: NeedsActions): Child[] {
  const { session, say } = page;
  const [open, over] = [needs.filter(({ state }) => state !== "over"), needs.filter(({ state }) => state === "over")];
  return [
    el(
      "div",
      { class: "bar case" },
      !isOnlyInAid(session) && button(say("back"), does.leave),
      button(say("refresh"), does.refresh),
      button(say("panelsTitle"), does.panels),
      button(say("pause"), does.pause),
    ),
    page.status,
    el("h2", {}, say("needsTitle")),
    el("p", {}, say("needsWhat")),
    open.length === 0 ? el("p", { class: "sheet empty" }, say("needsNone")) : el("section", { class: "list", "aria-label": say("needsTitle") }, table(page, open, does)),
    over.length > 0 && el("details", { class: "filters" }, el("summary", {}, fill(say("needsOverList"), { n: over.length })), table(page, over, does)),
  ];
}

function table(page: Page, needs: readonly QueuedNeed[], does: NeedsActions): HTMLElement {
  const columns = ["colCase", "colState", "colHolder", "colLease"] as const;
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ...columns.map((id) => el("th", { scope: "col" }, page.say(id))), el("td"))),
    el("tbody", {}, ...needs.map((need) => row(page, need, does))),
  );
}

function row({ session, say }: Page, { case: id, state, holder, leaseUntil, mine }: QueuedNeed, does: NeedsActions): HTMLElement {
  const text = mine ? "continue" : state === "over" ? "needsLookAgain" : "claim";
  return el(
    "tr",
    { class: mine ? "mine" : undefined },
    el("td", {}, caseName(id)),
    el("td", {}, say(stateWords[state])),
    el("td", {}, mine ? say("withYou") : holder !== null && el("bdi", {}, nameOf(session, holder))),
    el("td", {}, leaseUntil !== null && el("bdi", { dir: "ltr" }, new Date(leaseUntil).toTimeString().slice(0, 5))),
    el(
      "td",
      { class: "do" },
      (mine || state !== "taken") && el("button", { type: "button", "data-case": id, "aria-label": `${say(text)} ${id.slice(0, 4)} ${id.slice(4, 8)}`, click: () => does.take(id) }, say(text)),
    ),
  );
}

export interface NeedActions {
  readonly leave: () => void;
  readonly putBack: () => void;
  readonly pause: () => void;
  readonly mustNotSee: () => void;
  readonly send: () => void;
}

/** What one family needs, and what became of it. */
export function needView(page: Page, read: ReadNeed, lease: HTMLElement, does: NeedActions): Child[] {
  const { session, say, tag } = page;
  const { opened, pieces, unread, to } = read;
  const fetch = (file: string): Promise<Uint8Array> => session.server.needFile(opened.id, file);
  return [
    el(
      "div",
      { class: "bar case" },
      button(say("back"), does.leave),
      caseName(opened.id),
      lease,
      el("span", { class: "space" }),
      button(say("pause"), does.pause),
      button(say("release"), does.putBack),
      mustNotSee(page, does.mustNotSee),
    ),
    page.status,
    el("p", { class: "quiet" }, say("needsCare")),
    el("div", { class: "testimony needs" }, ...compartments(opened, { tag, say, fetch, transcripts: new Map(), care: careOf(session), level: 2 })),
    el(
      "section",
      { class: "compartment", "aria-labelledby": "became" },
      el("h2", { id: "became" }, say("needsBecame")),
      ...pieces.map(({ by, at, work: { outcome, text } }) =>
        el(
          "div",
          { class: "said" },
          el("p", {}, el("strong", {}, say(outcomeWords[outcome]))),
          text !== "" && el("p", { class: "words", dir: "auto" }, text),
          el("p", { class: "meta" }, fill(say("noteBy"), { name: by.name, day: dateInWords(at.slice(0, 10), tag) ?? at.slice(0, 10) })),
        ),
      ),
      ...unread.map(({ state }) => el("p", { class: "check bad" }, say(unreadWords[state]))),
      ...(to === undefined ? [] : became(page, read, does)),
    ),
  ];
}

const outcomeWords: Readonly<Record<Outcome, StringId>> = { helped: "needsHelped", goes_on: "needsGoesOn", not_possible: "needsNotPossible", nothing: "needsNothing" };
const unreadWords = { forged: "workForged", left: "workLeft", damaged: "workDamaged" } as const;

function became({ say }: Page, { draft }: ReadNeed, does: NeedActions): HTMLElement[] {
  const choice = (outcome: Outcome): HTMLElement =>
    el(
      "label",
      { class: "tick" },
      el("input", { type: "radio", name: "became", value: outcome, checked: draft.outcome === outcome, change: () => (draft.outcome = outcome) }),
      el("span", {}, say(outcomeWords[outcome])),
    );
  const text = el("textarea", { id: "became-text", rows: 4, dir: "auto", "aria-describedby": "became-help", input: () => (draft.text = text.value) });
  text.value = draft.text;
  return [
    el("fieldset", {}, el("legend", {}, say("needsWhatBecame")), ...OUTCOMES.map(choice)),
    el("label", { for: "became-text" }, say("needsText")),
    text,
    el("p", { class: "quiet", id: "became-help" }, say("needsTextWhat")),
    button(say("needsSend"), does.send, true),
  ];
}
