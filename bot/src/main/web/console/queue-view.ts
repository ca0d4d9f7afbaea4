import { publicKey } from "../crypto/age.ts";
import { words as fingerprint } from "../crypto/words.ts";
import { isVerdictKind } from "../record/verdict.ts";
import { dateInWords } from "../record/dates.ts";
import { el, fill, type Child } from "../shared/dom.ts";
import { button, caseMark, caseName, has, nameOf, type Page } from "./page.ts";
import { matchKeyDue } from "./match-view.ts";
import { isInAid } from "./needs.ts";
import { verdictWords } from "./verdict-view.ts";
import { urgencyWords } from "./pass-on-view.ts";
import { BUILT_IN, EVERYTHING, isForToday, isShown, PAGE, secondOf, type BuiltIn, type Filter, type QueueChoice } from "./queue-filter.ts";
import type { StringId } from "./strings.ts";
import type { Queue, QueuedCase, Signing, TakenBack } from "./server.ts";

export interface QueueActions {
  readonly next: () => void;
  readonly refresh: () => void;
  readonly take: (queued: QueuedCase) => void;
  readonly openWithdrawn: (id: string) => void;
  /** @param signing undefined for a number that nobody has signed yet */
  readonly newNumber: (signing: Signing | undefined) => void;
  readonly people: () => void;
  readonly search: () => void;
  readonly panels: () => void;
  readonly match: () => void;
  readonly makeMatchKey: () => void;
  readonly needs: () => void;
  readonly pause: () => void;
  readonly keys: () => void;
  readonly show: (filter: Filter) => void;
  readonly showClosed: () => void;
  readonly turn: (page: number) => void;
  /** Brings a closed case back. */
  readonly again: (queued: QueuedCase) => void;
}

/** The duty desk, what waits, what was taken back, and new numbers that wait for a second signature. */
export function queueView(page: Page, queue: Queue, choice: QueueChoice, does: QueueActions): Child[] {
  const { session, say } = page;
  const { cases, withdrawn, signing, begun, here } = queue;
  const onDuty = cases.filter(isForToday);
  const duty = choice.filter === EVERYTHING && choice.closed === undefined && onDuty.length > 0;
  return [
    el(
      "div",
      { class: "bar queue" },
      button(say("next"), does.next, true),
      button(say("refresh"), does.refresh),
      button(say("searchTitle"), does.search),
      button(say("pause"), does.pause),
      button(say("keysTitle"), does.keys),
      has(session, "reviewer", "security", "second", "aid", "coordinator") && button(say("panelsTitle"), does.panels),
      isInAid(session) && button(say("needsTitle"), does.needs),
      has(session, "custodian", "second") && button(say("linkTitle"), () => does.newNumber(undefined)),
      has(session, "coordinator") && button(say("peopleTitle"), does.people),
      has(session, "matcher") && button(say("matchTitle"), does.match),
    ),
    page.status,
    matchKeyDue(page, does.makeMatchKey),
    presence(page, here),
    ...cases.filter(({ mine, handedBy }) => mine && handedBy !== undefined).map((one) => handedOver(page, one, does)),
    begun.length > 0 && unfinished(page, begun, cases, does),
    duty && dutyDesk(page, onDuty, here, does),
    views(page, queue, choice, does),
    choice.closed === undefined && filters(page, choice, does),
    list(page, queue, choice, duty, does),
    ...(signing.length === 0 ? [] : [signatures(page, signing, does)]),
    ...(withdrawn.length === 0 ? [] : [takenBack(page, withdrawn, does)]),
    notes(page),
  ];
}

/** Who is in the console now. */
function presence({ session, say }: Page, here: readonly string[]): HTMLElement | false {
  const others = here.filter((id) => id !== session.me.id).map((id) => nameOf(session, id));
  return here.length > 0 && el("p", { class: "quiet here" }, others.length === 0 ? say("hereAlone") : fill(say("hereNow"), { names: others.join(", ") }));
}

function handedOver({ session, say }: Page, one: QueuedCase, does: QueueActions): HTMLElement {
  return el("div", { class: "check note handed", role: "note" }, caseName(one.case), " ", el("span", {}, fill(say("handedToYou"), { name: nameOf(session, one.handedBy!) })), " ", button(say("open"), () => does.take(one)));
}

