import { concat, sha256Hex, type Bytes } from "../crypto/bytes.ts";
import { el, replace } from "../shared/dom.ts";
import type { Recording } from "./data.ts";
import { greetingIn, typeOf, type Heard } from "./heard.ts";
import type { Say } from "./say.ts";

/** As the server gives them out; the last one of a recording ends in zeros. */
const PIECE = 64 * 1024;

export type Fetched = { readonly sound: Blob } | { readonly problem: "altered" | "failed" };

/** A piece of a recording; rejects where there is none, or no network. */
export type GivePiece = (sha256: string, piece: number, signal: AbortSignal) => Promise<Bytes>;

/** In the body of a question, so that no log of addresses between here and there says what is being heard. */
const fromServer: GivePiece = async (sha256, piece, signal) => {
  const answer = await fetch("/form/api/recordings", {
    method: "POST",
    cache: "no-store",
    credentials: "omit",
    headers: { "Content-Type": "application/octet-stream" },
    body: JSON.stringify({ sha256, piece }),
    signal,
  });
  if (!answer.ok) {
    throw new Error("no such recording");
  }
  return new Uint8Array(await answer.arrayBuffer());
};

/** Gives a recording only whole, and only if it is the one that the root key vouches for. */
export async function fetchRecording(recording: Recording, signal: AbortSignal, give: GivePiece = fromServer): Promise<Fetched> {
  const pieces: Bytes[] = [];
  try {
    for (let piece = 0; piece * PIECE < recording.size; piece++) {
      pieces.push(await give(recording.sha256, piece, signal));
    }
  } catch {
    return { problem: "failed" };
  }
  const bytes = concat(...pieces).slice(0, recording.size);
  return bytes.length === recording.size && sha256Hex(bytes) === recording.sha256
    ? { sound: new Blob([bytes], { type: typeOf(recording).replace(/;.*/, "") }) }
    : { problem: "altered" };
}

type State = "silent" | "asking" | "fetching" | "ready" | "playing" | "ended" | "altered" | "failed";

/**
 * Plays what somebody has read aloud, below the card. The first time it says what the server learns by it, and asks. What was played once is
 * kept in memory: hearing it again tells nobody anything.
 */
export class Player {
  /** There from the start, so that a screen reader tells what comes into it. */
  private readonly told = el("p", { role: "status" });
  private readonly buttons = el("div", { class: "row" });
  private readonly view = el("section", { class: "voice" }, this.told, this.buttons);
  private readonly kept = new Map<string, Blob>();
  private readonly audio = document.createElement("audio");
  private say: Say | undefined;
  private card = "";
  private agreed = false;
  private wanted = "";
  private pressed: HTMLElement | undefined;
  private state: State = "silent";
  private stopFetching = new AbortController();
  private address = "";

  constructor(private heard: Heard) {
    this.audio.addEventListener("ended", () => this.become("ended"));
    this.audio.addEventListener("error", () => this.state === "playing" && this.become("failed"));
  }

  /** What a newer directory vouches for. What is being played ends where it does not; what was kept is played only as the file that is named now. */
  replace(heard: Heard): void {
    for (const [name, { sha256 }] of this.heard) {
      if (heard.get(name)?.sha256 !== sha256) {
        this.kept.delete(name);
        if (name === this.wanted) {
          this.become("silent");
        }
      }
    }
    this.heard = heard;
  }

  /** What the engine may offer. */
  get names(): readonly string[] {
    return Array.from(this.heard.keys());
  }

  greeting(language: string): string | undefined {
    return greetingIn(this.heard, language);
  }

  /**
   * The place where it is seen. Another card than before is read in silence.
   *
   * @param card anything by which one card is told from another
   */
  on(card: string, say: Say): HTMLElement {
    this.say = say;
    if (card !== this.card) {
      this.card = card;
      this.become("silent");
    } else {
      this.draw();
    }
    return this.view;
  }

  hear(name: string): void {
    if (!this.heard.has(name)) {
      return;
    }
    const { activeElement } = document;
    this.pressed = activeElement instanceof HTMLElement ? activeElement : undefined;
    this.become("silent");
    this.wanted = name;
    if (this.agreed) {
      void this.play();
    } else {
      this.become("asking", true);
    }
  }

  private async play(): Promise<void> {
    const name = this.wanted;
    const recording = this.heard.get(name)!;
    let sound = this.kept.get(name);
    if (sound === undefined) {
      this.become("fetching", true);
      const { signal } = (this.stopFetching = new AbortController());
      const fetched = await fetchRecording(recording, signal);
      if (signal.aborted) {
        return;
      }
      if ("problem" in fetched) {
        this.become(fetched.problem, true);
        return;
      }
      sound = fetched.sound;
      this.kept.set(name, sound);
    }
    this.address = URL.createObjectURL(sound);
    this.audio.src = this.address;
    this.become("playing", true);
    const { address } = this;
    await this.audio.play().catch((e: unknown) => {
      if (this.address === address) {
        // Some browsers play only at once when a button is pressed, and fetching took longer.
        this.become(e instanceof DOMException && e.name === "NotAllowedError" ? "ready" : "failed", true);
      }
    });
  }

  /** @param focus for the keyboard and the screen reader, where it follows from what somebody has just pressed */
  private become(state: State, focus = false): void {
    if (state !== "playing") {
      this.stopFetching.abort();
      this.audio.pause();
      URL.revokeObjectURL(this.address);
      this.address = "";
    }
    // The button that stopped it has the focus. Its successor gets it, or else the button of the card that began it.
    const had = this.view.contains(document.activeElement);
    this.state = state;
    this.draw();
    if (focus || had) {
      (this.view.querySelector("button") ?? this.pressed)?.focus();
    }
  }

  private draw(): void {
    const { say } = this;
    if (say === undefined) {
      return;
    }
    this.view.hidden = this.state === "silent";
    this.told.textContent = this.words(say);
    replace(this.buttons, ...this.buttonsNow(say));
  }

  private buttonsNow(say: Say): HTMLElement[] {
    const button = (id: string, use: string, press: () => void): HTMLElement => el("button", { type: "button", class: use, click: press }, say.text(id));
    switch (this.state) {
      case "asking":
        return [button("hear.yes", "main", () => this.agree()), button("hear.no", "aside", () => this.become("silent"))];
      case "ready":
        return [button("hear.yes", "main", () => void this.play())];
      case "fetching":
      case "playing":
        return [button("hear.stop", "main", () => this.become("ended"))];
      case "ended":
      case "failed":
        return [button("hear.again", "aside", () => void this.play())];
      case "silent":
      case "altered":
        return [];
    }
  }

  private agree(): void {
    this.agreed = true;
    void this.play();
  }

  private words(say: Say): string {
    switch (this.state) {
      case "asking":
        return say.text("hear.ask");
      case "fetching":
        return say.text("hear.fetching");
      case "altered":
        return say.text("hear.altered");
      case "failed":
        return say.text("hear.failed");
      // Words that a screen reader speaks would cover the voice.
      case "playing":
      case "ready":
      case "silent":
      case "ended":
        return "";
    }
  }
}
