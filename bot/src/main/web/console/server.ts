import { base64, fromBase64 } from "../crypto/bytes.ts";
import { sign } from "../crypto/signature.ts";
import type { Recipient } from "../crypto/age.ts";
import type { ServedCase } from "../record/open-case.ts";
import type { StringId } from "./strings.ts";

/** What went wrong, as something that the console can say. */
export class Problem extends Error {
  constructor(readonly text: StringId) {
    super(text);
    this.name = "Problem";
  }
}

export interface QueuedCase {
  readonly case: string;
  /** The family said that something is about to happen. */
  readonly urgent: boolean;
  readonly state: "waiting" | "claimed";
  readonly holder: string | null;
  readonly leaseUntil: string | null;
  readonly mine: boolean;
}

export interface PracticeInfo {
  readonly volunteer: string;
  readonly passphrase: string;
}

export type CaseAction = "claim" | "renew" | "release" | "close";

const conflicts: Readonly<Record<string, StringId>> = {
  claimed_by_another: "claimedByAnother",
  not_claimed: "notClaimed",
  closed: "closed",
};

/** The review server. No cookies; the token lives in this object alone. */
export class Server {
  #token: string | undefined;
  #clockAhead = 0;

  /** @param base nothing for the server that served the page, else an origin */
  constructor(private readonly base: string) {}

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

  async practiceIdentity(): Promise<Uint8Array | undefined> {
    try {
      const response = await fetch(`${this.base}/practice/identity.age`);
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

  async queue(): Promise<QueuedCase[]> {
    return ((await (await this.#ask("GET", "/api/queue")).json()) as { cases: QueuedCase[] }).cases;
  }

  async act(id: string, action: CaseAction): Promise<void> {
    await this.#ask("POST", `/api/cases/${encodeURIComponent(id)}/${action}`);
  }

  async case(id: string): Promise<ServedCase> {
    const served = (await (await this.#ask("GET", `/api/cases/${encodeURIComponent(id)}`)).json()) as Partial<ServedCase>;
    return {
      case: served.case ?? "",
      keys: served.keys ?? {},
      recipients: served.recipients ?? ({} as Record<string, Recipient>),
      records: served.records ?? [],
      ...(served.reply === undefined ? {} : { reply: served.reply }),
    };
  }

  /** A letter to the family, sealed to its receipt. */
  async write(id: string, letter: string, sealed: Uint8Array): Promise<void> {
    await this.#ask("POST", `/api/cases/${encodeURIComponent(id)}/letters`, { id: letter, sealed: base64(sealed) });
  }

  /** Sealed, and whole in memory: a file has 20 MB at the most, unless the operator allows more. */
  async file(id: string, name: string): Promise<Uint8Array> {
    const response = await this.#ask("GET", `/api/cases/${encodeURIComponent(id)}/files/${encodeURIComponent(name)}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  async #ask(method: "GET" | "POST", path: string, body?: object): Promise<Response> {
    const headers: Record<string, string> = {};
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
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
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      throw new Problem("unreachable");
    }
    const date = Date.parse(response.headers.get("Date") ?? "");
    if (!Number.isNaN(date)) {
      this.#clockAhead = date - Date.now();
    }
    if (!response.ok) {
      throw new Problem(await this.#reason(response));
    }
    return response;
  }

  async #reason(response: Response): Promise<StringId> {
    switch (response.status) {
      case 401:
        return this.#token === undefined ? "refused" : "sessionEnded";
      case 403:
        return "notAllowed";
      case 404:
        return "gone";
      case 409: {
        const { error } = (await response.json().catch(() => ({}))) as { error?: string };
        return conflicts[error ?? ""] ?? "unexpected";
      }
      case 503:
        return "unavailable";
      default:
        return "unexpected";
    }
  }
}
