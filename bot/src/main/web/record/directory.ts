import { publicKey, type Recipient } from "../crypto/age.ts";
import { fromBase64, utf8, type Bytes } from "../crypto/bytes.ts";
import { verify } from "../crypto/signature.ts";

/** Who may read, in which role, with which keys: signed by the organisation's root key, which lives offline. */
export interface Directory {
  readonly organisation: string;
  readonly version: number;
  readonly issued: string;
  readonly expires: string;
  /** How many reviewers are drawn for a case when there are more than five. */
  readonly panel: number;
  /** In every panel. */
  readonly escrow: Recipient;
  readonly people: readonly Person[];
  /** Signs proofs of receipt; base64 of 32 bytes. */
  readonly intake?: string;
  /** SHA-256 of the form's data. */
  readonly form?: string;
  /** Where people find the organisation: 300 characters at the most, in a few lines. */
  readonly address?: string;
  /** SHA-256 of the list of recordings that the form may play. */
  readonly recordings?: string;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly recipient: Recipient;
  readonly signing: string;
}

/** In the order in which they are written. */
export const ROLES = ["reviewer", "custodian", "second", "security", "aid", "coordinator", "translator", "trustee", "matcher"] as const;
export type Role = (typeof ROLES)[number];

/** Nobody has both of a pair: alone they would open who testified, or have the hashes of names together with their key. */
export const NEVER_TOGETHER: readonly (readonly [Role, Role])[] = [
  ["custodian", "second"],
  ["matcher", "reviewer"],
];

export type Refusal = "signature" | "format" | "expired" | "too-long" | "older";

export class DirectoryRefused extends Error {
  constructor(readonly reason: Refusal) {
    super(reason);
    this.name = "DirectoryRefused";
  }
}

const FORMAT = "komir-directory/1";
const LONGEST_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * @param text exactly as it was signed
 * @param rootKey the pinned key; never one that came with the directory
 * @param today ISO day in UTC
 * @param highestSeen the highest version that was ever accepted here; 0 if none
 */
export function readDirectory(
  text: string,
  signature: string,
  rootKey: Uint8Array,
  today: string,
  highestSeen: number,
): Directory {
  if (!verify(rootKey, "directory", utf8(text), signatureBytes(signature))) {
    throw new DirectoryRefused("signature");
  }
  const directory = parse(text);
  if (today > directory.expires) {
    throw new DirectoryRefused("expired");
  }
  if (Date.parse(directory.expires) - Date.parse(directory.issued) > LONGEST_DAYS * DAY_MS) {
    throw new DirectoryRefused("too-long");
  }
  if (directory.version < highestSeen) {
    throw new DirectoryRefused("older");
  }
  return directory;
}

function signatureBytes(signature: string): Bytes {
  try {
    return fromBase64(signature.trim());
  } catch {
    throw new DirectoryRefused("signature");
  }
}

function parse(text: string): Directory {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new DirectoryRefused("format");
  }
  if (!isDirectory(raw)) {
    throw new DirectoryRefused("format");
  }
  return raw;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isDay = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));

const LONGEST_ADDRESS = 300;

const isHash = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
const isAddress = (value: unknown): value is string =>
  typeof value === "string" && value.trim() !== "" && Array.from(value).length <= LONGEST_ADDRESS && !/[^\P{Cc}\n]|\p{Cf}/u.test(value);

function isDirectory(value: unknown): value is Directory {
  return (
    isObject(value) &&
    value.format === FORMAT &&
    typeof value.organisation === "string" &&
    Number.isSafeInteger(value.version) &&
    isDay(value.issued) &&
    isDay(value.expires) &&
    Number.isSafeInteger(value.panel) &&
    typeof value.escrow === "string" &&
    isRecipient(value.escrow) &&
    (value.intake === undefined || typeof value.intake === "string") &&
    (value.form === undefined || isHash(value.form)) &&
    (value.address === undefined || isAddress(value.address)) &&
    (value.recordings === undefined || isHash(value.recordings)) &&
    Array.isArray(value.people) &&
    value.people.every(isPerson)
  );
}

function isPerson(value: unknown): value is Person {
  return (
    isObject(value) &&
    typeof value.id === "string" &&
    typeof value.name === "string" &&
    Array.isArray(value.roles) &&
    value.roles.every((role) => typeof role === "string") &&
    typeof value.recipient === "string" &&
    isRecipient(value.recipient) &&
    typeof value.signing === "string"
  );
}

function isRecipient(text: string): boolean {
  try {
    return publicKey(text).length > 0;
  } catch {
    return false;
  }
}
