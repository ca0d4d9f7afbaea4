import { sha256Hex, utf8 } from "../crypto/bytes.ts";
import { THREATS } from "../crypto/panel.ts";
import { dateInWords } from "../record/dates.ts";
import { heldUntil, LONGEST_HOLD_DAYS, readDecision, signDecision, type Decision } from "../record/decision.ts";
import { recordsOf, type OpenedCase } from "../record/open-case.ts";
import { isShown, openTakenBack, type TakenBackPart, type Whose } from "../record/taken-back.ts";
import { el, fill } from "../shared/dom.ts";
import { careOf } from "./care.ts";
import { ask, button, caseMark, type Page } from "./page.ts";
import { Problem, type ServedWithdrawn } from "./server.ts";
import type { Session } from "./session.ts";
import type { StringId } from "./strings.ts";
import { compartments, type Reader } from "./testimony.ts";

/** What a security officer sees of a case that was taken back. */
export interface ReadWithdrawn {
  readonly served: ServedWithdrawn;
  readonly parts: readonly TakenBackPart[];
}

export interface WithdrawnActions {
  readonly leave: () => void;
  /** Reads it anew from the server. */
  readonly again: () => Promise<void>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export const readWithdrawn = async ({ file, directory }: Session, served: ServedWithdrawn): Promise<ReadWithdrawn> => ({
  served,
  parts: await openTakenBack(served, [file.identity], directory),
});

export function withdrawnView(page: Page, { served, parts }: ReadWithdrawn, does: WithdrawnActions): HTMLElement[] {
  const { say, tag } = page;
  const day = (iso: string): string => dateInWords(iso, tag) ?? iso;
  // Files of what was taken back are given to nobody.
  const reader: Reader = { tag, say, fetch: () => Promise.reject(new Problem("gone")), transcripts: new Map(), care: careOf(page.session), level: 3 };
  return [
    el("div", { class: "bar case" }, button(say("back"), does.leave), caseMark(served.case)),
    page.status,
    el("section", { class: "compartment" }, el("h2", {}, say("takenBackOne")), el("p", {}, fill(say("takenBackOn"), { day: day(served.day) })), el("p", {}, say("takenBackLocked"))),
    wishes(page, parts, day),
    decisions(page, served, does, day),
    ...parts.map((part) => threats(page, served.case, part, reader, day)),
  ];
}

const lastDay = (opened: OpenedCase): string => recordsOf(opened).map((record) => record.day).sort().pop() ?? "";

const words: Readonly<Record<Whose, StringId>> = {
  first: "shownFirst",
  "first-sealed": "shownFirstSealed",
  listed: "shownListed",
  signed: "shownSigned",
  chat: "shownChat",
  unknown: "shownUnknown",
  statement: "followAltered",
  author: "followByAnother",
  altered: "shownAltered",
};

const looks = (whose: Whose): string => (isShown(whose) ? "meta" : whose === "unknown" ? "check note" : "check bad");

function threats({ say }: Page, first: string, { opened, whose }: TakenBackPart, reader: Reader, day: (iso: string) => string): HTMLElement {
  const heading = opened.id === first ? say("threatsFirst") : fill(say("threatsLater"), { day: day(lastDay(opened)) });
  const of = el("p", { class: looks(whose), role: looks(whose) === "check bad" ? "alert" : undefined }, say(words[whose]));
  return isShown(whose)
    ? el("section", { class: "compartment" }, el("h2", {}, heading), of, ...compartments(opened, reader))
    : el("section", { class: "compartment foreign" }, el("h2", {}, say("followForeign")), of, el("details", {}, el("summary", {}, say("followShow")), el("p", {}, heading), ...compartments(opened, reader)));
}

const choices: Readonly<Record<string, StringId>> = { delete: "wishDelete", ask_person: "wishAsk", keep_sealed: "wishKeep" };

/** What the family wished beforehand for the day on which somebody forces it. What is not shown to be its wish stands closed: nobody acts on it by chance, and nobody overlooks it. */
function wishes({ say }: Page, parts: readonly TakenBackPart[], day: (iso: string) => string): HTMLElement {
  const found = parts.flatMap(({ opened, whose }) =>
    recordsOf(opened).flatMap(({ question, kind, value, day: told }) => (question === "directive" && kind === "answered" ? [{ choice: value.choice ?? "", told, whose }] : [])),
  );
  const shown = found.filter(({ whose }) => isShown(whose));
  const unread = parts.some(({ opened }) => opened.compartments.some(({ name, key }) => name === THREATS && key !== "open"));
  const line = ({ choice, told, whose }: (typeof found)[number]): HTMLElement =>
    el(
      "li",
      { class: choice === "delete" ? "delete" : undefined },
      el("strong", {}, Object.hasOwn(choices, choice) ? say(choices[choice]!) : choice),
      el("span", { class: "meta" }, " ", day(told)),
      el("p", { class: looks(whose) }, say(words[whose])),
    );
  return el(
    "section",
    { class: "compartment wish", "aria-labelledby": "wish" },
    el("h2", { id: "wish" }, say("wish")),
    found.length === 0 && el("p", {}, say(unread ? "wishUnread" : "wishNone")),
    shown.length > 0 && el("ul", { class: "lines" }, ...shown.map(line)),
    shown.some(({ choice }) => choice === "delete") && el("p", { class: "check bad" }, say("wishDeleteMeans")),
    new Set(shown.map(({ choice }) => choice)).size > 1 && el("p", { class: "check note" }, say("wishesDiffer")),
    ...found.filter(({ whose }) => !isShown(whose)).map((wish) => el("details", {}, el("summary", {}, say("wishForeign")), el("ul", { class: "lines" }, line(wish)))),
  );
}

function decisions(page: Page, served: ServedWithdrawn, does: WithdrawnActions, day: (iso: string) => string): HTMLElement {
  const { say, session, attempt, tell } = page;
  const today = session.server.today();
  const read = served.decisions.map((signed) => readDecision(signed, served.case, session.directory));
  const good = read.filter((decision) => decision !== undefined);
  const held = heldUntil(good, today);
  const last = new Date(Date.parse(today) + LONGEST_HOLD_DAYS * DAY_MS).toISOString().slice(0, 10);
  const until = el("input", { id: "until", type: "date", min: today, max: last, value: last, required: true });
  const decide = (kind: Decision["kind"], to: string): Promise<void> =>
    attempt(async () => {
      const decision = signDecision(served.case, kind, session.me.id, to, session.file.signingSeed);
      const complete = await session.log.with({ act: "decision", case: served.case, sha256: sha256Hex(utf8(decision.statement)) }, (entry) =>
        session.server.decide(served.case, decision, entry),
      );
      if (kind === "restore" && complete) {
        does.leave();
        tell("restored");
      } else {
        await does.again();
        tell(complete ? "decisionComplete" : "decisionHalf");
      }
    });
  const hold = (event: Event): void => {
    event.preventDefault();
    const chosen = until.value;
    void (chosen >= today && chosen <= last ? decide("hold", chosen) : attempt(() => Promise.reject(new Problem("holdDay"))));
  };
  const line = ({ kind, by, until: to }: Decision): HTMLElement =>
    el("li", {}, el("bdi", {}, by.name), el("span", {}, kind === "hold" ? fill(say("decidedHold"), { day: day(to) }) : fill(say("decidedRestore"), { day: day(to) })));
  return el(
    "section",
    { class: "compartment decisions", "aria-labelledby": "decisions" },
    el("h2", { id: "decisions" }, say("decisions")),
    el("p", {}, say("decisionsTwo")),
    el("p", {}, say("decisionsSame")),
    read.includes(undefined) && el("p", { class: "check bad", role: "alert" }, say("decisionForged")),
    good.length > 0 && el("ul", { class: "lines" }, ...good.map(line)),
    el("p", { class: held === undefined ? "check note" : "check good" }, held === undefined ? say("notHeld") : fill(say("held"), { day: day(held) })),
    el(
      "form",
      { class: "sheet", novalidate: true, submit: hold },
      el("label", { for: "until" }, say("holdUntil")),
      until,
      el("div", { class: "bar" }, el("button", { type: "submit", class: "main" }, say("hold")), button(say("restore"), () => ask(say("restoreAsk"), say("restore"), say("no"), () => void decide("restore", today)))),
    ),
  );
}
