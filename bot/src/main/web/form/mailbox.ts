import { open, recipientOf } from "../crypto/age.ts";
import { base64, concat, fromBase64, fromUtf8, hex, sha256, utf8, type Bytes } from "../crypto/bytes.ts";
import { padme } from "../crypto/padding.ts";
import type { Receipt } from "../crypto/receipt.ts";
import { sign, verifyingKey } from "../crypto/signature.ts";
import { words } from "../crypto/words.ts";
import type { Directory } from "../record/directory.ts";
import { openFamilyLetter, type FamilyLetter, type LetterAttachment } from "../record/family-letter.ts";
import { openFile, type OpenedFile } from "../record/open-file.ts";
import { asking, newTicket, post, Refused } from "./send.ts";
import { readStatement, type Statement } from "./statement.ts";

export const STAGES = ["waiting", "with_volunteers", "closed", "withdrawn", "gone"] as const;
export type Stage = (typeof STAGES)[number];

/** What a family finds when it comes back. */
export interface Mail {
  readonly stage: Stage;
  /** Of the handing-in, `YYYY-MM-DD`. */
  readonly day: string;
  /** In the order of their days. */
  readonly letters: readonly FamilyLetter[];
  /** How many letters nobody of the directory has signed. */
  readonly notOurs: number;
  readonly statement: Statement;
}

interface Answer {
  readonly stage: string;
  readonly day: string;
  readonly pages: number;
  readonly letters: readonly { readonly id: string; readonly sealed: string }[];
  readonly statement?: unknown;
}

/** Where no letter of the mailbox has such a file any more. */
const NOT_FOUND = 404;
/** A ticket that is used up or too old. */
const TICKET = 403;

/** More than any age file adds to what is sealed in it: a header of at most 128 KiB, and 16 bytes for each 64 KiB. */
const longestSealed = (size: number): number => padme(size) * 1.001 + 256 * 1024;

/** A visit with a receipt. Only the mailbox id leaves the device; what comes back opens with the receipt alone. */
export class Visit {
  /** Sealed files as far as they have come, by name: a broken line does not begin anew. */
  private readonly come = new Map<string, { pieces: readonly Bytes[]; bytes: number; whole: boolean }>();

  private constructor(
    readonly receipt: Receipt,
    private readonly directory: () => Directory,
    private ticket: string,
  ) {}

  /** @param directory the newest that is known, asked for at each look */
  static async with(receipt: Receipt, directory: () => Directory, signal: AbortSignal): Promise<Visit> {
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
    const directory = this.directory();
    const letters: FamilyLetter[] = [];
    let notOurs = 0;
    for (const { id, sealed } of answers.reduce<Answer["letters"][number][]>((all, { letters: some }) => [...all, ...some], [])) {
      const letter = await openFamilyLetter(fromBase64(sealed), id, this.receipt.identity, directory);
      if (letter === undefined) {
        notOurs++;
      } else {
        letters.push(letter);
      }
    }
    const inOrder = letters.sort((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1));
    return { stage, day: first.day, letters: inOrder, notOurs, statement: readStatement(first.statement, directory) };
  }

  /** Signed with the key that follows from the receipt: whoever has only the store cannot withdraw anything. */
  async withdraw(): Promise<void> {
    const name = nameOf(this.receipt);
    await this.ask("/withdrawals", { signature: base64(sign(this.receipt.authorSeed, "withdrawal", utf8(name))) });
  }

  /**
   * A letter's file, opened and compared with what the volunteer signed. What has come is kept, sealed, until the visit ends: after a break it goes on from there.
   *
   * @returns undefined where it is not there any more
   */
  async file(attachment: LetterAttachment, signal: AbortSignal, told: { bytes(done: number): void; waiting(): void }): Promise<OpenedFile | undefined> {
    const { file, size } = attachment;
    for (;;) {
      const before = this.come.get(file) ?? { pieces: [], bytes: 0, whole: false };
      told.bytes(before.bytes);
      if (before.whole) {
        return openFile(concat(...before.pieces), this.receipt.identity, attachment);
      }
      const answer = await this.asked("/mailbox/files", { file, from: before.bytes }, signal, (make) => asking(() => make().then(whole), signal, told.waiting));
      if (answer.status === NOT_FOUND) {
        return undefined;
      }
      if (!answer.ok) {
        throw new Refused();
      }
      const piece = new Uint8Array(await answer.arrayBuffer());
      const bytes = before.bytes + piece.length;
      if (bytes > longestSealed(size)) {
        return { state: "broken", why: "another" };
      }
      // A file has ended where nothing more comes.
      this.come.set(file, { pieces: [...before.pieces, piece], bytes, whole: piece.length === 0 });
    }
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
    const answer = await this.asked(path, question, new AbortController().signal, (make) => make());
    if (!answer.ok) {
      throw new Refused();
    }
    return answer;
  }

  /** A visit may last longer than its ticket: then it takes another one, once. */
  private async asked(
    path: string,
    question: object,
    signal: AbortSignal,
    send: (make: () => Promise<Response>) => Promise<Response>,
  ): Promise<Response> {
    const body = JSON.stringify({ mailbox: base64(this.receipt.mailboxId), ...question });
    const answer = await send(() => post(path, body, this.ticket, signal));
    if (answer.status !== TICKET) {
      return answer;
    }
    this.ticket = await newTicket(signal);
    return send(() => post(path, body, this.ticket, signal));
  }
}

/** A line can also break off in the middle of an answer: then there was none. */
const whole = async (answer: Response): Promise<Response> => new Response(await answer.arrayBuffer(), { status: answer.status });

const nameOf = ({ mailboxId }: Receipt): string => hex(sha256(mailboxId));

/** Asks that a case be led to this number (`docs/record-format.md`, step 24). Two people sign it, each of whom has heard the words. */
export class LinkRequest {
  private constructor(private readonly text: string) {}

  static async of(receipt: Receipt): Promise<LinkRequest> {
    const recipient = await recipientOf(receipt.identity);
    const author = base64(verifyingKey(receipt.authorSeed));
    return new LinkRequest(JSON.stringify({ format: "komir-link-request/1", mailbox: nameOf(receipt), recipient, author }));
  }

  /** Seven words, to be read to a volunteer. */
  get words(): readonly string[] {
    return words(utf8(this.text));
  }

  /** The same request again is the same request. */
  async send(): Promise<void> {
    const { signal } = new AbortController();
    const answer = await post("/links", JSON.stringify({ request: this.text }), await newTicket(signal), signal);
    if (!answer.ok) {
      throw new Refused();
    }
  }
}
