import { dateInWords } from "../record/dates.ts";
import { language as named } from "../record/languages.ts";
import { segmentsOf } from "../record/segments.ts";
import { termsIn } from "../record/terms.ts";
import type { Segment } from "../record/work.ts";
import { signersOf, translationsOf, type Translation } from "../record/written.ts";
import { el, fill, replace, type Child } from "../shared/dom.ts";
import type { Source } from "./beside.ts";
import type { Read } from "./case-view.ts";
import { bundleMaker, translatorsOf } from "./bundle-view.ts";
import { ask, button, nameOf, type Page } from "./page.ts";
import { Problem } from "./server.ts";
import type { StringId } from "./strings.ts";
import { draftKey, type TranslationDraft } from "./translation-draft.ts";
import { mayBeAdded } from "./transcripts-view.ts";
import { addInParts } from "./worked.ts";

/** Into which is translated: those of whoever is written to, and Kazakh in both scripts. */
export const INTO = ["en", "zh-Hans", "ru", "kk-Cyrl", "kk-Arab"] as const;

const nameOfLanguage = (tag: string): string => named(tag)?.name ?? tag;

/** Translations of some words, the last of each language first, and a place to write one. @param added reads the case anew */
export function translations(page: Page, read: Read, of: Source, words: string, added: () => void): HTMLElement[] {
  const { say } = page;
  const may = read.worked.to !== undefined && mayBeAdded(of);
  const all = translationsOf(read.worked.pieces, of.about);
  const into = [...new Set(all.map(({ language }) => language))];
  if (!may && all.length === 0) {
    return [];
  }
  const place = el("div", { class: "translations" });
  let giving = false;
  const key = draftKey(of.about);
  const offered = [...INTO.filter((tag) => !into.includes(tag)), ...INTO.filter((tag) => into.includes(tag))].filter((tag) => tag !== of.language);
  draw();
  return [place];

  function draw(): void {
    const draft = read.translations.get(key);
    replace(
      place,
      ...into.map((tag) => ofLanguage(all.filter(({ language }) => language === tag))),
      may && draft === undefined && !giving && el("p", { class: "bar begin" }, button(say("tlnBegin"), () => begin({ about: of.about, language: offered[0] ?? "en", segments: fresh() })), translatorsOf(page.session).length > 0 && button(say("bdBegin"), give)),
      giving && bundleMaker(page, read, of, words, offered, nameOfLanguage, added),
      draft !== undefined && editor(page, read, of, draft, { added, dropped: drop }),
    );
  }

  function give(): void {
    giving = true;
    draw();
    place.querySelector<HTMLElement>("select")?.focus();
  }

  function fresh(): Segment[] {
    return segmentsOf(words, of.language).map((segment) => ({ of: segment, text: "" }));
  }

  function begin(draft: TranslationDraft): void {
    read.translations.set(key, draft);
    draw();
    place.querySelector<HTMLElement>(".segments textarea")?.focus();
  }

  function drop(): void {
    read.translations.delete(key);
    draw();
    place.querySelector<HTMLElement>("button")?.focus();
  }

  function ofLanguage(mine: readonly Translation[]): HTMLElement {
    const [last, ...earlier] = mine as readonly [Translation, ...Translation[]];
    const { translator, reader } = signersOf(last, mine);
    const second = translator !== page.session.me.id;
    const again = (): void => begin({ about: of.about, language: last.language, segments: last.segments.map((segment) => ({ ...segment })), ...(second ? { reads: last.mark } : {}) });
    return el(
      "section",
      { class: "written translation", "aria-label": nameOfLanguage(last.language) },
      heading(page, last, mine),
      last.segments.map((segment) => segment.of).join("") !== words && el("p", { class: "check note" }, say("tlnOther")),
      ...text(last),
      reader === undefined && el("p", { class: "meta" }, say("tlnOnce")),
      may && !read.translations.has(key) && el("p", {}, button(say(second && reader === undefined ? "tlnRead" : "tlnChange"), again)),
      earlier.length > 0 && el("details", { class: "earlier" }, el("summary", {}, fill(say("trEarlier"), { n: earlier.length })), ...earlier.flatMap((each) => [heading(page, each, mine), ...text(each)])),
    );
  }

  function text({ segments, language, missing }: Translation): Child[] {
    const whole = segments.map((segment) => segment.text.trim() + (/\s+$/u.exec(segment.of)?.[0] ?? (language === "zh-Hans" ? "" : " "))).join("");
    return [
      missing > 0 && el("p", { class: "check note" }, fill(say("trMissing"), { n: missing })),
      el("p", { class: "words", dir: "auto", lang: language }, whole.trim()),
      el("details", {}, el("summary", {}, say("tlnBeside")), el("ol", { class: "segments" }, ...segments.map((segment) => el("li", {}, original(segment, of.language), el("p", { class: "words", dir: "auto", lang: language }, segment.text))))),
    ];
  }
}

