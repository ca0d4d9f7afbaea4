import type { Directory } from "../record/directory.ts";
import { ACTS, follows, headOf, isSignedEntry, NONE_BEFORE, readEntry, type Act, type Head, type LogEntry, type SignedEntry } from "../record/log-entry.ts";
import { el, fill, replace } from "../shared/dom.ts";
import { sha256Hex, utf8 } from "../crypto/bytes.ts";
import { counts, type Count } from "./log-counts.ts";
import { button, caseName, nameOf, painted, type Page } from "./page.ts";
import { Problem } from "./server.ts";
import type { Session } from "./session.ts";
import type { StringId } from "./strings.ts";

/** The whole log as it was read, checked entry by entry. */
export interface ReadLog {
  readonly all: readonly SignedEntry[];
  readonly entries: readonly CheckedEntry[];
  /** The first number that does not follow from what stands before it; undefined where all do. */
  readonly broken: number | undefined;
}

export interface CheckedEntry extends LogEntry {
  /** By a key that the directory of now gives its volunteer. */
  readonly signed: boolean;
}

const SHOWN_AT_A_TIME = 200;

/** All that the server has, from the first entry on. */
export async function readLog({ server, directory, log }: Session): Promise<ReadLog> {
  const { n: seen, sha256 } = log.head;
  const all: SignedEntry[] = [];
  const { n: last } = await server.log(0);
  while (all.length < last) {
    const { entries } = await server.log(all.length + 1);
    if (entries.length === 0) {
      throw new Problem("logShorter");
    }
    all.push(...entries);
  }
  // What this console has seen must still be there, also where the server was honest when it was entered.
  if (all.length < seen) {
    throw new Problem("logShorter");
  }
  if (seen > 0 && sha256Hex(utf8(all[seen - 1]!.entry)) !== sha256) {
    throw new Problem("logAnother");
  }
  return checked(all, directory);
}

/** Signatures are many: the page breathes in between. */
export async function checked(all: readonly SignedEntry[], directory: Directory, breathe: () => Promise<void> = painted): Promise<ReadLog> {
  const keys = new Map(directory.people.map(({ id, signing }) => [id, signing]));
  const entries: CheckedEntry[] = [];
  let head: Head = { n: 0, sha256: NONE_BEFORE, at: "" };
  let broken: number | undefined;
  for (const [i, one] of all.entries()) {
    if (i % SHOWN_AT_A_TIME === SHOWN_AT_A_TIME - 1) {
      await breathe();
    }
    const entry = readEntry(one.entry);
    if (entry === undefined || !follows(entry, head)) {
      broken ??= i + 1;
    }
    if (entry !== undefined) {
      const key = keys.get(entry.volunteer);
      entries.push({ ...entry, signed: key !== undefined && isSignedEntry(one, key) });
      head = headOf(one.entry, entry);
    }
  }
  return { all, entries, broken };
}

const acts: Readonly<Record<Act, StringId>> = {
  open: "actOpen",
  close: "actClose",
  verdict: "actVerdict",
  work: "actWork",
  keys: "actKeys",
  reseal: "actReseal",
  exclude: "actExclude",
  letter: "actLetter",
  link: "actLink",
  decision: "actDecision",
  revocation: "actRevocation",
  reopen: "actReopen",
  export: "actExport",
  freeze: "actFreeze",
  urgency: "actUrgency",
  hand: "actHand",
  match: "actMatch",
  needs: "actNeeds",
};

/** Who did what, for coordinators. Nothing in it rewards speed, and whoever stands out is to be asked. */
export function logView(page: Page, { all, entries, broken }: ReadLog, leave: () => void): HTMLElement[] {
  const { say, session } = page;
  return [
    el("div", { class: "bar case" }, button(say("back"), leave), save(page, all)),
    page.status,
    el("h2", {}, say("log")),
    el("p", {}, say("logWhat")),
    broken === undefined
      ? el("p", { class: "check good" }, "✓ ", fill(say("logWhole"), { n: all.length }))
      : el("p", { class: "check bad", role: "alert" }, fill(say("logBrokenAt"), { n: broken })),
    openedBy(page, counts(entries, session.server.now())),
    found(page, entries),
  ];
}

