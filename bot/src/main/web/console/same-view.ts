import { PeopleIndex, REASONS, type Candidate, type Person, type Reason } from "../match/match.ts";
import { dateInWords } from "../record/dates.ts";
import { fieldsOf, toldBy } from "../record/fields.ts";
import { personOf } from "../record/person.ts";
import { place } from "../record/questionnaires.ts";
import type { Piece } from "../record/work.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import type { Read } from "./case-view.ts";
import { button, caseMark, type Page } from "./page.ts";
import type { StringId } from "./strings.ts";
import { addWork } from "./worked.ts";

const MOST_SHOWN = 8;

/** Whom the cases are about that this volunteer has opened: in memory, and forgotten with the session. */
export class Acquaintances {
  readonly #people = new Map<string, Person>();

  met(caseId: string, person: Person): void {
    this.#people.set(caseId, person);
  }

  forget(caseId: string): void {
    this.#people.delete(caseId);
  }

  person(caseId: string): Person | undefined {
    return this.#people.get(caseId);
  }

  /** Those who may be this one, the likeliest first. */
  like(caseId: string): Candidate<string>[] {
    const asked = this.#people.get(caseId);
    if (asked === undefined) {
      return [];
    }
    const index = new PeopleIndex<string>();
    this.#people.forEach((person, id) => id !== caseId && index.add(id, person));
    return index.candidates(asked, MOST_SHOWN).filter(({ comparison }) => comparison.grade !== "no");
  }
}

/** Puts whom a case is about among those that were met. */
export function meet(acquaintances: Acquaintances, { served, opened, followUps }: Read): void {
  const person = personOf(fieldsOf(toldBy(opened, followUps)));
  if (person !== undefined) {
    acquaintances.met(served.case, person);
  }
}

/** Whether another case is about the same person: suggested with reasons, side by side, and decided by people. @param added reads the case anew */
export function sameView(page: Page, read: Read, added: () => void): HTMLElement {
  const { say, session } = page;
  const suggested = suggestions(read.worked.pieces);
  const found = session.acquaintances.like(read.served.case);
  const me = session.acquaintances.person(read.served.case);
  return el(
    "section",
    { class: "compartment same", "aria-labelledby": "same" },
    el("h2", { id: "same", tabindex: "-1" }, say("sameTitle")),
    suggested.length > 0 && el("ol", { class: "lines suggested" }, ...suggested.map((each) => suggestion(page, read, each, added))),
    el("p", { class: "meta" }, say("sameWhat")),
    me === undefined || found.length === 0 ? el("p", {}, say("sameNobody")) : el("ol", { class: "lines" }, ...found.map((each) => candidate(page, read, me, each, added))),
  );
}

const words = (reason: Reason): StringId => `r_${reason.replaceAll("-", "_")}` as StringId;

export const reasonsInWords = (say: Page["say"], reasons: readonly string[]): string => REASONS.filter((one) => reasons.includes(one)).map((reason) => say(words(reason))).join(" · ");

type Suggestion = Piece & { readonly work: Extract<Piece["work"], { kind: "match" }> };

/** Of each other case the last one. */
export function suggestions(pieces: readonly Piece[]): Suggestion[] {
  const last = new Map<string, Suggestion>();
  for (const piece of pieces) {
    if (isSuggestion(piece)) {
      last.set(piece.work.other, piece);
    }
  }
  return [...last.values()];
}

const isSuggestion = (piece: Piece): piece is Suggestion => piece.work.kind === "match" && /^[0-9a-f]{32}$/.test(piece.work.other);

/** What a matcher thinks, who has seen no name: whoever reads the case links it, or says that it is somebody else. */
function suggestion(page: Page, read: Read, { by, at, work }: Suggestion, added: () => void): HTMLElement {
  const { say, tag } = page;
  return el(
    "li",
    {},
    el("p", {}, caseMark(work.other), " ", el("strong", {}, say(work.grade === "likely" ? "same_likely" : "same_possible"))),
    el("p", { class: "meta" }, fill(say("matchThinks"), { name: by.name, day: dateInWords(at.slice(0, 10), tag) ?? at }), " ", say("sameReasons"), ": ", reasonsInWords(say, work.reasons)),
    ...answers(page, read, work.other, added),
  );
}

/** What colleagues said of the other case, and a button for each answer. */
function answers({ say, session, tag, attempt }: Page, read: Read, id: string, added: () => void): Child[] {
  const said = read.worked.pieces.filter(({ work }) => work.kind === "same" && work.other === id);
  const says = (what: "same" | "other"): Promise<void> =>
    attempt(async () => {
      if (read.worked.to !== undefined) {
        await addWork(session, read.served.case, read.worked.to, { kind: "same", other: id, says: what });
        added();
      }
    });
  return [
    ...said.map(({ by, at, work }) => el("p", { class: "meta" }, fill(say(work.kind === "same" && work.says === "same" ? "sameSaidIs" : "sameSaidNot"), { name: by.name, day: dateInWords(at.slice(0, 10), tag) ?? at }))),
    read.worked.to !== undefined && el("div", { class: "bar" }, button(say("sameIs"), () => void says("same")), button(say("sameIsNot"), () => void says("other"))),
  ];
}

function candidate(page: Page, read: Read, me: Person, { id, comparison }: Candidate<string>, added: () => void): HTMLElement {
  const { say, session } = page;
  const other = session.acquaintances.person(id)!;
  return el(
    "li",
    {},
    el("p", {}, caseMark(id), " ", el("strong", {}, say(comparison.grade === "likely" ? "same_likely" : "same_possible"))),
    sideBySide(page, me, other, id),
    el("p", { class: "meta" }, say("sameReasons"), ": ", reasonsInWords(say, comparison.reasons)),
    ...answers(page, read, id, added),
  );
}

function sideBySide({ say, tag }: Page, me: Person, other: Person, id: string): HTMLElement {
  const shown = (person: Person): HTMLElement[] => [
    el("td", {}, ...person.names.map((name) => el("bdi", { class: "words" }, name))),
    el("td", {}, el("bdi", {}, person.birth === undefined ? "" : (dateInWords(person.birth, tag) ?? person.birth))),
    el("td", {}, el("bdi", {}, person.place === undefined ? "" : (place("xinjiang", person.place, tag) ?? person.place))),
  ];
  return el(
    "table",
    { class: "side-by-side" },
    el("thead", {}, el("tr", {}, el("td"), el("th", { scope: "col" }, say("f_name")), el("th", { scope: "col" }, say("sameBorn")), el("th", { scope: "col" }, say("sameHome")))),
    el("tbody", {}, el("tr", {}, el("th", { scope: "row" }, say("sameHere")), ...shown(me)), el("tr", {}, el("th", { scope: "row" }, caseMark(id)), ...shown(other))),
  );
}
