import { fromBase64, sha256Hex } from "../crypto/bytes.ts";
import type { Directory } from "../record/directory.ts";
import type { SignedEntry } from "../record/log-entry.ts";
import { readerName, readerNames, reviewersOf } from "../record/match-key.ts";
import type { ServedMatchKey } from "../console/server.ts";
import type { MockDesk } from "./mock-desk.ts";
import type { MockLog } from "./mock-log.ts";
import { Refused } from "./mock-way-back.ts";

const PIECE = 2;

interface Lies {
  readonly madeOf: string;
  readonly sealed: string;
}

/** The key of match records, the records and what is suggested, as the server keeps them. */
export class MockMatch {
  key: ServedMatchKey | undefined;
  readonly records = new Map<string, Lies>();
  readonly said = new Map<string, string>();
  /** What was asked here, in order. */
  readonly asked: string[] = [];

  constructor(
    private readonly log: MockLog,
    private readonly desk: MockDesk,
    /** Without whoever is revoked. */
    private readonly directory: () => Directory,
    /** Recipient of a case's compartment `case`. */
    private readonly recipientOf: (id: string) => string,
  ) {}

  clear(): void {
    this.key = undefined;
    this.records.clear();
    this.said.clear();
  }

  /** Undefined for what this does not answer. @param path below `/api` */
  answer(method: string, path: string, who: string, body: unknown): { readonly answer: unknown } | undefined {
    const [, ofCase] = /^\/cases\/([0-9a-f]{32})\/match$/.exec(path) ?? [];
    const [, suggestedTo] = /^\/match\/cases\/([0-9a-f]{32})$/.exec(path) ?? [];
    if (ofCase === undefined && !path.startsWith("/match/")) {
      return undefined;
    }
    this.asked.push(`${method} ${path}`);
    const roles = this.directory().people.find(({ id }) => id === who)?.roles ?? [];
    const is = (...of: readonly string[]): boolean => roles.some((role) => of.includes(role));
    const as = (may: boolean, does: () => unknown): { readonly answer: unknown } => ({ answer: may ? does() : new Refused(403, "not_allowed") });
    if (ofCase !== undefined) {
      return as(is("reviewer"), () => (method === "GET" ? (this.records.has(ofCase) ? { madeOf: this.records.get(ofCase)!.madeOf } : {}) : this.#put(who, ofCase, body as Lies & { generation: number })));
    }
    if (suggestedTo !== undefined) {
      return as(is("matcher"), () => (method === "GET" ? { to: this.recipientOf(suggestedTo) } : this.#suggest(who, suggestedTo, body as { name: string; sealed: string })));
    }
    switch (`${method} ${path}`) {
      case "GET /match/key": {
        const { sealed, ...others } = this.key ?? { sealed: "" };
        return as(is("reviewer", "coordinator"), () => (this.key === undefined ? {} : { ...others, ...(is("reviewer") ? { sealed } : {}) }));
      }
      case "POST /match/key":
        return as(is("reviewer", "coordinator"), () => this.#putKey(who, body as { generation: number; sealed: string; readers: string[]; before: string }));
      case "POST /match/records":
        return as(is("matcher"), () => this.#give(who, body as { after: string }));
      case "GET /match/said":
        return as(is("matcher"), () => (this.said.has(who) ? { sealed: this.said.get(who) } : {}));
      default:
        return as(is("matcher"), () => void this.said.set(who, (body as { sealed: string }).sealed));
    }
  }

  #putKey(who: string, { generation, sealed, readers, before, ...rest }: { generation: number; sealed: string; readers: string[]; before: string }): unknown {
    const people = this.directory();
    const now = this.key?.generation ?? 0;
    if (before !== (this.key?.sha256 ?? "") || (generation !== now && generation !== now + 1) || readers.join() !== readerNames(reviewersOf(people)).join()) {
      return new Refused(409, "changed");
    }
    const sha256 = sha256Hex(fromBase64(sealed));
    const refused = this.log.append(who, "match", "", sha256, logOf(rest));
    if (refused === undefined) {
      const maker = generation === now ? this.key!.maker : readerName(people.people.find(({ id }) => id === who)!.recipient);
      if (generation !== now) {
        this.records.clear();
      }
      this.key = { generation, sealed, readers, maker, sha256 };
    }
    return refused;
  }

  #put(who: string, id: string, { generation, madeOf, sealed, ...rest }: Lies & { generation: number }): unknown {
    const refused = generation === this.key?.generation ? this.log.append(who, "match", id, sha256Hex(fromBase64(sealed)), logOf(rest)) : new Refused(409, "changed");
    if (refused === undefined) {
      this.records.set(id, { madeOf, sealed });
    }
    return refused;
  }

  #give(who: string, { after, ...rest }: { after: string }): unknown {
    const ids = [...this.records.keys()].filter((id) => id > after).sort();
    return (
      this.log.append(who, "match", "", "", logOf(rest)) ?? {
        generation: this.key?.generation ?? 0,
        all: this.records.size,
        records: ids.slice(0, PIECE).map((id) => ({ case: id, sealed: this.records.get(id)!.sealed })),
      }
    );
  }

  #suggest(who: string, id: string, { name, sealed, ...rest }: { name: string; sealed: string }): unknown {
    return this.log.append(who, "work", id, sha256Hex(fromBase64(sealed)), logOf(rest)) ?? void this.desk.of(id).work.push({ name, sealed });
  }
}

const logOf = (body: unknown): SignedEntry | undefined => (body as { log?: SignedEntry }).log;
