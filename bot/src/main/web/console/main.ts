import { SearchIndex } from "../record/search.ts";
import { textsOf, type Where } from "../record/search-texts.ts";
import { languages } from "../record/languages.ts";
import { el, fill, replace } from "../shared/dom.ts";
import { chosenLanguage, rememberLanguage } from "../shared/language.ts";
import { bundleDesk, emptyDesk, LockedDesk, type Desk } from "./bundle-desk.ts";
import { BreakLine, jumpTo } from "./care.ts";
import { caseView, readCase, type Read } from "./case-view.ts";
import { emptyDraft } from "./draft.ts";
import { Entrance, fromDisk, type Locked } from "./entrance.ts";
import { forgetFiles } from "./files.ts";
import { linksView, newNumber, type NewNumber } from "./links-view.ts";
import { logView, readLog, type ReadLog } from "./log-view.ts";
import { ask, has, nameOf, painted, type Page } from "./page.ts";
import { emptyMatched, matchView, readMatched, type Matched } from "./match-view.ts";
import { keepMatchRecord, makeMatchKey } from "./matching.ts";
import { isOnlyInAid, sayWhatBecame, takeNeed, type ReadNeed } from "./needs.ts";
import { needsView, needView } from "./needs-view.ts";
import { peopleView, readPeople, type People } from "./people-view.ts";
import { keysDialog } from "./keys-view.ts";
import { passOnView } from "./pass-on-view.ts";
import { EVERYTHING, offered, QueueChoice, type Filter } from "./queue-filter.ts";
import { queueView } from "./queue-view.ts";
import { searchView, type SearchState } from "./search-view.ts";
import { Problem, type Queue, type QueuedCase, type QueuedNeed, type Signing, type Urgency } from "./server.ts";
import { meet } from "./same-view.ts";
import { goBackTo, placeNow, type Place } from "./place.ts";
import { confirmOpened } from "./reseal.ts";
import { exclude, readPanels, resealView, type Refilling } from "./reseal-view.ts";
import { renewRevocations, type Session } from "./session.ts";
import { isLanguageTag, words, type LanguageTag, type StringId } from "./strings.ts";
import { readWithdrawn, withdrawnView, type ReadWithdrawn } from "./withdrawn-view.ts";

const IDLE_LOCK_MS = 5 * 60 * 1000;
const LEASE_MS = 30 * 60 * 1000;
const RENEW_AFTER_MS = 5 * 60 * 1000;
const LEASE_SOON_MS = 5 * 60 * 1000;
const QUEUE_EVERY_MS = 30 * 1000;
const TICK_MS = 1000;
const KEEP_EVERY_MS = 30 * 1000;
/** A recording that plays is listened to so long without a touch: one that repeats itself in an empty room must not keep the page open. */
const LISTENING_MS = 30 * 60 * 1000;

/** What is on the screen. Keys and answers stand in a view alone, so that to leave it is to forget them. */
type View =
  | { readonly name: "enter"; readonly locked: Locked; readonly back: { readonly id: string; readonly at: Place } | undefined }
  | { readonly name: "queue"; readonly session: Session; readonly queue: Queue }
  | { readonly name: "case"; readonly session: Session; readonly id: string; leaseUntil: number; renewed: number; kept: number; readonly read: Read }
  | { readonly name: "withdrawn"; readonly session: Session; readonly id: string; readonly read: ReadWithdrawn }
  | { readonly name: "log"; readonly session: Session; readonly read: ReadLog }
  | { readonly name: "links"; readonly session: Session; readonly state: NewNumber }
  | { readonly name: "search"; readonly session: Session }
  | { readonly name: "people"; readonly session: Session; readonly state: People }
  | { readonly name: "bundle"; readonly session: Session; readonly desk: Desk }
  | { readonly name: "panels"; readonly session: Session; readonly state: Refilling }
  | { readonly name: "needs"; readonly session: Session; readonly needs: readonly QueuedNeed[] }
  | { readonly name: "need"; readonly session: Session; readonly id: string; leaseUntil: number; renewed: number; readonly read: ReadNeed }
  | { readonly name: "match"; readonly session: Session; readonly state: Matched };

type OpenCase = Extract<View, { name: "case" }>;
type OpenNeed = Extract<View, { name: "need" }>;

const NOTHING: Queue = { cases: [], withdrawn: [], signing: [], begun: [], here: [] };

