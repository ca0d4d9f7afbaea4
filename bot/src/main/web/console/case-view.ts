import { fieldsOf, foundIn, toldBy } from "../record/fields.ts";
import { openFollowUps, type FollowUp } from "../record/follow-up.ts";
import { followLinks, type Followed } from "../record/links.ts";
import { openCase, wayBack, type OpenedCase, type ServedCase } from "../record/open-case.ts";
import { wasEnded } from "../record/verdict.ts";
import { timelineOf } from "../record/timeline.ts";
import { wordsOf } from "../record/transcript.ts";
import type { About } from "../record/work.ts";
import { transcriptsOf } from "../record/written.ts";
import { el } from "../shared/dom.ts";
import { careOf, jumpLink, type BreakLine } from "./care.ts";
import { emptyDraft, type Draft } from "./draft.ts";
import { findings } from "./found-view.ts";
import { Keeper } from "./kept.ts";
import { fieldsView } from "./fields-view.ts";
import { button, caseName, has, type Page } from "./page.ts";
import { mustNotSee } from "./reseal-view.ts";
import type { Session } from "./session.ts";
import { recordAnchor, type Reader } from "./testimony.ts";
import { testimonyColumn } from "./testimony-column.ts";
import { timelineView } from "./timeline-view.ts";
import type { Beside } from "./beside.ts";
import { adding, transcripts as transcriptsBeside } from "./transcripts-view.ts";
import type { Transcripts } from "./transcript.ts";
import type { TranslationDrafts } from "./translation-draft.ts";
import { translations } from "./translation-view.ts";
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
  /** So do transcripts and translations. */
  readonly transcripts: Transcripts;
  readonly translations: TranslationDrafts;
}

export interface CaseActions extends WorkActions {
  readonly leave: () => void;
  readonly putBack: () => void;
  readonly close: () => void;
  readonly newNumber: () => void;
  readonly pause: () => void;
  readonly mustNotSee: () => void;
}

/** @param before as it was read last: what nobody has changed since is not opened again, which takes a second for each fifty records */
export async function readCase(session: Session, served: ServedCase, before?: Read): Promise<Read> {
  const testimony = before !== undefined && testimonyOf(before.served) === testimonyOf(served) ? before : await openTestimony(session, served);
  const { opened, followed, followUps } = testimony;
  const worked = await readWork(session, served, opened);
  return { served, opened, followed, followUps, worked, keeper: new Keeper(session, served.case), draft: emptyDraft(), transcripts: new Map(), translations: new Map() };
}

async function openTestimony({ file, directory }: Session, served: ServedCase): Promise<Pick<Read, "opened" | "followed" | "followUps">> {
  const identities = [file.identity];
  const opened = await openCase(served, identities);
  const followed = followLinks(served.case, wayBack(opened), served.links ?? [], directory);
  const followUps = await openFollowUps(served.case, served.followUps ?? [], followed.authors, identities);
  return { opened, followed, followUps };
}

/** All that the family sent, and its links. */
const testimonyOf = ({ case: id, keys, recipients, records, links = [], followUps = [] }: ServedCase): string => JSON.stringify([id, keys, recipients, records, links, followUps]);

/** Three columns, which are one on a telephone: what was told, what is taken from it, and the work. */
export function caseView(page: Page, read: Read, lease: HTMLElement, passOn: HTMLElement, rest: BreakLine, does: CaseActions): HTMLElement[] {
  const { session, say, tag } = page;
  const { served, opened, followUps, transcripts } = read;
  const care = careOf(session);
  const reader: Reader = { tag, say, fetch: (file) => session.server.file(served.case, file), transcripts, beside: besideOf(page, read, does), care, level: 2 };
  const told = toldBy(opened, followUps);
  const found = foundIn(served.case, read.worked.pieces);
  const finding = findings(page, read, told, () => does.again("part-fields"));
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
        button(say("pause"), does.pause),
        button(say("release"), does.putBack),
        mustNotSee(page, does.mustNotSee),
        wasEnded(read.worked.verdicts) && button(say("putAway"), does.close),
      ),
      page.status,
      passOn,
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
        el("div", { class: "column" }, fieldsView([...fieldsOf(told), ...found], { tag, say, care, today: session.server.today(), ...finding }), timelineView(timelineOf(told, found), { tag, say })),
        workColumn(page, read, told, does),
      ),
    ),
  ];
}

function besideOf(page: Page, read: Read, { again }: CaseActions): Beside {
  const back = ({ case: id, seq }: About) => (): void => again(recordAnchor(id, seq));
  return {
    transcripts: (of, playFrom) => {
      const written = transcriptsBeside(page, read, of, playFrom);
      const last = transcriptsOf(read.worked.pieces, of.about)[0];
      return last === undefined ? written : [...written, ...translations(page, read, { ...of, language: last.language }, wordsOf(last.lines), back(of.about))];
    },
    adding: (of, field) => adding(page, read, of, field, back(of.about)),
    translations: (of, words) => translations(page, read, of, words, back(of.about)),
  };
}
