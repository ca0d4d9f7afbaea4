import { CannotOpen, open, seal, type Identity, type Recipient } from "../crypto/age.ts";
import { base64, fromBase64, fromUtf8, utf8, type Bytes } from "../crypto/bytes.ts";
import { padLong } from "../crypto/padding.ts";
import { sign, verify } from "../crypto/signature.ts";
import type { Directory, Person } from "./directory.ts";
import type { Segment } from "./work.ts";

/** What a translator is given (`docs/record-format.md`, step 37): sentences under pseudonyms, and nothing that leads to the case. */
export interface Bundle {
  /** 32 hexadecimal digits, random: the case's own work says which words they were. */
  readonly number: string;
  /** Id of the reviewer who asks, and to whom the answer is sealed. */
  readonly from: string;
  readonly language: string;
  readonly into: string;
  readonly segments: readonly string[];
}

export interface Answer {
  readonly number: string;
  /** Id of the translator. */
  readonly by: string;
  readonly into: string;
  readonly segments: readonly Segment[];
}

const BUNDLE = "komir-bundle/1";
const ANSWER = "komir-bundle-answer/1";

/** `not-for-you`: sealed to others. `unknown`: no such file, damaged, or signed by nobody who may. */
export class BundleRefused extends Error {
  constructor(readonly reason: "not-for-you" | "unknown") {
    super(reason);
    this.name = "BundleRefused";
  }
}

export function sealBundle({ number, from, language, into, segments }: Bundle, signingSeed: Uint8Array, to: readonly Recipient[]): Promise<Bytes> {
  return sealed(JSON.stringify({ format: BUNDLE, number, from, language, into, segments }), signingSeed, to);
}

export function sealAnswer({ number, by, into, segments }: Answer, signingSeed: Uint8Array, to: Recipient): Promise<Bytes> {
  return sealed(JSON.stringify({ format: ANSWER, number, by, into, segments: segments.map(({ of, text }) => ({ of, text })) }), signingSeed, [to]);
}

const sealed = (text: string, signingSeed: Uint8Array, to: readonly Recipient[]): Promise<Bytes> =>
  seal(padLong(utf8(JSON.stringify({ signed: text, signature: base64(sign(signingSeed, "work", utf8(text))) }))), to);

/** @throws BundleRefused */
export async function openBundle(file: Uint8Array, identity: Identity, directory: Directory): Promise<Bundle & { readonly asks: Person }> {
  const { raw, by } = await opened(file, identity, directory, BUNDLE, "from", "reviewer");
  const { number, language, into, segments } = raw;
  if (!isNumber(number) || typeof language !== "string" || typeof into !== "string" || !Array.isArray(segments) || !segments.every((one) => typeof one === "string")) {
    throw new BundleRefused("unknown");
  }
  return { number, from: by.id, asks: by, language, into, segments };
}

/** @throws BundleRefused */
export async function openAnswer(file: Uint8Array, identity: Identity, directory: Directory): Promise<Answer> {
  const { raw, by } = await opened(file, identity, directory, ANSWER, "by", "translator");
  const { number, into, segments } = raw;
  if (!isNumber(number) || typeof into !== "string" || !Array.isArray(segments) || !segments.every(isSegment)) {
    throw new BundleRefused("unknown");
  }
  return { number, by: by.id, into, segments: segments.map(({ of, text }) => ({ of, text })) };
}

const isNumber = (raw: unknown): raw is string => typeof raw === "string" && /^[0-9a-f]{32}$/.test(raw);
const isSegment = (raw: unknown): raw is Segment => typeof raw === "object" && raw !== null && typeof (raw as Segment).of === "string" && typeof (raw as Segment).text === "string";

/** Whoever signed it must stand in the directory, with the role in which this is done. */
async function opened(file: Uint8Array, identity: Identity, directory: Directory, format: string, signer: "from" | "by", role: string): Promise<{ readonly raw: Record<string, unknown>; readonly by: Person }> {
  try {
    const { signed, signature } = JSON.parse(fromUtf8(await open(file, [identity]))) as Record<string, unknown>;
    const raw = JSON.parse(String(signed)) as Record<string, unknown>;
    const by = directory.people.find(({ id }) => id === raw[signer]);
    if (raw.format === format && by?.roles.includes(role) === true && verify(fromBase64(by.signing), "work", utf8(String(signed)), fromBase64(String(signature)))) {
      return { raw, by };
    }
  } catch (e) {
    if (e instanceof CannotOpen && e.failure === "not-for-this-key") {
      throw new BundleRefused("not-for-you");
    }
  }
  throw new BundleRefused("unknown");
}