const original = (segment: Segment, language: string): HTMLElement => el("p", { class: "words of", dir: "auto", lang: language }, segment.of.trim());

function heading({ say, tag, session }: Page, one: Translation, all: readonly Translation[]): HTMLElement {
  const { translator, reader } = signersOf(one, all);
  const said: StringId = one.from !== undefined ? "tlnByTaken" : reader === undefined ? "tlnBy" : "tlnByRead";
  const values = { translator: nameOf(session, translator), reader: reader === undefined ? "" : nameOf(session, reader), name: one.by.name, day: dateInWords(one.at.slice(0, 10), tag) ?? one.at, language: nameOfLanguage(one.language) };
  return el("p", { class: "meta" }, fill(say(said), values));
}

interface Ends {
  readonly added: () => void;
  readonly dropped: () => void;
}

/** The original and beside it a field, segment by segment. */
function editor(page: Page, read: Read, of: Source, draft: TranslationDraft, { added, dropped }: Ends): HTMLElement {
  const { say, session, attempt } = page;
  const { to } = read.worked;
  const status = el("p", { class: "meta", role: "status" });
  const list = el("ol", { class: "segments" });
  const into = el(
    "select",
    {
      disabled: draft.reads !== undefined,
      change: () => {
        draft.language = into.value;
        drawSegments();
      },
    },
    ...INTO.filter((tag) => tag !== of.language).map((tag) => el("option", { value: tag, lang: tag, selected: tag === draft.language }, nameOfLanguage(tag))),
  );
  const drawSegments = (): void => replace(list, ...segmentFields(page, draft.segments, of.language, draft.language));
  drawSegments();
  const add = (): Promise<void> =>
    attempt(async () => {
      const empty = draft.segments.findIndex(({ text }) => text.trim() === "");
      if (empty >= 0) {
        status.textContent = say("tlnEmpty");
        list.querySelectorAll("textarea")[empty]?.focus();
        return;
      }
      if (to === undefined) {
        throw new Problem("notAllowed");
      }
      button_.disabled = true;
      try {
        const { language, reads, about, segments } = draft;
        await addInParts(session, read.served.case, to, segments, (some, part) => ({ kind: "translation", language, segments: some, about, ...(reads === undefined ? {} : { reads }), ...(part === undefined ? {} : { part }) }));
        read.translations.delete(draftKey(about));
        added();
      } catch (e) {
        status.textContent = e instanceof Problem ? say(e.text) : "";
        throw e;
      } finally {
        button_.disabled = false;
      }
    });
  const button_ = button(say(draft.reads === undefined ? "tlnAdd" : "tlnSign"), () => void add(), true);
  const putAside = (): void => (draft.segments.every(({ text }) => text.trim() === "") ? dropped() : ask(say("tlnDropAsk"), say("keptDrop"), say("no"), dropped));
  return el(
    "div",
    { class: "translating" },
    el("label", { class: "spoken" }, say("tlnInto"), into),
    draft.reads !== undefined && el("p", { class: "meta" }, say("tlnReadWhat")),
    list,
    el("p", { class: "meta" }, say("tlnMachine")),
    el("div", { class: "bar tools" }, button_, button(say("keptDrop"), putAside)),
    el("p", { class: "meta" }, say("trKept")),
    status,
  );
}

/** A field for each segment, and the words of the glossary that stand in it. @param segments are written into */
export function segmentFields({ say }: Pick<Page, "say">, segments: Segment[], from: string, to: string): HTMLElement[] {
  return segments.map((segment, i) => {
    const field = el("textarea", {
      rows: Math.min(8, 1 + Math.ceil(segment.of.length / 34)),
      dir: "auto",
      lang: to,
      "aria-label": fill(say("tlnSegment"), { n: i + 1, of: segments.length }).textContent ?? "",
      input: () => (segments[i] = { ...segments[i]!, text: field.value }),
    });
    field.value = segment.text;
    const insert = (word: string): void => {
      const { selectionStart, selectionEnd, value } = field;
      const space = to === "zh-Hans" || selectionStart === 0 || /\s$/u.test(value.slice(0, selectionStart)) ? "" : " ";
      field.setRangeText(space + word, selectionStart, selectionEnd, "end");
      field.dispatchEvent(new Event("input"));
      field.focus();
    };
    const terms = termsIn(segment.of, from, to);
    return el(
      "li",
      {},
      original(segment, from),
      el(
        "div",
        {},
        field,
        terms.length > 0 &&
          el(
            "p",
            { class: "terms" },
            ...terms.map(({ word, into }) => el("button", { type: "button", dir: "ltr", title: word, click: () => insert(into) }, el("bdi", { lang: from }, word), " → ", el("bdi", { lang: to }, into))),
          ),
      ),
    );
  });
}
