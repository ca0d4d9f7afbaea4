import { CASE } from "../crypto/panel.ts";
import { dateInWords } from "../record/dates.ts";
import { openFollowUps, type FollowUp } from "../record/follow-up.ts";
import { followLinks, type Followed } from "../record/links.ts";
import { openCase, wayBack, type OpenedCase, type ServedCase } from "../record/open-case.ts";
import { own } from "../record/questionnaires.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import { emptyDraft, type Draft } from "./draft.ts";
import { button, caseName, has, type Page } from "./page.ts";
import { reply } from "./reply.ts";
import type { Session } from "./session.ts";
import type { StringId } from "./strings.ts";
import { readWork, type Worked } from "./worked.ts";
import { compartments, testimony, type Reader } from "./testimony.ts";

/** A case with all that came later, opened and checked. */
export interface Read {
  readonly served: ServedCase;
  readonly opened: OpenedCase;
  readonly followed: Followed;
  readonly followUps: readonly FollowUp[];
  /** The letter that is being written: it stays when the page is drawn anew. */
  readonly draft: Draft;
  readonly worked: Worked;
}

export interface CaseActions {
  readonly leave: () => void;
  readonly putBack: () => void;
  readonly close: () => void;
  readonly newNumber: () => void;
}

export async function readCase(session: Session, served: ServedCase): Promise<Read> {
  const { file, directory } = session;
  const identities = [file.identity];
  const opened = await openCase(served, identities);
  const followed = followLinks(served.case, wayBack(opened), served.links ?? [], directory);
  const followUps = await openFollowUps(served.case, served.followUps ?? [], followed.authors, identities);
  return { served, opened, followed, followUps, draft: emptyDraft(), worked: await readWork(session, served, opened) };
}

export function caseView(page: Page, read: Read, lease: HTMLElement, does: CaseActions): HTMLElement[] {
  const { session, say, tag } = page;
  const { served, opened, followUps } = read;
  const reader: Reader = { tag, say, fetch: (file) => session.server.file(served.case, file), level: 2 };
  return [
    el(
      "div",
      { class: "bar case" },
      button(say("back"), does.leave),
      caseName(served.case),
      lease,
      el("span", { class: "space" }),
      has(session, "custodian", "second") && button(say("linkHere"), does.newNumber),
      button(say("release"), does.putBack),
      button(say("close"), does.close),
    ),
    page.status,
    ...changes(page, followUps),
    testimony(opened, reader),
    ...followUps.map((each, i) => followUp(page, each, { ...reader, level: 3 }, `follow-${i}`)),
    reply(page, read),
  ];
}

/** What the family agrees to now stands before everything that it agreed to earlier. */
function changes({ say, tag }: Page, followUps: readonly FollowUp[]): HTMLElement[] {
  const changed = followUps.flatMap((each, i) => (each.from === "family" && each.agreesAnew ? [{ day: each.day, anchor: `follow-${i}` }] : []));
  return changed.map(({ day, anchor }) =>
    el(
      "p",
      { class: "check note changed", role: "note" },
      el("a", { href: `#${anchor}`, click: (event) => jump(event, anchor) }, fill(say("agreementChanged"), { day: dateInWords(day, tag) ?? day })),
    ),
  );
}

/** The address keeps the language behind its `#`. */
function jump(event: Event, anchor: string): void {
  event.preventDefault();
  document.getElementById(anchor)?.focus();
}

const headings: Readonly<Record<string, StringId>> = { news: "followNews", answer: "followAnswer", agreement: "followAgreement" };

function followUp({ say, tag }: Page, { opened, from, questionnaire, day }: FollowUp, reader: Reader, id: string): HTMLElement {
  const heading = (text: StringId): HTMLElement => el("h2", { id, tabindex: "-1" }, fill(say(text), { day: dateInWords(day, tag) ?? day }));
  const looks = { family: "follow", sealed: "follow closed", statement: "follow other", author: "follow other" }[from];
  const section = (...children: Child[]): HTMLElement => el("section", { class: looks, "aria-labelledby": id }, ...children);
  switch (from) {
    case "family":
      return section(heading(own(headings, questionnaire) ?? "followMore"), testimony(opened, reader));
    case "sealed":
      return section(heading("followHidden"), el("p", { class: "sealed" }, say("followSealed")));
    case "statement":
    case "author":
      return section(
        heading("followForeign"),
        el("p", { class: "check bad", role: "alert" }, say(from === "author" ? "followByAnother" : "followAltered")),
        // Whoever must find out what happened can read it; nobody takes it for the family's words by chance.
        opened.compartments.some(({ name, key }) => name === CASE && key === "open") && el("details", {}, el("summary", {}, say("followShow")), ...compartments(opened, reader)),
      );
  }
}
