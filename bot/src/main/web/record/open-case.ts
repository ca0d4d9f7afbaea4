import { CannotOpen, open, recipientOf, type Failure, type Identity, type Recipient } from "../crypto/age.ts";
import { fromBase64, sha256Hex, type Bytes } from "../crypto/bytes.ts";
import { CASE, openCompartmentKey, type Compartment } from "../crypto/panel.ts";
import type { ServedFollowUp } from "./follow-up.ts";
import type { ServedLink, SignedText, Way } from "./links.ts";
import { checkManifest, type ManifestReport } from "./manifest.ts";
import type { ServedPiece } from "./work.ts";
import { parseRecord, type TestimonyRecord } from "./record.ts";

/** What is sealed of a case. */
export interface ServedParts {
  readonly case: string;
  readonly keys: Readonly<Record<Compartment, string>>;
  readonly recipients: Readonly<Record<Compartment, Recipient>>;
  readonly records: readonly { readonly seq: number; readonly compartment: Compartment; readonly sealed: string }[];
}

/** A case as the server gives it to whoever holds its claim. */
export interface ServedCase extends ServedParts {
  /** To whom letters to the family are sealed; none for a case without a receipt. */
  readonly reply?: Recipient;
  /** How the case came to that mailbox, in their order. */
  readonly links?: readonly ServedLink[];
  readonly followUps?: readonly ServedFollowUp[];
  /** Wishes to be told in a chat, each base64 of a sealed `komir-tell/1`. */
  readonly tells?: readonly string[];
  /** The key of the process that can say something in a chat. */
  readonly witness?: SignedText;
  readonly work?: readonly ServedPiece[];
  readonly verdicts?: readonly SignedText[];
  /** Keys that somebody sealed anew and nobody else has opened yet. */
  readonly resealed?: readonly { readonly case: string; readonly compartment: Compartment; readonly by: string }[];
}

export interface OpenedCase {
  readonly id: string;
  readonly compartments: readonly OpenedCompartment[];
  readonly manifest: ManifestReport;
}

export interface OpenedCompartment {
  readonly name: Compartment;
  readonly key: KeyState;
  /** Where the key is open: files are opened later, one at a time. */
  readonly identity?: Identity;
  readonly records: readonly OpenedRecord[];
}

/** `foreign`: the key file opened, but what it holds is not the key of this case. */
export type KeyState = "open" | "sealed" | "foreign" | Exclude<Failure, "not-for-this-key">;

export type OpenedRecord =
  | { readonly seq: number; readonly state: "read"; readonly record: TestimonyRecord }
  | { readonly seq: number; readonly state: "sealed" }
  /** `misplaced`: a whole record, but of another case, compartment or number than it was served as. */
  | { readonly seq: number; readonly state: "broken"; readonly why: Failure | "not-a-record" | "misplaced" };

/**
 * Opens what these identities can open, and checks all of it. Nothing throws: one damaged record must not hide the others.
 */
export async function openCase(served: ServedParts, identities: readonly Identity[]): Promise<OpenedCase> {
  const names = [...new Set([...Object.keys(served.keys), ...served.records.map((record) => record.compartment)])];
  const files = served.records.map((record) => ({ ...record, bytes: bytesOf(record.sealed) }));
  const compartments = await Promise.all(
    inOrder(names).map(async (name): Promise<OpenedCompartment> => {
      const { state, identity } = await openKey(served, name, identities);
      const mine = files.filter((file) => file.compartment === name).sort((a, b) => a.seq - b.seq);
      const records: OpenedRecord[] = [];
      for (const file of mine) {
        records.push(
          identity === undefined
            ? { seq: file.seq, state: "sealed" }
            : await openRecord(served.case, name, file.seq, file.bytes, identity),
        );
      }
      return { name, key: state, records, ...(identity === undefined ? {} : { identity }) };
    }),
  );
  const manifests = compartments
    .filter(({ name }) => name === CASE)
    .flatMap(({ records }) => records)
    .flatMap((opened) => (opened.state === "read" && opened.record.kind === "manifest" ? [opened.record] : []));
  const filed = files.map(({ seq, compartment, bytes }) => ({ seq, compartment, sha256: sha256Hex(bytes) }));
  return { id: served.case, compartments, manifest: checkManifest(manifests, filed) };
}

/** All that could be read. */
export const recordsOf = (opened: OpenedCase): TestimonyRecord[] =>
  opened.compartments.flatMap(({ records }) => records.flatMap((each) => (each.state === "read" ? [each.record] : [])));

/** Whether the sealed list names this record as it is: whoever has the server can seal another one to the case's public key. */
export function isListed({ seq, compartment }: TestimonyRecord, report: ManifestReport): boolean {
  const at = (place: { seq: number; compartment: string }): boolean => place.seq === seq && place.compartment === compartment;
  return report.found && ![...report.altered, ...report.extra, ...report.later].some(at);
}

/** What the family sealed of its number in record 0; undefined where it took none. */
export function wayBack(opened: OpenedCase): Way | undefined {
  const receipt = recordsOf(opened).find(({ kind, seq, compartment }) => kind === "receipt" && seq === 0 && compartment === CASE);
  if (receipt === undefined || !isListed(receipt, opened.manifest)) {
    return undefined;
  }
  const { recipientSha256, author } = receipt.value;
  return recipientSha256 === undefined || author === undefined ? undefined : { recipientSha256, author };
}

async function openKey(
  served: ServedParts,
  name: Compartment,
  identities: readonly Identity[],
): Promise<{ state: KeyState; identity?: Identity }> {
  const file = Object.hasOwn(served.keys, name) ? served.keys[name] : undefined;
  const expected = Object.hasOwn(served.recipients, name) ? served.recipients[name] : undefined;
  if (file === undefined) {
    return { state: "damaged" };
  }
  try {
    const identity = await openCompartmentKey(bytesOf(file), identities);
    return (await recipientOf(identity)) === expected ? { state: "open", identity } : { state: "foreign" };
  } catch (e) {
    const failure = failureOf(e);
    return { state: failure === "not-for-this-key" ? "sealed" : failure };
  }
}

async function openRecord(
  caseId: string,
  compartment: Compartment,
  seq: number,
  file: Bytes,
  identity: Identity,
): Promise<OpenedRecord> {
  let plain: Bytes;
  try {
    plain = await open(file, [identity]);
  } catch (e) {
    return { seq, state: "broken", why: failureOf(e) };
  }
  const record = parseRecord(plain);
  if (record === undefined) {
    return { seq, state: "broken", why: "not-a-record" };
  }
  if (record.case !== caseId || record.compartment !== compartment || record.seq !== seq) {
    return { seq, state: "broken", why: "misplaced" };
  }
  return { seq, state: "read", record };
}

const failureOf = (e: unknown): Failure => (e instanceof CannotOpen ? e.failure : "damaged");

/** What is not base64 is no age file either, and is reported so. */
function bytesOf(text: string): Bytes {
  try {
    return fromBase64(text);
  } catch {
    return new Uint8Array();
  }
}

const inOrder = (names: string[]): string[] =>
  names.sort((a, b) => Number(b === CASE) - Number(a === CASE) || (a < b ? -1 : 1));
