import type { Identity } from "../crypto/age.ts";
import type { Bytes } from "../crypto/bytes.ts";
import { openFile } from "../record/open-file.ts";
import type { Attachment } from "../record/record.ts";
import { el, replace, type Child } from "../shared/dom.ts";
import { harmlessName, mediaOf } from "../shared/media.ts";
import type { Beside, Source } from "./beside.ts";
import { closeViewers, picture } from "./picture.ts";
import { player } from "./player.ts";
import type { StringId } from "./strings.ts";
import { draftOf, type TranscriptField, type Transcripts } from "./transcript.ts";

type Say = (id: StringId) => string;

/** Gets a sealed file; throws what the server says. */
export type Fetch = (file: string) => Promise<Uint8Array>;

export interface FileReading {
  readonly say: Say;
  readonly fetch: Fetch;
  readonly transcripts: Transcripts;
  /** What volunteers wrote beside it; none where nothing of them is there. */
  readonly beside?: Beside | undefined;
}

const kinds: Readonly<Record<string, StringId>> = {
  voice: "file_voice",
  audio: "file_audio",
  video: "file_video",
  video_note: "file_video",
  animation: "file_video",
  photo: "file_photo",
};

const addresses = new Set<string>();

/** An opened file, or new keys, live behind their address until this is called: whenever the page shows something else. */
export function forgetFiles(): void {
  closeViewers();
  addresses.forEach((address) => URL.revokeObjectURL(address));
  addresses.clear();
}

export function address(bytes: Bytes, type: string): string {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  addresses.add(url);
  return url;
}

/** A file as a line that tells what it is; nothing of it is fetched before the reader asks. @param source the record that has it */
export function file(attachment: Attachment, source: Source, identity: Identity, reading: FileReading): HTMLElement {
  const { say, fetch, beside } = reading;
  const opened = el("div", { class: "opened" });
  const open = el("button", { type: "button", click: () => void show() }, say("fileOpen"));
  const of: Source = { ...source, about: { ...source.about, file: attachment.file } };
  const written = beside !== undefined && isRecording(attachment) ? beside.transcripts(of, (seconds) => void playFrom(seconds)) : [];
  const element = el("div", { class: "file" }, el("p", {}, ...title(attachment, say), " ", open), opened, ...written);
  return element;

  async function playFrom(seconds: number): Promise<void> {
    if (opened.querySelector("audio, video") === null && !open.disabled) {
      await show();
    }
    const media = opened.querySelector<HTMLMediaElement>("audio, video");
    if (media !== null) {
      media.currentTime = seconds;
      // A browser may want to be pressed once more before it makes a sound.
      await media.play().catch(() => undefined);
    }
  }

  async function show(): Promise<void> {
    open.disabled = true;
    replace(opened, el("p", { class: "meta", role: "status" }, say("fileOpening")));
    try {
      const result = await openFile(await fetch(attachment.file), identity, attachment);
      // It takes a while, in which the page may have been locked or left: then nothing may be opened any more.
      if (!element.isConnected) {
        return;
      }
      if (result.state === "broken") {
        replace(opened, el("p", { class: "check bad", role: "alert" }, say("fileBroken")));
        return;
      }
      replace(opened, ...content(attachment, result.bytes, reading, (field) => beside?.adding(of, field) ?? []));
      const hadFocus = document.activeElement === open || document.activeElement === document.body;
      open.remove();
      if (hadFocus) {
        opened.querySelector<HTMLElement>("button, audio, video, a")?.focus({ preventScroll: true });
      }
    } catch {
      open.disabled = false;
      replace(opened, el("p", { class: "check bad", role: "alert" }, say("fileUnreachable")));
    }
  }
}

export const isRecording = ({ type }: Attachment): boolean => ["sound", "film"].includes(mediaOf(type).media);

/** What kind of file it is, and how long. */
export function title({ kind, name, size, seconds, forwarded, cleanedFrom }: Attachment, say: Say): Node[] {
  const length = seconds === undefined ? "" : ` · ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const weight = size < 1_000_000 ? `${Math.ceil(size / 1000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
  const nodes: Node[] = [
    el("strong", {}, say(kinds[kind] ?? "file_document")),
    el("span", { class: "meta" }, " ", el("bdi", { dir: "ltr" }, weight + length)),
  ];
  if (name !== undefined) {
    // As it is saved: a mark of direction would show the ending of a program as that of a picture.
    nodes.push(el("span", { class: "meta" }, " · ", el("bdi", {}, harmlessName(name, "_"))));
  }
  if (forwarded) {
    nodes.push(el("span", { class: "meta" }, " · ", say("fileForwarded")));
  }
  if (cleanedFrom !== undefined) {
    nodes.push(el("span", { class: "meta" }, " · ", say("fileCleaned")));
  }
  return nodes;
}

function content(attachment: Attachment, bytes: Bytes, { say, transcripts }: FileReading, below: (field: TranscriptField) => Child[]): HTMLElement[] {
  const { media, type } = mediaOf(attachment.type);
  const draft = () => draftOf(transcripts, attachment.file);
  const save = saver(attachment, bytes, say);
  switch (media) {
    case "picture":
      return [picture(address(bytes, type), say), save];
    case "sound":
      return [player(el("audio", { src: address(bytes, type), controls: true }), draft(), say, below), save];
    case "film":
      return [player(el("video", { src: address(bytes, type), controls: true, playsinline: true }), draft(), say, below), save];
    case "other":
      return [el("p", { class: "check note" }, say("fileWarning")), save];
  }
}

/** As bytes of no type and under a name that is no path: what opens it is for the reader to choose. */
function saver({ file: hex, name }: Attachment, bytes: Bytes, say: Say): HTMLElement {
  return el(
    "p",
    { class: "meta" },
    el("a", { href: address(bytes, "application/octet-stream"), download: harmlessName(name, hex) }, say("fileSave")),
    " ",
    say("fileSaved"),
  );
}
