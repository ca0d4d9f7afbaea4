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

  /** All that is kept of somebody's, as it lies there. */
  kept(who: string | undefined): readonly string[] {
    return [...this.#kept].filter(([key]) => key.startsWith(`${who} `)).map(([, sealed]) => sealed);
  }

  /** What tests before had begun is offered to nobody. */
  forgetKept(): void {
    this.#kept.clear();
  }

  begun(who: string | undefined): readonly string[] {
    return [...this.#kept.keys()].filter((key) => key.startsWith(`${who} `)).map((key) => key.slice(key.indexOf(" ") + 1));
  }

  answer(method: string, who: string | undefined, id: string, body: Pick<Piece, "sealed"> | undefined): object | undefined {
    const key = `${who} ${id}`;
    switch (method) {
      case "GET": {
        const sealed = this.#kept.get(key);
        return sealed === undefined ? {} : { sealed };
      }
      case "PUT":
        this.#kept.set(key, body!.sealed);
        return undefined;
      default:
        this.#kept.delete(key);
        return undefined;
    }
  }
}
