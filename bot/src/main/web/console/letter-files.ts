import type { Recipient } from "../crypto/age.ts";
import { hex, sha256Hex } from "../crypto/bytes.ts";
import type { LetterAttachment } from "../record/family-letter.ts";
import { hashOf, sealedFile } from "../record/sealed-file.ts";
import { el, replace } from "../shared/dom.ts";
import { withoutMetadata } from "../shared/metadata.ts";
import { canRecord, record, type Recording } from "../shared/recorder.ts";
import type { Draft, DraftFile } from "./draft.ts";
import type { Page } from "./page.ts";
import { Problem, type Server } from "./server.ts";
import type { StringId } from "./strings.ts";

/** What the server takes at a time. */
const PIECE_BYTES = 1024 * 1024;
/** A family fetches it over a weak line, and both pages hold it in memory. */
const LARGEST_BYTES = 20 * 1024 * 1024;
const MOST_TRIES = 4;

const kindOf = (type: string): DraftFile["kind"] => {
  const kinds = { image: "photo", audio: "audio", video: "video" } as const;
  const [family = ""] = type.split("/");
  return Object.hasOwn(kinds, family) ? kinds[family as keyof typeof kinds] : "document";
};

const titles: Readonly<Record<DraftFile["kind"], StringId>> = {
  voice: "file_voice",
  audio: "file_audio",
  video: "file_video",
  photo: "file_photo",
  document: "file_document",
};

/** The files of a letter: chosen, or spoken into this page. */
export function letterFiles({ say, attempt }: Page, draft: Draft): HTMLElement {
  const list = el("ul", { class: "lines" });
  const input = el("input", { type: "file", multiple: true, change: () => void attempt(take) });
  const speak = el("button", { type: "button", click: () => void attempt(startOrEnd) }, say("letterRecord"));
  let recording: Recording | undefined;
  const element = el(
    "div",
    { class: "letter-files" },
    list,
    el("div", { class: "bar" }, el("label", { class: "button" }, say("letterFile"), input), canRecord() && speak),
    el("p", { class: "meta" }, say("letterFileWhy")),
  );
  drawList();
  return element;

  function drawList(): void {
    replace(list, ...draft.files.map((file, i) => line(file, i)));
  }

  function line(file: DraftFile, i: number): HTMLElement {
    const named = `${say(titles[file.kind])} ${file.name ?? ""}`.trim();
    const size = `${Math.ceil(file.content.size / 1000)} kB`;
    const remove = el("button", { type: "button", "aria-label": `${say("letterRemove")}: ${named}`, click: () => removed(i) }, say("letterRemove"));
    return el("li", {}, el("bdi", {}, named), el("bdi", { class: "meta", dir: "ltr" }, size), remove);
  }

  function removed(i: number): void {
    draft.files = draft.files.filter((_, at) => at !== i);
    drawList();
    input.focus();
  }

  function add(...files: DraftFile[]): void {
    draft.files = [...draft.files, ...files];
    drawList();
  }

  async function take(): Promise<void> {
    const chosen = Array.from(input.files ?? []);
    input.value = "";
    if (chosen.some(({ size }) => size > LARGEST_BYTES)) {
      throw new Problem("letterFileLarge");
    }
    for (const file of chosen) {
      // What a camera wrote into it tells the family's enemies where the volunteer lives.
      const content = (await withoutMetadata(file)) ?? file;
      add({ content, kind: kindOf(file.type), name: file.name });
    }
  }

  async function startOrEnd(): Promise<void> {
    if (recording === undefined) {
      try {
        recording = await record();
      } catch {
        throw new Problem("letterNoMicrophone");
      }
      speak.textContent = say("letterRecordEnd");
      speak.classList.add("recording");
      // The page may be locked or left while somebody speaks: then the microphone must not stay open.
      void endWhenGone(recording);
      return;
    }
    const ended = recording;
    recording = undefined;
    speak.textContent = say("letterRecord");
    speak.classList.remove("recording");
    add({ content: await ended.end(), kind: "voice", name: undefined });
  }

  async function endWhenGone(begun: Recording): Promise<void> {
    while (recording === begun) {
      if (!element.isConnected) {
        recording = undefined;
        await begun.end();
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** Seals a file to the family (`docs/record-format.md`, step 11) and sends it in pieces; goes on where the line broke. */
export async function sendFile(server: Server, caseId: string, { content, kind, name }: DraftFile, to: Recipient): Promise<LetterAttachment> {
  const file = hex(crypto.getRandomValues(new Uint8Array(16)));
  const { stream } = await sealedFile(content, to);
  const sealed = new Uint8Array(await new Response(stream).arrayBuffer());
  let at = 0;
  let failures = 0;
  while (at < sealed.length) {
    try {
      at = await server.append(caseId, file, at, sealed.slice(at, at + PIECE_BYTES));
    } catch (e) {
      failures++;
      if (!(e instanceof Problem && e.text === "unreachable") || failures === MOST_TRIES) {
        throw e;
      }
    }
  }
  await server.ended(caseId, file, sealed.length, sha256Hex(sealed));
  const sha256 = await hashOf(content);
  return { file, kind, size: content.size, sha256, type: content.type === "" ? undefined : content.type, name };
}
