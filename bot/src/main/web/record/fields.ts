import { CASE } from "../crypto/panel.ts";
import { boundsOf, isApproximate } from "./edtf.ts";
import { FIELDS, HOW_KNOWN, type Confidence, type FieldId, type KnownBy } from "./field-table.ts";
import type { FollowUp } from "./follow-up.ts";
import { readIdentityNumber, type Finding, type Reading, type Sex } from "./identity-number.ts";
import { isListed, recordsOf, type OpenedCase } from "./open-case.ts";
import { own, place, questionnaire } from "./questionnaires.ts";
import type { TestimonyRecord } from "./record.ts";
import type { Piece } from "./work.ts";

/** One value of a field, as one source gives it. Values stand beside each other; none takes the place of another. */
export interface FieldValue {
  readonly field: FieldId;
  /** Text or number as it was told, or the options that were chosen, by their ids and joined by a blank. */
  readonly value: string;
  readonly state: "answered" | "unknown" | "declined" | "later";
  readonly options?: readonly string[];
  readonly edtf?: string;
  readonly place?: FieldPlace;
  /** Which event of several it belongs to, from 1. */
  readonly item: number;
  readonly source: FieldSource;
  /** How sure a reader is of it; nobody has judged it where there is none. */
  readonly confidence?: Confidence;
  /** Why a volunteer thinks so. */
  readonly why?: string;
}

export interface FieldPlace {
  readonly list: string;
  readonly code: string;
}

/** Who says it, and where it stands. */
export interface FieldSource {
  readonly case: string;
  readonly seq: number;
  readonly question: string;
  /** SHA-256 of the questionnaire, which has the words of the options. */
  readonly version: string;
  /** `YYYY-MM-DD`, on which it was told. */
  readonly day: string;
  readonly channel: string;
  /** In which it was told. */
  readonly language: string;
  readonly who: Who;
  /** Empty where the questionnaire does not ask it. */
  readonly knownBy: readonly KnownBy[];
  /** False where the sealed list does not name this record: whoever has the server can have put it there. */
  readonly listed: boolean;
  /** Answered anew later, by the same people. */
  readonly replaced: boolean;
}

/** As `t_how` of the questionnaires names it. */
const HELPERS = ["scribe", "interpreter", "both"] as const;
type Helper = (typeof HELPERS)[number];

export type Who =
  /** `through`: somebody else typed, translated, or both. */
  | { readonly kind: "testifier"; readonly through?: Helper }
  | { readonly kind: "volunteer"; readonly id: string; readonly name: string };

/** The case and what came later from the same family: what somebody else signed gives no fields. */
export const toldBy = (opened: OpenedCase, followUps: readonly FollowUp[]): OpenedCase[] => [
  opened,
  ...followUps.filter(({ from }) => from === "family").map((each) => each.opened),
];

export const fieldsOf = (cases: readonly OpenedCase[]): FieldValue[] => cases.flatMap((each) => valuesIn(each));

/** The answers of a case with what is known of each, in the order in which they came. */
export function sourced(opened: OpenedCase): { readonly record: TestimonyRecord; readonly source: FieldSource }[] {
  const records = recordsOf(opened);
  const answers = records.filter(({ kind }) => ["answered", "unknown", "declined", "later"].includes(kind));
  const replaced = new Set(answers.flatMap(({ replaces }) => (replaces === undefined ? [] : [replaces])));
  const current = answers.filter(({ seq }) => !replaced.has(seq));
  const how = current.find(({ question }) => question === "t_how")?.value.choice;
  const through = HELPERS.find((helper) => helper === how);
  const who: Who = through === undefined ? { kind: "testifier" } : { kind: "testifier", through };
  return answers.map((record) => ({
    record,
    source: {
      case: record.case,
      seq: record.seq,
      question: record.question,
      version: record.version,
      day: record.day,
      channel: record.channel,
      language: record.language,
      who,
      knownBy: knownBy(record, current),
      listed: isListed(record, opened.manifest),
      replaced: replaced.has(record.seq),
    },
  }));
}