let tag: LanguageTag = asTag(chosenLanguage(isLanguageTag));
let view: View = { name: "enter", locked: "no", back: undefined };
let notice: { readonly text: StringId; readonly trouble: boolean; readonly values: Readonly<Record<string, string>> } | undefined;
let lastActivity = Date.now();
let queueRead = 0;
let touched = Date.now();
/** The last queue that this page was given. */
let known: Queue = NOTHING;
let choice = new QueueChoice();
/** What was opened since the page was entered. To lock it is to forget it. */
let index = new SearchIndex<Where>();
let search: SearchState = { query: "" };

const lockedDesk = new LockedDesk();

const say = (id: StringId): string => words[tag][id];

function asTag(text: string): LanguageTag {
  return isLanguageTag(text) ? text : "en";
}

const banner = el("div");
const top = el("header", { class: "top" });
const main = el("main");
const status = el("p", { class: "status", role: "status", "aria-live": "polite" });

const entrance = new Entrance({ say, status, attempt, tell, draw, isShown: () => view.name === "enter", enter: comeIn });

function draw(): void {
  forgetFiles();
  const chosen = languages.find((language) => language.tag === tag);
  document.documentElement.lang = tag;
  document.documentElement.dir = chosen?.rightToLeft ? "rtl" : "ltr";
  document.title = `Kömir · ${say("title")}`;
  replace(banner, entrance.practice !== undefined && el("p", { class: "practice", role: "note" }, say("practice")));
  drawTop();
  drawNotice();
  if (view.name !== "case") {
    delete main.dataset.case;
  }
  main.className = view.name === "enter" ? "narrow" : view.name === "case" ? "wide" : "";
  switch (view.name) {
    case "enter":
      replace(main, ...entrance.view(view.locked));
      if (view.locked !== "no") {
        main.querySelector<HTMLElement>("input[type=password]")?.focus();
      }
      return;
    case "queue":
      return drawQueue(view.session, view.queue);
    case "case":
      return drawCase(view);
    case "withdrawn":
      return drawWithdrawn(view);
    case "log":
      replace(main, ...logView(page(view.session), view.read, leave));
      return;
    case "links":
      return drawLinks(view);
    case "search":
      return drawSearch(view.session);
    case "people":
      return drawPeople(view);
    case "bundle":
      replace(main, ...bundleDesk(page(view.session), view.desk, draw, leave));
      return;
    case "panels":
      return drawPanels(view);
    case "match":
      return drawMatched(view);
    case "needs":
      return drawNeeds(view);
    case "need":
      return drawNeed(view);
  }
}

const page = (session: Session): Page => ({ session, tag, say, status, attempt, tell });

function drawTop(): void {
  const select = el(
    "select",
    {
      "aria-label": say("language"),
      change: () => {
        tag = asTag(select.value);
        rememberLanguage(tag);
        draw();
      },
    },
    ...languages.map((language) =>
      el("option", { value: language.tag, lang: language.tag, selected: language.tag === tag }, language.name),
    ),
  );
  replace(
    top,
    el("h1", {}, "Kömir · ", say("title")),
    view.name !== "enter" && el("span", { class: "quiet" }, el("bdi", {}, view.session.me.name)),
    view.name === "queue" && has(view.session, "coordinator") && el("button", { type: "button", click: () => void attempt(showLog) }, say("log")),
    view.name === "queue" && has(view.session, "translator") && el("button", { type: "button", click: showBundle }, say("bdDesk")),
    select,
    view.name !== "enter" && el("button", { type: "button", click: () => lock("otherwise") }, say("lock")),
    view.name !== "enter" && el("button", { type: "button", click: logout }, say("logout")),
  );
}

function drawNotice(): void {
  status.className = notice?.trouble ? "status trouble" : "status";
  replace(status, notice !== undefined && fill(say(notice.text), notice.values));
}

function tell(text: StringId | undefined, trouble = false, values: Readonly<Record<string, string>> = {}): void {
  notice = text === undefined ? undefined : { text, trouble, values };
  drawNotice();
}

/** Runs what a button does; whatever goes wrong is said in words. */
async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (e) {
    const text = e instanceof Problem ? e.text : "unexpected";
    if (text === "sessionEnded" || text === "frozen") {
      lock("otherwise");
    }
    tell(text, true);
  }
}

// --- coming in and going out

