import { el, replace } from "../shared/dom.ts";

export interface Button {
  readonly text: string;
  readonly data: string;
  /** Where it leads; empty where it comes back to the bot. */
  readonly url?: string;
}

/** In UTF-16 code units, as JavaScript counts. */
export interface Covered {
  readonly offset: number;
  readonly length: number;
}

/** One thing that happened in the chat, as the practice server tells it. */
export interface PhoneEvent {
  readonly seq: number;
  readonly type: "message" | "edit" | "delete" | "mine";
  readonly message: number;
  readonly text?: string;
  readonly keyboard?: readonly (readonly Button[])[];
  readonly voice?: string;
  readonly covered?: readonly Covered[];
}

export interface Actions {
  send(text: string): void;
  /** Ends when the bot has answered the press, or does not answer. */
  tap(message: number, data: string): Promise<void>;
}

const FADE_MS = 500;

/** A voice message, a photo, a video or a document; the id begins with which. */
function sent(id: string): HTMLElement {
  const src = `/practice/phone/voice/${encodeURIComponent(id)}`;
  if (id.startsWith("voice-")) {
    return el("audio", { controls: true, preload: "metadata", src });
  }
  if (id.startsWith("video-")) {
    return el("video", { class: "bubble", controls: true, preload: "metadata", src });
  }
  return id.startsWith("photo-")
    ? el("img", { class: "bubble", src, alt: "" })
    : el("a", { class: "bubble", href: src, download: "1" }, "📄");
}

/** The bubbles. What the bot edits flashes and what it deletes fades, since both are what a learner is to see. */
export class Chat {
  readonly element = el("div", { class: "chat", role: "log", "aria-live": "polite" });
  readonly #messages = new Map<number, HTMLElement>();

  constructor(private readonly actions: Actions) {}

  get empty(): boolean {
    return this.#messages.size === 0;
  }

  /** @param past what happened before this page was there, and is not to flash or fade again */
  apply(event: PhoneEvent, past: boolean): void {
    switch (event.type) {
      case "message":
      case "mine":
        return this.#add(event);
      case "edit":
        return this.#edit(event, past);
      case "delete":
        return this.#remove(event.message, past);
    }
  }

  #add(event: PhoneEvent): void {
    if (this.#messages.has(event.message)) {
      return this.#edit(event, true);
    }
    const message = el("div", { class: event.type === "mine" ? "message me" : "message bot" });
    this.#fill(message, event);
    this.#messages.set(event.message, message);
    this.element.append(message);
    message.scrollIntoView({ block: "end" });
  }

  #edit(event: PhoneEvent, past: boolean): void {
    const message = this.#messages.get(event.message);
    if (message !== undefined) {
      this.#fill(message, event);
    }
    if (message !== undefined && !past) {
      message.classList.remove("edited");
      // Asking for the layout between the two lets the same animation begin anew.
      void message.offsetWidth;
      message.classList.add("edited");
      message.scrollIntoView({ block: "nearest" });
    }
  }

  #remove(id: number, past: boolean): void {
    const message = this.#messages.get(id);
    this.#messages.delete(id);
    if (message !== undefined) {
      message.classList.add("gone");
      setTimeout(() => message.remove(), past ? 0 : FADE_MS);
    }
  }

  #fill(message: HTMLElement, { message: id, text, keyboard, voice, covered }: PhoneEvent): void {
    const bubble =
      typeof voice === "string"
        ? sent(voice)
        : el("div", { class: "bubble", dir: "auto" }, ...this.#withCovers(text ?? "", covered ?? []));
    const rows = (keyboard ?? []).map((row) => el("div", {}, ...row.map((button) => this.#key(id, button))));
    replace(message, bubble, rows.length > 0 && el("div", { class: "keys" }, ...rows));
  }

  /** What is covered shows itself when it is touched, as in Telegram. */
  #withCovers(text: string, covered: readonly Covered[]): (string | HTMLElement)[] {
    let from = 0;
    const pieces = covered.flatMap(({ offset, length }) => {
      const before = this.#withCommands(text.slice(from, offset));
      from = offset + length;
      const cover: HTMLElement = el(
        "button",
        { type: "button", class: "covered", dir: "ltr", "aria-expanded": "false", click: () => cover.setAttribute("aria-expanded", "true") },
        text.slice(offset, from),
      );
      return [...before, cover];
    });
    return [...pieces, ...this.#withCommands(text.slice(from))];
  }

  /** Commands in a text can be pressed, as in Telegram. */
  #withCommands(text: string): (string | HTMLElement)[] {
    return text.split(/((?:^|[\s\u2066-\u2069])\/[a-z]+)/).flatMap((piece) => {
      const [, before = "", command] = /^([^/]?)(\/[a-z]+)$/.exec(piece) ?? [];
      return command === undefined
        ? [piece]
        : [before, el("button", { type: "button", dir: "ltr", click: () => this.actions.send(command) }, command)];
    });
  }

  #key(message: number, { text, data, url }: Button): HTMLElement {
    if (url !== undefined && url !== "") {
      return el("a", { class: "key", dir: "auto", href: url, target: "_blank", rel: "noopener noreferrer" }, text);
    }
    const button = el(
      "button",
      {
        type: "button",
        dir: "auto",
        click: async () => {
          if (button.getAttribute("aria-busy") !== "true") {
            button.setAttribute("aria-busy", "true");
            await this.actions.tap(message, data);
            button.removeAttribute("aria-busy");
          }
        },
      },
      text,
    );
    return button;
  }
}
