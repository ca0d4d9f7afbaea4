import { el } from "../shared/dom.ts";
import { newcomer, newKeysView, type Newcomer } from "./new-keys-view.ts";
import { painted } from "./page.ts";
import { Problem, Server, type PracticeInfo } from "./server.ts";
import { enter, type Session } from "./session.ts";
import type { StringId } from "./strings.ts";

export type Locked = "no" | "idle" | "pause" | "otherwise";

/** What the entrance needs of the page around it. */
export interface Door {
  readonly say: (id: StringId) => string;
  readonly status: HTMLElement;
  readonly attempt: (action: () => Promise<void>) => Promise<void>;
  readonly tell: (text: StringId | undefined, trouble?: boolean) => void;
  /** Draws the page anew. */
  readonly draw: () => void;
  /** Whether the entrance is still what is shown. */
  readonly isShown: () => boolean;
  readonly enter: (session: Session) => Promise<void>;
}

export const fromDisk = location.protocol === "file:";

/** Where a volunteer comes in. It knows the identity file, sealed as it was chosen, and no key. */
export class Entrance {
  /** Kept over a lock, so that only the passphrase is asked again. */
  #identityFile: { readonly name: string; readonly bytes: Uint8Array } | undefined;
  #address = "";
  #practice: PracticeInfo | undefined;
  /** Somebody who makes keys here. */
  #newcomer: Newcomer | undefined;

  constructor(private readonly door: Door) {}

  get practice(): PracticeInfo | undefined {
    return this.#practice;
  }

  async lookForPractice(): Promise<void> {
    this.#practice = await new Server(this.#address).practice();
  }

  forget(): void {
    this.#identityFile = undefined;
    this.#newcomer = undefined;
  }

  view(why: Locked): (HTMLElement | false)[] {
    const { say, status, draw } = this.door;
    if (this.#newcomer !== undefined) {
      return newKeysView(this.door, this.#newcomer, draw, () => this.#hasKeys());
    }
    const locked = why !== "no";
    const passphrase = el("input", { type: "password", autocomplete: "off", spellcheck: "false", dir: "auto", required: true });
    const server = el("input", { type: "url", dir: "ltr", value: this.#address, placeholder: "https://", change: () => void this.#changeAddress(server.value) });
    const button = el("button", { class: "main", type: "submit" }, say("open"));
    const form = el(
      "form",
      {
        class: "sheet",
        submit: (event) => {
          event.preventDefault();
          void this.#comeIn(passphrase, button, server);
        },
      },
      el("h1", {}, say(why === "pause" ? "pauseTitle" : locked ? "lockedTitle" : "welcome")),
      el("p", {}, why === "idle" && `${say("lockedIdle")} `, why === "pause" && `${say("pauseText")} `, say(locked ? "lockedText" : "explain")),
      fromDisk && el("label", {}, say("server"), server),
      this.#chooser(),
      el("label", {}, say("passphrase"), passphrase),
      button,
      status,
    );
    const practiceButton = el("button", { type: "button", click: () => void this.#usePractice("identity") }, say("usePractice"));
    const colleague = el("p", {}, el("button", { type: "button", class: "quiet", click: () => void this.#usePractice("colleague") }, say("useColleague")));
    const newHere = el("p", {}, el("button", { type: "button", class: "quiet", click: () => this.#makesKeys() }, say("newHere")));
    return [form, this.#practice !== undefined && !locked && practiceButton, this.#practice !== undefined && !locked && colleague, !locked && newHere];
  }

  #makesKeys(): void {
    this.#newcomer = newcomer();
    this.door.tell(undefined);
    this.door.draw();
  }

  /** Who made keys comes in with them as soon as the directory names them. */
  #hasKeys(): void {
    const keys = this.#newcomer?.keys;
    this.#newcomer = undefined;
    if (keys !== undefined) {
      this.#identityFile = { name: `${keys.id}.age`, bytes: keys.sealed };
    }
    this.door.tell(undefined);
    this.door.draw();
  }

  #chooser(): HTMLElement {
    const { say } = this.door;
    const shown = el("span", { dir: "auto" }, this.#identityFile?.name ?? say("choose"));
    const input = el("input", { type: "file", change: () => void take(input.files?.[0]) });
    const drop = el(
      "label",
      {
        class: this.#identityFile === undefined ? "drop" : "drop full",
        dragover: (event) => {
          event.preventDefault();
          drop.classList.add("over");
        },
        dragleave: () => drop.classList.remove("over"),
        drop: (event) => {
          event.preventDefault();
          drop.classList.remove("over");
          void take((event as DragEvent).dataTransfer?.files[0]);
        },
      },
      el("strong", {}, say("file")),
      shown,
      input,
    );
    const take = async (file: File | undefined): Promise<void> => {
      if (file !== undefined) {
        this.#identityFile = { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
        shown.textContent = file.name;
        drop.classList.add("full");
      }
    };
    return drop;
  }

  async #usePractice(which: "identity" | "colleague"): Promise<void> {
    const { say, attempt, draw } = this.door;
    await attempt(async () => {
      const bytes = await new Server(this.#address).practiceIdentity(which);
      if (bytes === undefined || this.#practice === undefined) {
        throw new Problem("unreachable");
      }
      this.#identityFile = { name: say(which === "identity" ? "practiceFile" : "colleagueFile"), bytes };
      draw();
      const field = document.querySelector<HTMLInputElement>("main input[type=password]");
      if (field !== null) {
        field.value = this.#practice.passphrase;
      }
      document.querySelector<HTMLButtonElement>("main button.main")?.focus();
    });
  }

  async #changeAddress(typed: string): Promise<void> {
    this.#address = origin(typed) ?? "";
    this.#practice = undefined;
    if (this.#address !== "") {
      await this.lookForPractice();
    }
    if (this.#practice !== undefined && this.door.isShown()) {
      this.door.draw();
    }
  }

  async #comeIn(passphrase: HTMLInputElement, button: HTMLButtonElement, server: HTMLInputElement): Promise<void> {
    const { attempt, tell, isShown } = this.door;
    if (!isShown() || button.disabled) {
      return;
    }
    button.disabled = true;
    await attempt(async () => {
      if (fromDisk) {
        this.#address = origin(server.value) ?? "";
        if (this.#address === "") {
          throw new Problem("badAddress");
        }
      }
      if (this.#identityFile === undefined) {
        throw new Problem("needFile");
      }
      if (passphrase.value === "") {
        throw new Problem("needPassphrase");
      }
      const session = await enter(new Server(this.#address), this.#identityFile.bytes, passphrase.value, async (text) => {
        tell(text);
        await painted();
      });
      tell(undefined);
      await this.door.enter(session);
    });
    button.disabled = false;
    if (isShown()) {
      passphrase.select();
    }
  }
}

/** Only what the page's own policy lets through; anything else would fail without a reason that can be read. */
function origin(typed: string): string | undefined {
  try {
    const url = new URL(typed.trim());
    const near = url.protocol === "http:" && (url.hostname === "127.0.0.1" || url.hostname === "localhost");
    return url.protocol === "https:" || near ? url.origin : undefined;
  } catch {
    return undefined;
  }
}