async function comeIn(session: Session): Promise<void> {
  const back = view.name === "enter" ? view.back : undefined;
  lastActivity = touched = Date.now();
  view = { name: "queue", session, queue: NOTHING };
  await readQueue(session);
  // It takes a while, in which the page may have been locked.
  const isHere = (): boolean => view.name === "queue" && view.session === session;
  if (!isHere()) {
    return;
  }
  if (has(session, "coordinator")) {
    void attempt(() => lookForMatchKey(session));
  }
  const desk = await lockedDesk.takeUp(session);
  if (desk !== undefined) {
    if (isHere()) {
      view = { name: "bundle", session, desk };
      draw();
    } else {
      lockedDesk.keep(desk, session.file.identity);
    }
    return;
  }
  if (!isHere()) {
    return;
  }
  if (back !== undefined && known.cases.some((each) => each.mine && each.case === back.id)) {
    await show(session, back.id);
    if (main.dataset.case === back.id) {
      goBackTo(back.at);
    }
  } else if (isOnlyInAid(session)) {
    await showNeeds(session);
  }
}

function lock(why: Exclude<Locked, "no">): void {
  if (view.name === "enter") {
    return;
  }
  // A question that is asked holds keys too.
  document.querySelectorAll("dialog").forEach((dialog) => dialog.remove());
  void keep();
  if (view.name === "bundle") {
    lockedDesk.keep(view.desk, view.session.file.identity);
  }
  const back = view.name === "case" ? { id: view.id, at: placeNow() } : undefined;
  forget();
  view = { name: "enter", locked: why, back };
  notice = undefined;
  draw();
}

/** Of what was read and found. */
function forget(): void {
  index = new SearchIndex();
  search = { query: "" };
  known = NOTHING;
}

function logout(): void {
  void keep();
  entrance.forget();
  forget();
  choice = new QueueChoice();
  lockedDesk.forget();
  rest = new BreakLine(say);
  view = { name: "enter", locked: "no", back: undefined };
  notice = undefined;
  draw();
}

// --- the queue

async function readQueue(session: Session): Promise<void> {
  const queue = await session.server.queue();
  queueRead = Date.now();
  await renewRevocations(session);
  if (view.name !== "enter") {
    known = queue;
  }
  if (view.name === "queue" && view.session === session) {
    const changed = queue !== view.queue && JSON.stringify(queue) !== JSON.stringify(view.queue);
    view = { ...view, queue };
    // What is being typed into a filter stays.
    const typing = document.activeElement?.closest(".filters") !== null && document.activeElement !== null;
    if ((changed && !typing) || main.querySelector(".queue") === null) {
      draw();
    }
  }
}

function drawQueue(session: Session, queue: Queue): void {
  const focused = (document.activeElement as HTMLElement | null)?.dataset.case;
  const does = {
    next: () => void next(session),
    refresh: () => void attempt(() => readQueue(session)),
    take: ({ case: id, mine }: { readonly case: string; readonly mine: boolean }) => void attempt(() => (mine ? show(session, id) : claim(session, id))),
    openWithdrawn: (id: string) => void attempt(() => showWithdrawn(session, id)),
    newNumber: (signing: Signing | undefined) => showLinks(session, undefined, signing),
    people: () => void attempt(() => showPeople(session)),
    search: () => showSearch(session),
    pause: () => lock("pause"),
    keys: () => keysDialog(say),
    show: (filter: Filter) => {
      choice.show(filter);
      drawAgain();
    },
    showClosed: () => void attempt(() => showClosed(session)),
    turn: (to: number) => {
      choice.page = to;
      drawAgain();
      main.querySelector<HTMLElement>(".list td button")?.focus();
    },
    again: ({ case: id }: QueuedCase) => ask(say("bringBackAsk"), say("bringBack"), say("no"), () => void attempt(() => lookAgain(session, id))),
    panels: () => void attempt(() => showPanels(session)),
    match: () => void attempt(() => showMatched(session)),
    makeMatchKey: () => void attempt(() => renewMatchKey(session)),
    needs: () => void attempt(() => showNeeds(session)),
  };
  replace(main, ...queueView(page(session), queue, choice, does));
  if (focused !== undefined) {
    main.querySelector<HTMLElement>(`button[data-case="${CSS.escape(focused)}"]`)?.focus();
  }
}

function drawAgain(): void {
  if (view.name === "queue") {
    const focused = document.activeElement?.id;
    drawQueue(view.session, view.queue);
    if (focused !== undefined && focused !== "") {
      document.getElementById(focused)?.focus();
    }
  }
}

