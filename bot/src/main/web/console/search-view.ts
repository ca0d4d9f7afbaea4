import { questionnaire } from "../record/questionnaires.ts";
import type { SearchIndex, Text } from "../record/search.ts";
import type { Where } from "../record/search-texts.ts";
import { el, fill, replace, type Child } from "../shared/dom.ts";
import { ask, button, caseMark, type Page } from "./page.ts";
import type { StringId } from "./strings.ts";

const MOST_CASES = 50;
const MOST_TEXTS = 5;
const LONGEST = 220;

export interface SearchActions {
  readonly leave: () => void;
  readonly take: (id: string) => void;
  /** Cases that are free or mine and were not opened yet. */
  readonly unread: () => readonly string[];
  /** Opens them one after another. @param progress is told how many were opened; false to stop */
  readonly openAll: (ids: readonly string[], progress: (done: number) => boolean) => Promise<void>;
}

const inWork: Readonly<Record<Extract<Where, { kind: "work" }>["work"], StringId>> = { note: "inNote", field: "inField", checklist: "inChecklist", transcript: "inTranscript", translation: "inTranslation", same: "sameTitle", match: "sameTitle", bundle: "bdBegin", aid: "needsTitle", agreement: "agTitle", agreement_over: "agTitle" };

/** What was typed stays while the page is open. */
export interface SearchState {
  query: string;
}

/** Over what this volunteer has opened, in this page's memory alone. */
export function searchView(page: Page, index: SearchIndex<Where>, state: SearchState, does: SearchActions): HTMLElement[] {
  const { say, attempt, tell } = page;
  const results = el("div", { class: "results" });
  const count = el("p", { class: "quiet", role: "status", "aria-live": "polite" });
  const field = el("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false", dir: "auto", value: state.query, input: () => again() });
  const stop = button(say("searchStop"), () => (going = false));
  const openAll = button(say("searchOpenAll"), () => {
    const ids = does.unread();
    if (ids.length === 0) {
      return tell("searchAllOpen");
    }
    ask(say("searchOpenAsk").replace("{n}", String(ids.length)), say("searchOpenYes"), say("no"), () => void attempt(() => run(ids)));
  });
  let going = false;
  const run = async (ids: readonly string[]): Promise<void> => {
    going = true;
    replace(tools, stop);
    try {
      await does.openAll(ids, (done) => {
        count.textContent = say("searchOpened").replace("{n}", `${done} / ${ids.length}`);
        return going;
      });
    } finally {
      replace(tools, openAll);
      again();
    }
  };
  const tools = el("div", { class: "bar" }, openAll);
  again();
  return [
    el("div", { class: "bar" }, button(say("back"), does.leave), el("h2", {}, say("searchTitle"))),
    page.status,
    el("p", { class: "quiet" }, say("searchWhat")),
    el("label", { for: "search" }, say("searchField"), field),
    tools,
    count,
    results,
  ];

  function again(): void {
    state.query = field.value;
    const hits = index.search(state.query);
    count.textContent = state.query.trim() === "" ? say("searchOver").replace("{n}", String(index.size)) : say("searchFound").replace("{n}", String(hits.length));
    replace(results, ...hits.slice(0, MOST_CASES).map(hitOf));
  }

  function hitOf({ case: id, found }: { readonly case: string; readonly found: readonly Text<Where>[] }): HTMLElement {
    return el(
      "article",
      { class: "sheet hit" },
      el("div", { class: "bar" }, caseMark(id), el("button", { type: "button", "data-case": id, "aria-label": `${say("open")} ${id.slice(0, 12)}`, click: () => does.take(id) }, say("open"))),
      el("ul", { class: "lines" }, ...found.slice(0, MOST_TEXTS).map((text) => el("li", {}, el("span", { class: "quiet" }, whereOf(text.where)), shown(text)))),
      found.length > MOST_TEXTS && el("p", { class: "quiet" }, fill(say("searchMore"), { n: found.length - MOST_TEXTS })),
    );
  }

  function whereOf(where: Where): Child {
    if (where.kind === "work") {
      return say(inWork[where.work]);
    }
    const asked = questionnaire(where.version)?.questions.find(({ id }) => id === where.question);
    return asked?.text[page.tag] ?? el("bdi", { lang: "en" }, where.question);
  }

  /** What is hard to read is not on the screen before somebody asks for it. */
  function shown({ where, text }: Text<Where>): HTMLElement {
    const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    const words = el("span", { class: "words", dir: "auto" }, short);
    return where.kind === "answer" && where.hard ? el("details", {}, el("summary", {}, say("searchHard")), words) : words;
  }
}

