import { base64, fromBase64 } from "../crypto/bytes.ts";
import { sign } from "../crypto/signature.ts";
import type { Recipient } from "../crypto/age.ts";
import type { ServedFollowUp } from "../record/follow-up.ts";
import type { ServedFreeze } from "../record/freeze.ts";
import type { SignedText } from "../record/links.ts";
import type { Head, SignedEntry } from "../record/log-entry.ts";
import type { ServedCase, ServedParts } from "../record/open-case.ts";
import type { ServedPiece } from "../record/work.ts";
import { readServed, type ServedRevocation } from "../record/revocation.ts";
import type { ServedTakenBack } from "../record/taken-back.ts";
import type { ServedKeys } from "./reseal.ts";
import type { StringId } from "./strings.ts";

/** What went wrong, as something that the console can say. */
export class Problem extends Error {
  constructor(readonly text: StringId) {
    super(text);
    this.name = "Problem";
  }
}

/** An entry was made on a head that is not the last one any more. */
export class LogMoved extends Error {
  constructor(readonly head: Head) {
    super("log_moved");
    this.name = "LogMoved";
  }
}

/** The head of the log, and some entries. */
export interface ServedLog extends Head {
  readonly entries: readonly SignedEntry[];
}

export interface QueuedCase {
  readonly case: string;
  /** The family said that something is about to happen. */
  readonly urgent: boolean;
  /** Something came from the family that nobody has read. */
  readonly news: boolean;
  readonly state: "waiting" | "claimed" | "closed";
  readonly holder: string | null;
  readonly leaseUntil: string | null;
  readonly mine: boolean;
  /** Somebody who read it has left, or must not see it. */
  readonly short?: boolean;
  /** What it was found to be last, and by whom; the server's word, which the opened case shows or refutes. */
  readonly standing?: { readonly kind: string; readonly whole: boolean; readonly by: readonly string[] };
  /** As a volunteer who opened it said; stands before what the family said earlier. */
  readonly urgency?: Urgency;
  /** Whoever gave it to its holder, who has not opened it. */
  readonly handedBy?: string;
  /** Nobody has opened it for seven days. */
  readonly unopened?: boolean;
}

/** What a family needs, in the list of those in aid. */
export interface QueuedNeed {
  readonly case: string;
  readonly state: "waiting" | "taken" | "over";
  readonly holder: string | null;
  readonly leaseUntil: string | null;
  readonly mine: boolean;
}

/** The compartment `needs` of a case, and what was done about it. */
export interface ServedNeed extends ServedParts {
  readonly work: readonly ServedPiece[];
}

export const URGENCIES = ["today", "week", "calm"] as const;
export type Urgency = (typeof URGENCIES)[number];

/** A case that its family took back: what is public of it is to be taken down. */
export interface TakenBack {
  readonly case: string;
  readonly day: string;
}

/** A new number for a family that somebody has signed and that waits for another signature. */
export interface Signing {
  readonly case: string;
  /** SHA-256 of the request, hexadecimal. */
  readonly request_hash: string;
  /** Ids of volunteers. */
  readonly by: readonly string[];
}

export interface Queue {
  readonly cases: readonly QueuedCase[];
  readonly withdrawn: readonly TakenBack[];
  readonly signing: readonly Signing[];
  /** Cases in which this volunteer has begun something. */
  readonly begun: readonly string[];
  /** Ids of who is in the console now. */
  readonly here: readonly string[];
}

/** What a security officer is given of a case that was taken back: the compartment `threats` of it and of all that followed, the first one first, and what shows whose that is. */
export interface ServedWithdrawn extends TakenBack, ServedTakenBack {
  readonly decisions: readonly SignedText[];
}

export interface PracticeInfo {
  readonly volunteer: string;
  readonly passphrase: string;
}

