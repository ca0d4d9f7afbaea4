import { fromUtf8 } from "../crypto/bytes.ts";
import type { Compartment } from "../crypto/panel.ts";

/** What is inside one sealed file of a case. `docs/record-format.md` says it field by field. */
export interface TestimonyRecord {
  readonly case: string;
  readonly compartment: Compartment;
  readonly seq: number;
  readonly kind: Kind;
  readonly questionnaire: string;
  readonly version: string;
  readonly question: string;
  readonly item: number;
  readonly part: number;
  readonly replaces: number | undefined;
  readonly language: string;
  readonly channel: string;
  readonly day: string;
  readonly value: Value;
}

const KINDS = ["answered", "unknown", "declined", "later", "opened", "manifest"] as const;
export type Kind = (typeof KINDS)[number];

/** All that an answer may carry; which of it is there depends on the type of the question. */
export interface Value {
  readonly text?: string;
  readonly choice?: string;
  readonly choices?: readonly string[];
  readonly edtf?: string;
  readonly number?: string;
  /** Of a paper, without spaces. */
  readonly number?: string;
  readonly words?: string;
  readonly code?: string;
  readonly textSha256?: string;
  readonly records?: readonly Listed[];
  readonly complete?: boolean;
}

export interface Listed {
  readonly seq: number;
  readonly compartment: Compartment;
  readonly sha256: string;
}

const FORMAT = "komir-record/1";

/** Undefined for what is not a record of this format; a field of the wrong type counts as absent. */
export function parseRecord(plain: Uint8Array): TestimonyRecord | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(fromUtf8(plain));
  } catch {
    return undefined;
  }
  const kind = isObject(raw) ? KINDS.find((candidate) => candidate === raw.kind) : undefined;
  if (!isObject(raw) || raw.format !== FORMAT || kind === undefined) {
    return undefined;
  }
  const seq = integer(raw.seq);
  if (typeof raw.case !== "string" || typeof raw.compartment !== "string" || seq === undefined) {
    return undefined;
  }
  return {
    case: raw.case,
    compartment: raw.compartment,
    seq,
    kind,
    questionnaire: string(raw.questionnaire) ?? "",
    version: string(raw.version) ?? "",
    question: string(raw.question) ?? "",
    item: integer(raw.item) ?? 1,
    part: integer(raw.part) ?? 1,
    replaces: integer(raw.replaces),
    language: string(raw.language) ?? "",
    channel: string(raw.channel) ?? "",
    day: string(raw.day) ?? "",
    value: isObject(raw.value) ? value(raw.value) : {},
  };
}

function value(raw: Record<string, unknown>): Value {
  const found = {
    text: string(raw.text),
    choice: string(raw.choice),
    choices: Array.isArray(raw.choices) ? raw.choices.filter((choice) => typeof choice === "string") : undefined,
    edtf: string(raw.edtf),
    number: string(raw.number),
    words: string(raw.words),
    code: string(raw.code),
    textSha256: string(raw.text_sha256),
    records: Array.isArray(raw.records) ? raw.records.flatMap(listed) : undefined,
    complete: typeof raw.complete === "boolean" ? raw.complete : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, field]) => field !== undefined));
}

function listed(raw: unknown): Listed[] {
  if (!isObject(raw)) {
    return [];
  }
  const seq = integer(raw.seq);
  const compartment = string(raw.compartment);
  const sha256 = string(raw.sha256);
  return seq === undefined || compartment === undefined || sha256 === undefined ? [] : [{ seq, compartment, sha256 }];
}

const isObject = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === "object" && raw !== null && !Array.isArray(raw);
const string = (raw: unknown): string | undefined => (typeof raw === "string" ? raw : undefined);
const integer = (raw: unknown): number | undefined =>
  typeof raw === "number" && Number.isSafeInteger(raw) && raw >= 0 ? raw : undefined;
