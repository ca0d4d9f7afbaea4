import { CASE } from "../crypto/panel.ts";
import { dateInWords } from "../record/dates.ts";
import type { FollowUp } from "../record/follow-up.ts";
import { own } from "../record/questionnaires.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import { jumpLink } from "./care.ts";
import type { Read } from "./case-view.ts";
import type { Page } from "./page.ts";
import type { StringId } from "./strings.ts";
import { compartments, testimony, type Reader } from "./testimony.ts";

/** What the family told, and all that followed it. */
export const testimonyColumn = (page: Page, { opened, followUps }: Read, reader: Reader): HTMLElement =>
  el(
    "section",
    { class: "column", id: "part-testimony", tabindex: "-1", "aria-label": page.say("c_case") },
    ...changes(page, followUps),
    testimony(opened, reader),
    ...followUps.map((each, i) => followUp(page, each, { ...reader, level: 3 }, `follow-${i}`)),
  );

/** What the family agrees to now stands before everything that it agreed to earlier. */
function changes({ say, tag }: Page, followUps: readonly FollowUp[]): HTMLElement[] {
  const changed = followUps.flatMap((each, i) => (each.from === "family" && each.agreesAnew ? [{ day: each.day, anchor: `follow-${i}` }] : []));
  return changed.map(({ day, anchor }) =>
    el("p", { class: "check note changed", role: "note" }, jumpLink(anchor, fill(say("agreementChanged"), { day: dateInWords(day, tag) ?? day }))),
  );
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
        opened.compartments.some(({ name, key }) => name === CASE && key === "open") && el("details", {}, el("summary", {}, say("followShow")), ...compartments(opened, { ...reader, beside: undefined })),
      );
  }
}