/** The key of match records as the server keeps it. */
export interface ServedMatchKey {
  readonly generation: number;
  /** Of the recipients to whom it is sealed, and of who made it: `readerName`. */
  readonly readers: readonly string[];
  readonly maker: string;
  /** Of the sealed key. */
  readonly sha256: string;
  /** For reviewers alone. */
  readonly sealed?: string;
}

export interface ServedMatchRecords {
  readonly generation: number;
  readonly all: number;
  readonly records: readonly { readonly case: string; readonly sealed: string }[];
}

/** What needs no entry in the log. */
export type CaseAction = "claim" | "renew" | "release";

type Method = "GET" | "POST" | "PUT" | "DELETE";

const conflicts: Readonly<Record<string, StringId>> = {
  claimed_by_another: "claimedByAnother",
  not_claimed: "notClaimed",
  closed: "closed",
  changed: "changed",
  nobody_left: "nobodyLeft",
  same_person: "samePerson",
  no_verdict: "noVerdict",
  case_full: "workFull",
  too_much_begun: "keptMany",
  cannot_read: "handCannot",
};

const ofCase = (id: string, ...rest: string[]): string => ["/api/cases", ...[id, ...rest].map(encodeURIComponent)].join("/");

const ofNeed = (id: string, ...rest: string[]): string => ["/api/needs", ...[id, ...rest].map(encodeURIComponent)].join("/");

/** What is missing counts as empty: one answer that is not whole must not hide what there is. */
const parts = (served: Partial<ServedParts>): ServedParts => ({
  case: served.case ?? "",
  keys: served.keys ?? {},
  recipients: served.recipients ?? ({} as Record<string, Recipient>),
  records: served.records ?? [],
});

const signedParts = (served: Partial<ServedFollowUp>): ServedFollowUp => ({ ...parts(served), ...(served.author === undefined ? {} : { author: served.author }) });

async function movedTo(response: Response): Promise<Head | undefined> {
  const { error, n, sha256, at } = (await response.json().catch(() => ({}))) as Partial<Head> & { error?: string };
  return error === "log_moved" && n !== undefined && sha256 !== undefined && at !== undefined ? { n, sha256, at } : undefined;
}

function whole(served: Partial<ServedCase>): ServedCase {
  const { reply, links, tells, witness, followUps, work = [], verdicts = [], resealed = [] } = served;
  return {
    ...parts(served),
    work,
    verdicts,
    resealed,
    ...(reply === undefined ? {} : { reply }),
    ...(links === undefined ? {} : { links }),
    ...(tells === undefined ? {} : { tells }),
    ...(witness === undefined ? {} : { witness }),
    ...(followUps === undefined ? {} : { followUps: followUps.map(signedParts) }),
  };
}

/** The review server. No cookies; the token lives in this object alone. */
export class Server {
  #token: string | undefined;
  #clockAhead = 0;
  /** The last one, and what the server calls it. */
  #queue: { readonly tag: string; readonly queue: Queue } | undefined;

  /** @param base nothing for the server that served the page, else an origin */
  constructor(private readonly base: string) {}

  /** `YYYY-MM-DD`, UTC. */
  today(): string {
    return new Date(this.now()).toISOString().slice(0, 10);
  }

  /** The server's clock: a lease is counted by it, and a volunteer's telephone may be minutes off. */
  now(): number {
    return Date.now() + this.#clockAhead;
  }

  async practice(): Promise<PracticeInfo | undefined> {
    try {
      const response = await fetch(`${this.base}/practice/info`);
      const info = response.ok ? ((await response.json()) as { practice?: unknown } & PracticeInfo) : undefined;
      return info?.practice === true ? info : undefined;
    } catch {
      return undefined;
    }
  }

  /** @param which the volunteer, or the second one whom two verdicts need */
  async practiceIdentity(which: "identity" | "colleague"): Promise<Uint8Array | undefined> {
    try {
      const response = await fetch(`${this.base}/practice/${which}.age`);
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    } catch {
      return undefined;
    }
  }

