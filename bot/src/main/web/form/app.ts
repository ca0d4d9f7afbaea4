import { el, replace, type Child } from "../shared/dom.ts";
import { suggestedLanguage } from "../shared/language.ts";
import { aboutView } from "./about-view.ts";
import { backView, type FollowUp, type Returning } from "./back-view.ts";
import { buttonsOf, doneButton, hears, sends, stops, wordsOf } from "./card-view.ts";
import { conversationOf, type Attached, type Button, type SentFile } from "./conversation.ts";
import type { Form, Read } from "./data.ts";
import { handInView } from "./hand-in-view.ts";
import { hiddenIn } from "./hidden.ts";
import type { Heard } from "./heard.ts";
import { beginAnew, isHelped, languageLeft, nextFamilyView } from "./next-family.ts";
import type { Player } from "./player.ts";
import type { Problem } from "./problem.ts";
import { asksInWords, draftKey, questionView, type Around } from "./question-view.ts";
import { reviewView } from "./review-view.ts";
import { pieces } from "./pieces.ts";
import { inForm, Say } from "./say.ts";
import { forgetShown } from "./screens.ts";
import { sendingView } from "./sending-view.ts";
import { Telling, type LocalFile } from "./telling.ts";

/** After so long without a touch the words leave the screen, and after so much longer the device. */
const HIDE_AFTER_MS = 15 * 60 * 1000;
const FORGET_AFTER_MS = 12 * 60 * 60 * 1000;

type View = "card" | "hidden" | "about" | "sending" | "hand-in" | "back" | "next" | "left";

/** The page: which of its views is seen, and what happens between them. All of its state is in this object, and nowhere in the browser. */
export class App {
  private readonly data;
  private readonly first: Telling;
  /** What a family that has come back is telling; it waits while the page shows something else. */
  private following: Telling | undefined;
  private readonly returning: Returning = { visit: undefined, mail: undefined };
  private readonly drafts = new Map<string, string>();
  private readonly hidden = new Map<string, readonly string[]>();
  private view: View = "card";
  /** What is there again when the page is no longer hidden. */
  private behind: View = "card";
  private touched = Date.now();
  /** Whether somebody helps whoever tells here, or did so last. */
  private helped = false;
  /** Whether a family was here before this one, and nothing was pressed yet. */
  private newSheet = false;
  /** Somebody has said so, or nobody was there for long: then the browser must not ask once more. */
  private leaving = false;

  /** What the newest directory says of this page, where it does not vouch for it. */
  private problem: Problem | undefined;

  /**
   * @param form with the newest directory that is known: another one may take its place, and everything that is sealed asks for it anew
   * @param newest asks the server once more, and takes what it answers
   */
  constructor(
    private readonly root: HTMLElement,
    private form: Form,
    private readonly player: Player,
    private readonly problemView: (problem: Problem) => HTMLElement[],
    private readonly newest: (app: App) => Promise<void>,
  ) {
    this.data = inForm(form.data);
    this.first = this.newTelling();
  }

  /**
   * What the server's directory makes of this page. What is being sealed or sent was drawn from the one before, and goes on.
   *
   * @param voices what can be heard of a form
   */
  take(read: Read, voices: (form: Form) => Heard): void {
    if (read.problem !== undefined) {
      this.problem = read.problem;
      if (this.view !== "sending") {
        this.draw();
      }
      return;
    }
    const newer = read.form.directory.version - this.form.directory.version;
    if (newer <= 0) {
      this.form = newer === 0 ? { ...this.form, sealedTo: read.form.sealedTo } : this.form;
      return;
    }
    this.form = read.form;
    this.player.replace(voices(read.form));
    const conversation = conversationOf(this.data, this.player.names);
    [this.first, this.following].forEach((telling) => telling?.goOnWith(conversation));
    if (this.showsDirectory) {
      this.draw();
    }
  }

  /** Its name, its words, or its greeting. Nothing else is drawn anew: somebody may be writing there. */
  private get showsDirectory(): boolean {
    return this.view === "about" || (this.view === "card" && this.telling.questionnaire === undefined && this.following === undefined);
  }

  private newTelling(): Telling {
    return new Telling(conversationOf(this.data, this.player.names), today);
  }

  private get telling(): Telling {
    return this.following ?? this.first;
  }

