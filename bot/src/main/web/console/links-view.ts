import { base64, sha256Hex, utf8 } from "../crypto/bytes.ts";
import { sign } from "../crypto/signature.ts";
import { completed, hashPrefix, words as sevenWords, wordsTyped } from "../crypto/words.ts";
import { linkStatement, readLinkRequest, type LinkRequest } from "../record/links.ts";
import { el, replace, type Child } from "../shared/dom.ts";
import { button, caseMark, type Page } from "./page.ts";
import { Problem, type Signing } from "./server.ts";

/** A new number for a family, before it is signed. What was typed stays when the page is drawn anew. */
export interface NewNumber {
  caseId: string | undefined;
  mark: string;
  typed: string;
  /** What somebody else has signed: only this request will do. */
  readonly expected: string | undefined;
  /** Compared with the seven words, all of it. */
  compared: { readonly hash: string; readonly request: LinkRequest } | undefined;
  /** Whether both have signed; undefined while nobody here has. */
  complete: boolean | undefined;
}

export const newNumber = (caseId: string | undefined, signing: Signing | undefined): NewNumber => ({
  caseId: signing?.case ?? caseId,
  mark: "",
  typed: "",
  expected: signing?.request_hash,
  compared: undefined,
  complete: undefined,
});

const MARK_DIGITS = 12;

/** `docs/record-format.md`, step 24: nobody signs what was not typed here from the family's own screen. */
export function linksView(page: Page, state: NewNumber, again: () => void, leave: () => void): HTMLElement[] {
  const { say } = page;
  const { caseId } = state;
  return [
    el("div", { class: "bar case" }, button(say("back"), leave), caseId !== undefined && caseMark(caseId)),
    page.status,
    el("h2", {}, say("linkTitle")),
    el("p", {}, say("linkWhat")),
    ...(caseId === undefined ? [whichCase(page, state, again)] : state.complete !== undefined ? [signed(page, state.complete)] : [whichWords(page, state, again), ...comparedWith(page, state, caseId, again)]),
  ];
}

function whichCase({ session, say, attempt, tell }: Page, state: NewNumber, again: () => void): HTMLElement {
  const input = el("input", {
    id: "mark",
    dir: "ltr",
    lang: "en",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    placeholder: "0000 0000 0000",
    "aria-describedby": "mark-help",
    input: () => (state.mark = input.value),
  });
  input.value = state.mark;
  const several = el("div", { class: "bar" });
  const choose = (id: string): void => {
    state.caseId = id;
    tell(undefined);
    again();
  };
  const find = (event: Event): void => {
    event.preventDefault();
    void attempt(async () => {
      const mark = input.value.replace(/[\s-]/g, "").toLowerCase();
      if (!/^[0-9a-f]{12,32}$/.test(mark)) {
        throw new Problem("linkMarkForm");
      }
      const [only, ...others] = (await session.server.marked(mark)).filter((id) => id.startsWith(mark.slice(0, MARK_DIGITS)));
      if (only === undefined) {
        throw new Problem("linkNoCase");
      }
      if (others.length === 0) {
        choose(only);
        return;
      }
      replace(several, ...[only, ...others].map((id) => el("button", { type: "button", lang: "en", click: () => choose(id) }, id)));
    });
  };
  return el(
    "form",
    { class: "sheet", novalidate: true, submit: find },
    el("label", { for: "mark" }, say("linkMark")),
    el("p", { id: "mark-help" }, say("linkMarkWhere")),
    input,
    el("div", { class: "bar" }, el("button", { type: "submit", class: "main" }, say("linkFind"))),
    several,
  );
}

function whichWords({ session, say, attempt, tell }: Page, state: NewNumber, again: () => void): HTMLElement {
  const shown = el("ol", { class: "words-typed", lang: "en", dir: "ltr" });
  const input = el("input", {
    id: "words",
    dir: "ltr",
    lang: "en",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": "words-help",
    input: () => {
      state.typed = input.value;
      const before = state.compared;
      state.compared = undefined;
      drawWords();
      if (before !== undefined) {
        again();
        document.getElementById("words")?.focus();
      }
    },
  });
  input.value = state.typed;
  const drawWords = (): void =>
    replace(shown, ...wordsTyped(input.value).map((word) => el("li", { class: completed(word) === undefined ? "unknown" : undefined }, completed(word) ?? `${word} ?`)));
  drawWords();
  const compare = (event: Event): void => {
    event.preventDefault();
    void attempt(async () => {
      const typed = wordsTyped(input.value).map((word) => completed(word) ?? word);
      const prefix = hashPrefix(typed);
      if (prefix === undefined) {
        throw new Problem("linkWordsForm");
      }
      state.compared = await found(prefix, typed);
      tell(undefined);
      again();
      document.getElementById("compared")?.focus();
    });
  };
  const found = async (prefix: string, typed: readonly string[]): Promise<NonNullable<NewNumber["compared"]>> => {
    const { hash, request: text } = await session.server.linkRequest(prefix).catch((e: unknown) => {
      throw e instanceof Problem && e.text === "gone" ? new Problem("linkNoRequest") : e;
    });
    const request = readLinkRequest(text);
    if (request === undefined || sha256Hex(utf8(text)) !== hash || sevenWords(utf8(text)).join(" ") !== typed.join(" ")) {
      throw new Problem("linkAnother");
    }
    if (state.expected !== undefined && state.expected !== hash) {
      throw new Problem("linkNotTheSigned");
    }
    return { hash, request };
  };
  return el(
    "form",
    { class: "sheet", novalidate: true, submit: compare },
    el("label", { for: "words" }, say("linkWords")),
    el("p", { id: "words-help" }, say("linkWordsWhere")),
    input,
    shown,
    el("div", { class: "bar" }, el("button", { type: "submit", class: "main" }, say("linkCompare"))),
  );
}

function comparedWith({ session, say, attempt, tell }: Page, state: NewNumber, caseId: string, again: () => void): HTMLElement[] {
  const { compared } = state;
  if (compared === undefined) {
    return [];
  }
  const sure = el("input", { id: "sure", type: "checkbox", change: () => (signButton.disabled = !sure.checked) });
  const signIt = (): Promise<void> =>
    attempt(async () => {
      const statement = linkStatement(caseId, compared.request);
      const signature = base64(sign(session.file.signingSeed, "link", utf8(statement)));
      state.complete = await session.log.with({ act: "link", case: caseId, sha256: compared.hash }, (entry) =>
        session.server.signLink(caseId, compared.hash, signature, entry),
      );
      tell(undefined);
      again();
    });
  const signButton = el("button", { type: "button", class: "main", disabled: true, click: () => void signIt() }, say("linkSign"));
  const paragraphs: Child[] = [
    el("h3", { id: "compared", tabindex: "-1" }, "✓ ", say("linkAgrees")),
    el("p", {}, say("linkForCase"), " ", caseMark(caseId)),
    el("p", { class: "check note" }, say("linkVerify")),
    el("label", { class: "tick", for: "sure" }, sure, el("span", {}, say("linkSure"))),
    el("div", { class: "bar" }, signButton),
  ];
  return [el("section", { class: "sheet", "aria-labelledby": "compared" }, ...paragraphs)];
}

const signed = ({ say }: Page, complete: boolean): HTMLElement =>
  el("p", { class: complete ? "check good" : "check note", role: "status" }, say(complete ? "linkDone" : "linkHalf"));
