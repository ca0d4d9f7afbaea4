import type { SignedText } from "../record/links.ts";

export interface Piece {
  readonly name: string;
  readonly sealed: string;
}

interface Desk {
  work: Piece[];
  verdicts: SignedText[];
}

/** What volunteers added to cases and have begun, as the server keeps it. */
export class MockDesk {
  /** What a verdict is answered with. */
  whole = false;
  readonly #desks = new Map<string, Desk>();
  readonly #kept = new Map<string, string>();

  of(id: string): Desk {
    const desk = this.#desks.get(id) ?? { work: [], verdicts: [] };
    this.#desks.set(id, desk);
    return desk;
  }

  kept(who: string | undefined): object {
    return { kept: [...this.#kept].filter(([key]) => key.startsWith(`${who} `)).map(([key, sealed]) => ({ case: key.slice(key.indexOf(" ") + 1), sealed })) };
  }

  begun(who: string | undefined): readonly string[] {
    return [...this.#kept.keys()].filter((key) => key.startsWith(`${who} `)).map((key) => key.slice(key.indexOf(" ") + 1));
  }

  /** @param sealed undefined to forget it */
  keep(who: string | undefined, id: string, sealed: string | undefined): undefined {
    if (sealed === undefined) {
      this.#kept.delete(`${who} ${id}`);
    } else {
      this.#kept.set(`${who} ${id}`, sealed);
    }
    return undefined;
  }
}
