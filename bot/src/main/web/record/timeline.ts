import { boundsOf } from "./edtf.ts";
import type { FieldId } from "./field-table.ts";
import { canBeSame, samePlace, sourced, type FieldPlace, type FieldSource, type FieldValue } from "./fields.ts";
import type { OpenedCase } from "./open-case.ts";
import { own, questionnaire } from "./questionnaires.ts";
import type { TestimonyRecord } from "./record.ts";
import { EPISODES, type Episode, type Status } from "./timeline-table.ts";

/** What the person's life was at some time, as it was told. */
export interface TimelineEntry {
  readonly status: Status;
  /** Of what a volunteer found. */
  readonly field?: FieldId;
  /** `as-of`: known to be so on that day. `state`: it lasts. `event`: it happens. */
  readonly shape: "as-of" | "state" | "event";
  readonly from: TimelineDate | undefined;
  readonly to: TimelineDate | undefined;
  readonly place: FieldPlace | undefined;
  /** What was chosen of a question, and further answers to the same. */
  readonly details: readonly Detail[];
  /** The records that say it, those of several cases where they say the same. */
  readonly sources: readonly FieldSource[];
  readonly conflict: Conflict | undefined;
}

/** At least one of the two is there. */
export interface TimelineDate {
  readonly edtf: string | undefined;
  readonly words: string | undefined;
}

export interface Detail {
  readonly question: string;
  readonly version: string;
  readonly language: string;
  readonly options: readonly string[];
  readonly text: string | undefined;
}

/** `overlap`: at the same time something else is told that excludes it. `after-death`: a death is told that came before. `dates`: it happens once, and two days are told. */
export type Conflict = "overlap" | "after-death" | "dates";

export interface Timeline {
  /** By the first day that is possible. */
  readonly dated: readonly TimelineEntry[];
  /** In the order in which they were told. */
  readonly undated: readonly TimelineEntry[];
}

/** @param found what volunteers found, of which what has a date stands among the rest */
export function timelineOf(cases: readonly OpenedCase[], found: readonly FieldValue[] = []): Timeline {
  const entries = marked(merged([...cases.flatMap(entriesIn), ...found.flatMap(entryOf)]));
  const dated = entries.filter((entry) => startOf(entry) !== undefined);
  const order = (entry: TimelineEntry): string => `${startOf(entry)} ${boundsOf(entry.from?.edtf ?? "")?.latest ?? "9"}`;
  return {
    dated: dated.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0)),
    undated: entries.filter((entry) => startOf(entry) === undefined),
  };
}

const MEANS: Readonly<Partial<Record<FieldId, Status>>> = { taken_when: "taken", died_when: "died", held_until: "other", status_on: "other" };

function entryOf({ field, edtf, source }: FieldValue): TimelineEntry[] {
  const status = MEANS[field];
  const date = edtf === undefined ? undefined : { edtf, words: undefined };
  return status === undefined || date === undefined || source.replaced
    ? []
    : [{ status, field, shape: "event", from: date, to: undefined, place: undefined, details: [], sources: [source], conflict: undefined }];
}

/** The first day that is possible; where only the end was told, that of the end. An open beginning counts by its own end. */
export function startOf({ from, to }: TimelineEntry): string | undefined {
  const [first, last] = [from, to].map((date) => (date?.edtf === undefined ? undefined : boundsOf(date.edtf)));
  return first?.earliest ?? first?.latest ?? last?.earliest ?? last?.latest;
}

interface Told {
  readonly record: TestimonyRecord;
  readonly source: FieldSource;
}

function entriesIn(opened: OpenedCase): TimelineEntry[] {
  const told = sourced(opened).filter(({ record, source }) => record.kind === "answered" && !source.replaced);
  return EPISODES.flatMap((episode) => {
    const asked = [episode.status, ...episode.from, ...episode.to, ...episode.where];
    const items = [...new Set(told.filter(({ record }) => asked.includes(record.question)).map(({ record }) => record.item))].sort((a, b) => a - b);
    return items.flatMap((item) => ofItem(episode, told.filter(({ record }) => record.item === item)));
  });
}

function ofItem(episode: Episode, told: readonly Told[]): TimelineEntry[] {
  const first = (questions: readonly string[]): Told | undefined => told.find(({ record }) => questions.includes(record.question));
  const kind = first([episode.status]);
  const options = kind === undefined ? [] : (kind.record.value.choices ?? [kind.record.value.choice ?? ""]);
  // Who was allowed to ask about the death has its day and place from there.
  const deathTold = episode.status !== "x_tell" && told.some(({ record }) => record.question === "x_tell" && record.value.choice === "yes");
  const all = kind === undefined ? (episode.otherwise ?? []) : options.flatMap((option) => own(episode.means, option) ?? []);
  const meant = [all].flat().filter((status) => !(deathTold && status === "died"));
  const [from, to, where] = [first(episode.from), first(episode.to), first(episode.where)];
  const code = where?.record.value.code;
  const details = told.filter(({ record }) => episode.details.includes(record.question));
  const records = [kind, from, to, where, ...details].filter((each) => each !== undefined);
  return [...new Set(episode.one ? meant.slice(0, 1) : meant)].map((status) => ({
    status,
    shape: episode.shape ?? (ONCE_OR_POINT.has(status) ? "event" : "state"),
    from: from && dateOf(from.record),
    to: to && dateOf(to.record),
    place: where === undefined || code === undefined ? undefined : { list: listOf(where.record), code },
    details: details.map(({ record }) => detail(record)),
    sources: records.map(({ source }) => source),
    conflict: undefined,
  }));
}