function knownBy({ question, item }: TestimonyRecord, answers: readonly TestimonyRecord[]): KnownBy[] {
  const ways = HOW_KNOWN.filter(({ of }) => of.includes(question)).flatMap((rule) =>
    answers
      .filter((each) => each.question === rule.question && each.kind === "answered" && each.item === item)
      .flatMap(({ value }) => [...(value.choices ?? []), ...(value.choice === undefined ? [] : [value.choice])])
      .flatMap((option) => own(rule.means, option) ?? []),
  );
  return [...new Set(ways)];
}

function valuesIn(opened: OpenedCase): FieldValue[] {
  const told = sourced(opened);
  return FIELDS.flatMap(({ id, questions }) =>
    told
      .filter(({ record }) => (questions as readonly string[]).includes(record.question))
      .map(({ record, source }) => fieldValue(id, record, source)),
  );
}

/** What a record says, as a value of a field. */
export function fieldValue(field: FieldId, record: TestimonyRecord, source: FieldSource): FieldValue {
  const { text, choice, choices, edtf, number, words, code } = record.value;
  const options = choices ?? (choice === undefined ? undefined : [choice]);
  const list = questionnaire(record.version)?.questions.find(({ id }) => id === record.question)?.list;
  return {
    field,
    value: text ?? number ?? words ?? options?.join(" ") ?? edtf ?? code ?? "",
    state: record.kind === "unknown" || record.kind === "declined" || record.kind === "later" ? record.kind : "answered",
    item: record.item,
    source,
    ...(options === undefined ? {} : { options }),
    ...(edtf === undefined ? {} : { edtf }),
    ...(code === undefined ? {} : { place: { list: list ?? "", code } }),
  };
}

// --- what volunteers found

/** Beside what was told, never in its place. Of a field that holds one thing, or the present state of it, a volunteer's later word counts and the earlier stays. @param pieces the oldest first */
export function foundIn(caseId: string, pieces: readonly Piece[]): FieldValue[] {
  const found = pieces.flatMap(({ by, at, work }) => {
    const field = work.kind === "field" ? FIELDS.find(({ id }) => id === work.field) : undefined;
    return field === undefined || work.kind !== "field" ? [] : [{ field, by, at, work }];
  });
  return found.map(({ field, by, at, work }, i): FieldValue => {
    const { value, edtf, confidence, why, about } = work;
    const again = (field.holds === "one" || field.holds === "over-time") && found.slice(i + 1).some((later) => later.field === field && later.by.id === by.id);
    return {
      field: field.id,
      value,
      state: "answered",
      item: 1,
      confidence,
      why,
      ...(edtf !== undefined && boundsOf(edtf) !== undefined ? { edtf } : {}),
      source: {
        case: about?.case ?? caseId,
        seq: about?.seq ?? 0,
        question: field.questions[0],
        version: "",
        day: at.slice(0, 10),
        channel: "",
        language: "",
        who: { kind: "volunteer", id: by.id, name: by.name },
        knownBy: [],
        listed: true,
        replaced: again,
      },
    };
  });
}

/** Fields of which a volunteer may add something: those that these questionnaires ask for, and whose answers everybody reads who reads the case. @param versions of all that was answered */
export function openFields(versions: readonly string[]): FieldId[] {
  const asked = [...new Set(versions)].flatMap((version) => questionnaire(version)?.questions ?? []);
  return FIELDS.filter(({ questions }) => {
    const mine = asked.filter(({ id }) => (questions as readonly string[]).includes(id));
    return mine.length > 0 && mine.every(({ compartment }) => compartment === undefined || compartment === CASE);
  }).map(({ id }) => id);
}

// --- what contradicts what

