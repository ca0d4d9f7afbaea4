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
  readonly attachments: readonly Attachment[];
}

/** A file that lies beside its record. All of it is what the family's program said; only size and SHA-256 are checked against the file. */
export interface Attachment {
  /** 32 hexadecimal digits, and so never a path. */
  readonly file: string;
  readonly kind: string;
  readonly size: number;
  readonly sha256: string;
  readonly type: string | undefined;
  readonly seconds: number | undefined;
  readonly name: string | undefined;
  readonly forwarded: boolean;
  /** The file of which this one is a copy without what was hidden in it. */
  readonly cleanedFrom: string | undefined;
}

const KINDS = ["answered", "unknown", "declined", "later", "opened", "blank", "receipt", "manifest"] as const;
export type Kind = (typeof KINDS)[number];

/** All that an answer may carry; which of it is there depends on the type of the question. */
export interface Value {
  readonly text?: string;
  readonly choice?: string;
  readonly choices?: readonly string[];
  readonly edtf?: string;
  /** Of a paper, without spaces. */
  readonly number?: string;
  readonly words?: string;
  readonly code?: string;
  readonly textSha256?: string;
  readonly records?: readonly Listed[];
  readonly complete?: boolean;
  /** SHA-256 of the recipient of replies, which the server has. */
  readonly recipientSha256?: string;
  /** Signs what the family writes later: base64 of 32 bytes, Ed25519. */
  readonly author?: string;
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
    attachments: Array.isArray(raw.attachments) ? raw.attachments.flatMap(attachment) : [],
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
    recipientSha256: string(raw.recipient_sha256),
    author: string(raw.author),
    complete: typeof raw.complete === "boolean" ? raw.complete : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, field]) => field !== undefined));
}

/** What is named of a file; nothing where it has no name, size or hash of ours. */
export function attachment(raw: unknown): Attachment[] {
  if (!isObject(raw)) {
    return [];
  }
  const file = string(raw.file);
  const size = integer(raw.size);
  const sha256 = string(raw.sha256);
  if (file === undefined || !/^[0-9a-f]{32}$/.test(file) || size === undefined || sha256 === undefined) {
    return [];
  }
  return [
    {
      file,
      kind: string(raw.kind) ?? "",
      size,
      sha256,
      type: string(raw.type),
      seconds: integer(raw.seconds),
      name: string(raw.name),
      forwarded: raw.forwarded === true,
      cleanedFrom: string(raw.cleaned_from),
    },
  ];
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
