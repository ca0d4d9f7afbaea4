import { utf8, type Bytes } from "../crypto/bytes.ts";
import { pad, padLong, SIZES } from "../crypto/padding.ts";
import { sha256Hex } from "../crypto/bytes.ts";
import type { Answer, SentFile } from "./conversation.ts";
import { breath } from "./pieces.ts";

/** Where and how all records of a submission came. */
export interface Origin {
  readonly case: string;
  readonly questionnaire: string;
  /** SHA-256 of the questionnaire's file. */
  readonly version: string;
  readonly language: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
}

/** What a record holds beside where it belongs; `fields` come in the order in which the Java side writes them. */
export interface Content {
  readonly kind: "answered" | "unknown" | "declined" | "later" | "opened" | "blank" | "receipt" | "manifest";
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
}

export const OPENED: Content = { kind: "opened", fields: {}, files: [] };
export const BLANK: Content = { kind: "blank", fields: {}, files: [] };

/** All records of a form have the smallest of the padded sizes. */
const [SIZE] = SIZES;

/** Room for the numbers that are only known when a record has its place. */
const LONGEST_SEQ = 99_999;

/** The plaintext of a record (`docs/record-format.md`, steps 3 to 5). */
export function plainRecord(origin: Origin, compartment: string, seq: number, { kind, fields }: Content): Bytes {
  const record = {
    format: "komir-record/1",
    case: origin.case,
    compartment,
    seq,
    kind,
    questionnaire: origin.questionnaire,
    version: origin.version,
    language: origin.language,
    channel: "form",
    day: origin.day,
    attachments: [],
    ...fields,
  };
  return utf8(JSON.stringify(record));
}

export function paddedRecord(origin: Origin, compartment: string, seq: number, content: Content): Bytes {
  const plain = plainRecord(origin, compartment, seq, content);
  // A manifest names every record and has no room in the smallest size.
  if (content.kind !== "manifest" && plain.length > SIZE) {
    throw new Error("a record does not fit its size");
  }
  return content.kind === "manifest" ? padLong(plain) : pad(plain);
}

/** Whether a record of this content has the size of all others, whatever its number will be. */
const fits = (origin: Origin, compartment: string, content: Content): boolean =>
  plainRecord(origin, compartment, LONGEST_SEQ, content).length <= SIZE;

/** A file that was sealed and has its name, with what is known of it now. */
export interface SealedAttachment {
  readonly name: string;
  readonly file: SentFile;
  readonly size: number;
  readonly sha256: string;
  /** The original of which this is a copy without what was hidden in it. */
  readonly cleanedFrom?: string;
}

/** One answer as one record, or as several where its words are too many for one. */
export function contentsOf(
  origin: Origin,
  compartment: string,
  place: { readonly question: string; readonly item: number; readonly part: number },
  answer: Answer,
  attachment: SealedAttachment | undefined,
): Content[] {
  const made = contentOf(place, answer, attachment);
  if (fits(origin, compartment, made) || answer.kind !== "words") {
    return [shortened(origin, compartment, place, answer, attachment, made)];
  }
  const contents: Content[] = [];
  let rest = answer.text;
  while (rest !== "") {
    const part = place.part + contents.length;
    const piece = (text: string): Content => contentOf({ ...place, part }, { kind: "words", text }, undefined);
    const length = longestFitting(rest, (text) => fits(origin, compartment, piece(text)));
    contents.push(piece(rest.slice(0, length)));
    rest = rest.slice(length);
  }
  return contents;
}

/** Words beside a date, a place, a number, or a file's name: where even they do not fit, as much of them as does. */
function shortened(
  origin: Origin,
  compartment: string,
  place: { readonly question: string; readonly item: number; readonly part: number },
  answer: Answer,
  attachment: SealedAttachment | undefined,
  made: Content,
): Content {
  if (fits(origin, compartment, made)) {
    return made;
  }
  if (answer.kind === "dated" || answer.kind === "located" || answer.kind === "numbered") {
    const words = answer.words ?? "";
    const length = longestFitting(words, (text) => fits(origin, compartment, contentOf(place, { ...answer, words: text }, undefined)));
    return contentOf(place, { ...answer, words: words.slice(0, length) }, undefined);
  }
  if (attachment !== undefined) {
    const { name: _name, caption: _caption, ...file } = attachment.file;
    return contentOf(place, answer, { ...attachment, file });
  }
  throw new Error("a record does not fit its size");
}

/** How much of a text fits. */
function longestFitting(text: string, fitting: (text: string) => boolean): number {
  let low = 1;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fitting(text.slice(0, middle))) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return breath(text, low);
}

function contentOf(
  { question, item, part }: { readonly question: string; readonly item: number; readonly part: number },
  answer: Answer,
  attachment: SealedAttachment | undefined,
): Content {
  const place = { question, item, part };
  if (answer.kind === "attached") {
    if (attachment === undefined) {
      throw new Error("a file that was not sealed");
    }
    const { caption } = attachment.file;
    const value = caption === undefined ? {} : { value: { text: caption } };
    return { kind: "answered", fields: { ...place, ...value, attachments: [entry(attachment)] }, files: [attachment.name] };
  }
  switch (answer.kind) {
    case "unknown":
    case "declined":
    case "later":
      return { kind: answer.kind, fields: place, files: [] };
    default:
      return { kind: "answered", fields: { ...place, value: valueOf(answer) }, files: [] };
  }
}

type Said = Exclude<Answer, { kind: "attached" | "unknown" | "declined" | "later" }>;

function valueOf(answer: Said): Readonly<Record<string, unknown>> {
  switch (answer.kind) {
    case "agreed":
      return {
        choice: answer.option,
        text_sha256: sha256Hex(utf8(answer.text)),
        ...(answer.invitation === "" ? {} : { invitation: answer.invitation }),
      };
    case "words":
      return { text: answer.text };
    case "chosen":
      return { choice: answer.option };
    case "chosenMany":
      return { choices: answer.options };
    case "dated":
      return { edtf: answer.edtf, ...(answer.words === undefined ? {} : { words: answer.words }) };
    case "located":
      return {
        ...(answer.code === undefined ? {} : { code: answer.code }),
        ...(answer.words === undefined ? {} : { words: answer.words }),
      };
    case "numbered":
      return { number: answer.number, words: answer.words };
  }
}

const entry = ({ name, file, size, sha256, cleanedFrom }: SealedAttachment): Readonly<Record<string, unknown>> => ({
  file: name,
  kind: file.kind,
  size,
  sha256,
  ...(file.type === undefined ? {} : { type: file.type }),
  ...(file.seconds === undefined ? {} : { seconds: file.seconds }),
  ...(file.name === undefined ? {} : { name: file.name }),
  ...(cleanedFrom === undefined ? {} : { cleaned_from: cleanedFrom }),
  forwarded: file.forwarded,
});