  async directory(): Promise<{ directory: string; signature: string }> {
    return (await this.#ask("GET", "/api/directory")).json() as Promise<{ directory: string; signature: string }>;
  }

  async login(volunteer: string, signingSeed: Uint8Array): Promise<void> {
    const asked = await this.#ask("POST", "/api/login/challenge", { volunteer });
    const { challenge } = (await asked.json()) as { challenge: string };
    const signature = base64(sign(signingSeed, "login", fromBase64(challenge)));
    const answer = await this.#ask("POST", "/api/login", { volunteer, challenge, signature });
    this.#token = ((await answer.json()) as { token: string }).token;
  }

  /** The very object of before where nothing has changed. */
  async queue(): Promise<Queue> {
    const known = this.#queue;
    const response = await this.#send("GET", "/api/queue", undefined, known === undefined ? {} : { "If-None-Match": known.tag });
    if (response.status === 304 && known !== undefined) {
      return known.queue;
    }
    await this.#check(response);
    const { cases = [], withdrawn = [], signing = [], begun = [], here = [] } = (await response.json()) as Partial<Queue>;
    const queue = { cases, withdrawn, signing, begun, here };
    const tag = response.headers.get("ETag");
    this.#queue = tag === null ? undefined : { tag, queue };
    return queue;
  }

  async closed(): Promise<readonly QueuedCase[]> {
    return (await this.#json<Partial<Queue>>("GET", "/api/queue?closed=true")).cases ?? [];
  }

  /** Who holds a case, and until when; nobody where it waits. */
  async lease(id: string): Promise<Pick<QueuedCase, "holder" | "leaseUntil" | "mine">> {
    return this.#json("GET", ofCase(id, "lease"));
  }

  async sayUrgency(id: string, urgency: Urgency, log: SignedEntry): Promise<void> {
    await this.#ask("POST", ofCase(id, "urgency"), { urgency, log });
  }

  /** @param to the id of a colleague */
  async hand(id: string, to: string, log: SignedEntry): Promise<void> {
    await this.#ask("POST", ofCase(id, "hand"), { to, log });
  }

  async act(id: string, action: CaseAction): Promise<void> {
    await this.#ask("POST", ofCase(id, action));
  }

  async close(id: string, log: SignedEntry): Promise<void> {
    await this.#ask("POST", ofCase(id, "close"), { log });
  }

  /** The head, and at most 500 entries from a number on. @param from 0 for the head alone */
  async log(from: number): Promise<ServedLog> {
    return this.#json("GET", `/api/log?from=${from}`);
  }

  /** Given only together with the entry that says so. */
  async open(id: string, log: SignedEntry): Promise<ServedCase> {
    return whole(await this.#json<Partial<ServedCase>>("POST", ofCase(id, "open"), { log }));
  }

  /** The same again, while it is open. */
  async read(id: string): Promise<ServedCase> {
    return whole(await this.#json<Partial<ServedCase>>("GET", ofCase(id)));
  }

  // --- panels

  /** Cases in which this volunteer has a key file to seal anew or to look at, and how many cases nobody is left to read. */
  async panels(): Promise<{ readonly cases: readonly string[]; readonly lost: number }> {
    const { cases = [], lost = 0 } = await this.#json<{ cases?: readonly string[]; lost?: number }>("GET", "/api/panels");
    return { cases, lost };
  }

  /** The key files of a case that this volunteer opens, and nothing else of it. */
  async keyFiles(id: string, log: SignedEntry): Promise<ServedKeys> {
    const { case: of = "", excluded = [], readers, keys = [] } = await this.#json<Partial<ServedKeys>>("POST", ofCase(id, "keys"), { log });
    return { case: of, excluded, readers, keys };
  }

  /** @param change `before` is the SHA-256 of the file whose place it takes */
  async reseal(id: string, change: { readonly compartment: string; readonly sealed: string; readonly panel: readonly string[]; readonly before: string }, log: SignedEntry): Promise<void> {
    await this.#ask("POST", ofCase(id, "reseal"), { ...change, log });
  }

  /** What somebody else sealed anew opens here. */
  async opensWell(id: string, compartment: string, sha256: string, log: SignedEntry): Promise<void> {
    await this.#ask("POST", ofCase(id, "reseal", "good"), { compartment, sha256, log });
  }

  /** Somebody must not see the case. */
  async exclude(id: string, who: string, log: SignedEntry): Promise<void> {
    await this.#ask("POST", ofCase(id, "exclude"), { id: who, log });
  }

  // --- match records

  /** Undefined where there is none. */
  async matchKey(): Promise<ServedMatchKey | undefined> {
    const { generation, readers = [], maker = "", sha256 = "", sealed } = await this.#json<Partial<ServedMatchKey>>("GET", "/api/match/key");
    return generation === undefined ? undefined : { generation, readers, maker, sha256, ...(sealed === undefined ? {} : { sealed }) };
  }

  /** @param change `before` is the SHA-256 of the sealed key whose place it takes, or empty */
  async putMatchKey(change: { readonly generation: number; readonly sealed: string; readonly readers: readonly string[]; readonly before: string }, log: SignedEntry): Promise<void> {
    await this.#ask("POST", "/api/match/key", { ...change, log });
  }

  /** Of the record that lies beside a case; undefined where none does. */
  async matchRecordMadeOf(id: string): Promise<string | undefined> {
    return (await this.#json<{ madeOf?: string }>("GET", ofCase(id, "match"))).madeOf;
  }

  async putMatchRecord(id: string, record: { readonly generation: number; readonly madeOf: string; readonly sealed: string }, log: SignedEntry): Promise<void> {
    await this.#ask("POST", ofCase(id, "match"), { ...record, log });
  }

  /** So many at a time. @param after the case of the last one that was given, or empty */
  async matchRecords(after: string, log: SignedEntry): Promise<ServedMatchRecords> {
    const { generation = 0, all = 0, records = [] } = await this.#json<Partial<ServedMatchRecords>>("POST", "/api/match/records", { after, log });
    return { generation, all, records };
  }

  /** To which key a suggestion about a case is sealed, by the server's word. */
  async matchedTo(id: string): Promise<Recipient> {
    return (await this.#json<{ to: Recipient }>("GET", `/api/match/cases/${encodeURIComponent(id)}`)).to;
  }

  async suggest(id: string, name: string, sealed: Uint8Array, log: SignedEntry): Promise<void> {
    await this.#ask("POST", `/api/match/cases/${encodeURIComponent(id)}`, { name, sealed: base64(sealed), log });
  }

  /** What this matcher has said of which pairs, sealed to this matcher. */
  async saidOfPairs(): Promise<string | undefined> {
    return (await this.#json<{ sealed?: string }>("GET", "/api/match/said")).sealed;
  }

  async sayOfPairs(sealed: Uint8Array): Promise<void> {
    await this.#ask("PUT", "/api/match/said", { sealed: base64(sealed) });
  }

  // --- what families need

  async needs(): Promise<readonly QueuedNeed[]> {
    return (await this.#json<{ needs?: readonly QueuedNeed[] }>("GET", "/api/needs")).needs ?? [];
  }

  /** @param action `claim` renews the own lease too */
  async actOnNeed(id: string, action: "claim" | "release"): Promise<void> {
    await this.#ask("POST", ofNeed(id, action));
  }

  /** Given only together with the entry that says so. */
  async openNeed(id: string, log: SignedEntry): Promise<ServedNeed> {
    const { work = [], ...served } = await this.#json<Partial<ServedNeed>>("POST", ofNeed(id, "open"), { log });
    return { ...parts(served), work };
  }

  /** What became of it; it is given back by this. @param over whether nothing is left to do */
  async addToNeed(id: string, name: string, sealed: Uint8Array, over: boolean, log: SignedEntry): Promise<void> {
    await this.#ask("POST", ofNeed(id, "work"), { name, sealed: base64(sealed), over, log });
  }

  async needFile(id: string, name: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.#ask("GET", ofNeed(id, "files", name))).arrayBuffer());
  }

  // --- work and verdicts

  async addWork(id: string, name: string, sealed: Uint8Array, log: SignedEntry): Promise<void> {
    await this.#ask("POST", ofCase(id, "work"), { name, sealed: base64(sealed), log });
  }

  /** @returns whether enough people have found so */
  async give(id: string, verdict: SignedText, log: SignedEntry): Promise<boolean> {
    return (await this.#json<{ whole: boolean }>("POST", ofCase(id, "verdicts"), { ...verdict, log })).whole;
  }

  /** Brings a closed case back for another look. */
  async again(id: string, log: SignedEntry): Promise<void> {
    await this.#ask("POST", ofCase(id, "again"), { log });
  }

  /** What this volunteer has begun in a case, sealed to this volunteer. */
  async kept(id: string): Promise<string | undefined> {
    return (await this.#json<{ sealed?: string }>("GET", `/api/kept/${encodeURIComponent(id)}`)).sealed;
  }

  async keep(id: string, sealed: Uint8Array): Promise<void> {
    await this.#ask("PUT", `/api/kept/${encodeURIComponent(id)}`, { sealed: base64(sealed) });
  }

  async forgetKept(id: string): Promise<void> {
    await this.#ask("DELETE", `/api/kept/${encodeURIComponent(id)}`);
  }

  /** A letter to the family, sealed to its receipt. @param files each must have been sent whole */
  async write(id: string, letter: string, sealed: Uint8Array, files: readonly string[], log: SignedEntry): Promise<void> {
    await this.#ask("POST", ofCase(id, "letters"), { id: letter, sealed: base64(sealed), files, log });
  }

  /** Appends to a sealed file of a letter. @returns how much of it the server has then */
  async append(id: string, file: string, from: number, piece: Uint8Array<ArrayBuffer>): Promise<number> {
    const response = await this.#send("PUT", `${ofCase(id, "letter-files", file)}?from=${from}`, piece);
    if (response.status === 409) {
      return ((await response.json()) as { received: number }).received;
    }
    await this.#check(response);
    return from + piece.length;
  }

  async ended(id: string, file: string, size: number, sha256: string): Promise<void> {
    await this.#ask("POST", ofCase(id, "letter-files", file, "whole"), { size, sha256 });
  }

  /** Something to be said in chats, sealed to the process that can. */
  async notify(notices: readonly { readonly id: string; readonly sealed: string }[]): Promise<void> {
    await this.#ask("POST", "/api/notices", { notices });
  }

  /** The cases whose id begins so. @param mark 8 to 32 hexadecimal digits */
  async marked(mark: string): Promise<readonly string[]> {
    return (await this.#json<{ cases: readonly string[] }>("GET", `/api/cases?mark=${encodeURIComponent(mark)}`)).cases;
  }

  /** The request whose hash begins so. @param prefix at least 19 hexadecimal digits */
  async linkRequest(prefix: string): Promise<{ readonly hash: string; readonly request: string }> {
    return this.#json("GET", `/api/links/${encodeURIComponent(prefix)}`);
  }

  /** @returns whether both people have signed */
  async signLink(id: string, hash: string, signature: string, log: SignedEntry): Promise<boolean> {
    return (await this.#json<{ complete: boolean }>("POST", ofCase(id, "links"), { hash, signature, log })).complete;
  }

  async openWithdrawn(id: string, log: SignedEntry): Promise<ServedWithdrawn> {
    const { day = "", decisions = [], cases = [], links = [], ...served } = await this.#json<Partial<ServedWithdrawn>>("POST", `/api/withdrawn/${encodeURIComponent(id)}/open`, { log });
    return { case: served.case ?? "", day, decisions, cases: cases.map(signedParts), links };
  }

  /** @returns whether two have signed it */
  async decide(id: string, decision: SignedText, log: SignedEntry): Promise<boolean> {
    return (await this.#json<{ complete: boolean }>("POST", `/api/withdrawn/${encodeURIComponent(id)}/decisions`, { ...decision, log })).complete;
  }

  // --- people

  /** Those in force, as the server gives them. */
  async revocations(): Promise<readonly ServedRevocation[]> {
    return this.#served("/api/revocations");
  }

  /** Those that wait for a second signature. */
  async pendingRevocations(): Promise<readonly ServedRevocation[]> {
    return this.#served("/api/revocations/pending");
  }

  /** @returns whether it is in force */
  async revoke(signed: SignedText, log: SignedEntry): Promise<boolean> {
    return (await this.#json<{ inForce: boolean }>("POST", "/api/revocations", { ...signed, log })).inForce;
  }

  /** Those of the directory that is served, begun or in force. */
  async freezes(): Promise<readonly ServedFreeze[]> {
    return this.#served("/api/freeze");
  }

  /** @returns whether it is in force: then everybody is out */
  async freeze(signed: SignedText, log: SignedEntry): Promise<boolean> {
    return (await this.#json<{ inForce: boolean }>("POST", "/api/freeze", { ...signed, log })).inForce;
  }

  async #served(path: string): Promise<readonly ServedRevocation[]> {
    const served = readServed(await this.#json("GET", path));
    if (served === undefined) {
      throw new Problem("dirFormat");
    }
    return served;
  }

  /** Sealed, and whole in memory: a file has 20 MB at the most, unless the operator allows more. */
  async file(id: string, name: string): Promise<Uint8Array> {
    const response = await this.#ask("GET", ofCase(id, "files", name));
    return new Uint8Array(await response.arrayBuffer());
  }

  async #json<T>(method: "GET" | "POST", path: string, body?: object): Promise<T> {
    return (await (await this.#ask(method, path, body)).json()) as T;
  }

  async #ask(method: Method, path: string, body?: object): Promise<Response> {
    const response = await this.#send(method, path, body);
    await this.#check(response);
    return response;
  }

  async #check(response: Response): Promise<void> {
    if (!response.ok) {
      const moved = response.status === 409 ? await movedTo(response.clone()) : undefined;
      if (moved !== undefined) {
        throw new LogMoved(moved);
      }
      throw new Problem(await this.#reason(response));
    }
  }

  async #send(method: Method, path: string, body?: object | Uint8Array<ArrayBuffer>, more: Readonly<Record<string, string>> = {}): Promise<Response> {
    const headers: Record<string, string> = { ...more };
    const bytes = body instanceof Uint8Array;
    if (body !== undefined) {
      headers["Content-Type"] = bytes ? "application/octet-stream" : "application/json";
    }
    if (this.#token !== undefined) {
      headers.Authorization = `Bearer ${this.#token}`;
    }
    let response: Response;
    try {
      response = await fetch(`${this.base}${path}`, {
        method,
        headers,
        credentials: "omit",
        cache: "no-store",
        ...(body === undefined ? {} : { body: bytes ? body : JSON.stringify(body) }),
      });
    } catch {
      throw new Problem("unreachable");
    }
    const date = Date.parse(response.headers.get("Date") ?? "");
    if (!Number.isNaN(date)) {
      this.#clockAhead = date - Date.now();
    }
    return response;
  }

  async #reason(response: Response): Promise<StringId> {
    switch (response.status) {
      case 401:
        return this.#token === undefined ? "refused" : "sessionEnded";
      case 403: {
        const { error } = (await response.json().catch(() => ({}))) as { error?: string };
        return error === "frozen" ? "frozen" : error === "not_in_panel" ? "notInPanel" : "notAllowed";
      }
      case 404:
        return "gone";
      case 409: {
        const { error } = (await response.json().catch(() => ({}))) as { error?: string };
        return conflicts[error ?? ""] ?? "unexpected";
      }
      case 503:
      case 507:
        return "unavailable";
      default:
        return "unexpected";
    }
  }
}