/** The values that cannot all be true: of a field that holds one, those with which another one, told anew by nobody, does not agree. */
export function contradictions(values: readonly FieldValue[]): ReadonlySet<FieldValue> {
  const found = new Set<FieldValue>();
  const counted = values.filter(({ state, source }) => state === "answered" && !source.replaced);
  for (const { id } of FIELDS.filter(({ holds }) => holds === "one")) {
    const mine = counted.filter(({ field }) => field === id);
    for (const a of mine) {
      if (mine.some((b) => !agree(a, b))) {
        found.add(a);
      }
    }
  }
  return found;
}

function agree(a: FieldValue, b: FieldValue): boolean {
  if (a.edtf !== undefined && b.edtf !== undefined) {
    return canBeSame(a.edtf, b.edtf);
  }
  if (a.place !== undefined && b.place !== undefined) {
    return samePlace(a.place, b.place);
  }
  if (a.options !== undefined && b.options !== undefined) {
    return a.options.length === b.options.length && a.options.every((option) => b.options!.includes(option));
  }
  // A date or place that was only told in words agrees with anything: a person compares it.
  return true;
}

/** How many years a date that is only about right may be wrong on either side; as for identity numbers. */
const ABOUT_YEARS = 5;

/** Whether two dates can mean the same day. */
export function canBeSame(one: string, other: string): boolean {
  const [a, b] = [boundsOf(one), boundsOf(other)];
  const years = isApproximate(one) || isApproximate(other) ? ABOUT_YEARS : 0;
  const before = (x: string | undefined, y: string | undefined): boolean => x !== undefined && y !== undefined && plusYears(x, years) < y;
  return a === undefined || b === undefined || !(before(a.latest, b.earliest) || before(b.latest, a.earliest));
}

const plusYears = (iso: string, years: number): string => `${String(Number(iso.slice(0, 4)) + years).padStart(4, "0")}${iso.slice(4)}`;

/** A county lies in its prefecture, whose code its own begins with; a code that is gone has the names of what it became. */
export const samePlace = (a: FieldPlace, b: FieldPlace): boolean =>
  a.list !== b.list || a.code.startsWith(b.code) || b.code.startsWith(a.code) || (place(a.list, a.code, "en") ?? a.code) === (place(b.list, b.code, "en") ?? b.code);

// --- the number of a paper

export interface NumberChecks {
  readonly reading: Reading;
  /** Where the number was given out, if the list of places knows it. */
  readonly area: FieldPlace | undefined;
  readonly areaDiffers: boolean;
}

/** The number against itself, and against birth, sex and home as they were told. @param today `YYYY-MM-DD` */
export function checkNumber(number: string, values: readonly FieldValue[], today: string): NumberChecks {
  // What was found by looking at the number cannot confirm it.
  const told = values.filter(({ state, source }) => state === "answered" && !source.replaced && source.who.kind === "testifier");
  const of = (id: FieldId): FieldValue[] => told.filter(({ field }) => field === id);
  const births = of("birth").flatMap(({ edtf }) => edtf ?? []);
  const sexes = of("sex").flatMap(({ options }) => options ?? []).map((option): Sex => (option === "m" ? "MALE" : "FEMALE"));
  const readings = (births.length === 0 ? [undefined] : births).flatMap((birth) => (sexes.length === 0 ? [undefined] : sexes).map((sex) => readIdentityNumber(number, { birth, sex }, today)));
  const [first] = readings as [Reading, ...Reading[]];
  // Where families tell two dates, it is enough that the number fits one of them.
  const findings = first.findings.filter((finding: Finding) => readings.every((reading) => reading.findings.includes(finding)));
  const homes = of("home").flatMap((value) => value.place ?? []);
  const list = homes[0]?.list ?? "xinjiang";
  const area = first.area === undefined || place(list, first.area, "en") === undefined ? undefined : { list, code: first.area };
  return { reading: { ...first, findings }, area, areaDiffers: area !== undefined && homes.length > 0 && !homes.some((home) => samePlace(home, area)) };
}
