import { newIdentity, recipientOf, seal, type Identity, type Recipient } from "../crypto/age.ts";
import { base64, concat, hex, sha256, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { sealNested } from "../crypto/panel.ts";
import type { Receipt } from "../crypto/receipt.ts";
import { sign, verifyingKey } from "../crypto/signature.ts";
import type { Directory } from "../record/directory.ts";
import { panelsOf, type Panel, type Panelists } from "./panels.ts";
import { BLANK, contentsOf, OPENED, paddedRecord, type Content, type Origin, type SealedAttachment } from "./records.ts";
import type { Kept } from "./telling.ts";

/** Of which a submission consists, before anything is sealed. */
export interface Testimony {
  readonly questionnaire: string;
  /** SHA-256 of the questionnaire's file. */
  readonly version: string;
  /** Name to kind of panel. */
  readonly compartments: Readonly<Record<string, string>>;
  readonly language: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly urgent: boolean;
  readonly kept: readonly Kept[];
  /** By the name of the file: each that an answer in `kept` names, and copies without what was hidden in them. */
  readonly attachments: ReadonlyMap<string, readonly SealedAttachment[]>;
  readonly receipt: Receipt | undefined;
}

/** A submission as it goes over the line, and what its files are sealed to. */
export interface Prepared {
  readonly caseId: string;
  readonly body: Bytes;
  /** SHA-256 of the sealed manifest, which proves the whole: a proof of receipt names it. */
  readonly manifest: string;
  /** By compartment. */
  readonly recipients: ReadonlyMap<string, Recipient>;
}

/** In a submission of class k: 32·k records of the compartment `case`, and 8·k of every other. */
const CLASSES = [1, 2, 4, 8, 16] as const;
const OF_CASE = 32;
const OF_OTHERS = 8;
const CASE = "case";

/** The testimony is too long for the largest class. */
export class TooLong extends Error {
  constructor() {
    super("too long");
  }
}

/** A record with its place, not sealed yet. */
interface Planned {
  readonly seq: number;
  readonly compartment: string;
  readonly content: Content;
}

/**
 * Seals a testimony as `docs/record-format.md` tells: a case key for each compartment, made here and forgotten here; every record of one size; as many records,
 * in an order that tells nothing, as all other testimonies of the class have.
 *
 * @param directory without whoever is revoked
 * @param progress how many of how many are sealed
 */
export async function prepare(
  testimony: Testimony,
  directory: Directory,
  progress: (done: number, total: number) => void,
): Promise<Prepared> {
  const { questionnaire, version, language, day } = testimony;
  const caseId = hex(crypto.getRandomValues(new Uint8Array(16)));
  const origin: Origin = { case: caseId, questionnaire, version, language, day };
  const way = await wayBack(testimony.receipt);
  const planned = plan(testimony, origin, way.content);
  const panels = panelsOf(directory, testimony.compartments, testimony.receipt?.panelSeed);
  const total = planned.length + 1 + panels.size;
  let done = 0;
  const step = async (): Promise<void> => {
    done++;
    progress(done, total);
    // The page must be able to draw, and to be stopped.
    await new Promise((resolve) => setTimeout(resolve));
  };
  const keys: { compartment: string; recipient: Recipient; sealed: Bytes; ids: Panelists }[] = [];
  for (const [compartment, panel] of [...panels].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const identity = await newIdentity();
    keys.push({ compartment, recipient: await recipientOf(identity), sealed: await sealKey(identity, panel), ids: panel.ids });
    await step();
  }
  const recipients = new Map(keys.map(({ compartment, recipient }) => [compartment, recipient]));
  const records: { seq: number; compartment: string; sealed: Bytes; files: readonly string[] }[] = [];
  for (const { seq, compartment, content } of planned) {
    const sealed = await seal(paddedRecord(origin, compartment, seq, content), [recipients.get(compartment)!]);
    records.push({ seq, compartment, sealed, files: content.files });
    await step();
  }
  const listed = records.map(({ seq, compartment, sealed }) => ({ seq, compartment, sha256: sha256Hex(sealed) }));
  const manifest: Content = { kind: "manifest", fields: { value: { records: listed, complete: true } }, files: [] };
  const last = records.length;
  const sealedManifest = await seal(paddedRecord(origin, CASE, last, manifest), [recipients.get(CASE)!]);
  records.push({ seq: last, compartment: CASE, sealed: sealedManifest, files: [] });
  await step();
  const statement = JSON.stringify({ format: "komir-author/1", case: caseId, manifest: sha256Hex(sealedManifest) });
  const header = {
    format: "komir-submission/1",
    case: caseId,
    urgent: testimony.urgent,
    mailbox: way.mailbox,
    recipient: way.recipient,
    author: base64(verifyingKey(way.authorSeed)),
    author_statement: statement,
    signature: base64(sign(way.authorSeed, "author", utf8(statement))),
    keys: keys.map(({ compartment, recipient, sealed, ids }) => ({ compartment, recipient, size: sealed.length, ...ids })),
    records: records.map(({ seq, compartment, sealed, files }) => ({ seq, compartment, size: sealed.length, files })),
  };
  const body = framed(header, [...keys, ...records].map(({ sealed }) => sealed));
  return { caseId, body, manifest: sha256Hex(sealedManifest), recipients };
}

function framed(header: object, parts: readonly Bytes[]): Bytes {
  const text = utf8(JSON.stringify(header));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, text.length);
  return concat(length, text, ...parts);
}

