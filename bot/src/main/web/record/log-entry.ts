import { base64, sha256Hex, utf8 } from "../crypto/bytes.ts";
import { isSigned, sign } from "../crypto/signature.ts";

/** What the log says that a volunteer did. */
export const ACTS = ["open", "close", "verdict", "work", "keys", "reseal", "exclude", "letter", "link", "decision", "revocation", "reopen", "export", "freeze", "urgency", "hand", "match", "needs"] as const;

export type Act = (typeof ACTS)[number];

/** One entry of the log (`docs/record-format.md`, step 32). */
export interface LogEntry {
  /** From 1, without gaps. */
  readonly n: number;
  /** SHA-256 of the text of the entry before; 64 zeros before the first. */
  readonly before: string;
  /** Id in the directory. */
  readonly volunteer: string;
  /** `YYYY-MM-DDThh:mm:ssZ`. */
  readonly at: string;
  readonly act: Act;
  /** Empty where the act was about no case. */
  readonly case: string;
  /** Of what the act was about, hexadecimal; may be empty. */
  readonly sha256: string;
}

/** As it travels. */
export interface SignedEntry {
  readonly entry: string;
  readonly signature: string;
}

/** The last entry of a log: its number, the SHA-256 of its text, its time. */
export interface Head {
  readonly n: number;
  readonly sha256: string;
  readonly at: string;
}

export const NONE_BEFORE = "0".repeat(64);

const TEXT =
  /^\{"format":"komir-log\/1","n":[1-9]\d{0,14},"before":"[0-9a-f]{64}","volunteer":"[a-z0-9-]{1,32}","at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ","act":"[a-z]+","case":"(?:[0-9a-f]{32})?","sha256":"(?:[0-9a-f]{64})?"\}$/;

/** The exact text. */
export const entryText = ({ n, before, volunteer, at, act, case: about, sha256 }: LogEntry): string =>
  JSON.stringify({ format: "komir-log/1", n, before, volunteer, at, act, case: about, sha256 });

/** Undefined for whatever is not exactly the text of an entry. */
export function readEntry(text: string): LogEntry | undefined {
  if (!TEXT.test(text)) {
    return undefined;
  }
  const { n, before, volunteer, at, act, case: about, sha256 } = JSON.parse(text) as LogEntry;
  const time = Date.parse(at);
  return ACTS.includes(act) && !Number.isNaN(time) && toSecond(time) === at ? { n, before, volunteer, at, act, case: about, sha256 } : undefined;
}

export const toSecond = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** What the entry after it names. */
export const entryHash = (text: string): string => sha256Hex(utf8(text));

export function signEntry(entry: LogEntry, signingSeed: Uint8Array): SignedEntry {
  const text = entryText(entry);
  return { entry: text, signature: base64(sign(signingSeed, "log", utf8(text))) };
}

/** @param key base64 of the signing key that a directory gives the entry's volunteer */
export const isSignedEntry = ({ entry, signature }: SignedEntry, key: string): boolean => isSigned(key, "log", entry, signature);

/** Whether an entry follows from the one before. */
export const follows = (entry: LogEntry, before: Head): boolean => entry.n === before.n + 1 && entry.before === before.sha256 && entry.at >= before.at;

export const headOf = (text: string, { n, at }: LogEntry): Head => ({ n, sha256: entryHash(text), at });
