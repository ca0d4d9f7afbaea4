import { timeCode } from "../record/transcript.ts";
import { el, fill, replace, type Child } from "../shared/dom.ts";
import { button } from "./page.ts";
import type { StringId } from "./strings.ts";
import { transcriptField, type TranscriptDraft, type TranscriptField } from "./transcript.ts";

type Say = (id: StringId) => string;

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5] as const;
const BACK_SECONDS = 5;

/** Which part is heard again and again, in seconds. Without an end nothing is repeated. */
export interface Loop {
  readonly from: number;
  readonly to: number | undefined;
}

/** Where to go on, if the place is outside of what is repeated. @param at seconds */
export const loopsTo = (at: number, loop: Loop | undefined): number | undefined =>
  loop?.to !== undefined && (at >= loop.to || at < loop.from - 1) ? loop.from : undefined;

/** An end before its beginning becomes the beginning. */
export const loopUntil = (loop: Loop | undefined, at: number): Loop => {
  const from = loop?.from ?? 0;
  return from <= at ? { from, to: at } : { from: at, to: from };
};

/** A recording or video with what a patient listener needs, and beside it what is said. @param below the field in which it is written */
export function player(media: HTMLMediaElement, draft: TranscriptDraft, say: Say, below: (field: TranscriptField) => Child[]): HTMLElement {
  let loop: Loop | undefined;
  const time = el("span", { class: "time", dir: "ltr" });
  const loopText = el("span", { class: "meta" });
  const off = button(say("loopOff"), () => setLoop(undefined));
  const speed = el(
    "select",
    { change: () => (media.playbackRate = Number(speed.value)) },
    ...SPEEDS.map((each) => el("option", { value: each, selected: each === 1 }, `${each}×`)),
  );
  const trouble = el("div", {});
  const back = (): void => {
    media.currentTime = Math.max(0, media.currentTime - BACK_SECONDS);
  };
  const transcript = transcriptField(draft, say, () => timeCode(media.currentTime), below);
  const keys: Readonly<Record<string, () => void>> = {
    F7: back,
    F8: () => void (media.paused ? media.play() : media.pause()),
    F9: transcript.insertTime,
  };
  media.addEventListener("timeupdate", () => {
    const to = loopsTo(media.currentTime, loop);
    if (to !== undefined && !media.paused) {
      media.currentTime = to;
    }
    drawTime();
  });
  // A part that ends with the recording would stop it instead.
  media.addEventListener("ended", () => {
    if (loop?.to !== undefined) {
      media.currentTime = loop.from;
      void media.play();
    }
  });
  ["durationchange", "seeked"].forEach((event) => media.addEventListener(event, drawTime));
  media.addEventListener("error", () => replace(trouble, el("p", { class: "check note", role: "alert" }, say("cannotPlay"))));
  drawTime();
  setLoop(undefined);
  return el(
    "div",
    {
      class: "player",
      keydown: (event) => {
        const does = keys[(event as KeyboardEvent).key];
        if (does !== undefined) {
          event.preventDefault();
          does();
        }
      },
    },
    media,
    trouble,
    el(
      "div",
      { class: "bar tools" },
      time,
      button(say("backFive"), back),
      el("label", { class: "speed" }, say("speed"), speed),
      button(say("loopFrom"), () => setLoop({ from: media.currentTime, to: undefined })),
      button(say("loopTo"), () => setLoop(loopUntil(loop, media.currentTime))),
      off,
      loopText,
    ),
    transcript.element,
  );

  function drawTime(): void {
    time.textContent = Number.isFinite(media.duration) ? `${timeCode(media.currentTime)} / ${timeCode(media.duration)}` : timeCode(media.currentTime);
  }

  function setLoop(to: Loop | undefined): void {
    loop = to;
    off.disabled = to === undefined;
    replace(loopText, to !== undefined && fill(say("loopOn"), { from: timeCode(to.from), to: to.to === undefined ? "…" : timeCode(to.to) }));
  }
}
