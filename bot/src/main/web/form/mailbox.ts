import { open } from "../crypto/age.ts";
import { base64, fromBase64, fromUtf8, hex, sha256, utf8 } from "../crypto/bytes.ts";
import type { Receipt } from "../crypto/receipt.ts";
import { sign } from "../crypto/signature.ts";
import type { Directory } from "../record/directory.ts";
import { openFamilyLetter, type FamilyLetter } from "../record/family-letter.ts";
import { API, newTicket, Refused } from "./send.ts";

export const STAGES = ["waiting", "with_volunteers", "closed", "withdrawn", "gone"] as const;
export type Stage = (typeof STAGES)[number];

/** What a family finds when it comes back. */
export interface Mail {
  readonly stage: Stage;
  /** Of the handing-in, `YYYY-MM-DD`. */
  readonly day: string;
  readonly letters: readonly FamilyLetter[];
  /** How many letters nobody of the directory has signed. */
  readonly notOurs: number;
}

interface Answer {
  readonly stage: string;
  readonly day: string;
  readonly pages: number;
  readonly letters: readonly { readonly id: string; readonly sealed: string }[];
}

/** A visit with a receipt. Only the mailbox id leaves the device; what comes back opens with the receipt alone. */
export class Visit {
  private constructor(
    private readonly receipt: Receipt,
    private readonly directory: Directory,
    private readonly ticket: string,
  ) {}

  static async with(receipt: Receipt, directory: Directory, signal: AbortSignal): Promise<Visit> {
    return new Visit(receipt, directory, await newTicket(signal));
  }

  /** Undefined where there is no mailbox of this receipt: then the answer is sealed to nobody. */
  async mail(): Promise<Mail | undefined> {
    const first = await this.page(0);
    if (first === undefined) {
      return undefined;
    }
    const answers = [first];
    for (let page = 1; page < first.pages; page++) {
      answers.push((await this.page(page)) ?? { ...first, letters: [] });
    }
    const stage = STAGES.find((known) => known === first.stage);
    if (stage === undefined) {
      return undefined;
    }
    const letters: FamilyLetter[] = [];
    let notOurs = 0;
    for (const { id, sealed } of answers.reduce<Answer["letters"][number][]>((all, { letters: some }) => [...all, ...some], [])) {
      const letter = await openFamilyLetter(fromBase64(sealed), id, this.receipt.identity, this.directory);
      if (letter === undefined) {
        notOurs++;
      } else {
        letters.push(letter);
      }
    }
    return { stage, day: first.day, letters: letters.sort((a, b) => (a.day < b.day ? -1 : 1)), notOurs };
  }

  /** Signed with the key that follows from the receipt: whoever has only the store cannot withdraw anything. */
  async withdraw(): Promise<void> {
    const name = hex(sha256(this.receipt.mailboxId));
    await this.ask("/withdrawals", { signature: base64(sign(this.receipt.authorSeed, "withdrawal", utf8(name))) });
  }

  private async page(page: number): Promise<Answer | undefined> {
    const sealed = new Uint8Array(await (await this.ask("/mailbox", { page })).arrayBuffer());
    try {
      return JSON.parse(fromUtf8(await open(sealed, [this.receipt.identity]))) as Answer;
    } catch {
      return undefined;
    }
  }

  private async ask(path: string, question: object): Promise<Response> {
    const answer = await fetch(`${API}${path}`, {
      method: "POST",
      body: JSON.stringify({ mailbox: base64(this.receipt.mailboxId), ...question }),
      credentials: "omit",
      cache: "no-store",
      headers: { "Content-Type": "application/octet-stream", "Komir-Ticket": this.ticket },
    });
    if (!answer.ok) {
      throw new Refused();
    }
    return answer;
  }
}
