import { el, type Child } from "../shared/dom.ts";
import { answerInWords, questionOf, sizeInWords } from "./answer-view.ts";
import type { Attached, SentFile } from "./conversation.ts";
import type { FormData } from "./data.ts";
import { canRecord, record, type Recording } from "../shared/recorder.ts";
import type { Say } from "./say.ts";
import type { Kept, LocalFile, Telling } from "./telling.ts";

/** Types of questions that are answered in words above all; for the others there are buttons, and words beside. */
const IN_WORDS = ["text", "narrative", "contact", "id_number", "partial_date", "place"];
const LONG = ["narrative", "files"];

/** What the question's part of the page needs from the page. */
export interface Around {
  readonly data: FormData;
  readonly say: Say;
  readonly telling: Telling;
  /** What was typed and not kept yet, by question and event: it stays while the family looks elsewhere. */
  readonly drafts: Map<string, string>;
  /** What a file carries beside what it shows; empty for nothing. */
  readonly hidden: (file: Attached) => readonly string[];
  keepWords(text: string): void;
  addFiles(files: readonly { file: SentFile; local: LocalFile }[]): void;
  /** Draws the page anew after something of the answer was changed in place. */
  changed(): void;
}

export const draftKey = ({ question, item }: { question: string; item: number }): string => `${question}#${item}`;

/** Whether the present question is answered in words above all. */
export function asksInWords({ telling, data }: Around): boolean {
  const { asks, questionnaire } = telling;
  const type = asks === undefined || questionnaire === undefined ? undefined : questionOf(data, questionnaire, asks.question)?.type;
  return type !== undefined && IN_WORDS.includes(type);
}

/** Below the words of a card that asks: what was told already, the field for words, and the ways to add sound and files. */
export function questionView(around: Around): Child[] {
  const asks = around.telling.asks;
  const name = around.telling.questionnaire;
  if (asks === undefined || name === undefined) {
    return [];
  }
  const type = questionOf(around.data, name, asks.question)?.type ?? "text";
  const told = around.telling.of(asks.question, asks.item).filter(({ answer }) => answer.kind === "words" || answer.kind === "attached");
  const field = wordsField(around, draftKey(asks), LONG.includes(type));
  return [
    told.length > 0 && toldView(around, name, told),
    asksInWords(around)
      ? field
      : el("details", { class: "own-words" }, el("summary", {}, around.say.text("page.own_words")), field),
    fileButtons(around),
  ];
}

function wordsField(around: Around, key: string, long: boolean): HTMLElement {
  const { say } = around;
  const input = el("textarea", { id: "words", rows: long ? 6 : 2, autocomplete: "off", autocapitalize: "sentences", spellcheck: "false", dir: "auto" });
  input.value = around.drafts.get(key) ?? "";
  input.addEventListener("input", () => around.drafts.set(key, input.value));
  return el(
    "form",
    {
      class: "words",
      autocomplete: "off",
      submit: (event) => {
        event.preventDefault();
        around.keepWords(input.value);
      },
    },
    el("label", { for: "words" }, say.text("page.your_answer")),
    input,
    el("button", { class: "main" }, say.text(long ? "page.keep_more" : "page.keep")),
  );
}

function toldView(around: Around, questionnaire: string, told: readonly Kept[]): HTMLElement {
  return el(
    "section",
    { class: "told", "aria-label": around.say.text("page.told") },
    el("h2", {}, around.say.text("page.told")),
    ...told.map((kept) => partView(around, questionnaire, kept)),
  );
}

