import { agreementsOf, lastDayOf, type StandingAgreement } from "../record/agreements.ts";
import { dateInWords } from "../record/dates.ts";
import { recordsOf, type OpenedCase } from "../record/open-case.ts";
import { questionnaire } from "../record/questionnaires.ts";
import { FACES, HEARD, MEETINGS, NAMED, VOICES, type Agreement, type Work } from "../record/work.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import { jumpLink } from "./care.ts";
import type { Read } from "./case-view.ts";
import { emptyAgreement } from "./draft.ts";
import { button, type Page } from "./page.ts";
import { Problem } from "./server.ts";
import type { StringId } from "./strings.ts";
import { recordAnchor } from "./testimony.ts";
import { addWork } from "./worked.ts";

/** What the family said of passing on, publishing, voice and face. */
const ALLOWED = ["u_share", "u_publish", "u_recorded", "u_voice", "u_face", "u_family"];
const EXAMPLES = "2027-03-31 · 2027-03 · 2027";

const meetings: Readonly<Record<Agreement["what"], StringId>> = { journalist: "agJournalist", un: "agUn", lawyer: "agLawyer", parliament: "agParliament", other: "agOther" };
const names: Readonly<Record<Agreement["name"], StringId>> = { shown: "agNameShown", hidden: "agNameHidden" };
const voices: Readonly<Record<Agreement["voice"], StringId>> = { own: "agVoiceOwn", changed: "agVoiceChanged", none: "agVoiceNone" };
const faces: Readonly<Record<Agreement["face"], StringId>> = { own: "agFaceOwn", hidden: "agFaceHidden", none: "agFaceNone" };
const heard: Readonly<Record<Agreement["heard"], StringId>> = { in_person: "agInPerson", phone: "agPhone", letter: "agLetter", other: "agHeardOther" };

/** Whom the family agreed to meet, at the top of the work: what holds, what is over, and a form. @param added reads the case anew */
export function agreementsView(page: Page, read: Read, told: readonly OpenedCase[], added: () => void): HTMLElement {
  const { say, session } = page;
  const all = agreementsOf(read.worked.pieces, session.server.today());
  const may = read.worked.to !== undefined && session.me.roles.includes("reviewer");
  return el(
    "section",
    { class: "compartment agreements", "aria-labelledby": "agreements" },
    el("h2", { id: "agreements", tabindex: "-1" }, say("agTitle")),
    all.length === 0 ? el("p", { class: "meta" }, say("agNone")) : el("ul", { class: "lines" }, ...all.map((one) => line(page, read, one, may, added))),
    may && form(page, read, told, added),
  );
}

function line(page: Page, read: Read, { piece, lastDay, isOver, taken }: StandingAgreement, may: boolean, added: () => void): HTMLElement {
  const { say, tag } = page;
  const { work, by, at, sha256 } = piece;
  const day = (iso: string): string => dateInWords(iso.slice(0, 10), tag) ?? iso.slice(0, 10);
  const until = lastDay === undefined ? work.until : day(lastDay);
  return el(
    "li",
    { class: isOver ? "over" : "holds" },
    el("strong", {}, say(meetings[work.what]), ": ", el("bdi", { dir: "auto" }, work.with)),
    el("p", { class: isOver ? "check note" : "check good" }, taken === undefined ? fill(say(isOver ? "agOver" : "agGoesTo"), { date: until }) : fill(say("agTaken"), { why: taken.work.why, name: taken.by.name, day: day(taken.at) })),
    el("p", {}, [names[work.name], voices[work.voice], faces[work.face]].map(say).join(" · ")),
    el("p", { class: "meta" }, fill(say("agBy"), { who: work.said, how: say(heard[work.heard]), name: by.name, day: day(at) })),
    !isOver && may && takeBack(page, read, sha256, added),
  );
}

function takeBack(page: Page, read: Read, of: string, added: () => void): HTMLElement {
  const { say } = page;
  const { takenBack } = read.draft;
  const why = el("input", { id: `taken-${of.slice(0, 8)}`, dir: "auto", autocomplete: "off", input: () => takenBack.set(of, why.value) });
  why.value = takenBack.get(of) ?? "";
  const status = el("p", { class: "meta", role: "status" });
  const save = (): Promise<void> =>
    adds(page, read, status, save_, () => {
      if (why.value.trim() === "") {
        return [why, "agNeedSaid"];
      }
      return { kind: "agreement_over", of, why: why.value.trim() };
    }, () => {
      takenBack.delete(of);
      added();
    });
  const save_ = button(say("agTakeBackSave"), () => void save());
  return el("details", { open: why.value !== "" }, el("summary", {}, say("agTakeBack")), el("label", { for: why.id }, say("agWhy")), why, el("p", {}, save_), status);
}

