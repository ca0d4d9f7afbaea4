import { el } from "../shared/dom.ts";
import { button } from "./page.ts";
import type { StringId } from "./strings.ts";

type Say = (id: StringId) => string;

const ZOOM_STEP = 1.5;
const LARGEST_ZOOM = 12;

/** Quarter turns to the right, 0 to 3. */
export const turned = (turns: number, by: number): number => (((turns + by) % 4) + 4) % 4;

/** Never smaller than the whole picture, never so large that a browser gives up. */
export const zoomed = (zoom: number, by: number): number => Math.min(LARGEST_ZOOM, Math.max(1, zoom * by));

/** A picture with what turns and enlarges it. The file itself stays as it is. @param url of the opened file */
export function picture(url: string, say: Say): HTMLElement {
  let turns = 0;
  const small = new Stage(url, say("file_photo"), "natural");
  const turn = (by: number) => (): void => {
    turns = turned(turns, by);
    small.place(turns, "60vh", 1);
  };
  const enlarge = button(say("enlarge"), () => openLarge(url, turns, say));
  return el(
    "div",
    { class: "picture" },
    small.element,
    el("div", { class: "bar tools" }, button(say("turnLeft"), turn(-1)), button(say("turnRight"), turn(1)), enlarge),
  );
}

/** One picture in a box of its own shape, whichever way it is turned. */
class Stage {
  readonly element: HTMLElement;
  readonly #image: HTMLImageElement;
  readonly #size: "natural" | "filled";
  #last: readonly [number, string, number] = [0, "60vh", 1];

  /** @param size whether a small picture stays small, or fills the room that there is */
  constructor(url: string, alt: string, size: "natural" | "filled") {
    this.#size = size;
    this.#image = el("img", { src: url, alt, load: () => this.place(...this.#last) });
    this.element = el("div", { class: "stage" }, this.#image);
  }

  /** @param height the most that the whole picture may have, as a CSS length. @param zoom 1 for the whole picture */
  place(turns: number, height: string, zoom: number): void {
    this.#last = [turns, height, zoom];
    const { naturalWidth, naturalHeight, style } = this.#image;
    if (naturalWidth === 0 || naturalHeight === 0) {
      return;
    }
    const sideways = turns % 2 === 1;
    const [wide, high] = sideways ? [naturalHeight, naturalWidth] : [naturalWidth, naturalHeight];
    const whole = `min(100%, calc(${height} * ${wide / high})${this.#size === "natural" ? `, ${wide}px` : ""})`;
    this.element.style.aspectRatio = `${wide} / ${high}`;
    this.element.style.inlineSize = zoom === 1 ? whole : `calc(${whole} * ${zoom})`;
    style.inlineSize = sideways ? `${(100 * naturalWidth) / naturalHeight}%` : "100%";
    style.transform = `translate(-50%, -50%) rotate(${turns * 90}deg)`;
  }
}

/** The whole window for one picture. Fingers move and spread it as everywhere; Escape closes, and the keyboard is back where it was. */
function openLarge(url: string, turnsBefore: number, say: Say): void {
  let turns = turnsBefore;
  let zoom = 1;
  const stage = new Stage(url, say("file_photo"), "filled");
  const place = (): void => stage.place(turns, "70vh", zoom);
  const change = (to: { readonly by?: number; readonly turn?: number; readonly zoom?: number }) => (): void => {
    turns = turned(turns, to.turn ?? 0);
    zoom = to.zoom ?? zoomed(zoom, to.by ?? 1);
    place();
  };
  const [larger, smaller, whole, right] = [change({ by: ZOOM_STEP }), change({ by: 1 / ZOOM_STEP }), change({ zoom: 1 }), change({ turn: 1 })];
  const before = document.activeElement;
  const key = (event: Event): void => {
    const { key: pressed, code, ctrlKey, metaKey, altKey } = event as KeyboardEvent;
    const does = ctrlKey || metaKey || altKey ? undefined : (BY_KEY[pressed] ?? (code === "KeyR" ? "right" : undefined));
    if (does !== undefined) {
      event.preventDefault();
      ({ larger, smaller, whole, right })[does]();
    }
  };
  const close = (): void => {
    dialog.remove();
    if (before instanceof HTMLElement && before.isConnected) {
      before.focus();
    }
  };
  const dialog = el(
    "dialog",
    { class: "viewer", "aria-label": say("file_photo"), keydown: key, close },
    el(
      "div",
      { class: "bar tools" },
      button(say("zoomIn"), larger),
      button(say("zoomOut"), smaller),
      button(say("zoomFit"), whole),
      button(say("turnRight"), right),
      button(say("pictureClose"), () => dialog.close()),
    ),
    el("div", { class: "around", tabindex: "0", role: "group", "aria-label": say("file_photo") }, stage.element),
    el("p", { class: "meta keys" }, say("pictureKeys")),
  );
  document.body.append(dialog);
  dialog.showModal();
  place();
}

const BY_KEY: Readonly<Record<string, "larger" | "smaller" | "whole">> = { "+": "larger", "=": "larger", "-": "smaller", "−": "smaller", "0": "whole" };

/** Before the files are forgotten: nothing of them may stay on the screen. */
export const closeViewers = (): void => document.querySelectorAll("dialog.viewer").forEach((dialog) => dialog.remove());
