import { open, seal, type Identity, type Recipient } from "../crypto/age.ts";
import { base64, fromBase64, fromUtf8, hex, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { pad, SIZES } from "../crypto/padding.ts";
import { sign, verify } from "../crypto/signature.ts";
import type { Directory, Person } from "./directory.ts";
import { CONFIDENCE, type Confidence } from "./field-table.ts";
import type { Part } from "./parts.ts";
import type { Named } from "./pseudonyms.ts";

/** What a volunteer adds to a case (`docs/record-format.md`, step 33): sealed to its key, signed inside, never overwritten. */
export type Work = { readonly about?: About } & WorkValue;

/** What it is about: a record, or a file, of the case or of one that followed it. */
export interface About {
  readonly case: string;
  readonly seq: number;
  /** 32 hexadecimal digits. */
  readonly file?: string;
}

export type WorkValue =
  | { readonly kind: "note"; readonly text: string }
  /** What the testimony says of a field, as a volunteer reads it: beside what was told, never in its place. */
  | { readonly kind: "field"; readonly field: string; readonly value: string; readonly edtf?: string; readonly place?: string; readonly confidence: Confidence; readonly why: string }
  /** Why a verdict was given. */
  | { readonly kind: "checklist"; readonly verdict: string; readonly checks: Readonly<Record<string, Check>>; readonly why: string; readonly other?: string }
  /** Whether another case is about the same person; the later one of a volunteer takes the earlier one back. */
  | { readonly kind: "same"; readonly other: string; readonly says: "same" | "other" }
  /** What a matcher thinks of two cases (step 39). */
  | { readonly kind: "match"; readonly other: string; readonly grade: "likely" | "possible"; readonly reasons: readonly string[] }
  | { readonly kind: "transcript"; readonly language: string; readonly lines: readonly TimedLine[]; readonly part?: Part }
  /** `from`: the id of the translator, where another volunteer took it in (step 37). */
  | { readonly kind: "translation"; readonly language: string; readonly segments: readonly Segment[]; readonly reads?: string; readonly from?: string; readonly part?: Part }
  /** What a translator was given under pseudonyms (step 37): of which words, how they were cut, to whom, and who is behind the pseudonyms. */
  /** Whom a family agreed to meet, how and until when (step 42): beside what it allowed itself, and never wider. */
  | ({ readonly kind: "agreement" } & Agreement)
  /** `of`: the SHA-256 of the sealed agreement that was taken back. */
  | { readonly kind: "agreement_over"; readonly of: string; readonly why: string }
  /** What became of what a family needs: sealed to the key of the compartment `needs`, and of no other (step 40). */
  | { readonly kind: "aid"; readonly outcome: Outcome; readonly text: string }
  | { readonly kind: "bundle"; readonly number: string; readonly of: string; readonly lengths: readonly number[]; readonly language: string; readonly into: string; readonly to: readonly string[]; readonly names: readonly Named[] };

export const MEETINGS = ["journalist", "un", "lawyer", "parliament", "other"] as const;
export const NAMED = ["shown", "hidden"] as const;
export const VOICES = ["own", "changed", "none"] as const;
export const FACES = ["own", "hidden", "none"] as const;
export const HEARD = ["in_person", "phone", "letter", "other"] as const;

export interface Agreement {
  readonly what: (typeof MEETINGS)[number];
  readonly with: string;
  readonly name: (typeof NAMED)[number];
  readonly voice: (typeof VOICES)[number];
  readonly face: (typeof FACES)[number];
  /** EDTF; its last day counts. */
  readonly until: string;
  /** Who of the family said so. */
  readonly said: string;
  readonly heard: (typeof HEARD)[number];
}

/** `nothing`: the family asks for nothing. */
export const OUTCOMES = ["helped", "goes_on", "not_possible", "nothing"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const CHECKS = ["yes", "no", "open"] as const;
/** `open`: not looked at, or nothing could be found out. */
export type Check = (typeof CHECKS)[number];

export interface TimedLine {
  /** Seconds from the beginning; none for a line that goes on from the one before. */
  readonly at?: number;
  readonly text: string;
}

export interface Segment {
  readonly of: string;
  readonly text: string;
}

/** As it was found in the store. */
export interface Piece {
  /** Under which it lies: 32 hexadecimal digits. Inside too, so that none can be put in another's place. */
  readonly name: string;
  /** Of the sealed bytes: a verdict names its reasons by it. */
  readonly sha256: string;
  readonly by: Person;
  /** ISO 8601, UTC, seconds. */
  readonly at: string;
  readonly work: Work;
}

/** `forged`: whom it is laid to did not sign it for this case under this name. `left`: it is laid to nobody who may add such a thing by the directory (any more), and cannot be checked. `damaged`: it cannot be opened. */
export type Unread = { readonly name: string; readonly state: "forged" | "left" | "damaged" };

export interface ServedPiece {
  readonly name: string;
  readonly sealed: string;
}

const FORMAT = "komir-work/1";
const [, , LARGEST] = SIZES;
const SIGNATURE_CHARACTERS = 88;

export interface Writer {
  readonly volunteer: string;
  readonly signingSeed: Uint8Array;
  /** ISO 8601, UTC, seconds. */
  readonly at: string;
}

const textOf = (caseId: string, name: string, { volunteer, at }: Pick<Writer, "volunteer" | "at">, work: Work): string => {
  const { kind, about, ...value } = work;
  return JSON.stringify({ format: FORMAT, case: caseId, name, volunteer, at, kind, ...(about === undefined ? {} : { about }), value });
};

const plain = (text: string, signature: string): Bytes => utf8(JSON.stringify({ work: text, signature }));

/** Whether it has room in the largest padded size. */
export const workFits = (caseId: string, writer: Pick<Writer, "volunteer" | "at">, work: Work): boolean =>
  plain(textOf(caseId, "0".repeat(32), writer, work), "0".repeat(SIGNATURE_CHARACTERS)).length <= LARGEST;

/** @param to the recipient of the case's compartment `case`; of a piece of kind `aid`, that of `needs` */
export async function sealWork(caseId: string, writer: Writer, work: Work, to: Recipient): Promise<{ readonly name: string; readonly sealed: Bytes; readonly sha256: string }> {
  const name = hex(crypto.getRandomValues(new Uint8Array(16)));
  const text = textOf(caseId, name, writer, work);
  const sealed = await seal(pad(plain(text, base64(sign(writer.signingSeed, "work", utf8(text))))), [to]);
  return { name, sealed, sha256: sha256Hex(sealed) };
}

const READERS: readonly string[] = ["reviewer", "security"];
/** Who reads what families need: security officers where nobody is in aid. */
export const IN_AID: readonly string[] = ["aid", "security"];

/**
 * Nothing throws: one damaged piece must not hide the others. The oldest first.
 *
 * @param writers one of these roles a writer has
 */
export async function openWork(caseId: string, served: readonly ServedPiece[], identity: Identity, directory: Directory, writers = READERS): Promise<{ readonly pieces: readonly Piece[]; readonly unread: readonly Unread[] }> {
  const pieces: Piece[] = [];
  const unread: Unread[] = [];
  for (const each of served) {
    const found = await openPiece(caseId, each, identity, directory, writers);
    if ("work" in found) {
      pieces.push(found);
    } else {
      unread.push(found);
    }
  }
  const order = ({ at, name }: Piece): string => `${at} ${name}`;
  return { pieces: pieces.sort((a, b) => (order(a) < order(b) ? -1 : 1)), unread };
}

async function openPiece(caseId: string, { name, sealed }: ServedPiece, identity: Identity, directory: Directory, writers: readonly string[]): Promise<Piece | Unread> {
  let bytes: Bytes;
  let inside: Record<string, unknown>;
  try {
    bytes = fromBase64(sealed);
    inside = JSON.parse(fromUtf8(await open(bytes, [identity]))) as Record<string, unknown>;
  } catch {
    return { name, state: "damaged" };
  }
  try {
    const { work: text, signature } = inside;
    if (typeof text !== "string" || typeof signature !== "string") {
      return { name, state: "forged" };
    }
    const raw = JSON.parse(text) as Record<string, unknown>;
    const may = raw.kind === "match" ? ["matcher"] : writers;
    const by = directory.people.find(({ id, roles }) => id === raw.volunteer && roles.some((role) => may.includes(role)));
    if (by === undefined && typeof raw.volunteer === "string") {
      return { name, state: "left" };
    }
    const work = workOf(raw);
    const good =
      by !== undefined &&
      raw.format === FORMAT &&
      raw.case === caseId &&
      raw.name === name &&
      typeof raw.at === "string" &&
      work !== undefined &&
      verify(fromBase64(by.signing), "work", utf8(text), fromBase64(signature));
    return good ? { name, sha256: sha256Hex(bytes), by, at: raw.at as string, work } : { name, state: "forged" };
  } catch {
    return { name, state: "forged" };
  }
}

const isObject = (raw: unknown): raw is Record<string, unknown> => typeof raw === "object" && raw !== null && !Array.isArray(raw);
const text = (raw: unknown): string => (typeof raw === "string" ? raw : "");
const optional = (raw: unknown, name: string): Record<string, string> => (typeof raw === "string" ? { [name]: raw } : {});
const list = (raw: unknown): Record<string, unknown>[] => (Array.isArray(raw) ? raw.filter(isObject) : []);

function workOf(raw: Record<string, unknown>): Work | undefined {
  const { kind, value } = raw;
  const found = isObject(value) && typeof kind === "string" ? valueOf(kind, value) : undefined;
  const about = isObject(raw.about) ? aboutOf(raw.about) : undefined;
  return found === undefined ? undefined : { ...found, ...(about === undefined ? {} : { about }) };
}

function aboutOf(raw: Record<string, unknown>): About | undefined {
  const { case: of, seq, file } = raw;
  return typeof of === "string" && typeof seq === "number" ? { case: of, seq, ...(typeof file === "string" ? { file } : {}) } : undefined;
}

/** A field of the wrong type counts as empty: who signed it is responsible for it. */
function valueOf(kind: string, raw: Record<string, unknown>): WorkValue | undefined {
  switch (kind) {
    case "note":
      return { kind, text: text(raw.text) };
    case "field":
      return {
        kind,
        field: text(raw.field),
        value: text(raw.value),
        ...optional(raw.edtf, "edtf"),
        ...optional(raw.place, "place"),
        confidence: CONFIDENCE.find((one) => one === raw.confidence) ?? "unreliable",
        why: text(raw.why),
      };
    case "checklist":
      return { kind, verdict: text(raw.verdict), checks: checksOf(raw.checks), why: text(raw.why), ...optional(raw.other, "other") };
    case "same":
      return { kind, other: text(raw.other), says: raw.says === "same" ? "same" : "other" };
    case "match":
      return { kind, other: text(raw.other), grade: raw.grade === "likely" ? "likely" : "possible", reasons: texts(raw.reasons) };
    case "agreement":
      return { kind, ...agreementOf(raw) };
    case "agreement_over":
      return { kind, of: text(raw.of), why: text(raw.why) };
    case "aid": {
      const outcome = OUTCOMES.find((one) => one === raw.outcome);
      return outcome === undefined ? undefined : { kind, outcome, text: text(raw.text) };
    }
    case "transcript":
      return { kind, language: text(raw.language), lines: list(raw.lines).map((line) => ({ ...(typeof line.at === "number" ? { at: line.at } : {}), text: text(line.text) })), ...partOf(raw.part) };
    case "translation":
      return { kind, language: text(raw.language), segments: list(raw.segments).map((segment) => ({ of: text(segment.of), text: text(segment.text) })), ...optional(raw.reads, "reads"), ...optional(raw.from, "from"), ...partOf(raw.part) };
    case "bundle":
      return {
        kind,
        number: text(raw.number),
        of: text(raw.of),
        lengths: (Array.isArray(raw.lengths) ? raw.lengths : []).filter((one): one is number => typeof one === "number"),
        language: text(raw.language),
        into: text(raw.into),
        to: texts(raw.to),
        names: list(raw.names).map((named) => ({ as: text(named.as), spellings: texts(named.spellings) })),
      };
    default:
      return undefined;
  }
}

/** What is not known counts as what allows least. */
function agreementOf(raw: Record<string, unknown>): Agreement {
  return {
    what: MEETINGS.find((one) => one === raw.what) ?? "other",
    with: text(raw.with),
    name: NAMED.find((one) => one === raw.name) ?? "hidden",
    voice: VOICES.find((one) => one === raw.voice) ?? "none",
    face: FACES.find((one) => one === raw.face) ?? "none",
    until: text(raw.until),
    said: text(raw.said),
    heard: HEARD.find((one) => one === raw.heard) ?? "other",
  };
}

const texts = (raw: unknown): string[] => (Array.isArray(raw) ? raw.filter((one): one is string => typeof one === "string") : []);

const partOf = (raw: unknown): { readonly part?: Part } =>
  isObject(raw) && typeof raw.of === "string" && typeof raw.n === "number" && typeof raw.all === "number" ? { part: { of: raw.of, n: raw.n, all: raw.all } } : {};

const checksOf = (raw: unknown): Record<string, Check> =>
  Object.fromEntries(Object.entries(isObject(raw) ? raw : {}).map(([name, value]) => [name, CHECKS.find((one) => one === value) ?? "open"]));

// --- what one volunteer has begun

const KEPT_FORMAT = "komir-kept/1";

/** What was begun in a case, sealed to its writer alone. @throws RangeError if it is too long */
export async function sealKept(caseId: string, begun: unknown, to: Recipient): Promise<Bytes> {
  const bytes = utf8(JSON.stringify({ format: KEPT_FORMAT, case: caseId, begun }));
  if (bytes.length > LARGEST) {
    throw new RangeError("more was begun than can be kept");
  }
  return seal(pad(bytes), [to]);
}

/** Undefined for what cannot be opened, or was begun in another case. */
export async function openKept(caseId: string, sealed: string, identity: Identity): Promise<unknown> {
  try {
    const { format, case: of, begun } = JSON.parse(fromUtf8(await open(fromBase64(sealed), [identity]))) as Record<string, unknown>;
    return format === KEPT_FORMAT && of === caseId ? begun : undefined;
  } catch {
    return undefined;
  }
}