async function showClosed(session: Session): Promise<void> {
  const closed = await session.server.closed();
  choice.show(EVERYTHING);
  choice.closed = closed;
  drawAgain();
}

async function lookAgain(session: Session, id: string): Promise<void> {
  await session.log.with({ act: "reopen", case: id, sha256: "" }, (entry) => session.server.again(id, entry));
  choice.show(EVERYTHING);
  await readQueue(session);
  drawAgain();
  tell("broughtBack");
}

/** By what the page knows first: to ask for a long queue anew takes longer than to be told that somebody was faster. */
async function next(session: Session): Promise<void> {
  await attempt(async () => {
    tell(undefined);
    for (const queue of [known, undefined]) {
      for (const { case: id } of offered((queue ?? (await session.server.queue())).cases, session.me.id)) {
        try {
          return await claim(session, id);
        } catch (e) {
          if (!(e instanceof Problem && ["claimedByAnother", "closed", "gone"].includes(e.text))) {
            throw e;
          }
        }
      }
    }
    await readQueue(session);
    tell("nothingWaiting");
  });
}

async function claim(session: Session, id: string): Promise<void> {
  tell(undefined);
  try {
    await session.server.act(id, "claim");
  } catch (e) {
    await readQueue(session);
    const holder = view.name === "queue" ? view.queue.cases.find((each) => each.case === id)?.holder : undefined;
    if (e instanceof Problem && e.text === "claimedByAnother" && holder !== undefined && holder !== null) {
      return tell("claimedBy", true, { name: nameOf(session, holder) });
    }
    throw e;
  }
  await show(session, id);
}

// --- one case

async function show(session: Session, id: string): Promise<void> {
  tell("openingCase");
  const leaseUntil = await leaseOf(session, id);
  const served = await session.log.with({ act: "open", case: id, sha256: "" }, (entry) => session.server.open(id, entry));
  if (served.case !== id) {
    throw new Problem("unexpected");
  }
  await painted();
  const read = await readCase(session, served);
  await read.keeper.takeUp(read);
  remember(session, read);
  const badly = await confirmOpened(session, read);
  void recordForMatchers(session, read);
  // It takes a while, in which the page may have been locked or left.
  if (view.name !== "enter" && view.session === session) {
    view = { name: "case", session, id, leaseUntil, renewed: Date.now(), kept: Date.now(), read };
    notice = badly === undefined ? undefined : { text: "keySealedBadly", trouble: true, values: { name: nameOf(session, badly) } };
    draw();
    scrollTo(0, 0);
  }
}

/** On this computer's clock. Never longer than a lease is, whatever the server says. */
async function leaseOf(session: Session, id: string): Promise<number> {
  const { mine, leaseUntil } = await session.server.lease(id);
  if (!mine) {
    throw new Problem("notClaimed");
  }
  const left = leaseUntil === null ? LEASE_MS : Date.parse(leaseUntil) - session.server.now();
  return Date.now() + Math.min(LEASE_MS, Number.isNaN(left) ? LEASE_MS : left);
}

/** For the search, and to find the same person in another case. */
function remember(session: Session, read: Read): void {
  if (view.name !== "enter" && view.session === session) {
    const { opened, followUps, worked } = read;
    index.put(opened.id, textsOf(opened, followUps, worked.pieces));
    meet(session.acquaintances, read);
  }
}

let rest = new BreakLine(say);
const leaseText = el("span", { class: "lease", role: "timer" });

function drawCase(shown: OpenCase): void {
  const { session, id, read } = shown;
  const does = {
    leave,
    putBack: () => void putBack(session, id),
    close: () => ask(say("putAwayAsk"), say("putAwayYes"), say("no"), () => void close(session, id)),
    again: (to?: string) => void attempt(() => readAgain(shown, to)),
    found: (closed: boolean) => void attempt(() => found(shown, closed)),
    drop: () => void attempt(() => drop(shown)),
    newNumber: () => showLinks(session, id, undefined),
    pause: () => lock("pause"),
    mustNotSee: () => void mustNotSee(shown),
  };
  const passOn = passOnView(page(session), id, known.cases.find((each) => each.case === id), known.here, saidUrgency(id), async (name) => {
    await read.keeper.save(read);
    leave();
    tell("handed", false, { name });
  });
  const at = main.dataset.case === id ? placeNow() : undefined;
  replace(main, ...caseView(page(session), read, leaseText, passOn, rest, does));
  main.dataset.case = id;
  if (at !== undefined) {
    goBackTo(at);
  }
  drawLease(shown);
}

