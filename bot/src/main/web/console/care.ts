import { el, replace } from "../shared/dom.ts";
import { button } from "./page.ts";
import type { Session } from "./session.ts";
import type { StringId } from "./strings.ts";

type Say = (id: StringId) => string;

const BREAK_AFTER_MS = 50 * 60 * 1000;
/** Who reads nothing for so long has had a break. */
const BREAK_MS = 15 * 60 * 1000;
/** A computer that slept has read nothing. */
const LONGEST_STEP_MS = 5 * 1000;

/** How long somebody has been reading, so that a break can be suggested. Nobody is shown it, and nothing of it is kept. */
export class ReadingTime {
  #read = 0;
  #last: number | undefined;
  #suggests = false;

  /** Called while a case is being read, every second or so. @param now milliseconds */
  reads(now: number): void {
    const gap = this.#last === undefined ? BREAK_MS : now - this.#last;
    this.#last = now;
    if (gap >= BREAK_MS) {
      this.#read = 0;
      this.#suggests = false;
      return;
    }
    this.#read += Math.min(Math.max(0, gap), LONGEST_STEP_MS);
    if (this.#read >= BREAK_AFTER_MS) {
      this.#read = 0;
      this.#suggests = true;
    }
  }

  get suggestsBreak(): boolean {
    return this.#suggests;
  }

  /** The suggestion was read; the next one comes after as long again. */
  dismiss(): void {
    this.#read = 0;
    this.#suggests = false;
  }
}

/** The quiet line that suggests a break. */
export class BreakLine {
  readonly element = el("div", { class: "break", role: "status" });
  readonly #time = new ReadingTime();
  readonly #say: Say;

  constructor(say: Say) {
    this.#say = say;
  }

  reads(now: number): void {
    const before = this.#time.suggestsBreak;
    this.#time.reads(now);
    if (before !== this.#time.suggestsBreak) {
      this.draw();
    }
  }

  draw(): void {
    const dismiss = (): void => {
      this.#time.dismiss();
      this.draw();
    };
    replace(this.element, ...(this.#time.suggestsBreak ? [el("p", {}, this.#say("breakWhy")), button(this.#say("breakRead"), dismiss)] : []));
  }
}

/** Which hard passages a volunteer has chosen to read. It ends with the session. */
export interface Care {
  everything: boolean;
  readonly shown: Set<string>;
}

const cares = new WeakMap<Session, Care>();

export function careOf(session: Session): Care {
  const care = cares.get(session) ?? { everything: false, shown: new Set<string>() };
  cares.set(session, care);
  return care;
}

/** What sources point at, so that a link into a closed passage leads to its warning. */
const HOLDS = "data-holds";

/**
 * A warning, and behind it what is hard to read: it is not in the page before somebody asks for it.
 *
 * @param key names the passage, so that it stays open when the page is drawn anew
 * @param holds ids of elements inside
 */
export function hardPassage(care: Care, say: Say, key: string, holds: readonly string[], content: () => readonly HTMLElement[]): HTMLElement {
  const element = el("div", { class: "hard" });
  const show = (): void => {
    care.shown.add(key);
    element.className = "passage";
    element.removeAttribute(HOLDS);
    element.setAttribute("tabindex", "-1");
    replace(element, ...content());
  };
  if (care.everything || care.shown.has(key)) {
    show();
    return element;
  }
  const showEverything = (): void => {
    care.everything = true;
    document.querySelectorAll(".hard").forEach((each) => each.dispatchEvent(new Event("open-passage")));
  };
  const thenRead = (open: () => void) => (): void => {
    open();
    element.focus();
  };
  element.addEventListener("open-passage", show);
  element.setAttribute(HOLDS, holds.join(" "));
  replace(
    element,
    el("p", {}, say("hardWhy")),
    el("div", { class: "bar" }, button(say("hardOpen"), thenRead(show)), button(say("hardAll"), thenRead(showEverything))),
  );
  return element;
}

/** Leads the eye and the keyboard to an element; to the warning before it where that is still closed. */
export function jumpTo(id: string): void {
  const closed = document.querySelector(`[${HOLDS}~="${CSS.escape(id)}"]`);
  const target = document.getElementById(id) ?? closed?.querySelector("button");
  if (target instanceof HTMLElement) {
    target.scrollIntoView({ block: target.offsetHeight > innerHeight / 2 ? "start" : "center" });
    target.focus({ preventScroll: true });
  }
}

/** A link within the page: the address keeps the language behind its `#`. */
export const jumpLink = (id: string, text: string | Node, attributes: { readonly class?: string } = {}): HTMLAnchorElement =>
  el(
    "a",
    {
      href: `#${id}`,
      ...attributes,
      click: (event) => {
        event.preventDefault();
        jumpTo(id);
      },
    },
    text,
  );
