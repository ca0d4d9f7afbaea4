import { el, replace, type Child } from "../shared/dom.ts";
import type { Say } from "./say.ts";

/** An address under which a page plays, shows or saves what it has in memory, until `forgetShown`. */
export const addressOf = (content: Blob): string => URL.createObjectURL(content);

/** Nothing that was opened here sounds on or stays behind its address once something else is shown in this place. */
export function forgetShown(place: ParentNode): void {
  place.querySelectorAll<HTMLMediaElement>("audio, video").forEach((media) => media.pause());
  for (const name of ["src", "href"]) {
    place.querySelectorAll(`[${name}^="blob:"]`).forEach((element) => URL.revokeObjectURL(element.getAttribute(name)!));
  }
}

/** One screen after another in the same place. The heading takes the focus, so that whoever hears the page hears where it is. */
export class Screens {
  readonly box = el("div", { class: "sending" });

  constructor(readonly say: Say) {}

  show(...children: readonly Child[]): void {
    forgetShown(this.box);
    this.box.className = "sending";
    replace(this.box, ...children);
    this.box.querySelector<HTMLElement>("h1")?.focus();
  }

  /** Of this screen only what has the class `paper` is printed. */
  showToPrint(...children: readonly Child[]): void {
    this.show(...children);
    this.box.className = "sending prints";
  }

  /** With an error above it, which is read aloud. */
  showFailed(why: string, ...children: readonly Child[]): void {
    this.show(el("p", { role: "alert", class: "warning" }, this.say.text(why)), ...children);
  }

  /** A button in a row of its own. Each screen has at most one `main`: what most families do next. */
  button(id: string, press: () => void, use: "main" | "aside" | "" = ""): HTMLElement {
    return this.labelled(this.say.text(id), press, use);
  }

  labelled(label: string, press: () => void, use: "main" | "aside" | "" = ""): HTMLElement {
    return row(el("button", { type: "button", ...(use === "" ? {} : { class: use }), click: press }, label));
  }
}

export const heading = (text: string): HTMLElement => el("h1", { tabindex: -1 }, text);

/** A text in paragraphs, as its line ends divide it. */
export const paragraphs = (text: string): HTMLElement[] =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => el("p", {}, line));

export const row = (...children: readonly Child[]): HTMLElement => el("div", { class: "row" }, ...children);

/** Saves what is only in memory; nothing goes over the line. */
export const download = (content: Blob, name: string, label: string, use = ""): HTMLElement =>
  row(el("a", { class: `button ${use}`.trim(), href: addressOf(content), download: name }, label));
