import { follows, headOf, NONE_BEFORE, readEntry, signEntry, toSecond, type Act, type Head, type SignedEntry } from "../record/log-entry.ts";
import { LogMoved, Problem, type Server } from "./server.ts";

const MOST_TRIES = 8;
/** Doubled with each try, and drawn by lot below that: two consoles must not meet again and again. */
const FIRST_DELAY_MS = 40;

const EMPTY: Head = { n: 0, sha256: NONE_BEFORE, at: "1970-01-01T00:00:00Z" };

/** The number and the hash of the last entry that this console has seen, from one visit to the next. */
export interface Memory {
  read(): Head | undefined;
  keep(head: Head): void;
}

/** In the browser, for each organisation. */
export function remembered(key: string): Memory {
  return {
    read: () => {
      const [, n, sha256, at] = /^(\d{1,15}) ([0-9a-f]{64}) (\S+)$/.exec(localStorage.getItem(key) ?? "") ?? [];
      return n === undefined || sha256 === undefined || at === undefined ? undefined : { n: Number(n), sha256, at };
    },
    keep: ({ n, sha256, at }) => localStorage.setItem(key, `${n} ${sha256} ${at}`),
  };
}

/** What is to be written into the log, before it has its place there. */
export interface Deed {
  readonly act: Act;
  /** Empty where it is about no case. */
  readonly case: string;
  /** Of what it is about; empty where it is about nothing but the case. */
  readonly sha256: string;
}

/**
 * The log as this console knows it: what was seen once must still be there. Whoever has the server cannot take away or change what a console has seen without that console's
 * saying so; two logs that are shown to two people are seen only when these compare what they saved.
 */
export class Log {
  #head: Head = EMPTY;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly server: Pick<Server, "log" | "now">,
    private readonly volunteer: string,
    private readonly signingSeed: Uint8Array,
    private readonly memory: Memory,
  ) {}

  /** Compares the server's log with what was remembered; the first time there is nothing to compare it with. */
  static async entered(server: Pick<Server, "log" | "now">, volunteer: string, signingSeed: Uint8Array, memory: Memory): Promise<Log> {
    const log = new Log(server, volunteer, signingSeed, memory);
    const seen = memory.read();
    if (seen === undefined) {
      log.#keep(await server.log(0));
    } else {
      log.#head = seen;
      await log.#advance();
    }
    return log;
  }

  /** The last entry that this console has seen. */
  get head(): Head {
    return this.#head;
  }

  /**
   * Does something with the entry that says so, one after another. Where others wrote in between, a new entry is made on theirs.
   *
   * @param does sends what is to be done together with the entry
   */
  with<T>(deed: Deed, does: (entry: SignedEntry) => Promise<T>): Promise<T> {
    const mine = this.#turn.then(() => this.#write(deed, does));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #write<T>({ act, case: about, sha256 }: Deed, does: (entry: SignedEntry) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const before = this.#head;
      const now = toSecond(this.server.now());
      const entry = { n: before.n + 1, before: before.sha256, volunteer: this.volunteer, at: now > before.at ? now : before.at, act, case: about, sha256 };
      const signed = signEntry(entry, this.signingSeed);
      try {
        const done = await does(signed);
        this.#keep(headOf(signed.entry, entry));
        return done;
      } catch (e) {
        if (!(e instanceof LogMoved)) {
          throw e;
        }
        if (tries === MOST_TRIES) {
          throw new Problem("logBusy");
        }
        await this.#advance(e.head);
        await new Promise((resolve) => setTimeout(resolve, Math.random() * FIRST_DELAY_MS * 2 ** tries));
      }
    }
  }

  /** @param told what an act was answered with: the log must lead there */
  async #advance(told: Head = this.#head): Promise<void> {
    const known = this.#head;
    const served = await this.server.log(Math.max(1, known.n));
    if (told.n < known.n || served.n < told.n) {
      throw new Problem("logShorter");
    }
    let entries = served.entries;
    if (known.n > 0) {
      const [again, ...later] = entries;
      const entry = again === undefined ? undefined : readEntry(again.entry);
      if (again === undefined || entry?.n !== known.n || headOf(again.entry, entry).sha256 !== known.sha256) {
        throw new Problem("logAnother");
      }
      entries = later;
    }
    const named = [told, served];
    let head = known;
    mustAgree(head, named);
    while (head.n < served.n) {
      const piece = entries.length > 0 ? entries : (await this.server.log(head.n + 1)).entries;
      if (piece.length === 0) {
        throw new Problem("logShorter");
      }
      for (const { entry: text } of piece) {
        head = next(head, text);
        mustAgree(head, named);
      }
      entries = [];
    }
    this.#keep(head);
  }

  #keep({ n, sha256, at }: Head): void {
    this.#head = { n, sha256, at };
    this.memory.keep(this.#head);
  }
}

function next(before: Head, text: string): Head {
  const entry = readEntry(text);
  if (entry === undefined || !follows(entry, before)) {
    throw new Problem("logBroken");
  }
  return headOf(text, entry);
}

/** What the server named as a head is what its entries lead to. */
function mustAgree(head: Head, named: readonly Head[]): void {
  if (named.some(({ n, sha256 }) => n === head.n && sha256 !== head.sha256)) {
    throw new Problem("logAnother");
  }
}
