import { el } from "../shared/dom.ts";
import type { Read } from "./case-view.ts";
import type { Page } from "./page.ts";
import { reply } from "./reply.ts";

/** What a volunteer does with a case, beside what was told. */
export function workColumn(page: Page, read: Read): HTMLElement {
  const { say } = page;
  return el("section", { class: "column", id: "part-work", tabindex: "-1", "aria-label": say("partWork") }, reply(page, read), el("p", { class: "quiet" }, say("rest")));
}
