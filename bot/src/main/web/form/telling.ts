import type { Answer, Attached, Card, Conversation, Effect, Input, SentFile } from "./conversation.ts";

/** One part of an answer, as it will be sealed. */
export interface Kept {
  readonly question: string;
  readonly compartment: string;
  readonly item: number;
  readonly part: number;
  readonly answer: Answer;
}

/** A file that waits on this device; it is sealed and sent only with the rest. */
export interface LocalFile {
  /** 32 hexadecimal digits, drawn here; the sealed file has this name. */
  readonly name: string;
  readonly content: Blob;
}

export type End = "refused" | "destroyed" | "submitted";

/**
 * What one family has told in this page: in memory, and in no other place. The engine says what is to be kept; here it is kept, readable and
 * changeable, until it is sealed.
 */
export class Telling {
  private session = "";
  private parts: Kept[] = [];
  private readonly contents = new Map<string, Blob>();
  private shown: Card = { text: "", rightToLeft: false, rows: [] };
  private end: End | undefined;
  private isUrgent = false;
  private opened: string | undefined;
  private asked = "";
  private spoken: string | undefined;

  constructor(
    private conversation: Conversation,
    private readonly today: () => string,
  ) {}

  get card(): Card {
    return this.shown;
  }

  /** In the order in which it was told. */
  get kept(): readonly Kept[] {
    return this.parts;
  }

  get urgent(): boolean {
    return this.isUrgent;
  }

  /** The name of the questionnaire; none before the consent. */
  get questionnaire(): string | undefined {
    return this.opened;
  }

  /** The language that was chosen in the conversation, if one was. */
  get language(): string | undefined {
    return this.spoken;
  }

  get ended(): End | undefined {
    return this.end;
  }

  /** Whether something would be lost with this page. */
  get holdsSomething(): boolean {
    return this.end === undefined && this.parts.some(({ answer }) => answer.kind !== "agreed");
  }

  /** What the present card asks. */
  get asks(): { readonly question: string; readonly item: number } | undefined {
    const { question, item } = this.conversation.asks(this.session);
    return question === undefined || item === undefined ? undefined : { question, item };
  }

  of(question: string, item: number): readonly Kept[] {
    return this.parts.filter((kept) => kept.question === question && kept.item === item);
  }

  content(file: Attached): Blob | undefined {
    return this.contents.get(file.name);
  }

  /** From the next card on: the same questions, with what can be heard now. */
  goOnWith(conversation: Conversation): void {
    this.conversation = conversation;
  }

  /** @returns what the page itself has to do: play a recording */
  act(input: Input): readonly Effect[] {
    const step = this.conversation.next(this.session, input, this.today());
    this.session = step.session;
    step.effects.forEach((effect) => this.apply(effect));
    return step.effects.filter(({ kind }) => kind === "hear");
  }

  /** A file for the present question. False where none is wanted now. */
  add(file: SentFile, { name, content }: LocalFile): boolean {
    this.asked = "";
    this.act({ kind: "file", file });
    if (this.asked === "") {
      return false;
    }
    const { question, item } = JSON.parse(this.asked) as { question: string; item: number };
    this.contents.set(name, content);
    // Its hash is taken while it is sealed, when it is sent.
    this.act({ kind: "received", question, item, file, name, size: content.size, sha256: "" });
    return true;
  }

  /** Takes a file back. */
  remove(file: Attached): void {
    this.contents.delete(file.name);
    this.parts = this.parts.filter(({ answer }) => !(answer.kind === "attached" && answer.name === file.name));
  }

  private apply(effect: Effect): void {
    switch (effect.kind) {
      case "openCase":
        this.forget();
        this.end = undefined;
        this.opened = effect.questionnaire;
        break;
      case "keep":
        this.keep(effect);
        break;
      case "amend":
        this.parts = this.parts.map((kept) =>
          sameQuestion(kept, effect) && kept.part === effect.part && kept.answer.kind !== "attached" ? partOf(effect, effect.part, effect.answer) : kept,
        );
        break;
      case "drop":
        this.take(this.of(effect.question, effect.item));
        break;
      case "fetch":
        this.asked = JSON.stringify({ question: effect.question, item: effect.item });
        break;
      case "attach":
        this.parts = [...this.parts, partOf(effect, nextPart(this.of(effect.question, effect.item)), effect.answer)];
        break;
      case "urgent":
        this.isUrgent = effect.now;
        break;
      case "show":
        this.shown = effect;
        break;
      case "hide":
        this.shown = effect;
        if (this.session === "") {
          this.end ??= "refused";
        }
        break;
      case "submit":
        this.end = "submitted";
        this.forget();
        break;
      case "destroy":
        this.end = "destroyed";
        this.forget();
        break;
      case "speak":
        this.spoken = effect.language;
        break;
      case "minimumMet":
      case "hear":
        break;
    }
  }

  /** As the bot's `CaseWriter`: the first part takes the place of the words and buttons before; files stay, unless nothing shall be said. */
  private keep(effect: Extract<Effect, { kind: "keep" | "amend" }>): void {
    if (effect.part === 1) {
      const filesToo = effect.answer.kind === "declined";
      this.take(this.of(effect.question, effect.item).filter(({ answer }) => filesToo || answer.kind !== "attached"));
    }
    const left = this.of(effect.question, effect.item);
    const part = left.some((kept) => kept.part === effect.part) ? nextPart(left) : effect.part;
    this.parts = [...this.parts, partOf(effect, part, effect.answer)];
  }

  private take(gone: readonly Kept[]): void {
    gone.forEach(({ answer }) => answer.kind === "attached" && this.contents.delete(answer.name));
    this.parts = this.parts.filter((kept) => !gone.includes(kept));
  }

  private forget(): void {
    this.parts = [];
    this.contents.clear();
    this.isUrgent = false;
    this.opened = undefined;
  }
}

type Place = Pick<Kept, "question" | "compartment" | "item">;

const sameQuestion = (one: Pick<Kept, "question" | "item">, other: Pick<Kept, "question" | "item">): boolean =>
  one.question === other.question && one.item === other.item;

const partOf = ({ question, compartment, item }: Place, part: number, answer: Answer): Kept => ({ question, compartment, item, part, answer });

const nextPart = (kept: readonly Kept[]): number => Math.max(0, ...kept.map(({ part }) => part)) + 1;
