import { base64, concat, fromBase64, hex, utf8, type Bytes } from "../crypto/bytes.ts";
import type { Receipt } from "../crypto/receipt.ts";
import { verify } from "../crypto/signature.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import type { Form, FormData } from "./data.ts";
import type { Directory } from "../record/directory.ts";
import { withoutMetadata } from "../shared/metadata.ts";
import { randomName } from "./question-view.ts";
import type { SealedAttachment } from "./records.ts";
import { hashOf, inSlices, sealedFile } from "../record/sealed-file.ts";
import { prepare, type Prepared } from "./submission.ts";
import type { Telling } from "./telling.ts";
import { solve } from "./work.ts";

/** The server took it: what a family can show. */
export interface Handed {
  readonly caseId: string;
  /** As the directory calls it that the case was sealed with. */
  readonly organisation: string;
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
  /** @param form with the newest directory and revocations, asked for once in each sealing and right before it: a case is sealed to the people of one directory, and to no mixture */
  constructor(
    private readonly form: () => Promise<Form>,
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
    const { directory, sealedTo } = await this.form();
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
      sealedTo,
      progress,
    );
    const { intake } = directory;
    const uploads = new Map<string, Upload>();
    return {
      prepared,
      files,
      intake,
      send: (signal, told) => sendAll(prepared, day, files, uploads, directory, signal, told),
    };
  }
}

/** @param uploads how far each file is: what the server has is not sent again */
async function sendAll(
  prepared: Prepared,
  day: string,
  files: readonly WaitingFile[],
  uploads: Map<string, Upload>,
  { organisation, intake }: Directory,
  signal: AbortSignal,
  progress: Progress,
): Promise<Handed> {
  const pass = new Pass(signal, progress.waiting);
  const sizes = files.map(({ content }) => content.size);
  const total = sizes.reduce((sum, size) => sum + size, prepared.body.length);
  let done = 0;
  for (const [i, { name, content, compartment }] of files.entries()) {
    const before = done;
    const upload = uploads.get(name) ?? new Upload(name, (await sealedFile(content, prepared.recipients.get(compartment)!)).stream);
    uploads.set(name, upload);
    try {
      await upload.send(pass, (bytes) => progress.bytes(Math.min(before + bytes, before + sizes[i]!), total));
    } catch (e) {
      if (e instanceof Refused) {
        uploads.delete(name);
      }
      throw e;
    }
    done += sizes[i]!;
    progress.bytes(done, total);
  }
  const proof = await handIn(prepared.body, pass);
  progress.bytes(total, total);
  return { caseId: prepared.caseId, organisation, day, proof: proofFile(proof, prepared, intake) };
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
const NOT_WITH_THIS_TICKET = 403;
/** In a row: a server that refuses each of them is not one that was started anew. */
const MOST_NEW_TICKETS = 3;

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

const request = (method: "POST" | "PUT", path: string, body: BodyInit, ticket: string | undefined, signal: AbortSignal): Promise<Response> =>
  fetch(`${API}${path}`, {
    method,
    body,
    signal,
    credentials: "omit",
    cache: "no-store",
    headers: { "Content-Type": "application/octet-stream", ...(ticket === undefined ? {} : { "Komir-Ticket": ticket }) },
  });

export const post = (path: string, body: BodyInit, ticket: string | undefined, signal: AbortSignal): Promise<Response> =>
  request("POST", path, body, ticket, signal);

async function json<T>(answer: Response): Promise<T> {
  if (!answer.ok) {
    throw new Refused();
  }
  return (await answer.json()) as T;
}

export async function newTicket(signal: AbortSignal, waiting: () => void = () => undefined): Promise<string> {
  const pay = async (path: string, body: string): Promise<Response> => asking(() => post(path, body, undefined, signal), signal, waiting);
  const { challenge, bits } = await json<{ challenge: string; bits: number }>(await pay("/work", ""));
  const nonce = base64(await solve(fromBase64(challenge), bits, signal));
  return (await json<{ ticket: string }>(await pay("/tickets", JSON.stringify({ challenge, nonce })))).ticket;
}

/** What was bought by work. A server that was started anew knows none of its tickets: then another one is bought, and nothing else begins anew. */
class Pass {
  private ticket: string | undefined;

  constructor(
    private readonly signal: AbortSignal,
    private readonly waiting: () => void,
  ) {}

  async ask(method: "POST" | "PUT", path: string, body: BodyInit): Promise<Response> {
    for (let bought = 0; ; bought++) {
      const ticket = this.ticket ?? (await newTicket(this.signal, this.waiting));
      this.ticket = ticket;
      const answer = await asking(() => request(method, path, body, ticket, this.signal), this.signal, this.waiting);
      if (answer.status !== NOT_WITH_THIS_TICKET || bought === MOST_NEW_TICKETS) {
        return answer;
      }
      this.ticket = undefined;
    }
  }
}

const handIn = async (body: Bytes, pass: Pass): Promise<SignedProof> => json<SignedProof>(await pass.ask("POST", "/cases", body));

/** A sealed stream on its way in pieces. It can be stopped and gone on with: the server says how far it got, and only the present piece is held here. */
class Upload {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly hash = sha256.create();
  private piece: Bytes = new Uint8Array();
  private left: Bytes = new Uint8Array();
  /** How far the server is. */
  private at = 0;
  private ended = false;
  private whole = false;

  constructor(
    private readonly name: string,
    stream: ReadableStream<Uint8Array>,
  ) {
    this.reader = stream.getReader();
  }

  async send(pass: Pass, progress: (bytes: number) => void): Promise<void> {
    for (let more = true; more; more = await this.nextPiece()) {
      await this.sendPiece(pass);
      progress(this.at);
    }
    if (this.whole) {
      return;
    }
    const answer = await pass.ask("POST", `/files/${this.name}/whole`, JSON.stringify({ size: this.at, sha256: hex(this.hash.clone().digest()) }));
    if (!answer.ok) {
      throw new Refused();
    }
    this.whole = true;
  }

  /** @returns whether there is one */
  private async nextPiece(): Promise<boolean> {
    const pieces: Uint8Array[] = [this.left];
    let length = this.left.length;
    while (length < PIECE && !this.ended) {
      const { value, done } = await this.reader.read();
      this.ended = done;
      if (value !== undefined) {
        this.hash.update(value);
        pieces.push(value);
        length += value.length;
      }
    }
    const all = concat(...pieces);
    this.piece = all.subarray(0, PIECE);
    this.left = new Uint8Array(all.subarray(PIECE));
    return this.piece.length > 0;
  }

  /** What of the piece the server lacks. */
  private async sendPiece(pass: Pass): Promise<void> {
    while (this.piece.length > 0) {
      const answer = await pass.ask("PUT", `/files/${this.name}?from=${this.at}`, this.piece);
      if (answer.status !== 409 && !answer.ok) {
        throw new Refused();
      }
      const { received } = (await answer.json()) as { received: number };
      if (received < this.at || received > this.at + this.piece.length) {
        throw new Refused();
      }
      this.piece = this.piece.subarray(received - this.at);
      this.at = received;
    }
  }
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
  const pass = new Pass(new AbortController().signal, () => undefined);
  for (const { name, content } of files) {
    await new Upload(name, inSlices(content, content.size)).send(pass, () => undefined);
  }
  await handIn(new Uint8Array(await body.arrayBuffer()), pass);
}
