import { base64, concat, fromBase64, hex, utf8, type Bytes } from "../crypto/bytes.ts";
import type { Receipt } from "../crypto/receipt.ts";
import { verify } from "../crypto/signature.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Form, FormData } from "./data.ts";
import { withoutMetadata } from "../shared/metadata.ts";
import { randomName } from "./question-view.ts";
import type { SealedAttachment } from "./records.ts";
import { hashOf, sealedFile } from "../record/sealed-file.ts";
import { prepare, type Prepared } from "./submission.ts";
import type { Telling } from "./telling.ts";
import { solve } from "./work.ts";

/** The server took it: what a family can show. */
export interface Handed {
  readonly caseId: string;
  /** Of the sealing, `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** A file of its own: the signed text, its signature, and the key that it is checked with. */
  readonly proof: string;
}

export interface Progress {
  bytes(done: number, total: number): void;
  /** The line is gone, and it is tried again. */
  waiting(): void;
}

/** A sealed testimony on this device: nobody needs its plaintext any more. */
export interface Sealed {
  readonly prepared: Prepared;
  readonly files: readonly WaitingFile[];
  readonly intake: string | undefined;
  send(signal: AbortSignal, progress: Progress): Promise<Handed>;
}

interface WaitingFile {
  readonly name: string;
  readonly content: Blob;
  readonly compartment: string;
}


/** What was told, on its way from words to a sealed body. */
export class Sending {
  constructor(
    private readonly form: Form,
    private readonly data: FormData,
    private readonly language: string,
    private readonly telling: Telling,
    private readonly receipt: Receipt | undefined,
  ) {}

  async seal(progress: (done: number, total: number) => void): Promise<Sealed> {
    const questionnaire = this.data.questionnaires.find(({ name }) => name === this.telling.questionnaire);
    if (questionnaire === undefined) {
      throw new Error("nothing was told");
    }
    const files: WaitingFile[] = [];
    const attachments = new Map<string, SealedAttachment[]>();
    for (const { answer, compartment } of this.telling.kept) {
      const content = answer.kind === "attached" ? this.telling.content(answer) : undefined;
      if (answer.kind === "attached" && content !== undefined) {
        const { name, file } = answer;
        const original = { name, file, size: content.size, sha256: await hashOf(content) };
        files.push({ name, content, compartment });
        attachments.set(name, [original]);
        const cleaned = await withoutMetadata(content);
        if (cleaned !== undefined) {
          const copy = { name: randomName(), file, size: cleaned.size, sha256: await hashOf(cleaned), cleanedFrom: name };
          files.push({ name: copy.name, content: cleaned, compartment });
          attachments.set(name, [original, copy]);
        }
      }
    }
    const day = new Date().toISOString().slice(0, 10);
    const prepared = await prepare(
      {
        questionnaire: questionnaire.name,
        version: questionnaire.sha256,
        compartments: questionnaire.compartments,
        language: this.language,
        day,
        urgent: this.telling.urgent,
        kept: this.telling.kept,
        attachments,
        receipt: this.receipt,
      },
      this.form.directory,
      progress,
    );
    const intake = this.form.directory.intake;
    const sent = new Set<string>();
    return {
      prepared,
      files,
      intake,
      send: (signal, told) => sendAll(prepared, day, files, sent, intake, signal, told),
    };
  }
}

/** @param sent names of the files that the server has whole: they are not sent again */
async function sendAll(
  prepared: Prepared,
  day: string,
  files: readonly WaitingFile[],
  sent: Set<string>,
  intake: string | undefined,
  signal: AbortSignal,
  progress: Progress,
): Promise<Handed> {
  const ticket = await newTicket(signal);
  const sizes = files.map(({ content }) => content.size);
  const total = sizes.reduce((sum, size) => sum + size, prepared.body.length);
  let done = 0;
  for (const [i, file] of files.entries()) {
    if (!sent.has(file.name)) {
      const { stream } = await sealedFile(file.content, prepared.recipients.get(file.compartment)!);
      const before = done;
      await upload(file.name, stream.getReader(), ticket, signal, progress.waiting, (bytes) =>
        progress.bytes(Math.min(before + bytes, before + sizes[i]!), total),
      );
      sent.add(file.name);
    }
    done += sizes[i]!;
    progress.bytes(done, total);
  }
  const proof = await handIn(prepared.body, ticket, signal, progress.waiting);
  progress.bytes(total, total);
  return { caseId: prepared.caseId, day, proof: proofFile(proof, prepared, intake) };
}

