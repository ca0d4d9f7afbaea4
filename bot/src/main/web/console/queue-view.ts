import { publicKey } from "../crypto/age.ts";
import { words as fingerprint } from "../crypto/words.ts";
import { isVerdictKind } from "../record/verdict.ts";
import { dateInWords } from "../record/dates.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import { button, caseMark, caseName, has, nameOf, type Page } from "./page.ts";
import { verdictWords } from "./verdict-view.ts";
import type { Queue, QueuedCase, Signing, TakenBack } from "./server.ts";

export interface QueueActions {
  readonly next: () => void;
  readonly refresh: () => void;
  readonly take: (queued: QueuedCase) => void;
  readonly openWithdrawn: (id: string) => void;
  /** @param signing undefined for a number that nobody has signed yet */
  readonly newNumber: (signing: Signing | undefined) => void;
  readonly people: () => void;
  readonly panels: () => void;
}

/** What waits, what was taken back, and new numbers that wait for a second signature. */
export function queueView(page: Page, { cases, withdrawn, signing, begun }: Queue, does: QueueActions): Child[] {
  const { session, say } = page;
  const columns = ["colCase", "colState", "colHolder", "colLease"] as const;
  const table = el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ...columns.map((id) => el("th", { scope: "col" }, say(id))), el("td"))),
    el("tbody", {}, ...cases.map((each) => row(page, each, does))),
  );
  return [
    el(
      "div",
      { class: "bar queue" },
      button(say("next"), does.next, true),
      button(say("refresh"), does.refresh),
      has(session, "custodian", "second") && button(say("linkTitle"), () => does.newNumber(undefined)),
      has(session, "coordinator") && button(say("peopleTitle"), does.people),
      has(session, "reviewer", "security", "second", "coordinator") && button(say("panelsTitle"), does.panels),
    ),
    page.status,
    begun.length > 0 && unfinished(page, begun, cases, does),
    cases.length === 0 ? el("p", { class: "sheet empty" }, say("nothingWaiting")) : table,
    ...(signing.length === 0 ? [] : [signatures(page, signing, does)]),
    ...(withdrawn.length === 0 ? [] : [takenBack(page, withdrawn, does)]),
    notes(page),
  ];
}

function row({ session, say }: Page, queued: QueuedCase, does: QueueActions): HTMLElement {
  const { case: id, urgent, news, state, holder, leaseUntil, mine, standing, short } = queued;
  const until = leaseUntil === null ? undefined : new Date(leaseUntil);
  const take = el("button", { type: "button", "data-case": id, click: () => does.take(queued) }, say(mine ? "continue" : "claim"));
  return el(
    "tr",
    { class: [mine && "mine", urgent && "urgent"].filter(Boolean).join(" ") || undefined },
    el("td", {}, caseName(id), urgent && el("strong", { class: "duty" }, say("urgent")), news && el("strong", { class: "fresh" }, say("news")), short === true && el("strong", { class: "fresh" }, say("panelShort"))),
    el("td", {}, say(state === "waiting" ? "waiting" : "claimed"), standing !== undefined && isVerdictKind(standing.kind) && el("span", { class: "standing" }, fill(say(standing.whole ? "standingWhole" : "standingHalf"), { kind: say(verdictWords[standing.kind]) }))),
    el("td", {}, mine ? say("withYou") : holder !== null && el("bdi", {}, nameOf(session, holder))),
    el("td", {}, until !== undefined && el("bdi", { dir: "ltr" }, until.toTimeString().slice(0, 5))),
    el("td", { class: "do" }, (mine || state === "waiting") && take),
  );
}

/** What this volunteer began and did not end: it is offered again. */
function unfinished({ say }: Page, begun: readonly string[], cases: readonly QueuedCase[], does: QueueActions): HTMLElement {
  const line = (id: string): HTMLElement => {
    const queued = cases.find((each) => each.case === id && (each.mine || each.state === "waiting"));
    return el("li", {}, caseName(id), queued !== undefined && button(say(queued.mine ? "continue" : "claim"), () => does.take(queued)));
  };
  return el("section", { class: "begun", "aria-labelledby": "begun" }, el("h2", { id: "begun" }, say("keptQueue")), el("ul", { class: "lines" }, ...begun.map(line)));
}

function takenBack({ session, say, tag }: Page, withdrawn: readonly TakenBack[], does: QueueActions): HTMLElement {
  const line = ({ case: id, day }: TakenBack): HTMLElement =>
    el(
      "li",
      {},
      caseMark(id),
      el("span", {}, el("bdi", {}, dateInWords(day, tag) ?? day)),
      has(session, "security") && el("button", { type: "button", "aria-label": `${say("open")} ${id.slice(0, 12)}`, click: () => does.openWithdrawn(id) }, say("open")),
    );
  return el(
    "section",
    { class: "taken-back", "aria-labelledby": "taken-back" },
    el("h2", { id: "taken-back" }, say("takenBack")),
    el("p", {}, say("takenBackWhat")),
    el("ul", { class: "lines" }, ...withdrawn.map(line)),
  );
}

function signatures({ session, say }: Page, signing: readonly Signing[], does: QueueActions): HTMLElement {
  const line = (each: Signing): HTMLElement => {
    const signed = each.by.includes(session.me.id);
    const others = each.by.filter((id) => id !== session.me.id).map((id) => nameOf(session, id));
    return el(
      "li",
      {},
      caseMark(each.case),
      el("span", {}, fill(say("linkSignedBy"), { names: [...(signed ? [say("withYou")] : []), ...others].join(", ") })),
      !signed && el("button", { type: "button", "aria-label": `${say("linkTypeWords")} ${each.case.slice(0, 12)}`, click: () => does.newNumber(each) }, say("linkTypeWords")),
    );
  };
  return el(
    "section",
    { class: "signing", "aria-labelledby": "signing" },
    el("h2", { id: "signing" }, say("linkWaiting")),
    el("ul", { class: "lines" }, ...signing.map(line)),
  );
}

function notes({ session, say, tag }: Page): HTMLElement {
  const { directory, me } = session;
  const { version, organisation, expires } = directory;
  return el(
    "div",
    { class: "notes" },
    el("p", { class: "quiet" }, say("rest")),
    el("p", { class: "quiet keys" }, say("keys")),
    el("p", { class: "quiet" }, fill(say("directory"), { version, organisation, day: dateInWords(expires, tag) ?? expires })),
    el("p", { class: "quiet" }, say("yourKey"), ": ", el("bdi", { lang: "en" }, fingerprint(publicKey(me.recipient)).join(" "))),
  );
}