function openedBy({ say, session }: Page, all: readonly Count[]): HTMLElement {
  const row = ({ volunteer, week, month, farMore }: Count): HTMLElement =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, el("bdi", {}, nameOf(session, volunteer))),
      el("td", { "data-label": say("logWeek") }, String(week)),
      el("td", { "data-label": say("logMonth") }, String(month)),
      el("td", {}, farMore && el("strong", {}, say("logFarMore"))),
    );
  const byName = [...all].sort((a, b) => nameOf(session, a.volunteer).localeCompare(nameOf(session, b.volunteer)));
  return el(
    "section",
    { class: "compartment", "aria-labelledby": "opened" },
    el("h3", { id: "opened" }, say("logOpened")),
    all.length === 0
      ? el("p", {}, say("logNobody"))
      : el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("logPerson")), el("th", { scope: "col" }, say("logWeek")), el("th", { scope: "col" }, say("logMonth")), el("td"))), el("tbody", {}, ...byName.map(row))),
    el("p", { class: all.some(({ farMore }) => farMore) ? "check note" : "meta" }, say("logAsk")),
  );
}

/** The newest first, of everybody or of one. */
function found({ say, session }: Page, entries: readonly CheckedEntry[]): HTMLElement {
  const everything = "";
  let shown = SHOWN_AT_A_TIME;
  const again = (): void => {
    shown = SHOWN_AT_A_TIME;
    drawRows();
  };
  const people = [...new Set(entries.map(({ volunteer }) => volunteer))].sort();
  const person = el("select", { id: "log-person", change: again }, el("option", { value: everything }, say("logEverybody")), ...people.map((id) => el("option", { value: id }, nameOf(session, id))));
  const act = el("select", { id: "log-act", change: again }, el("option", { value: everything }, say("logEverything")), ...ACTS.map((word) => el("option", { value: word }, say(acts[word]))));
  const body = el("tbody");
  const more = button(say("logMore"), () => {
    shown += SHOWN_AT_A_TIME;
    drawRows();
  });
  const row = ({ n, at, volunteer, act: done, case: about, signed }: CheckedEntry): HTMLElement =>
    el(
      "tr",
      {},
      el("td", {}, String(n)),
      el("td", {}, el("bdi", { dir: "ltr" }, `${at.slice(0, 10)} ${at.slice(11, 16)}`)),
      el("td", {}, el("bdi", {}, nameOf(session, volunteer)), !signed && el("p", { class: "check note" }, say("logUnsigned"))),
      el("td", {}, say(acts[done])),
      el("td", {}, about !== "" && caseName(about)),
    );
  const drawRows = (): void => {
    const those = entries.filter((entry) => (person.value === everything || entry.volunteer === person.value) && (act.value === everything || entry.act === act.value)).reverse();
    replace(body, ...those.slice(0, shown).map(row));
    more.hidden = those.length <= shown;
  };
  drawRows();
  const columns = ["logNumber", "logTime", "logPerson", "logAct", "colCase"] as const;
  return el(
    "section",
    { class: "compartment", "aria-labelledby": "log-entries" },
    el("h3", { id: "log-entries" }, say("logEntries")),
    el("div", { class: "bar" }, el("label", { for: "log-person" }, say("logPerson")), person, el("label", { for: "log-act" }, say("logAct")), act),
    el("table", {}, el("thead", {}, el("tr", {}, ...columns.map((id) => el("th", { scope: "col" }, say(id))))), body),
    more,
  );
}

/** As `komir log export` writes it, for `komir log verify`. */
function save({ say }: Page, all: readonly SignedEntry[]): HTMLElement {
  const lines = all.map(({ entry, signature }) => `${JSON.stringify({ entry, signature })}\n`).join("");
  return button(say("logSave"), () => {
    const address = URL.createObjectURL(new Blob([utf8(lines)], { type: "application/octet-stream" }));
    el("a", { href: address, download: "komir-log.jsonl" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 0);
  });
}