/** One part of an answer, with what can be done with it: words are changed in place, files are taken away. */
export function partView(around: Around, questionnaire: string, kept: Kept): HTMLElement {
  const { say } = around;
  if (kept.answer.kind === "attached") {
    return fileView(around, kept.answer);
  }
  const words = answerInWords(kept.answer, kept.question, questionnaire, around.data, say);
  const shown = el("p", { class: "said", dir: "auto" }, words);
  if (kept.answer.kind !== "words") {
    return el("div", { class: "part" }, shown);
  }
  const part = el("div", { class: "part" }, shown);
  const edit = el("button", { type: "button", class: "aside", click: () => change() }, say.text("page.change"));
  part.append(edit);
  const change = (): void => {
    const input = el("textarea", { rows: 4, dir: "auto", autocomplete: "off", spellcheck: "false", "aria-label": say.text("page.change") });
    input.value = words;
    part.textContent = "";
    part.append(
      input,
      el(
        "div",
        { class: "row aside" },
        el(
          "button",
          {
            type: "button",
            class: "main",
            click: () => {
              around.telling.act({ kind: "edited", question: kept.question, item: kept.item, part: kept.part, text: input.value });
              around.changed();
            },
          },
          say.text("page.keep_change"),
        ),
        el("button", { type: "button", click: () => around.changed() }, say.text("page.no_change")),
      ),
    );
    input.focus();
  };
  return part;
}

function fileView(around: Around, file: Attached): HTMLElement {
  const { say, telling } = around;
  const name = file.file.name ?? say.text(`kind.${file.file.kind}`);
  const hidden = around.hidden(file);
  return el(
    "div",
    { class: "part file" },
    el("p", {}, say.fill("page.files_here", { name, size: sizeInWords(file.size) })),
    hidden.length > 0 && hiddenView(say, hidden),
    el(
      "button",
      {
        type: "button",
        class: "aside",
        click: () => {
          telling.remove(file);
          around.changed();
        },
      },
      say.text("page.remove"),
    ),
  );
}

const hiddenView = (say: Say, hidden: readonly string[]): HTMLElement =>
  el(
    "div",
    { class: "hidden-data" },
    el("p", {}, say.text("page.hidden")),
    el("ul", {}, ...hidden.map((what) => el("li", {}, what))),
    el("p", {}, say.text("page.hidden_kept")),
  );

function fileButtons(around: Around): HTMLElement {
  const { say } = around;
  const picker = (accept: string, capture: string | undefined, label: string): HTMLElement => {
    const input = el("input", { type: "file", class: "picker", accept, ...(capture === undefined ? { multiple: true } : { capture }), "aria-label": label });
    input.addEventListener("change", () => around.addFiles(Array.from(input.files ?? [], fromPicker)));
    return el("label", { class: "button" }, label, input);
  };
  const speak = el("button", { type: "button", click: () => void speakNow(around, box) }, say.text("page.speak"));
  const box = el(
    "div",
    { class: "row files" },
    canRecord() && speak,
    picker("image/*", "environment", say.text("page.take_photo")),
    picker("video/*", "user", say.text("page.film")),
    picker("", undefined, say.text("page.add_file")),
  );
  return box;
}

async function speakNow(around: Around, box: HTMLElement): Promise<void> {
  const { say } = around;
  let recording: Recording;
  try {
    recording = await record();
  } catch {
    box.append(el("p", { role: "alert" }, say.text("page.no_microphone")));
    return;
  }
  const begun = Date.now();
  const clock = el("span", { class: "clock" }, "0:00");
  const ticking = setInterval(() => (clock.textContent = minutes(Date.now() - begun)), 500);
  const end = el("button", { type: "button", class: "main", click: () => void ended() }, say.text("page.end_recording"));
  box.textContent = "";
  box.append(el("p", { role: "status", class: "recording" }, say.text("page.recording"), " ", clock), end);
  end.focus();
  const ended = async (): Promise<void> => {
    clearInterval(ticking);
    const content = await recording.end();
    const seconds = Math.round((Date.now() - begun) / 1000);
    around.addFiles([
      { file: { kind: "voice", type: content.type, seconds, forwarded: false }, local: { name: randomName(), content } },
    ]);
  };
}

const minutes = (ms: number): string => {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

function fromPicker(content: File): { file: SentFile; local: LocalFile } {
  const [kind] = content.type.split("/");
  const sort = kind === "image" ? "photo" : kind === "video" ? "video" : kind === "audio" ? "audio" : "document";
  return {
    file: { kind: sort, ...(content.type === "" ? {} : { type: content.type }), name: content.name, forwarded: false },
    local: { name: randomName(), content },
  };
}

export const randomName = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