function dutyDesk(page: Page, onDuty: readonly QueuedCase[], here: readonly string[], does: QueueActions): HTMLElement {
  const { say } = page;
  const shown = onDuty.slice(0, PAGE);
  return el(
    "section",
    { class: "duty-desk", "aria-labelledby": "duty" },
    el("h2", { id: "duty" }, say("dutyTitle")),
    el("p", {}, say("dutyWhat")),
    table(page, shown, { first: 0, of: onDuty.length }, here, does),
    onDuty.length > PAGE && button(say("dutyAll"), () => does.show({ ...EVERYTHING, soon: "today" })),
  );
}

const viewWords: Readonly<Record<BuiltIn, StringId>> = { all: "viewAll", free: "viewFree", duty: "dutyTitle", mine: "viewMine", second: "viewSecond", news: "viewNews" };

function views({ session, say }: Page, { cases }: Queue, choice: QueueChoice, does: QueueActions): HTMLElement {
  const same = (a: Filter, b: Filter): boolean => JSON.stringify(a) === JSON.stringify(b);
  const one = (name: Child, filter: Filter): HTMLElement =>
    el(
      "button",
      { type: "button", class: "view", "aria-pressed": String(choice.closed === undefined && same(filter, choice.filter)), click: () => does.show(filter) },
      name,
      el("span", { class: "count" }, String(cases.filter((each) => isShown(each, filter, session.me.id)).length)),
    );
  return el(
    "div",
    { class: "bar views", role: "group", "aria-label": say("views") },
    ...Object.entries(BUILT_IN).map(([name, filter]) => one(say(viewWords[name as BuiltIn]), filter === BUILT_IN.all ? EVERYTHING : filter)),
    ...[...choice.saved].map(([name, filter]) => one(el("bdi", {}, name), filter)),
    has(session, "reviewer", "security") && el("button", { type: "button", class: "view", "aria-pressed": String(choice.closed !== undefined), click: does.showClosed }, say("viewClosed")),
  );
}

function filters({ say }: Page, choice: QueueChoice, does: QueueActions): HTMLElement {
  const { filter } = choice;
  const change = (part: Partial<Filter>): void => does.show({ ...choice.filter, ...part });
  const pick = <K extends "who" | "soon" | "verdict">(name: K, label: StringId, options: Readonly<Record<Filter[K], StringId>>): HTMLElement => {
    const select = el(
      "select",
      { id: `filter-${name}`, change: () => change({ [name]: select.value } as Partial<Filter>) },
      ...Object.entries<StringId>(options).map(([value, text]) => el("option", { value, selected: filter[name] === value }, say(text))),
    );
    return el("label", {}, say(label), select);
  };
  const news = el("input", { type: "checkbox", id: "filter-news", checked: filter.news, change: () => change({ news: news.checked }) });
  const mark = el("input", { type: "text", id: "filter-mark", value: filter.mark, autocomplete: "off", spellcheck: "false", dir: "ltr", maxlength: 40, change: () => change({ mark: mark.value }) });
  const name = el("input", { type: "text", id: "filter-name", autocomplete: "off", maxlength: 40, dir: "auto" });
  const save = (): void => {
    if (name.value.trim() === "") {
      name.focus();
    } else {
      choice.saved.set(name.value.trim(), choice.filter);
      does.show(choice.filter);
    }
  };
  return el(
    "details",
    { class: "filters", id: "filters", open: choice.isFilterOpen, toggle: (event) => (choice.isFilterOpen = (event.currentTarget as HTMLDetailsElement).open) },
    el("summary", {}, say("filterTitle")),
    el("p", { class: "quiet" }, say("filterWhat")),
    el(
      "div",
      { class: "bar" },
      pick("who", "colHolder", { any: "filterAny", free: "filterFree", mine: "withYou", others: "filterOthers" }),
      pick("soon", "soon", { any: "filterAny", today: "soonToday", week: "soonWeek", calm: "soonCalm", unopened: "unopened" }),
      pick("verdict", "filterVerdict", { any: "filterAny", none: "filterNone", second: "filterSecond", another: "firstOfTwo" }),
      el("label", { class: "choice" }, news, " ", say("viewNews")),
      el("label", {}, say("filterMark"), mark),
    ),
    el("div", { class: "bar" }, el("label", {}, say("filterName"), name), button(say("filterSave"), save), button(say("filterReset"), () => does.show(EVERYTHING))),
  );
}

