import { follows, headOf, isSignedEntry, NONE_BEFORE, readEntry, type Act, type Head, type SignedEntry } from "../record/log-entry.ts";
import { Refused } from "./mock-way-back.ts";

const PIECE = 500;

/** The server's log, as far as the console needs it. */
export class MockLog {
  readonly entries: SignedEntry[] = [];
  /** Answers the next calls otherwise. */
  readonly spoil: { entries?: (all: readonly SignedEntry[]) => readonly SignedEntry[] } = {};

  /** @param keyOf base64 of a volunteer's signing key */
  constructor(private readonly keyOf: (volunteer: string) => string) {}

  #shown(): readonly SignedEntry[] {
    return this.spoil.entries?.(this.entries) ?? this.entries;
  }

  head(): Head {
    const last = this.#shown().at(-1);
    return last === undefined ? { n: 0, sha256: NONE_BEFORE, at: "1970-01-01T00:00:00Z" } : headOf(last.entry, readEntry(last.entry)!);
  }

  read(from: number): object {
    const all = this.#shown();
    const first = all.findIndex(({ entry }) => readEntry(entry)!.n >= from);
    return { ...this.head(), entries: from > 0 && first >= 0 ? all.slice(first, first + PIECE) : [] };
  }

  /** Undefined once it is appended. */
  append(who: string, act: Act, about: string, sha256: string, signed: SignedEntry | undefined): Refused | undefined {
    const entry = signed === undefined ? undefined : readEntry(signed.entry);
    if (signed === undefined || entry === undefined || entry.volunteer !== who || entry.act !== act || entry.case !== about || entry.sha256 !== sha256) {
      return new Refused(400, "bad_request");
    }
    if (!isSignedEntry(signed, this.keyOf(who))) {
      return new Refused(403, "bad_signature");
    }
    const head = this.head();
    if (!follows(entry, head)) {
      return new Refused(409, "log_moved", head);
    }
    this.entries.push(signed);
    return undefined;
  }
}
