import { hex, sha256Hex, utf8 } from "../crypto/bytes.ts";
import { openAnswer, sealBundle, BundleRefused } from "../record/bundle.ts";
import { dateInWords } from "../record/dates.ts";
import type { Person } from "../record/directory.ts";
import { fieldsOf, foundIn, toldBy } from "../record/fields.ts";
import { knownNames } from "../record/known-names.ts";
import { recordsOf } from "../record/open-case.ts";
import { hidden, hide, namedIn, numbersIn, restore, suspects, type Known, type Named, type Piece } from "../record/pseudonyms.ts";
import { segmentsOf } from "../record/segments.ts";
import type { About, Piece as WorkPiece } from "../record/work.ts";
import { el, fill, replace } from "../shared/dom.ts";
import type { Source } from "./beside.ts";
import type { Read } from "./case-view.ts";
import { address } from "./files.ts";
import { originalsIn } from "./kept.ts";
import { button, nameOf, type Page } from "./page.ts";
import { Problem } from "./server.ts";
import { renewRevocations, type Session } from "./session.ts";
import { addInParts, addWork } from "./worked.ts";

/** Those who may be given words, besides oneself. */
export const translatorsOf = ({ present, me }: Session): readonly Person[] => present.people.filter(({ id, roles }) => roles.includes("translator") && id !== me.id);

/** What a translator would be given of some words: shown to the reviewer, who says what else is to be hidden, looks at it, and seals it. */
export function bundleMaker(page: Page, read: Read, of: Source, words: string, into: readonly string[], languageName: (tag: string) => string, done: () => void): HTMLElement {
  const { say, session, attempt } = page;
  const people = translatorsOf(session);
  const segments = segmentsOf(words, of.language);
  const chosen = new Set<string>(people.length === 1 ? people.map(({ id }) => id) : []);
  let target = into[0]!;
  const more = el("textarea", { rows: 2, dir: "auto", input: () => drawText() });
  const text = el("ol", { class: "bundle-text" });
  const doubts = el("p", { class: "check note" });
  const looked = el("input", { type: "checkbox", change: () => (status.textContent = "") });
  const status = el("p", { class: "meta", role: "status" });
  const saved = el("p", {});
  const language = el(
    "select",
    {
      change: () => {
        target = language.value;
        drawText();
      },
    },
    ...into.map((tag) => el("option", { value: tag, lang: tag }, languageName(tag))),
  );

  function names(): Named[] {
    const told = toldBy(read.opened, read.followUps);
    const values = [...fieldsOf(told), ...foundIn(read.served.case, read.worked.pieces)];
    const typed = more.value.split("\n").filter((line) => line.trim() !== "");
    const others = typed.map((line): Known => ({ kind: "person", spellings: line.split(/[,،、;]/u).map((one) => one.trim()).filter((one) => one !== "") }));
    return namedIn([...knownNames(values, told.flatMap(recordsOf)), ...others, ...numbersIn(segments)], target);
  }

  function drawText(): void {
    // What was looked at is not what is there now.
    looked.checked = false;
    replace(saved);
    const known = names();
    const pieces = segments.map((segment) => hide(segment, known));
    const doubtful = [...new Set(pieces.flatMap((each) => suspects(each, known)))];
    replace(text, ...pieces.map((each) => el("li", { dir: "auto", lang: of.language }, ...each.flatMap((piece) => marked(piece, doubtful)))));
    doubts.hidden = doubtful.length === 0;
    replace(doubts, say("bdDoubts"), " ", ...doubtful.flatMap((word) => [button(el("bdi", {}, word), () => hideToo(word)), " "]));
  }

  function hideToo(word: string): void {
    more.value = `${more.value.trimEnd()}${more.value.trim() === "" ? "" : "\n"}${word}`;
    drawText();
    more.focus();
  }

  const make = (): Promise<void> =>
    attempt(async () => {
      // Who was revoked since the case was opened is given nothing.
      await renewRevocations(session);
      const to = translatorsOf(session).filter(({ id }) => chosen.has(id));
      if (to.length === 0 || !looked.checked) {
        status.textContent = say(to.length === 0 ? "bdNeedPerson" : "bdNeedLooked");
        return;
      }
      if (read.worked.to === undefined) {
        throw new Problem("notAllowed");
      }
      make_.disabled = true;
      try {
        const number = hex(crypto.getRandomValues(new Uint8Array(16)));
        const known = names();
        const shown = segments.map((segment) => hidden(segment, known));
        const sealed = await sealBundle({ number, from: session.me.id, language: of.language, into: target, segments: shown }, session.file.signingSeed, to.map(({ recipient }) => recipient));
        // First it is written down in the case who is given what: without that nobody could take the answer in.
        await addWork(session, read.served.case, read.worked.to, {
          kind: "bundle",
          about: of.about,
          number,
          of: sha256Hex(utf8(words)),
          lengths: segments.map(({ length }) => length),
          language: of.language,
          into: target,
          to: to.map(({ id }) => id),
          names: known,
        });
        replace(saved, el("a", { class: "button main", href: address(sealed, "application/octet-stream"), download: `${number.slice(0, 8)}.bundle.age` }, say("bdSave")), " ", button(say("bdDone"), done));
        status.textContent = say("bdMade");
        saved.querySelector("a")?.focus();
      } catch (e) {
        status.textContent = e instanceof Problem ? say(e.text) : "";
        throw e;
      } finally {
        make_.disabled = false;
      }
    });
  const make_ = button(say("bdSeal"), () => void make(), true);
  const person = ({ id, name }: Person): HTMLElement =>
    el("label", { class: "tick" }, el("input", { type: "checkbox", checked: chosen.has(id), change: (event) => void ((event.target as HTMLInputElement).checked ? chosen.add(id) : chosen.delete(id)) }), el("bdi", {}, name));
  drawText();
  return el(
    "div",
    { class: "translating bundle" },
    el("p", { class: "meta" }, say("bdWhat")),
    el("label", { class: "spoken" }, say("tlnInto"), language),
    el("fieldset", {}, el("legend", {}, say("bdWho")), ...people.map(person)),
    el("label", {}, say("bdMore"), el("span", { class: "meta" }, say("bdMoreWhat")), more),
    text,
    doubts,
    el("label", { class: "tick" }, looked, el("span", {}, say("bdLooked"))),
    el("div", { class: "bar tools" }, make_, button(say("bdCancel"), done)),
    status,
    saved,
  );
}

