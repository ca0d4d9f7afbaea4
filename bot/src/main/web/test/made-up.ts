import { newIdentity, recipientOf, seal, type Identity, type Recipient } from "../crypto/age.ts";
import { base64, concat, fromBase64, hex, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import type { IdentityFile } from "../crypto/identity-file.ts";
import { pad, padme } from "../crypto/padding.ts";
import { sealNested } from "../crypto/panel.ts";
import { sign, verifyingKey } from "../crypto/signature.ts";
import type { ServedFollowUp } from "../record/follow-up.ts";
import type { ServedLink, SignedText, Way } from "../record/links.ts";
import type { ServedCase, ServedParts } from "../record/open-case.ts";
import config from "komir:config";

/** Made-up people, directories and cases, sealed as the server seals them. */

export interface Volunteer {
  readonly id: string;
  readonly called: string;
  readonly file: IdentityFile;
  readonly recipient: Recipient;
}

const random = (size: number): Bytes => crypto.getRandomValues(new Uint8Array(size));

export async function volunteer(id: string, called: string, rootKey: Bytes): Promise<Volunteer> {
  const identity = await newIdentity();
  return { id, called, recipient: await recipientOf(identity), file: { name: id, identity, signingSeed: random(32), rootKey } };
}

export function directoryText(people: readonly (readonly [Volunteer, readonly string[]])[], changes: object = {}): string {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return JSON.stringify({
    format: "komir-directory/1",
    organisation: "Practice",
    version: 3,
    issued: day(-10),
    expires: day(70),
    panel: 3,
    escrow: people[0]![0].recipient,
    people: people.map(([{ id, called, recipient, file }, roles]) => ({
      id,
      name: called,
      roles,
      recipient,
      signing: base64(verifyingKey(file.signingSeed)),
    })),
    ...changes,
  });
}

export const signDirectory = (text: string, rootSeed: Bytes): string => base64(sign(rootSeed, "directory", utf8(text)));

/** One answer before it is sealed. */
export interface Told {
  readonly compartment?: string;
  readonly kind?: string;
  readonly question?: string;
  readonly value?: object;
  readonly [field: string]: unknown;
}

export const questionnaireVersion = Object.entries(config.questionnaires).find(([, { name }]) => name === "detained-relative.1")![0];

export interface Panels {
  readonly case: readonly Recipient[];
  readonly threats: readonly Recipient[];
  readonly custodians: readonly Recipient[];
  readonly seconds: readonly Recipient[];
}

/** A file of a made-up case, sealed as the server seals it: its bytes, then zeros. */
export interface SealedFile {
  readonly name: string;
  readonly bytes: Bytes;
  readonly type: string;
  readonly kind: string;
}

export interface SealedCase {
  readonly files: ReadonlyMap<string, Bytes>;
  readonly served: ServedCase;
  readonly keys: Readonly<Record<string, Identity>>;
}

/** What is not the same in all made-up cases. */
export interface Particulars {
  readonly questionnaire?: string;
  readonly day?: string;
  /** What record 0 says of the family's number. */
  readonly way?: Way;
}

/** A number of a family: what it seals in record 0, and what it signs with. */
export interface MadeUpNumber extends Way {
  readonly recipient: Recipient;
  readonly identity: Identity;
  readonly seed: Bytes;
  readonly mailbox: string;
}

export async function madeUpNumber(): Promise<MadeUpNumber> {
  const identity = await newIdentity();
  const recipient = await recipientOf(identity);
  const seed = random(32);
  return { identity, recipient, seed, mailbox: hex(random(32)), recipientSha256: sha256Hex(utf8(recipient)), author: base64(verifyingKey(seed)) };
}

/** What the family's page or the bot signs for a case that follows. */
export function signedFollowUp({ served }: SealedCase, seed: Bytes, by: "manifest" | "recipient" = "manifest"): SignedText {
  const format = "komir-author/1";
  const { sealed } = served.records[served.records.length - 1]!;
  const statement = JSON.stringify(
    by === "manifest"
      ? { format, case: served.case, manifest: sha256Hex(fromBase64(sealed)) }
      : { format, case: served.case, recipient_sha256: sha256Hex(utf8(served.recipients.case!)) },
  );
  return { statement, signature: base64(sign(seed, "author", utf8(statement))) };
}

/** What of a case that was taken back a security officer is given. @param first with record 0 */
export function onlyThreats({ served }: SealedCase, first: boolean, author?: SignedText): ServedFollowUp {
  const { case: id, keys, recipients, records } = served;
  const list = records[records.length - 1]!;
  return {
    case: id,
    keys: { case: keys.case!, threats: keys.threats! },
    recipients: { case: recipients.case!, threats: recipients.threats! },
    records: records.filter((record) => record.compartment === "threats" || record === list || (first && record.seq === 0)),
    ...(author === undefined ? {} : { author }),
  };
}

/** A link to a number. @param signers name and seed; `author` for the number before */
export function madeUpLink(caseId: string, { mailbox, recipientSha256, author }: MadeUpNumber, ...signers: readonly (readonly [string, Bytes])[]): ServedLink {
  const statement = JSON.stringify({ format: "komir-link/1", case: caseId, mailbox, recipient_sha256: recipientSha256, author });
  return { statement, signatures: signers.map(([by, seed]) => ({ by, signature: base64(sign(seed, "link", utf8(statement))) })) };
}

/** What a family needs, as somebody in aid is given it. */
export async function sealNeeds(id: string, panel: readonly Recipient[], told: readonly Told[]): Promise<{ readonly served: ServedParts; readonly key: Identity }> {
  const key = await newIdentity();
  const recipient = await recipientOf(key);
  const records = await Promise.all(
    [{ kind: "opened" } as Told, ...told].map(async ({ kind = "answered", ...fields }, seq) => {
      const record = { format: "komir-record/1", case: id, compartment: "needs", seq, kind, questionnaire: "detained-relative.1", version: questionnaireVersion, part: 1, language: "kk-Cyrl", channel: "form", day: "2026-11-23", attachments: [], ...fields };
      return { seq, compartment: "needs", sealed: base64(await seal(pad(utf8(JSON.stringify(record))), [recipient])) };
    }),
  );
  return { served: { case: id, keys: { needs: base64(await seal(utf8(`${key}\n`), panel)) }, recipients: { needs: recipient }, records }, key };
}

export async function sealCase(
  id: string,
  panels: Panels,
  told: readonly Told[],
  language = "kk-Cyrl",
  sent: readonly SealedFile[] = [],
  { questionnaire = "detained-relative.1", day = "2026-11-23", way }: Particulars = {},
): Promise<SealedCase> {
  const keys = { case: await newIdentity(), identity: await newIdentity(), threats: await newIdentity() };
  const line = (key: Identity) => utf8(`${key}\n`);
  const keyFiles = {
    case: base64(await seal(line(keys.case), panels.case)),
    identity: base64(await sealNested(line(keys.identity), panels.custodians, panels.seconds)),
    threats: base64(await seal(line(keys.threats), panels.threats)),
  };
  const recipients = {
    case: await recipientOf(keys.case),
    identity: await recipientOf(keys.identity),
    threats: await recipientOf(keys.threats),
  };
  const records: { seq: number; compartment: string; sealed: string }[] = [];
  const add = async ({ compartment = "case", kind = "answered", ...fields }: Told) => {
    const seq = records.length + (way === undefined ? 1 : 0);
    const record = {
      format: "komir-record/1",
      case: id,
      compartment,
      seq,
      kind,
      questionnaire,
      version: questionnaireVersion,
      part: 1,
      language,
      channel: "chat",
      day,
      attachments: [],
      ...fields,
    };
    const recipient = recipients[compartment as keyof typeof recipients];
    records.push({ seq, compartment, sealed: base64(await seal(pad(utf8(JSON.stringify(record))), [recipient])) });
  };
  if (way !== undefined) {
    await add({ kind: "receipt", value: { recipient_sha256: way.recipientSha256, author: way.author } });
  }
  for (const compartment of ["case", "identity", "threats"]) {
    await add({ compartment, kind: "opened" });
  }
  for (const each of told) {
    await add(each);
  }
  const files = new Map<string, Bytes>();
  for (const [i, { name, bytes, type, kind }] of sent.entries()) {
    const file = String(i).padStart(32, "0");
    const padded = concat(bytes, new Uint8Array(padme(bytes.length) - bytes.length));
    files.set(file, await seal(padded, [recipients.case]));
    const attachment = { file, kind, size: bytes.length, sha256: sha256Hex(bytes), type, name, forwarded: i === 0 };
    await add({ question: "story", part: i + 2, attachments: [attachment] });
  }
  const listed = records.map(({ seq, compartment, sealed }) => ({ seq, compartment, sha256: sha256Hex(fromBase64(sealed)) }));
  await add({ kind: "manifest", value: { records: listed, complete: true } });
  return { served: { case: id, keys: keyFiles, recipients, records }, keys, files };
}
