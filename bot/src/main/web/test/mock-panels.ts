import { open, seal, type Recipient } from "../crypto/age.ts";
import { base64, fromBase64, sha256Hex, utf8 } from "../crypto/bytes.ts";
import type { ServedKey } from "../console/reseal.ts";
import type { SignedEntry } from "../record/log-entry.ts";
import type { ServedCase } from "../record/open-case.ts";
import type { Volunteer } from "./made-up.ts";
import type { MockLog } from "./mock-log.ts";
import { Refused } from "./mock-way-back.ts";

interface Change {
  readonly compartment: string;
  readonly sealed: string;
  readonly panel: readonly string[];
  readonly before: string;
  readonly log?: SignedEntry;
}

/** Panels of made-up cases, as the server keeps them: the key of the compartment `case` alone. */
export class MockPanels {
  /** By case: who is in its panel, as the server says. */
  readonly keys = new Map<string, ServedKey>();
  readonly excluded = new Map<string, Set<string>>();
  lost = 0;

  constructor(
    private readonly log: MockLog,
    private readonly escrow: Recipient,
  ) {}

  /** From now on the case has lost somebody. @param panel ids of before, of whom some have left */
  short(served: ServedCase, panel: readonly string[]): void {
    this.keys.set(served.case, { case: served.case, compartment: "case", recipient: served.recipients.case!, sealed: served.keys.case!, panel, nested: false, waits: true });
  }

  /** Somebody else has sealed it anew, to these and the escrow. @param content none for what is no key of the case */
  async sealedAnewBy(id: string, by: Volunteer, to: readonly Recipient[], panel: readonly string[], content?: Uint8Array): Promise<void> {
    const key = this.keys.get(id)!;
    const file = fromBase64(key.sealed);
    const sealed = base64(await seal(content ?? (await open(file, [by.file.identity])), [...to, this.escrow]));
    this.keys.set(id, { ...key, sealed, panel, waits: false, by: by.id, before: key.before ?? key.sealed });
  }

  isShort = (id: string): boolean => this.keys.get(id)?.waits === true;

  hides = (id: string, who: string): boolean => this.excluded.get(id)?.has(who) === true;

  waiting(who: string): object {
    const cases = [...this.keys.values()].filter(({ panel, waits, by }) => panel.includes(who) && (waits || (by !== undefined && by !== who)));
    return { cases: cases.map((key) => key.case), lost: this.lost };
  }

  /** Undefined for what this does not answer. */
  answer(who: string, id: string, action: string | undefined, body: unknown): { readonly answer: unknown } | undefined {
    const logged = (body as { log?: SignedEntry } | undefined)?.log;
    const key = this.keys.get(id);
    switch (action) {
      case "keys":
        return { answer: key === undefined ? new Refused(403, "not_in_panel") : (this.log.append(who, "keys", id, "", logged) ?? this.#given(key)) };
      case "reseal":
        return { answer: key === undefined ? new Refused(403, "not_in_panel") : this.#reseal(who, key, body as Change) };
      case "reseal/good": {
        const { sha256 } = body as { sha256: string };
        const refused = key?.by === undefined || key.by === who ? new Refused(409, "changed") : this.log.append(who, "reseal", id, sha256, logged);
        if (refused === undefined && key !== undefined) {
          const { by: _by, before: _before, ...good } = key;
          this.keys.set(id, good);
        }
        return { answer: refused };
      }
      case "exclude": {
        const { id: whom } = body as { id: string };
        const refused = this.log.append(who, "exclude", id, sha256Hex(utf8(whom)), logged);
        if (refused === undefined) {
          this.excluded.set(id, (this.excluded.get(id) ?? new Set()).add(whom));
        }
        return { answer: refused };
      }
      default:
        return undefined;
    }
  }

  #given(key: ServedKey): object {
    return { case: key.case, excluded: [...(this.excluded.get(key.case) ?? [])], readers: key.panel, keys: [key] };
  }

  #reseal(who: string, key: ServedKey, { sealed, panel, before, log }: Change): Refused | undefined {
    if (before !== sha256Hex(fromBase64(key.sealed))) {
      return new Refused(409, "changed");
    }
    const refused = this.log.append(who, "reseal", key.case, sha256Hex(fromBase64(sealed)), log);
    if (refused === undefined) {
      this.keys.set(key.case, { ...key, sealed, panel, waits: false, by: who, before: key.before ?? key.sealed });
    }
    return refused;
  }
}