function marked({ text, hidden: was }: Piece, doubtful: readonly string[]): (Node | string)[] {
  if (was !== undefined) {
    return [el("mark", { class: "as", title: was }, text)];
  }
  return text.split(/([\p{L}\p{M}\p{N}'’·]+)/u).map((part) => (doubtful.includes(part) ? el("mark", { class: "doubt" }, part) : part));
}

type Given = WorkPiece & { readonly work: Extract<WorkPiece["work"], { kind: "bundle" }> };

const isGiven = (piece: WorkPiece): piece is Given => piece.work.kind === "bundle";

/** What was given to translators and has not come back, and a place to take answers in. @param added reads the case anew */
export function bundles(page: Page, read: Read, added: (to: About) => void): HTMLElement | false {
  const { say, tag, session, attempt } = page;
  const given = read.worked.pieces.filter(isGiven);
  const { to } = read.worked;
  if (given.length === 0 || to === undefined) {
    return false;
  }
  const status = el("p", { class: "meta", role: "status" });
  const input = el("input", { type: "file", accept: ".age", change: () => void take() });
  const take = (): Promise<void> =>
    attempt(async () => {
      const [file] = Array.from(input.files ?? []);
      input.value = "";
      if (file === undefined) {
        return;
      }
      try {
        const about = await takenIn(session, read, given, new Uint8Array(await file.arrayBuffer()));
        page.tell(undefined);
        added(about);
      } catch (e) {
        status.textContent = e instanceof Problem ? say(e.text) : "";
        throw e;
      }
    });
  const line = ({ by, at, work }: Given): HTMLElement =>
    el("li", {}, el("span", {}, fill(say("bdGiven"), { number: work.number.slice(0, 8), names: work.to.map((id) => nameOf(session, id)).join(", "), name: by.name, day: dateInWords(at.slice(0, 10), tag) ?? at })));
  return el(
    "section",
    { class: "compartment given", "aria-labelledby": "given" },
    el("h2", { id: "given", tabindex: "-1" }, say("bdTitle")),
    el("ul", { class: "lines" }, ...given.map(line)),
    el("p", {}, el("label", { class: "button" }, say("bdTake"), input)),
    status,
  );
}

/** Puts the names back and adds the translation, by whoever made it. @returns what it is about */
async function takenIn(session: Session, read: Read, given: readonly Given[], file: Uint8Array): Promise<About> {
  const answer = await openAnswer(file, session.file.identity, session.present).catch((e: unknown) => {
    throw e instanceof BundleRefused ? new Problem(e.reason === "not-for-you" ? "bdNotForYou" : "bdUnknown") : e;
  });
  const asked = given.find(({ work }) => work.number === answer.number);
  if (asked === undefined) {
    throw new Problem("bdOtherCase");
  }
  const { names, lengths, of, about, into, to: translators } = asked.work;
  const original = originalsIn(read).find((text) => sha256Hex(utf8(text)) === of);
  let at = 0;
  const segments = lengths.map((length) => original?.slice(at, (at += length)) ?? "");
  const same = answer.segments.length === segments.length && answer.segments.every((segment, i) => segment.of === hidden(segments[i]!, names));
  if (original === undefined || about === undefined || !same || answer.into !== into || !translators.includes(answer.by) || read.worked.to === undefined) {
    throw new Problem("bdUnknown");
  }
  const named = answer.segments.map(({ text }, i) => ({ of: segments[i]!, text: restore(text, names, into) }));
  await addInParts(session, read.served.case, read.worked.to, named, (some, part) => ({ kind: "translation", language: into, segments: some, about, from: answer.by, ...(part === undefined ? {} : { part }) }));
  return about;
}