const dateOf = ({ value }: TestimonyRecord): TimelineDate => ({ edtf: value.edtf, words: value.words ?? value.text });

const listOf = ({ version, question }: TestimonyRecord): string => questionnaire(version)?.questions.find(({ id }) => id === question)?.list ?? "";

const detail = ({ question, version, language, value }: TestimonyRecord): Detail => ({
  question,
  version,
  language,
  options: value.choices ?? (value.choice === undefined ? [] : [value.choice]),
  text: value.text ?? value.words,
});

/** What happens on a day, and does not last. */
const ONCE_OR_POINT: ReadonlySet<Status> = new Set<Status>(["taken", "contact_lost", "passport", "call", "moved", "released", "returned", "died"]);

/** What is told twice in the same words is one entry with the sources of both. */
function merged(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const found: TimelineEntry[] = [];
  for (const entry of entries) {
    const at = found.findIndex((other) => isSame(entry, other));
    const other = found[at];
    if (other === undefined) {
      found.push(entry);
    } else {
      found[at] = { ...other, details: [...other.details, ...entry.details], sources: [...other.sources, ...entry.sources] };
    }
  }
  return found;
}

const isSame = (a: TimelineEntry, b: TimelineEntry): boolean =>
  a.status === b.status &&
  (a.status !== "other" || a.field === b.field) &&
  a.shape === b.shape &&
  a.from?.edtf !== undefined &&
  a.from.edtf === b.from?.edtf &&
  a.to?.edtf === b.to?.edtf &&
  a.place?.code === b.place?.code;

// --- contradictions

const CUSTODY: ReadonlySet<Status> = new Set<Status>(["camp", "detention_centre", "prison", "house", "hostel", "factory"]);
const AT_LARGE: ReadonlySet<Status> = new Set<Status>(["released", "returned", "free", "died"]);

function marked(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return entries.map((entry) => {
    const others = entries.filter((other) => other !== entry);
    const conflict = others.map((other) => between(entry, other)).find((found) => found !== undefined);
    return conflict === undefined ? entry : { ...entry, conflict };
  });
}

function between(entry: TimelineEntry, other: TimelineEntry): Conflict | undefined {
  if (entry.sources.some((a) => other.sources.some((b) => a.who.kind === "testifier" && b.who.kind === "testifier" && a.case === b.case && a.seq === b.seq))) {
    return undefined;
  }
  if (entry.status === "died" && other.status === "died") {
    const [a, b] = [entry.from?.edtf, other.from?.edtf];
    return (a !== undefined && b !== undefined && !canBeSame(a, b)) || (entry.place !== undefined && other.place !== undefined && !samePlace(entry.place, other.place))
      ? "dates"
      : undefined;
  }
  if (isAfterDeath(entry, other) || isAfterDeath(other, entry)) {
    return "after-death";
  }
  return overlaps(entry, other) ? "overlap" : undefined;
}

function isAfterDeath(later: TimelineEntry, death: TimelineEntry): boolean {
  const died = death.status === "died" && death.from?.edtf !== undefined ? boundsOf(death.from.edtf)?.latest : undefined;
  const certain = later.from?.edtf === undefined ? undefined : boundsOf(later.from.edtf)?.earliest;
  return later.status !== "died" && later.status !== "no_news" && died !== undefined && certain !== undefined && certain > died;
}

/** The days on which it certainly was so: from the last possible first one to the first possible last one. */
function certainDays({ from, to, shape }: TimelineEntry): readonly [string, string] | undefined {
  const first = from?.edtf === undefined ? undefined : boundsOf(from.edtf);
  const last = to?.edtf === undefined ? undefined : boundsOf(to.edtf);
  if (shape !== "state") {
    // Of an event or a day on which something was known, any day of its bounds can be the one.
    return first?.earliest === undefined || first.latest === undefined ? undefined : [first.earliest, first.latest];
  }
  return first?.latest === undefined || last?.earliest === undefined || first.latest > last.earliest ? undefined : [first.latest, last.earliest];
}

function overlaps(a: TimelineEntry, b: TimelineEntry): boolean {
  const [x, y] = [certainDays(a), certainDays(b)];
  if (x === undefined || y === undefined || a.status === b.status) {
    return false;
  }
  const inside = ([from, to]: readonly [string, string], [first, last]: readonly [string, string]): boolean => from > first && to < last;
  if (a.shape === "state" && b.shape === "state") {
    return CUSTODY.has(a.status) && CUSTODY.has(b.status) && x[0] < y[1] && y[0] < x[1];
  }
  const [state, point] = a.shape === "state" ? [a, b] : [b, a];
  const excludes = CUSTODY.has(state.status) && (AT_LARGE.has(point.status) || (point.shape === "as-of" && CUSTODY.has(point.status)));
  return state.shape === "state" && point.shape !== "state" && excludes && (state === a ? inside(y, x) : inside(x, y));
}
