import { dateInWords } from "../record/dates.ts";
import type { FamilyLetter, LetterAttachment } from "../record/family-letter.ts";
import { el, replace, type Child } from "../shared/dom.ts";
import { harmlessName, mediaOf } from "../shared/media.ts";
import { sizeInWords } from "./answer-view.ts";
import type { Form } from "./data.ts";
import type { Mail, Visit } from "./mailbox.ts";
import type { Say } from "./say.ts";
import { addressOf, download } from "./screens.ts";

/** What volunteers wrote, with the files that lie beside it. */
export const lettersView = (form: Form, say: Say, visit: Visit, mail: Mail): Child[] => [
  mail.letters.length === 0 && el("p", {}, say.text("back.no_letters")),
  ...mail.letters.map((letter) => letterView(form, say, visit, letter)),
  mail.notOurs > 0 && el("p", { class: "warning" }, say.text("back.not_ours")),
];

function letterView(form: Form, say: Say, visit: Visit, { volunteer, day, text, attachments }: FamilyLetter): HTMLElement {
  const name = form.directory.people.find(({ id }) => id === volunteer)?.name ?? volunteer;
  return el(
    "section",
    { class: "answered" },
    el("h2", {}, say.fill("back.letter", { name, day: dateInWords(day, say.language) ?? day })),
    text !== "" && el("p", { class: "part", dir: "auto" }, text),
    ...attachments.map((attachment) => fileView(say, visit, attachment)),
  );
}

/** Nothing is fetched before it is asked for: a file costs money on some lines. */
function fileView(say: Say, visit: Visit, attachment: LetterAttachment): HTMLElement {
  const stop = new AbortController();
  const opened = el("div", { class: "opened" });
  const status = el("p", { role: "status" });
  const get = el("button", { type: "button", class: "aside", click: () => void show() }, say.text("back.file_open"));
  const part = el(
    "div",
    { class: "part file" },
    el("p", {}, say.fill("back.file", { name: nameOf(say, attachment), size: sizeInWords(attachment.size) })),
    get,
    status,
    opened,
  );
  /** The family may have gone on, or hidden everything, while it was under way. */
  const left = (): boolean => {
    if (!part.isConnected) {
      stop.abort();
    }
    return !part.isConnected;
  };
  const show = async (): Promise<void> => {
    get.disabled = true;
    replace(opened);
    const percent = (done: number): string => String(Math.min(100, Math.floor((done * 100) / Math.max(1, attachment.size))));
    try {
      const file = await visit.file(attachment, stop.signal, {
        bytes: (done) => !left() && (status.textContent = say.fill("back.file_coming", { percent: percent(done) })),
        waiting: () => !left() && (status.textContent = say.text("back.file_weak")),
      });
      if (left()) {
        return;
      }
      status.textContent = "";
      if (file?.state === "whole") {
        get.remove();
        replace(opened, ...shown(say, attachment, new Blob([file.bytes], { type: mediaOf(attachment.type).type })));
      } else {
        // What does not fit is not shown, and it would not fit a second time either.
        get.remove();
        replace(opened, alert(say.text(file === undefined ? "back.file_gone" : "back.file_broken")));
      }
    } catch {
      if (!left()) {
        get.disabled = false;
        status.textContent = "";
        replace(opened, alert(say.text("back.file_failed")));
      }
    }
  };
  return part;
}

const alert = (text: string): HTMLElement => el("p", { role: "alert", class: "warning" }, text);

const nameOf = (say: Say, { name, kind }: LetterAttachment): string => {
  const known = say.text(`kind.${kind}`);
  return name ?? (known === `kind.${kind}` ? say.text("kind.document") : known);
};

function shown(say: Say, attachment: LetterAttachment, content: Blob): HTMLElement[] {
  const name = nameOf(say, attachment);
  // Without its type: a browser must not open as a page what a letter carried.
  const save = download(new Blob([content], { type: "application/octet-stream" }), harmlessName(attachment.name, attachment.file), say.text("back.file_save"));
  switch (mediaOf(attachment.type).media) {
    case "picture":
      return [el("img", { src: addressOf(content), alt: name }), save];
    case "sound":
      return [el("audio", { src: addressOf(content), controls: true, "aria-label": name }), save];
    case "film":
      return [el("video", { src: addressOf(content), controls: true, playsinline: true, "aria-label": name }), save];
    case "other":
      return [save];
  }
}