/** The queue is asked for again only when it is shown. */
const saidUrgency = (id: string) => (urgency: Urgency): void => {
  known = { ...known, cases: known.cases.map((each) => (each.case === id ? { ...each, urgency } : each)) };
};

/** What is being written stays. */
async function readAgain(shown: OpenCase, to?: string): Promise<void> {
  const { session, id, read } = shown;
  const anew = await readCase(session, await session.server.read(id), read);
  if (view === shown) {
    remember(session, anew);
    void recordForMatchers(session, anew);
    view = { ...shown, read: { ...anew, draft: read.draft, transcripts: read.transcripts, translations: read.translations, keeper: read.keeper } };
    draw();
    if (to !== undefined) {
      jumpTo(to);
    }
  }
}

async function found(shown: OpenCase, closed: boolean): Promise<void> {
  Object.assign(shown.read.draft.verdict, emptyDraft().verdict);
  await shown.read.keeper.save(shown.read);
  if (closed) {
    leave();
    tell("verdictSignedEnd");
  } else {
    await readAgain(shown);
    tell("verdictSigned");
  }
}

async function drop({ read }: OpenCase): Promise<void> {
  await read.keeper.drop();
  Object.assign(read.draft, { ...emptyDraft(), verdict: Object.assign(read.draft.verdict, emptyDraft().verdict) });
  read.transcripts.clear();
  read.translations.clear();
  draw();
}