interface Part {
  /** How many rows stand before it, and how many there are. */
  readonly first: number;
  readonly of: number;
}

function list(page: Page, { cases, here }: Queue, choice: QueueChoice, withoutDuty: boolean, does: QueueActions): HTMLElement {
  const { session, say } = page;
  const all = choice.closed ?? cases.filter((one) => isShown(one, choice.filter, session.me.id) && !(withoutDuty && isForToday(one)));
  if (all.length === 0) {
    return el("p", { class: "sheet empty" }, say(choice.filter === EVERYTHING && !withoutDuty ? "nothingWaiting" : "filterEmpty"));
  }
  const last = Math.floor((all.length - 1) / PAGE);
  choice.page = Math.min(choice.page, last);
  const first = choice.page * PAGE;
  const shown = all.slice(first, first + PAGE);
  const turn = (text: StringId, to: number): HTMLElement => el("button", { type: "button", disabled: to < 0 || to > last, click: () => does.turn(to) }, say(text));
  return el(
    "section",
    { class: "list", "aria-label": say("queue") },
    table(page, shown, { first, of: all.length }, here, does),
    last > 0 &&
      el(
        "nav",
        { class: "bar pages", "aria-label": say("pages") },
        turn("pageBefore", choice.page - 1),
        el("span", { role: "status" }, fill(say("pageOf"), { from: first + 1, to: first + shown.length, of: all.length })),
        turn("pageAfter", choice.page + 1),
      ),
  );
}

function table(page: Page, cases: readonly QueuedCase[], { first, of }: Part, here: readonly string[], does: QueueActions): HTMLElement {
  const columns = ["colCase", "colState", "colHolder", "colLease"] as const;
  return el(
    "table",
    { "aria-rowcount": of + 1 },
    el("thead", {}, el("tr", { "aria-rowindex": 1 }, ...columns.map((id) => el("th", { scope: "col" }, page.say(id))), el("td"))),
    el("tbody", {}, ...cases.map((each, i) => row(page, each, first + i + 2, here, does))),
  );
}

const stateWords: Readonly<Record<QueuedCase["state"], StringId>> = { waiting: "waiting", claimed: "claimed", closed: "viewClosed" };

function row({ session, say }: Page, queued: QueuedCase, index: number, here: readonly string[], does: QueueActions): HTMLElement {
  const { case: id, urgent, news, state, holder, leaseUntil, mine, standing, urgency, unopened, short } = queued;
  const until = leaseUntil === null ? undefined : new Date(leaseUntil);
  const text = state === "closed" ? "bringBack" : mine ? "continue" : "claim";
  const take = el("button", { type: "button", "data-case": id, "aria-label": `${say(text)} ${id.slice(0, 4)} ${id.slice(4, 8)}`, click: () => (state === "closed" ? does.again(queued) : does.take(queued)) }, say(text));
  return el(
    "tr",
    { "aria-rowindex": index, class: [mine && "mine", isForToday(queued) && "urgent"].filter(Boolean).join(" ") || undefined },
    el(
      "td",
      {},
      caseName(id),
      urgent && el("strong", { class: "duty" }, say("urgent")),
      urgency !== undefined && el("span", { class: urgency === "today" ? "duty" : "soon" }, say(urgencyWords[urgency])),
      news && el("strong", { class: "fresh" }, say("news")),
      short === true && el("strong", { class: "fresh" }, say("panelShort")),
      unopened === true && el("span", { class: "soon" }, say("unopened")),
    ),
    el(
      "td",
      {},
      say(stateWords[state]),
      standing !== undefined && isVerdictKind(standing.kind) && el("span", { class: "standing" }, fill(say(standing.whole ? "standingWhole" : "standingHalf"), { kind: say(verdictWords[standing.kind]) })),
      secondOf(queued, session.me.id) === "another" && el("span", { class: "standing" }, say("firstOfTwo")),
    ),
    el("td", {}, mine ? say("withYou") : holder !== null && el("bdi", {}, nameOf(session, holder)), !mine && holder !== null && here.includes(holder) && el("span", { class: "quiet" }, ` · ${say("isHere")}`)),
    el("td", {}, until !== undefined && el("bdi", { dir: "ltr" }, until.toTimeString().slice(0, 5))),
    el("td", { class: "do" }, (mine || state !== "claimed") && take),
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
