import type { Identity, Recipient } from "../crypto/age.ts";
import { fromBase64, sha256Hex } from "../crypto/bytes.ts";
import type { QueuedNeed } from "../console/server.ts";
import type { SignedEntry } from "../record/log-entry.ts";
import type { ServedParts } from "../record/open-case.ts";
import type { ServedPiece } from "../record/work.ts";
import { sealNeeds, type Told } from "./made-up.ts";
import type { MockLog } from "./mock-log.ts";
import { Refused } from "./mock-way-back.ts";

interface Held {
  readonly served: ServedParts;
  readonly key: Identity;
  readonly work: ServedPiece[];
  holder: string | null;
  opened: boolean;
  over: boolean;
}

/** What made-up families need, as the server keeps it. */
export class MockNeeds {
  readonly all = new Map<string, Held>();

  constructor(
    private readonly log: MockLog,
    private readonly hides: (id: string, who: string) => boolean,
  ) {}

  async add(id: string, panel: readonly Recipient[], told: readonly Told[]): Promise<void> {
    this.all.set(id, { ...(await sealNeeds(id, panel, told)), work: [], holder: null, opened: false, over: false });
  }

  list(who: string): { readonly needs: readonly QueuedNeed[] } {
    const lines = [...this.all].filter(([id]) => !this.hides(id, who)).map(
      ([id, { holder, over }]): QueuedNeed => ({ case: id, state: holder !== null ? "taken" : over ? "over" : "waiting", holder, leaseUntil: holder === null ? null : new Date(Date.now() + 1_800_000).toISOString(), mine: holder === who }),
    );
    return { needs: [...lines.filter(({ state }) => state !== "over"), ...lines.filter(({ state }) => state === "over")] };
  }

  answer(who: string, id: string, action: string, body: unknown): unknown {
    const need = this.all.get(id);
    if (need === undefined) {
      return new Refused(404, "unknown_case");
    }
    if (action === "claim") {
      if (need.holder !== null && need.holder !== who) {
        return new Refused(409, "claimed_by_another");
      }
      need.opened &&= need.holder === who;
      need.holder = who;
      return undefined;
    }
    if (need.holder !== who) {
      return new Refused(409, "not_claimed");
    }
    switch (action) {
      case "release":
        return void Object.assign(need, { holder: null, opened: false });
      case "open": {
        const refused = this.log.append(who, "needs", id, "", (body as { log?: SignedEntry }).log);
        need.opened = refused === undefined;
        return refused ?? { ...need.served, work: need.work };
      }
      case "work": {
        const { name, sealed, over, log } = body as ServedPiece & { over: boolean; log?: SignedEntry };
        const refused = need.opened ? this.log.append(who, "work", id, sha256Hex(fromBase64(sealed)), log) : new Refused(403, "not_opened");
        if (refused === undefined) {
          need.work.push({ name, sealed });
          Object.assign(need, { holder: null, opened: false, over });
        }
        return refused;
      }
      default:
        return new Refused(404, "not_found");
    }
  }
}
