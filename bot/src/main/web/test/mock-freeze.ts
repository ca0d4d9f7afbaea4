import { sha256Hex, utf8 } from "../crypto/bytes.ts";
import type { Directory } from "../record/directory.ts";
import { readFreeze, type ServedFreeze } from "../record/freeze.ts";
import type { SignedEntry } from "../record/log-entry.ts";
import type { MockLog } from "./mock-log.ts";
import { Refused } from "./mock-way-back.ts";

const PUBLIC = ["/api/directory", "/api/revocations", "/api/freeze"];

/** As the server keeps it: begun with one signature, in force with two. */
export class MockFreeze {
  all: readonly ServedFreeze[] = [];

  constructor(
    private readonly directory: Directory,
    private readonly log: MockLog,
  ) {}

  get isFrozen(): boolean {
    return this.all.some((one) => (readFreeze(one, this.directory)?.by.length ?? 0) >= 2);
  }

  shuts(path: string): boolean {
    return this.isFrozen && path.startsWith("/api/") && !PUBLIC.includes(path);
  }

  sign(who: string, { statement, signature, log }: { statement: string; signature: string; log?: SignedEntry }): unknown {
    const before = this.all.find((one) => one.statement === statement) ?? { statement, signatures: [] };
    const signed = { statement, signatures: [...before.signatures, { by: who, signature }] };
    if (readFreeze(signed, this.directory)?.by.some(({ id }) => id === who) !== true) {
      return new Refused(403, "bad_signature");
    }
    const refused = this.log.append(who, "freeze", "", sha256Hex(utf8(statement)), log);
    if (refused === undefined) {
      this.all = [...this.all.filter((one) => one !== before), signed];
    }
    return refused ?? { inForce: this.isFrozen };
  }
}
