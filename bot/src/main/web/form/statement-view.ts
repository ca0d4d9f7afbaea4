import { dateInWords } from "../record/dates.ts";
import { el } from "../shared/dom.ts";
import type { FormData } from "./data.ts";
import { printPaper } from "./plain-paper.ts";
import { Say } from "./say.ts";
import { download, heading, paragraphs, type Screens } from "./screens.ts";
import type { Statement } from "./statement.ts";

/** Whoever forces a family to take something back must be able to read that it did; that may be anybody. */
const FOR_OTHERS = ["zh-Hans", "ru", "en"];

/** A plain page to show, to print or to save, first in the family's own language. Its words are the same whatever the wish was. */
export function showStatement(screens: Screens, data: FormData, statement: Extract<Statement, { state: "good" }>, back: () => void): void {
  const { say } = screens;
  const tags = [say.language, ...FOR_OTHERS.filter((tag) => tag !== say.language && data.languages.some((known) => known.tag === tag))];
  screens.showToPrint(
    heading(say.text("statement.heading")),
    el("section", { class: "paper" }, ...tags.map((tag) => inLanguage(data, tag, statement))),
    ...paragraphs(say.text("statement.why")),
    screens.button("statement.print", printPaper),
    download(new Blob([statement.file], { type: "application/json" }), "statement.json", say.text("statement.save")),
    screens.labelled(say.shared("button.back"), back, "main"),
  );
}

function inLanguage(data: FormData, tag: string, { organisation, day }: Extract<Statement, { state: "good" }>): HTMLElement {
  const say = new Say(data, tag);
  const rightToLeft = data.languages.find((known) => known.tag === tag)?.rightToLeft === true;
  return el(
    "div",
    { class: "statement", lang: tag, dir: rightToLeft ? "rtl" : "ltr" },
    el("p", {}, el("bdi", {}, organisation)),
    el("p", {}, say.fill("statement.text", { day: dateInWords(day, tag) ?? day })),
  );
}
