import { open, seal, type Identity, type Recipient } from "../crypto/age.ts";
import { base64, concat, fromBase64, fromUtf8, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { sign, verify } from "../crypto/signature.ts";
import { MATCH_KEY_BYTES } from "../match/match.ts";
import type { Directory, Person } from "./directory.ts";
import type { SignedText } from "./links.ts";

/** The key of match records (`docs/record-format.md`, step 39), as a coordinator signed it. */
export interface MatchKey {
  /** From 1. */
  readonly generation: number;
  /** To whom it was sealed when it was made: {@link readerName} of each, in ascending order. */
  readonly readers: readonly string[];
  readonly key: Bytes;
  readonly by: Person;
}

const FORMAT = "komir-match-key/1";
/** Of the text and spaces: forty readers have room. */
const PADDED = 8_192;

/** How a reader is named: a person who comes back with other keys is another reader. */
export const readerName = (recipient: Recipient): string => sha256Hex(utf8(recipient));

export const reviewersOf = ({ people }: Directory): readonly Person[] => people.filter(({ roles }) => roles.includes("reviewer"));
export const matchersOf = ({ people }: Directory): readonly Person[] => people.filter(({ roles }) => roles.includes("matcher"));

/** Sorted as they are compared. */
export const readerNames = (people: readonly Person[]): string[] => people.map(({ recipient }) => readerName(recipient)).sort();

/** Nobody who is a matcher: that person would have the key with the hashes. */
export const mayMake = ({ roles }: Person): boolean => roles.includes("coordinator") && !roles.includes("matcher");

interface Stated {
  readonly generation: number;
  readonly readers: readonly string[];
  readonly key: string;
  readonly by: string;
  readonly day: string;
}

const textOf = (organisation: string, { generation, readers, key, by, day }: Stated): string => JSON.stringify({ format: FORMAT, organisation, generation, readers, key, by, day });

/** A new key for the reviewers of this directory. @param present without whoever is revoked @param day `YYYY-MM-DD`, UTC */
export function newMatchKey(present: Directory, generation: number, by: string, day: string, signingSeed: Uint8Array): SignedText {
  const key = base64(crypto.getRandomValues(new Uint8Array(MATCH_KEY_BYTES)));
  const statement = textOf(present.organisation, { generation, readers: readerNames(reviewersOf(present)), key, by, day });
  return { statement, signature: base64(sign(signingSeed, "match", utf8(statement))) };
}

/** As it was signed, whoever seals it. */
export function sealMatchKey(signed: SignedText, reviewers: readonly Person[]): Promise<Bytes> {
  const text = utf8(JSON.stringify({ statement: signed.statement, signature: signed.signature }));
  if (text.length > PADDED) {
    throw new Error("a match key has 8192 bytes");
  }
  return seal(concat(text, new Uint8Array(PADDED - text.length).fill(0x20)), reviewers.map(({ recipient }) => recipient));
}

/** What a reviewer opens. */
export interface OpenedMatchKey {
  readonly signed: SignedText;
  readonly key: MatchKey;
}

/** Undefined for what does not open, or is not signed for this organisation by somebody who may make it. @param directory as it was signed */
export async function openMatchKey(file: Bytes, identity: Identity, directory: Directory): Promise<OpenedMatchKey | undefined> {
  try {
    const { statement, signature } = JSON.parse(fromUtf8(await open(file, [identity]))) as Partial<SignedText>;
    if (typeof statement !== "string" || typeof signature !== "string") {
      return undefined;
    }
    const stated = JSON.parse(statement) as Stated;
    const by = directory.people.find((person) => person.id === stated.by && mayMake(person));
    const key = fromBase64(stated.key);
    const good =
      by !== undefined &&
      Number.isSafeInteger(stated.generation) &&
      key.length === MATCH_KEY_BYTES &&
      textOf(directory.organisation, stated) === statement &&
      verify(fromBase64(by.signing), "match", utf8(statement), fromBase64(signature));
    return good ? { signed: { statement, signature }, key: { generation: stated.generation, readers: stated.readers, key, by } } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether somebody who knows the key must not know it any more: a reader or its maker, who is no reviewer now and could not make one.
 *
 * @param knowing {@link readerName} of each
 * @param present without whoever is revoked
 */
export function isLost(knowing: readonly string[], { people }: Directory): boolean {
  const may = new Set(readerNames(people.filter((person) => person.roles.includes("reviewer") || mayMake(person))));
  return knowing.some((one) => !may.has(one));
}

/**
 * What a record is made of, as it is written beside it: if this is another one, the record is to be made anew. All of it is known to the server, and nothing of it is about the person.
 *
 * @param seen SHA-256 of what there is of the case, as in a verdict (step 34)
 */
export const madeOf = (generation: number, seen: string, matchers: readonly Person[]): string =>
  sha256Hex(utf8(["komir-match/1", generation, seen, ...readerNames(matchers)].join("\n")));
