import type { OpenedCase } from "../record/open-case.ts";
import { el } from "../shared/dom.ts";
import { agreementsView } from "./agreements-view.ts";
import { bundles } from "./bundle-view.ts";
import type { Read } from "./case-view.ts";
import { notesView } from "./notes-view.ts";
import { button, type Page } from "./page.ts";
import { reply } from "./reply.ts";
import { sameView } from "./same-view.ts";
import { recordAnchor } from "./testimony.ts";
import { todo } from "./transcripts-view.ts";
import { verdictView } from "./verdict-view.ts";

export interface WorkActions {
  /** Something was added: the case is read anew. @param to the id of the element where the reader was */
  readonly again: (to?: string) => void;
  /** A verdict was signed. @param closed whether that ended the case */
  readonly found: (closed: boolean) => void;
  /** What was begun on an earlier visit is not wanted. */
  readonly drop: () => void;
}

/** What a volunteer does with a case, beside what was told. */
export function workColumn(page: Page, read: Read, told: readonly OpenedCase[], does: WorkActions): HTMLElement {
  const { say } = page;
  const { found } = read.keeper;
  return el(
    "section",
    { class: "column", id: "part-work", tabindex: "-1", "aria-label": say("partWork") },
    found !== undefined && el("p", { class: "check note" }, say("keptOffer"), found.files > 0 && ` ${say("keptFiles")}`, " ", button(say("keptDrop"), does.drop)),
    agreementsView(page, read, told, () => does.again("agreements")),
    todo(page, read, told),
    bundles(page, read, ({ case: id, seq }) => does.again(recordAnchor(id, seq))),
    verdictView(page, read, does.found),
    sameView(page, read, () => does.again()),
    notesView(page, read, () => does.again()),
    reply(page, read),
    el("p", { class: "quiet" }, say("rest")),
  );
}
