import { fieldsOf, toldBy } from "../record/fields.ts";
import { openFollowUps, type FollowUp } from "../record/follow-up.ts";
import { followLinks, type Followed } from "../record/links.ts";
import { openCase, wayBack, type OpenedCase, type ServedCase } from "../record/open-case.ts";
import { wasEnded } from "../record/verdict.ts";
import { timelineOf } from "../record/timeline.ts";
import { el } from "../shared/dom.ts";
import { careOf, jumpLink, type BreakLine } from "./care.ts";
import { emptyDraft, type Draft } from "./draft.ts";
import { Keeper } from "./kept.ts";
import { fieldsView } from "./fields-view.ts";
import { button, caseName, has, type Page } from "./page.ts";
import { mustNotSee } from "./reseal-view.ts";
import type { Session } from "./session.ts";
import type { Reader } from "./testimony.ts";
import { testimonyColumn } from "./testimony-column.ts";
import { timelineView } from "./timeline-view.ts";
import type { Transcripts } from "./transcript.ts";
import { workColumn, type WorkActions } from "./work-view.ts";
import { readWork, type Worked } from "./worked.ts";

/** A case with all that came later, opened and checked. */
export interface Read {
  readonly served: ServedCase;
  readonly opened: OpenedCase;
  readonly followed: Followed;
  readonly followUps: readonly FollowUp[];
  /** The letter that is being written: it stays when the page is drawn anew. */
  readonly draft: Draft;
  readonly worked: Worked;
  readonly keeper: Keeper;
  /** So do transcripts. */
  readonly transcripts: Transcripts;
}

export interface CaseActions extends WorkActions {
  readonly leave: () => void;
  readonly putBack: () => void;
  readonly close: () => void;
  readonly newNumber: () => void;
  readonly mustNotSee: () => void;
}

export async function readCase(session: Session, served: ServedCase): Promise<Read> {
  const { file, directory } = session;
  const identities = [file.identity];
  const opened = await openCase(served, identities);
  const followed = followLinks(served.case, wayBack(opened), served.links ?? [], directory);
  const followUps = await openFollowUps(served.case, served.followUps ?? [], followed.authors, identities);
  const worked = await readWork(session, served, opened);
  return { served, opened, followed, followUps, worked, keeper: new Keeper(session, served.case), draft: emptyDraft(), transcripts: new Map() };
}

/** Three columns, which are one on a telephone: what was told, what is taken from it, and the work. */
export function caseView(page: Page, read: Read, lease: HTMLElement, rest: BreakLine, does: CaseActions): HTMLElement[] {
  const { session, say, tag } = page;
  const { served, opened, followUps, transcripts } = read;
  const care = careOf(session);
  const reader: Reader = { tag, say, fetch: (file) => session.server.file(served.case, file), transcripts, care, level: 2 };
  const told = toldBy(opened, followUps);
  rest.draw();
  return [
    el(
      "div",
      { class: "case-page" },
      el(
        "div",
        { class: "bar case" },
        button(say("back"), does.leave),
        caseName(served.case),
        lease,
        el("span", { class: "space" }),
        has(session, "custodian", "second") && button(say("linkHere"), does.newNumber),
        button(say("release"), does.putBack),
        mustNotSee(page, does.mustNotSee),
        wasEnded(read.worked.verdicts) && button(say("putAway"), does.close),
      ),
      page.status,
      rest.element,
      el(
        "nav",
        { class: "parts", "aria-label": say("partsOfCase") },
        jumpLink("part-testimony", say("c_case")),
        jumpLink("part-fields", say("partFields")),
        jumpLink("part-years", say("partYears")),
        jumpLink("part-work", say("partWork")),
      ),
      el(
        "div",
        { class: "columns" },
        testimonyColumn(page, read, reader),
        el("div", { class: "column" }, fieldsView(fieldsOf(told), { tag, say, care, today: session.server.today() }), timelineView(timelineOf(told), { tag, say })),
        workColumn(page, read, does),
      ),
    ),
  ];
}