  begin(): void {
    const left = languageLeft();
    const language = this.data.languages.find(({ tag }) => tag === left)?.tag;
    this.newSheet = language !== undefined;
    this.telling.act({ kind: "start", suggestedLanguage: suggestedLanguage(navigator.languages), ...(language === undefined ? {} : { invitation: language }) });
    addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.holdsSomething) {
        event.preventDefault();
        event.returnValue = "";
      }
    });
    // A page that was left must not be there again when somebody presses "back".
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    for (const sign of ["pointerdown", "keydown"]) {
      addEventListener(sign, () => (this.touched = Date.now()));
    }
    setInterval(() => this.grownStale(), 60 * 1000);
    this.draw();
  }

  private grownStale(): void {
    const idle = Date.now() - this.touched;
    const shown = (this.view === "card" && this.telling.questionnaire !== undefined) || (this.view === "back" && this.visiting);
    if (idle > FORGET_AFTER_MS && (this.holdsSomething || this.visiting)) {
      this.forget();
    } else if (idle > HIDE_AFTER_MS && this.helped && this.view === "sending" && this.telling.ended === "submitted") {
      this.nextFamily();
    } else if (idle > HIDE_AFTER_MS && shown) {
      this.hide();
    }
  }

  private get say(): Say {
    const chosen = this.telling.language ?? this.first.language ?? suggestedLanguage(navigator.languages);
    return new Say(this.data, this.data.languages.some(({ tag }) => tag === chosen) ? chosen : this.data.languages[0]!.tag);
  }

  private show(view: View): void {
    this.view = view;
    this.draw();
  }

  private hide(): void {
    this.behind = this.view;
    this.show("hidden");
  }

  private draw(): void {
    if (this.problem !== undefined) {
      this.leaving = true;
      forgetShown(this.root);
      replace(this.root, ...this.problemView(this.problem));
      return;
    }
    this.helped = this.telling.questionnaire === undefined ? this.helped : isHelped(this.data, this.telling);
    const say = this.say;
    const language = this.data.languages.find(({ tag }) => tag === say.language);
    document.documentElement.lang = say.language;
    document.documentElement.dir = language?.rightToLeft === true ? "rtl" : "ltr";
    const voice = this.player.on(JSON.stringify([this.view, this.telling.card]), say);
    forgetShown(this.root);
    replace(this.root, this.view !== "hidden" && this.view !== "left" && this.head(say), el("main", { class: this.view }, ...this.body(say), voice));
    scrollTo(0, 0);
    this.root.querySelector<HTMLElement>("h1")?.focus();
  }

  private get visiting(): boolean {
    return this.returning.visit !== undefined;
  }

  /** A visit ends only by being forgotten: closed and still there, it would be found by whoever has the device next. */
  private get canClose(): boolean {
    return this.view !== "card" && this.view !== "sending" && this.view !== "next" && !(this.view === "back" && this.visiting);
  }

  /** Before its consent a conversation has no place to come back to: after the choice of a language it would be the first case's. */
  private get canChangeLanguage(): boolean {
    return this.view === "card" && (this.following === undefined || this.telling.questionnaire !== undefined);
  }

  /** Whether something would be lost with this page. */
  private get holdsSomething(): boolean {
    return this.telling.holdsSomething || Array.from(this.drafts.values()).some((text) => text.trim() !== "");
  }

  private head(say: Say): HTMLElement {
    const begun = this.telling.questionnaire !== undefined;
    return el(
      "header",
      {},
      this.view !== "sending" && el("button", { type: "button", class: "name", click: () => this.show("about") }, say.text("page.about")),
      this.canClose && el("button", { type: "button", click: () => this.show(this.visiting && this.following === undefined ? "back" : "card") }, say.text("page.close")),
      this.canChangeLanguage && el("button", { type: "button", click: () => this.input({ kind: "language" }) }, say.text("page.language")),
      this.helped && this.view !== "sending" && this.view !== "next" && el("button", { type: "button", click: () => this.askForNext() }, say.text("office.next")),
      begun && this.view === "card" && el("p", { class: "not-sent" }, say.text("page.not_sent")),
    );
  }

  private body(say: Say): Child[] {
    switch (this.view) {
      case "card":
        return this.cardBody(say);
      case "hidden":
        return [
          el("p", {}, say.shared("stopped")),
          el("button", { type: "button", class: "aside", click: () => this.show(this.behind) }, say.text("page.again")),
          el("button", { type: "button", class: "aside", click: () => this.forget() }, say.text("page.forget")),
        ];
      case "about":
        return aboutView(this.form, say, this.greeting(say), () => this.show("hand-in"));
      case "hand-in":
        return handInView(say);
      case "back":
        return [this.backBody(say)];
      case "sending":
        return [
          sendingView(() => this.vouchedFor(), this.data, say, this.telling, this.following === undefined ? undefined : this.returning.visit?.receipt, {
            back: () => this.show("card"),
            leave: () => (this.following === undefined ? this.forget() : this.toVisit()),
            next: this.helped ? () => this.nextFamily() : undefined,
          }),
        ];
      case "next":
        return nextFamilyView(say, { forget: () => this.nextFamily(), goOn: () => this.show(this.behind) });
      case "left":
        return [el("h1", { tabindex: -1 }, say.text("sending.left"))];
    }
  }

  /**
   * Somebody may have been revoked since the page was opened. Where nobody answers, what it has is enough.
   *
   * @throws Error where the newest directory does not vouch for this page: nothing more is sealed by it
   */
  private async vouchedFor(): Promise<Form> {
    await this.newest(this);
    if (this.problem !== undefined) {
      throw new Error(this.problem);
    }
    return this.form;
  }

  private backBody(say: Say): HTMLElement {
    return backView(() => this.form, this.data, say, this.returning, {
      opened: () => this.view === "back" && this.draw(),
      begun: this.following !== undefined && this.holdsSomething,
      begin: (questionnaire) => this.follow(questionnaire, say.language),
      goOn: () => this.show("card"),
      hide: () => this.hide(),
      withdrawn: () => this.forgetFollowing(),
      leave: () => this.forget(),
    });
  }

  private follow(questionnaire: FollowUp, language: string): void {
    this.forgetFollowing();
    this.following = this.newTelling();
    this.view = "card";
    this.input({ kind: "begin", questionnaire, language });
  }

  /** What was begun waits there; what was sent, or forgotten because the family said so, is over. */
  private toVisit(): void {
    if (this.following?.ended !== undefined) {
      this.forgetFollowing();
      this.returning.mail = undefined;
    }
    this.show("back");
  }

  private forgetFollowing(): void {
    this.following = undefined;
    this.drafts.clear();
    this.hidden.clear();
  }

  private cardBody(say: Say): Child[] {
    if (this.following === undefined) {
      return this.cardAlone(say);
    }
    const toVisit = el("div", { class: "row" }, this.toVisitButton(say));
    return this.following.ended === undefined ? [...this.cardAlone(say), toVisit] : [...wordsOf(this.following.card, ""), toVisit];
  }

  private cardAlone(say: Say): Child[] {
    const { card, asks, questionnaire } = this.telling;
    const name = questionnaire ?? "";
    const heading = asks === undefined ? "" : say.shared(`${name}/${asks.question}${this.asksAgain(asks) ? "/again" : ""}`);
    const reviewing = card.rows.some((row) => row.some(sends));
    const around = this.around(say);
    const { answers, others } = buttonsOf(card, (button) => this.press(button));
    const buttons = (rows: HTMLElement[]): Child => rows.length > 0 && el("div", { class: "buttons" }, ...rows);
    if (reviewing) {
      const told = reviewView(around, (question, item) => this.input({ kind: "again", question, item }));
      return [...wordsOf(card, heading), ...told, buttons(answers), buttons(others)];
    }
    if (questionnaire === undefined && this.telling.ended === undefined && this.following === undefined) {
      const back = el("button", { type: "button", class: "aside", click: () => this.show("back") }, say.text("back.come"));
      const greeting = this.telling.language === undefined && this.greeting(say);
      const anew = this.newSheet && el("p", { class: "above", role: "status" }, say.shared("helper.new_family"));
      return [anew, ...wordsOf(card, heading), buttons(answers), buttons(others), el("div", { class: "row" }, back, greeting)];
    }
    if (this.telling.ended === "refused") {
      const anew = el("button", { type: "button", class: "aside", click: () => this.nextFamily() }, say.shared("button.new_family"));
      return [...wordsOf(card, heading), el("div", { class: "row" }, anew)];
    }
    const inWords = questionView(around);
    return [
      ...wordsOf(card, heading),
      ...(asksInWords(around) ? [...inWords, buttons(answers)] : [buttons(answers), ...inWords]),
      buttons(others),
    ];
  }

  private toVisitButton(say: Say): HTMLElement {
    const use = this.telling.ended === undefined ? "aside" : "main";
    return el("button", { type: "button", class: use, click: () => this.toVisit() }, say.text("back.to_visit"));
  }

  private asksAgain({ question, item }: { question: string; item: number }): boolean {
    const asked = this.data.questionnaires.find(({ name }) => name === this.telling.questionnaire);
    return item > 1 && asked?.questions.find(({ id }) => id === question)?.type === "repeat";
  }

  private around(say: Say): Around {
    return {
      data: this.data,
      say,
      telling: this.telling,
      drafts: this.drafts,
      hidden: (file: Attached) => this.hidden.get(file.name) ?? [],
      keepWords: (text) => this.keepWords(text),
      addFiles: (files) => void this.addFiles(files),
      changed: () => this.draw(),
    };
  }

  /** Nothing where nobody has recorded one that is understood by whoever reads this language. */
  private greeting(say: Say): Child {
    const name = this.player.greeting(say.language);
    return name !== undefined && el("button", { type: "button", class: "aside", click: () => this.player.hear(name) }, say.text("page.greeting"));
  }

  private input(input: Parameters<Telling["act"]>[0]): void {
    this.newSheet = false;
    this.telling.act(input);
    this.draw();
  }

  private press(button: Button): void {
    if (stops(button)) {
      this.hide();
    } else if (sends(button)) {
      this.show("sending");
    } else if (hears(button)) {
      this.hear(button);
    } else {
      this.keepDraftFirst(button);
    }
  }

  /** The card stays as it is, with what is typed in it. */
  private hear({ token }: Button): void {
    const effects = this.telling.act({ kind: "tap", token });
    effects.forEach((effect) => effect.kind === "hear" && this.player.hear(effect.recording));
    if (effects.length === 0) {
      this.draw();
    }
  }

  /** Words that stand in the field when "done" is pressed belong to the answer: they are kept before. */
  private keepDraftFirst(button: Button): void {
    const { asks } = this.telling;
    const draft = asks === undefined ? "" : (this.drafts.get(draftKey(asks)) ?? "");
    const done = doneButton(this.telling.card);
    if (draft.trim() === "" || done?.token !== button.token) {
      this.input({ kind: "tap", token: button.token });
      return;
    }
    this.keepWords(draft);
    const now = doneButton(this.telling.card);
    const stays = asks?.question === this.telling.asks?.question && asks?.item === this.telling.asks?.item;
    if (stays && now !== undefined) {
      this.input({ kind: "tap", token: now.token });
    }
  }

  /** In as many messages as it takes, where the question takes several; words that were not kept stay in the field. */
  private keepWords(text: string): void {
    const { asks } = this.telling;
    const before = this.telling.kept;
    for (const piece of pieces(text, LONGEST_MESSAGE)) {
      this.telling.act({ kind: "text", text: piece });
    }
    if (asks !== undefined && this.telling.kept !== before) {
      this.drafts.delete(draftKey(asks));
    }
    this.draw();
  }

  private async addFiles(files: readonly { file: SentFile; local: LocalFile }[]): Promise<void> {
    for (const { file, local } of files) {
      if (this.telling.add(file, local)) {
        this.hidden.set(local.name, await hiddenIn(local.content, this.say));
      }
    }
    this.draw();
  }

  private askForNext(): void {
    if (this.holdsSomething) {
      this.behind = this.view;
      this.show("next");
    } else {
      this.nextFamily();
    }
  }

  private nextFamily(): void {
    this.leaving = true;
    beginAnew(this.say.language);
  }

  /** Nothing stays: a page that was loaded anew knows nothing. */
  private forget(): void {
    this.leaving = true;
    location.reload();
  }
}

/** As much as the engine takes as one message. */
const LONGEST_MESSAGE = 4096;

const today = (): string => new Date().toISOString().slice(0, 10);
