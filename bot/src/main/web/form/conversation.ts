import { MessageFormat } from "messageformat";
import { conversation } from "komir:engine";

/** The same engine as the bot's: a function from where a family stands and what it does to where it stands then, and what is to be done. */
export interface Conversation {
  /**
   * @param session what the last step gave; empty before the consent
   * @param today `YYYY-MM-DD` in UTC; a date after it is no answer
   */
  next(session: string, input: Input, today: string): Step;
  /** What the present card asks; nothing where it asks no question. */
  asks(session: string): { readonly question?: string; readonly item?: number };
}

export interface Step {
  /** Empty before the consent and after the end. */
  readonly session: string;
  readonly effects: readonly Effect[];
}

export type Input =
  | { readonly kind: "start"; readonly suggestedLanguage?: string; readonly invitation?: string }
  /** A questionnaire by its id, in a language that was chosen; also one that is not offered. */
  | { readonly kind: "begin"; readonly questionnaire: string; readonly language: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "tap"; readonly token: string }
  | { readonly kind: "edited"; readonly question: string; readonly item: number; readonly part: number; readonly text: string }
  /** To a question that was passed already, to answer it anew. */
  | { readonly kind: "again"; readonly question: string; readonly item: number }
  | { readonly kind: "help" | "language" | "status" | "stop" | "delete" | "filesArriving" | "unreadable" }
  | { readonly kind: "file"; readonly file: SentFile }
  | {
      readonly kind: "received";
      readonly question: string;
      readonly item: number;
      readonly file: SentFile;
      readonly name: string;
      readonly size: number;
      readonly sha256: string;
    }
  | { readonly kind: "noFile"; readonly why: "TOO_LARGE" | "LOST" | "NO_ROOM"; readonly mostMegabytes: number };

export interface SentFile {
  readonly kind: "voice" | "audio" | "video" | "video_note" | "photo" | "document" | "animation";
  readonly type?: string;
  readonly seconds?: number;
  readonly name?: string;
  readonly caption?: string;
  readonly forwarded: boolean;
}

/** A question, and the number of the event that it is about. */
interface About {
  readonly question: string;
  readonly compartment: string;
  readonly item: number;
}

export type Effect =
  | { readonly kind: "openCase"; readonly questionnaire: string; readonly destroyUnfinished: boolean }
  | ({ readonly kind: "keep" | "amend"; readonly part: number; readonly answer: Answer } & About)
  | ({ readonly kind: "drop" | "fetch" } & About)
  | ({ readonly kind: "attach"; readonly answer: Attached } & About)
  | { readonly kind: "urgent"; readonly now: boolean }
  | { readonly kind: "minimumMet" | "submit" | "destroy" }
  | ({ readonly kind: "show" | "hide" } & Card)
  | { readonly kind: "hear"; readonly recording: string }
  | { readonly kind: "speak"; readonly language: string };

export interface Card {
  readonly text: string;
  readonly rightToLeft: boolean;
  readonly rows: readonly (readonly Button[])[];
}

export interface Button {
  readonly label: string;
  readonly token: string;
}

export type Answer =
  | { readonly kind: "agreed"; readonly option: string; readonly text: string; readonly invitation: string }
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "chosen"; readonly option: string }
  | { readonly kind: "chosenMany"; readonly options: readonly string[] }
  | { readonly kind: "dated"; readonly edtf: string; readonly words?: string }
  | { readonly kind: "located"; readonly code?: string; readonly words?: string }
  | { readonly kind: "numbered"; readonly number: string; readonly words: string }
  | Attached
  | { readonly kind: "unknown" | "declined" | "later" };

export interface Attached {
  readonly kind: "attached";
  readonly file: SentFile;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/** MessageFormat 2 sources by language and text id, beside all else that the engine reads. */
export interface WithMessages {
  readonly messages: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** @param recordings names of the texts that were read aloud */
export function conversationOf(data: WithMessages, recordings: readonly string[]): Conversation {
  return conversation(data, recordings, filler(data));
}

/** Fills the messages of all languages in; each is parsed once. */
export function filler({ messages }: WithMessages) {
  const parsed = new Map<string, MessageFormat>();
  return (language: string, id: string, values: Record<string, string>): string => {
    const source = messages[language]?.[id];
    if (source === undefined) {
      throw new Error("no such message");
    }
    const key = `${language} ${id}`;
    const message = parsed.get(key) ?? new MessageFormat(language, source, { bidiIsolation: "default" });
    parsed.set(key, message);
    return withIsolatesWhereNeeded(message.format(values));
  };
}

const RIGHT_TO_LEFT = /(?=\p{L})[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** As the bot does: isolates change nothing where all letters run one way, and old telephones draw them as boxes. */
const withIsolatesWhereNeeded = (words: string): string =>
  RIGHT_TO_LEFT.test(words) ? words : words.replace(/[\u2066-\u2069]/g, "");