function form(page: Page, read: Read, told: readonly OpenedCase[], added: () => void): HTMLElement {
  const { say, tag } = page;
  const mine = read.draft.agreement;
  const typed = (field: "with" | "until" | "said", does: () => void = () => undefined): HTMLInputElement => {
    const input = el("input", {
      id: `agreement-${field}`,
      dir: field === "until" ? "ltr" : "auto",
      autocomplete: "off",
      input: () => {
        mine[field] = input.value;
        does();
      },
    });
    input.value = mine[field];
    return input;
  };
  const pick = <K extends "what" | "name" | "voice" | "face" | "heard">(field: K, options: readonly Agreement[K][], text: Readonly<Record<Agreement[K], StringId>>, label: StringId): HTMLSelectElement => {
    const select: HTMLSelectElement = el(
      "select",
      { id: `agreement-${field}`, "aria-label": say(label), change: () => (mine[field] = options.find((one) => one === select.value) ?? mine[field]) },
      ...options.map((one) => el("option", { value: one, selected: mine[field] === one }, say(text[one]))),
    );
    return select;
  };
  const reading = el("p", { class: "meta", role: "status" });
  const readDate = (): void => {
    const last = lastDayOf(mine.until);
    const words = last === undefined ? undefined : dateInWords(last, tag);
    reading.replaceChildren(words === undefined ? EXAMPLES : fill(say("agGoesTo"), { date: words }));
  };
  readDate();
  const [whom, until, said] = [typed("with"), typed("until", readDate), typed("said")] as const;
  const status = el("p", { class: "meta", role: "status" });
  const save = (): Promise<void> =>
    adds(page, read, status, save_, () => {
      if (mine.with.trim() === "") {
        return [whom, "agNeedWith"];
      }
      if (lastDayOf(mine.until) === undefined) {
        return [until, "agNeedUntil"];
      }
      return mine.said.trim() === "" ? [said, "agNeedSaid"] : { kind: "agreement", ...mine, with: mine.with.trim(), until: mine.until.trim(), said: mine.said.trim() };
    }, () => {
      Object.assign(mine, emptyAgreement());
      added();
    });
  const save_ = button(say("agSave"), () => void save());
  const rows: Child[] = [
    el("p", { class: "meta" }, say("agWhat")),
    ...allowed(page, told),
    el("label", { for: "agreement-what" }, say("agKind")),
    pick("what", MEETINGS, meetings, "agKind"),
    el("label", { for: "agreement-with" }, say("agWith")),
    whom,
    el("fieldset", {}, el("legend", {}, say("agHow")), el("div", { class: "bar" }, pick("name", NAMED, names, "agHow"), pick("voice", VOICES, voices, "agHow"), pick("face", FACES, faces, "agHow"))),
    el("label", { for: "agreement-until" }, say("agUntil")),
    until,
    reading,
    el("label", { for: "agreement-said" }, say("agSaid")),
    said,
    el("label", { for: "agreement-heard" }, say("agHeard")),
    pick("heard", HEARD, heard, "agHeard"),
    el("p", {}, save_),
    status,
  ];
  return el("details", { class: "adding", open: [mine.with, mine.until, mine.said].some((text) => text !== "") }, el("summary", {}, say("agAdding")), el("div", { class: "found" }, ...rows));
}

/** Links to the family's own answers. */
function allowed({ say, tag }: Page, told: readonly OpenedCase[]): HTMLElement[] {
  const answers = told.flatMap(recordsOf).filter(({ question, kind }) => kind === "answered" && ALLOWED.includes(question));
  const links = answers.map(({ case: id, seq, question, version }) => el("li", {}, jumpLink(recordAnchor(id, seq), questionnaire(version)?.questions.find((one) => one.id === question)?.text[tag] ?? question)));
  return links.length === 0 ? [] : [el("p", {}, say("agAllowed")), el("ul", { class: "lines" }, ...links)];
}

/** @param make the piece, or the field that is missing and what is said of it */
async function adds({ session, say, attempt, tell }: Page, { served, worked }: Read, status: HTMLElement, save: HTMLButtonElement, make: () => Work | readonly [HTMLElement, StringId], added: () => void): Promise<void> {
  await attempt(async () => {
    const made = make();
    if (!("kind" in made)) {
      const [field, text] = made;
      status.textContent = say(text);
      field.focus();
      return;
    }
    if (worked.to === undefined) {
      throw new Problem("notAllowed");
    }
    save.disabled = true;
    try {
      await addWork(session, served.case, worked.to, made);
      added();
      tell("agSaved");
    } catch (e) {
      status.textContent = e instanceof Problem ? say(e.text) : "";
      throw e;
    } finally {
      save.disabled = false;
    }
  });
}