function drawLease({ leaseUntil }: OpenCase | OpenNeed): void {
  const left = Math.max(0, leaseUntil - Date.now());
  const soon = left < LEASE_SOON_MS;
  const seconds = Math.floor(left / 1000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  leaseText.className = soon ? "lease soon" : "lease";
  replace(leaseText, fill(say("leftTime"), { time }), soon && ` ${say("leaseSoon")}`);
}

/** @returns whether something that was begun is kept */
async function leave(): Promise<boolean> {
  if (view.name === "enter" || view.name === "queue" || (view.name === "needs" && isOnlyInAid(view.session))) {
    return false;
  }
  const { session } = view;
  if (view.name === "need" || isOnlyInAid(session)) {
    await leaveNeed(session);
    return false;
  }
  const keeping = keep();
  view = { name: "queue", session, queue: NOTHING };
  notice = undefined;
  // What was read goes from the screen now, whether or not the server answers.
  forgetFiles();
  replace(main, status);
  drawNotice();
  const kept = await keeping;
  // What was begun is in the queue only when it is kept.
  await attempt(() => readQueue(session));
  return kept;
}

/** Before the case goes from the screen. @returns whether something is kept */
async function keep(): Promise<boolean> {
  let kept = false;
  if (view.name === "case") {
    const { read } = view;
    await attempt(async () => {
      kept = await read.keeper.save(read);
    });
  }
  return kept;
}

async function putBack(session: Session, id: string): Promise<void> {
  await attempt(async () => {
    await session.server.act(id, "release");
    leave();
  });
}

async function close(session: Session, id: string): Promise<void> {
  await attempt(async () => {
    await session.log.with({ act: "close", case: id, sha256: "" }, (entry) => session.server.close(id, entry));
    leave();
  });
}

/** Whoever opened it before they knew has it in no list any more. */
function forgetCase(session: Session, id: string): void {
  index.forget(id);
  session.acquaintances.forget(id);
}

/** Nothing of it is kept: not what was begun, and not in this page what is searched and compared. */
async function mustNotSee({ session, id, read }: OpenCase): Promise<void> {
  await attempt(async () => {
    await exclude(session, id, session.me.id);
    await read.keeper.drop();
    forgetCase(session, id);
    view = { name: "queue", session, queue: NOTHING };
    await readQueue(session);
    tell("mustNotSeeDone");
  });
}

// --- panels

async function showPanels(session: Session): Promise<void> {
  await renewRevocations(session);
  const state = await readPanels(session);
  if (view.name !== "enter" && view.session === session) {
    view = { name: "panels", session, state };
    notice = undefined;
    draw();
    scrollTo(0, 0);
  }
}

function drawPanels({ session, state }: Extract<View, { name: "panels" }>): void {
  replace(main, ...resealView(page(session), state, () => drawnAgain(state), leave));
}

function drawnAgain(state: Refilling): boolean {
  const shown = view.name === "panels" && view.state === state;
  if (shown) {
    draw();
  }
  return shown;
}

// --- the same person

/** What goes wrong is not said: whoever opens the case next makes what was not made now. */
async function recordForMatchers(session: Session, read: Read): Promise<void> {
  try {
    await keepMatchRecord(session, read);
  } catch (e) {
    if (!(e instanceof Problem)) {
      throw e;
    }
  }
}

async function showMatched(session: Session): Promise<void> {
  const state = emptyMatched();
  view = { name: "match", session, state };
  notice = undefined;
  draw();
  scrollTo(0, 0);
  await readMatched(session, state, () => matchedAgain(state));
}

function drawMatched({ session, state }: Extract<View, { name: "match" }>): void {
  replace(main, ...matchView(page(session), state, () => matchedAgain(state), leave));
}

function matchedAgain(state: Matched): boolean {
  const shown = view.name === "match" && view.state === state;
  if (shown) {
    // Whoever waits for it is there.
    if (state.step !== "done") {
      lastActivity = Date.now();
    }
    draw();
  }
  return shown;
}

/** Whether a new one is due is said above the queue. */
async function lookForMatchKey(session: Session): Promise<void> {
  if ((await session.matchKeys.state(session)) !== undefined && view.name === "queue" && view.session === session) {
    drawAgain();
  }
}

async function renewMatchKey(session: Session): Promise<void> {
  const made = await makeMatchKey(session);
  await lookForMatchKey(session);
  if (made) {
    tell("matchKeyMade");
  }
}

// --- what families need

async function showNeeds(session: Session): Promise<void> {
  const from = view.name;
  const needs = await session.server.needs();
  queueRead = Date.now();
  await renewRevocations(session);
  // It takes a while, in which something else may have been opened, or the page locked.
  if (view.name === from && view.name !== "enter" && view.session === session) {
    view = { name: "needs", session, needs };
    draw();
  }
}

function drawNeeds({ session, needs }: Extract<View, { name: "needs" }>): void {
  const focused = (document.activeElement as HTMLElement | null)?.dataset.case;
  const does = {
    leave: () => void leave(),
    refresh: () => void attempt(() => showNeeds(session)),
    panels: () => void attempt(() => showPanels(session)),
    pause: () => lock("pause"),
    take: (id: string) => void attempt(() => showNeed(session, id)),
  };
  replace(main, ...needsView(page(session), needs, does));
  if (focused !== undefined) {
    main.querySelector<HTMLElement>(`button[data-case="${CSS.escape(focused)}"]`)?.focus();
  }
}

async function showNeed(session: Session, id: string): Promise<void> {
  tell("openingCase");
  let read: ReadNeed;
  try {
    read = await takeNeed(session, id);
  } catch (e) {
    if (view.name === "needs") {
      await showNeeds(session);
    }
    throw e;
  }
  // It takes a while, in which the page may have been locked or left.
  if (view.name === "needs" && view.session === session) {
    view = { name: "need", session, id, leaseUntil: Date.now() + LEASE_MS, renewed: Date.now(), read };
    notice = undefined;
    draw();
    scrollTo(0, 0);
  }
}

function drawNeed(shown: OpenNeed): void {
  const { session, id, read } = shown;
  const does = {
    leave: () => void leave(),
    putBack: () => void attempt(async () => {
      await session.server.actOnNeed(id, "release");
      await leaveNeed(session);
    }),
    pause: () => lock("pause"),
    mustNotSee: () => void attempt(async () => {
      await exclude(session, id, session.me.id);
      forgetCase(session, id);
      await leaveNeed(session);
      tell("mustNotSeeDone");
    }),
    send: () => void attempt(async () => {
      await sayWhatBecame(session, read);
      await leaveNeed(session);
      tell("needsSent");
    }),
  };
  replace(main, ...needView(page(session), read, leaseText, does));
  drawLease(shown);
}

/** What was read goes from the screen now, whether or not the server answers. */
async function leaveNeed(session: Session): Promise<void> {
  view = { name: "needs", session, needs: [] };
  notice = undefined;
  forgetFiles();
  replace(main, status);
  drawNotice();
  await attempt(() => showNeeds(session));
}

async function renewNeed(shown: OpenNeed): Promise<void> {
  shown.renewed = Date.now();
  await attempt(async () => {
    await shown.session.server.actOnNeed(shown.id, "claim");
    shown.leaseUntil = Date.now() + LEASE_MS;
  });
}

// --- what was taken back, and new numbers

async function showWithdrawn(session: Session, id: string): Promise<void> {
  tell("openingCase");
  const served = await session.log.with({ act: "open", case: id, sha256: "" }, (entry) => session.server.openWithdrawn(id, entry));
  if (served.case !== id) {
    throw new Problem("unexpected");
  }
  await painted();
  const read = await readWithdrawn(session, served);
  if (view.name !== "enter" && view.session === session) {
    view = { name: "withdrawn", session, id, read };
    notice = undefined;
    draw();
    scrollTo(0, 0);
  }
}

function drawWithdrawn({ session, id, read }: Extract<View, { name: "withdrawn" }>): void {
  replace(main, ...withdrawnView(page(session), read, { leave, again: () => showWithdrawn(session, id) }));
}

function showLinks(session: Session, id: string | undefined, signing: Signing | undefined): void {
  view = { name: "links", session, state: newNumber(id, signing) };
  notice = undefined;
  draw();
  scrollTo(0, 0);
  main.querySelector<HTMLElement>("input")?.focus();
}

function drawLinks({ session, state }: Extract<View, { name: "links" }>): void {
  replace(main, ...linksView(page(session), state, draw, leave));
}

// --- the search

function showSearch(session: Session): void {
  view = { name: "search", session };
  notice = undefined;
  draw();
  main.querySelector<HTMLElement>("input")?.focus();
}

function drawSearch(session: Session): void {
  const does = {
    leave,
    take: (id: string) => void attempt(() => (known.cases.some((each) => each.case === id && each.mine) ? show(session, id) : claim(session, id))),
    unread: () => known.cases.filter(({ case: id, mine, state }) => (mine || state === "waiting") && !index.has(id)).map(({ case: id }) => id),
    openAll: (ids: readonly string[], progress: (done: number) => boolean) => openAll(session, ids, progress),
  };
  replace(main, ...searchView(page(session), index, search, does));
}

/** Each is taken, opened, read into the search and put back, but for those that were mine before. */
async function openAll(session: Session, ids: readonly string[], progress: (done: number) => boolean): Promise<void> {
  const { server, log } = session;
  for (const [done, id] of ids.entries()) {
    if (!progress(done) || view.name !== "search" || view.session !== session) {
      return;
    }
    lastActivity = Date.now();
    const mine = known.cases.some((each) => each.case === id && each.mine);
    const isHere = (): boolean => view.name === "search" && view.session === session;
    let taken = false;
    try {
      if (!mine) {
        await server.act(id, "claim");
        taken = true;
      }
      if (isHere()) {
        const read = await readCase(session, await log.with({ act: "open", case: id, sha256: "" }, (entry) => server.open(id, entry)));
        remember(session, read);
        await recordForMatchers(session, read);
      }
    } catch (e) {
      if (!(e instanceof Problem && ["claimedByAnother", "closed", "gone"].includes(e.text))) {
        throw e;
      }
    } finally {
      if (taken) {
        await server.act(id, "release");
      }
    }
  }
}

// --- the log

async function showLog(): Promise<void> {
  if (view.name === "queue") {
    const { session } = view;
    tell("logReading");
    const read = await readLog(session);
    if (view.name === "queue" && view.session === session) {
      view = { name: "log", session, read };
      notice = undefined;
      draw();
      scrollTo(0, 0);
    }
  }
}

// --- people

async function showPeople(session: Session): Promise<void> {
  const state = await readPeople(session);
  if (view.name !== "enter" && view.session === session) {
    view = { name: "people", session, state };
    notice = undefined;
    draw();
    scrollTo(0, 0);
  }
}

function drawPeople({ session, state }: Extract<View, { name: "people" }>): void {
  replace(main, ...peopleView(page(session), state, draw, leave));
}

// --- bundles for translators

function showBundle(): void {
  if (view.name === "queue") {
    view = { name: "bundle", session: view.session, desk: emptyDesk() };
    notice = undefined;
    draw();
    scrollTo(0, 0);
  }
}

// --- time

async function renew(shown: OpenCase): Promise<void> {
  shown.renewed = Date.now();
  await attempt(async () => {
    await shown.session.server.act(shown.id, "renew");
    shown.leaseUntil = await leaseOf(shown.session, shown.id);
  });
}

function tick(): void {
  const now = Date.now();
  if (view.name === "enter") {
    return;
  }
  if (isListening() && now - touched < LISTENING_MS) {
    isActive();
  }
  if (now - lastActivity >= IDLE_LOCK_MS) {
    lock("idle");
  } else if ((view.name === "case" || view.name === "need") && view.leaseUntil <= now) {
    void leaseOver();
  } else if (view.name === "need") {
    drawLease(view);
  } else if (view.name === "case") {
    drawLease(view);
    rest.reads(now);
    if (now - view.kept > KEEP_EVERY_MS) {
      view.kept = now;
      void keep();
    }
  } else if (view.name === "queue" && now - queueRead > QUEUE_EVERY_MS && !document.hidden) {
    queueRead = now;
    const { session } = view;
    void attempt(() => readQueue(session));
  } else if (view.name === "needs" && now - queueRead > QUEUE_EVERY_MS && !document.hidden) {
    queueRead = now;
    const { session } = view;
    void attempt(() => showNeeds(session));
  }
}

async function leaseOver(): Promise<void> {
  tell((await leave()) ? "leaseOverKept" : "notClaimed", true);
}

const isListening = (): boolean => [...document.querySelectorAll<HTMLMediaElement>("audio, video")].some((media) => !media.paused && !media.ended);

function active(): void {
  touched = Date.now();
  isActive();
}

function isActive(): void {
  const now = Date.now();
  lastActivity = now;
  if (view.name === "case" && now - view.renewed > RENEW_AFTER_MS) {
    void renew(view);
  } else if (view.name === "need" && now - view.renewed > RENEW_AFTER_MS) {
    void renewNeed(view);
  }
}

// --- keys

function key(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const typing = target.closest("input, select, textarea, dialog") !== null;
  if (view.name === "enter" || typing || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  // By the place of the key: on a Cyrillic or Arabic keyboard the letters are others.
  switch (event.code) {
    case "KeyN":
      if (view.name === "queue") {
        void next(view.session);
      }
      break;
    case "KeyJ":
      step(1);
      break;
    case "KeyK":
      step(-1);
      break;
    case "KeyO":
      (document.activeElement?.closest<HTMLElement>("td button") ?? main.querySelector<HTMLElement>("td button"))?.click();
      break;
    case "Slash":
      event.preventDefault();
      if (event.shiftKey || event.key === "?") {
        keysDialog(say);
      } else if (view.name === "queue") {
        showSearch(view.session);
      }
      break;
    case "KeyF":
      if (view.name === "queue") {
        event.preventDefault();
        main.querySelector<HTMLElement>("#filters")?.setAttribute("open", "");
        main.querySelector<HTMLElement>("#filters select")?.focus();
      }
      break;
    case "KeyU":
    case "KeyH":
      if (view.name === "case") {
        event.preventDefault();
        main.querySelector<HTMLElement>(event.code === "KeyU" ? "#soon" : "#hand")?.focus();
      }
      break;
    case "KeyP":
      lock("pause");
      break;
    case "KeyR":
      if (view.name === "case") {
        void putBack(view.session, view.id);
      }
      break;
    case "Escape":
      leave();
      break;
  }
}

function step(by: number): void {
  const stops = Array.from(main.querySelectorAll<HTMLElement>(view.name === "case" ? ".answer" : "td button"));
  const at = stops.indexOf(document.activeElement?.closest<HTMLElement>(".answer, td button") ?? main);
  if (view.name === "queue" && at >= 0 && stops[at + by] === undefined) {
    return turnPage(by);
  }
  const target = stops[at < 0 ? (by > 0 ? 0 : stops.length - 1) : Math.min(stops.length - 1, Math.max(0, at + by))];
  target?.focus();
}

/** Past the last row comes the next page. */
function turnPage(by: number): void {
  main.querySelector<HTMLButtonElement>(by > 0 ? ".pages button:last-child" : ".pages button:first-child")?.click();
  if (by < 0) {
    [...main.querySelectorAll<HTMLElement>(".list td button")].at(-1)?.focus();
  }
}

document.body.append(banner, top, main);
draw();
for (const event of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"]) {
  addEventListener(event, active, { passive: true });
}
addEventListener("keydown", key);
// A page that the browser keeps to go back to must not keep keys.
addEventListener("pagehide", () => lock("otherwise"));
setInterval(tick, TICK_MS);
if (!fromDisk) {
  void entrance.lookForPractice().then(draw);
}