/** The server's own claim is checked before a family relies on it. */
function proofFile(proof: SignedProof, prepared: Prepared, intake: string | undefined): string {
  const named = (JSON.parse(proof.proof) as { sha256?: unknown }).sha256;
  if (intake === undefined || named !== prepared.manifest || !verify(fromBase64(intake), "proof", utf8(proof.proof), fromBase64(proof.signature))) {
    throw new Error("no proof");
  }
  return `${JSON.stringify({ ...proof, intake }, null, 2)}\n`;
}

interface SignedProof {
  readonly proof: string;
  readonly signature: string;
}

export const API = "/form/api";
const PIECE = 1024 * 1024;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const MOST_TRIES = 40;

/** The server says no: trying again changes nothing. */
export class Refused extends Error {
  constructor() {
    super("refused");
  }
}

/** Repeats what a weak line broke; an answer of the server is an answer, also a bad one. */
export async function asking(make: () => Promise<Response>, signal: AbortSignal, waiting: () => void): Promise<Response> {
  let wait = FIRST_WAIT_MS;
  for (let tries = 1; ; tries++) {
    try {
      const answer = await make();
      if (answer.status !== 503) {
        return answer;
      }
    } catch {
      // no network
    }
    if (signal.aborted || tries >= MOST_TRIES) {
      throw new Error("stopped");
    }
    waiting();
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

export const post = (path: string, body: BodyInit, ticket: string | undefined, signal: AbortSignal): Promise<Response> =>
  fetch(`${API}${path}`, {
    method: "POST",
    body,
    signal,
    credentials: "omit",
    cache: "no-store",
    headers: { "Content-Type": "application/octet-stream", ...(ticket === undefined ? {} : { "Komir-Ticket": ticket }) },
  });

async function json<T>(answer: Response): Promise<T> {
  if (!answer.ok) {
    throw new Refused();
  }
  return (await answer.json()) as T;
}

export async function newTicket(signal: AbortSignal): Promise<string> {
  const nothing = (): void => undefined;
  const { challenge, bits } = await json<{ challenge: string; bits: number }>(await asking(() => post("/work", "", undefined, signal), signal, nothing));
  const nonce = base64(await solve(fromBase64(challenge), bits, signal));
  const body = JSON.stringify({ challenge, nonce });
  return (await json<{ ticket: string }>(await asking(() => post("/tickets", body, undefined, signal), signal, nothing))).ticket;
}

const handIn = async (body: Bytes, ticket: string, signal: AbortSignal, waiting: () => void): Promise<SignedProof> =>
  json<SignedProof>(await asking(() => post("/cases", body, ticket, signal), signal, waiting));

/** Sends a sealed stream in pieces. After a break it asks how far the server got; only the present piece is held here. */
async function upload(
  name: string,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  ticket: string,
  signal: AbortSignal,
  waiting: () => void,
  progress: (bytes: number) => void,
): Promise<void> {
  const hash = sha256.create();
  let at = 0;
  let left: Bytes = new Uint8Array();
  for (let ended = false; !ended; ) {
    const pieces: Uint8Array[] = [left];
    let length = left.length;
    while (length < PIECE && !ended) {
      const { value, done } = await reader.read();
      ended = done;
      if (value !== undefined) {
        hash.update(value);
        pieces.push(value);
        length += value.length;
      }
    }
    const all = concat(...pieces);
    const piece = all.subarray(0, PIECE);
    left = new Uint8Array(all.subarray(PIECE));
    at = await sendPiece(name, at, piece, ticket, signal, waiting);
    progress(at);
    if (ended && left.length > 0) {
      at = await sendPiece(name, at, left, ticket, signal, waiting);
      progress(at);
    }
  }
  const whole = JSON.stringify({ size: at, sha256: hex(hash.digest()) });
  const answer = await asking(() => post(`/files/${name}/whole`, whole, ticket, signal), signal, waiting);
  if (!answer.ok) {
    throw new Refused();
  }
}

/** @returns how far the server is then */
async function sendPiece(name: string, from: number, piece: Bytes, ticket: string, signal: AbortSignal, waiting: () => void): Promise<number> {
  let sent = 0;
  while (sent < piece.length) {
    const answer = await asking(
      () =>
        fetch(`${API}/files/${name}?from=${from + sent}`, {
          method: "PUT",
          body: piece.subarray(sent),
          signal,
          credentials: "omit",
          cache: "no-store",
          headers: { "Content-Type": "application/octet-stream", "Komir-Ticket": ticket },
        }),
      signal,
      waiting,
    );
    if (answer.status !== 409 && !answer.ok) {
      throw new Refused();
    }
    const { received } = (await answer.json()) as { received: number };
    if (received < from || received > from + piece.length) {
      throw new Refused();
    }
    sent = received - from;
  }
  return from + sent;
}

const FIRST_LINE = "-----BEGIN KOMIR LETTER-----";
const LAST_LINE = "-----END KOMIR LETTER-----";
const LETTER = utf8("komir-letter/1\n");

/** What can be carried instead of sent: as text where there are no files, and as one file in any case. */
export async function letterOf(sealed: Sealed): Promise<{ file: Blob; text: string | undefined }> {
  const { prepared, files } = sealed;
  const parts: BlobPart[] = [LETTER, length(prepared.body.length), prepared.body];
  for (const { name, content, compartment } of files) {
    const { stream, size } = await sealedFile(content, prepared.recipients.get(compartment)!);
    parts.push(bytesOfName(name), length(size), await new Response(stream).blob());
  }
  if (files.length > 0) {
    return { file: new Blob(parts, { type: "application/octet-stream" }), text: undefined };
  }
  const whole = new Uint8Array(await new Blob(parts).arrayBuffer());
  const lines = base64(whole).match(/.{1,64}/g) ?? [];
  const text = [FIRST_LINE, ...lines, LAST_LINE, ""].join("\n");
  return { file: new Blob([text], { type: "text/plain" }), text };
}

const length = (bytes: number): Bytes => {
  const eight = new Uint8Array(8);
  new DataView(eight.buffer).setUint32(0, Math.floor(bytes / 2 ** 32));
  new DataView(eight.buffer).setUint32(4, bytes % 2 ** 32);
  return eight;
};

const bytesOfName = (name: string): Bytes => Uint8Array.from(name.match(/../g) ?? [], (two) => parseInt(two, 16));

/** A letter that was carried here. */
export interface Letter {
  readonly body: Blob;
  readonly files: readonly { readonly name: string; readonly content: Blob }[];
}

/** Undefined where something of it is missing. Spaces and line ends that a mail program made do not matter. */
export async function readLetter(given: Blob): Promise<Letter | undefined> {
  const whole = await asBytes(given);
  if (whole === undefined || !(await startsAsLetter(whole))) {
    return undefined;
  }
  let at = LETTER.length;
  const take = async (): Promise<Blob | undefined> => {
    if (at + 8 > whole.size) {
      return undefined;
    }
    const view = new DataView(await whole.slice(at, at + 8).arrayBuffer());
    const size = view.getUint32(0) * 2 ** 32 + view.getUint32(4);
    const content = whole.slice(at + 8, at + 8 + size);
    at += 8 + size;
    return content.size === size ? content : undefined;
  };
  const body = await take();
  const files: { name: string; content: Blob }[] = [];
  while (body !== undefined && at < whole.size) {
    const name = hex(new Uint8Array(await whole.slice(at, at + 16).arrayBuffer()));
    at += 16;
    const content = await take();
    if (content === undefined) {
      return undefined;
    }
    files.push({ name, content });
  }
  return body === undefined ? undefined : { body, files };
}

const startsAsLetter = async (whole: Blob): Promise<boolean> =>
  hex(new Uint8Array(await whole.slice(0, LETTER.length).arrayBuffer())) === hex(LETTER);

async function asBytes(given: Blob): Promise<Blob | undefined> {
  if (await startsAsLetter(given)) {
    return given;
  }
  const text = await given.text();
  const begin = text.indexOf(FIRST_LINE);
  const end = text.indexOf(LAST_LINE);
  if (begin < 0 || end < begin) {
    return undefined;
  }
  try {
    return new Blob([fromBase64(text.slice(begin + FIRST_LINE.length, end).replace(/[\s>]/g, ""))]);
  } catch {
    return undefined;
  }
}

/** Hands a letter in for somebody else. */
export async function sendLetter({ body, files }: Letter): Promise<void> {
  const { signal } = new AbortController();
  const nothing = (): void => undefined;
  const ticket = await newTicket(signal);
  for (const { name, content } of files) {
    await upload(name, content.stream().getReader(), ticket, signal, nothing, nothing);
  }
  await handIn(new Uint8Array(await body.arrayBuffer()), ticket, signal, nothing);
}