/** A key file is one line, so that `age -d -i` reads it from a pipe. */
function sealKey(identity: Identity, panel: Panel): Promise<Bytes> {
  const line = utf8(`${identity}\n`);
  return panel.kind === "one" ? seal(line, panel.recipients) : sealNested(line, panel.inner, panel.outer);
}

interface WayBack {
  readonly mailbox: string;
  readonly recipient: Recipient;
  readonly authorSeed: Bytes;
  readonly content: Content;
}

/** Where there is no receipt, what looks like one: keys that nobody has. */
async function wayBack(receipt: Receipt | undefined): Promise<WayBack> {
  const random = (): Bytes => crypto.getRandomValues(new Uint8Array(32));
  const recipient = await recipientOf(receipt?.identity ?? (await newIdentity()));
  const authorSeed = receipt?.authorSeed ?? random();
  const mailbox = hex(sha256(receipt?.mailboxId ?? random()));
  // The recipient itself is as long as a record may be; it stands in the header, and a reader compares.
  const value = { recipient_sha256: sha256Hex(utf8(recipient)), author: base64(verifyingKey(authorSeed)) };
  return { mailbox, recipient, authorSeed, content: { kind: "receipt", fields: receipt === undefined ? {} : { value }, files: [] } };
}

/** Every record but the manifest, in its place: the receipt, then each compartment with its answers and, behind them, blanks. */
function plan(testimony: Testimony, origin: Origin, receipt: Content): Planned[] {
  const names = Object.keys(testimony.compartments);
  const others = names.filter((name) => name !== CASE).sort();
  const answers = new Map([CASE, ...others].map((name) => [name, [OPENED, ...answersOf(testimony, origin, name)]]));
  const room = (name: string, k: number): number => (name === CASE ? OF_CASE * k - 2 : OF_OTHERS * k);
  const k = CLASSES.find((candidate) => [...answers].every(([name, contents]) => contents.length <= room(name, candidate)));
  if (k === undefined || !names.includes(CASE)) {
    throw new TooLong();
  }
  const inOrder: { compartment: string; content: Content }[] = [{ compartment: CASE, content: receipt }];
  for (const [compartment, contents] of answers) {
    for (let i = 0; i < room(compartment, k); i++) {
      inOrder.push({ compartment, content: contents[i] ?? BLANK });
    }
  }
  return inOrder.map((planned, seq) => ({ seq, ...planned }));
}

/** The answers of a compartment as records; the parts of one answer are numbered anew, since long words become several. */
function answersOf(testimony: Testimony, origin: Origin, compartment: string): Content[] {
  const parts = new Map<string, number>();
  const contents: Content[] = [];
  for (const { question, item, answer } of testimony.kept.filter((kept) => kept.compartment === compartment)) {
    const place = `${question} ${item}`;
    const add = (attachment: SealedAttachment | undefined): void => {
      const part = (parts.get(place) ?? 0) + 1;
      const made = contentsOf(origin, compartment, { question, item, part }, answer, attachment);
      parts.set(place, part + made.length - 1);
      contents.push(...made);
    };
    if (answer.kind === "attached") {
      (testimony.attachments.get(answer.name) ?? []).forEach(add);
    } else {
      add(undefined);
    }
  }
  return contents;
}
