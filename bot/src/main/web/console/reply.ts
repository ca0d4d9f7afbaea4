import type { Recipient } from "../crypto/age.ts";
import { hex, sha256Hex, utf8 } from "../crypto/bytes.ts";
import { letterFits, LONGEST_LETTER_BYTES, sealFamilyLetter, type FamilyLetter, type LetterAttachment } from "../record/family-letter.ts";
import { recordsOf } from "../record/open-case.ts";
import { el, type Child } from "../shared/dom.ts";
import type { Read } from "./case-view.ts";
import { letterFiles, sendFile } from "./letter-files.ts";
import { button, type Page } from "./page.ts";
import { Problem } from "./server.ts";
import type { StringId } from "./strings.ts";
import { tellHere, type Told } from "./tell-here.ts";
import { templates } from "./templates.ts";

const told: Readonly<Record<Told, StringId>> = { told: "replyTold", cannot: "replyCannotTell", "no-wish": "replyNoWish" };

/** Below a testimony: a letter to its family, sealed here to the number that only the family has. */
export function reply(page: Page, read: Read): HTMLElement {
  const { say } = page;
  const section = (...children: Child[]): HTMLElement =>
    el("section", { class: "compartment reply", "aria-labelledby": "reply" }, el("h2", { id: "reply" }, say("reply")), ...children);
  const { served, followed } = read;
  if (followed.broken) {
    return section(el("p", { class: "check bad", role: "alert" }, say("replyBadLink")));
  }
  if (followed.way === undefined || served.reply === undefined) {
    return section(el("p", { class: "sealed" }, say("replyNone")));
  }
  // The server could name somebody else: only what the family itself sealed counts, and what follows from it.
  if (sha256Hex(utf8(served.reply)) !== followed.way.recipientSha256) {
    return section(el("p", { class: "check bad", role: "alert" }, say("replyForeign")));
  }
  return section(...writing(page, read, served.reply));
}

function writing(page: Page, read: Read, to: Recipient): Child[] {
  const { say, attempt } = page;
  const { draft } = read;
  const text = el("textarea", { id: "letter", rows: 6, dir: "auto", input: () => (draft.text = text.value) });
  text.value = draft.text;
  const status = el("p", { class: "meta", role: "status" });
  const files = el("div", {}, letterFiles(page, draft));
  const insert = (words: string): void => {
    draft.text = text.value = text.value.trim() === "" ? words : `${text.value.trimEnd()}\n\n${words}`;
    text.focus();
  };
  const send = (): Promise<void> =>
    attempt(async () => {
      if (draft.text.trim() === "" && draft.files.length === 0) {
        return;
      }
      button_.disabled = true;
      status.textContent = say("replySending");
      try {
        const done = await sealAndSend(page, read, to);
        draft.text = text.value = "";
        draft.files = [];
        files.firstElementChild?.replaceWith(letterFiles(page, draft));
        status.textContent = `${say("replySent")} ${say(told[done])}`;
      } catch (e) {
        status.textContent = e instanceof Problem ? say(e.text) : "";
        throw e;
      } finally {
        button_.disabled = false;
      }
    });
  const button_ = button(say("replySend"), () => void send(), true);
  return [
    el("p", { class: "meta" }, say("replyWhy")),
    templates(page, languageOf(read), insert),
    el("label", { for: "letter" }, say("letterText")),
    text,
    files,
    el("p", {}, button_),
    status,
  ];
}

/** In which the family answered last. */
const languageOf = ({ opened, followUps }: Read): string =>
  [...followUps.filter(({ from }) => from === "family").reverse().map((each) => each.opened), opened]
    .map((each) => recordsOf(each).filter(({ kind }) => kind === "answered").pop()?.language)
    .find((tag) => tag !== undefined) ?? "";

async function sealAndSend({ session }: Page, read: Read, to: Recipient): Promise<Told> {
  const { server, me, file, log } = session;
  const { served, draft } = read;
  const id = hex(crypto.getRandomValues(new Uint8Array(16)));
  const letter = (attachments: readonly LetterAttachment[]): FamilyLetter => ({ id, volunteer: me.id, day: server.today(), text: draft.text, attachments });
  // Before anything is sent, with names as long as those to come.
  const expected = draft.files.map(({ content, kind, name }) => ({ file: id, kind, size: content.size, sha256: "0".repeat(64), type: content.type, name }));
  if (utf8(draft.text).length > LONGEST_LETTER_BYTES || !letterFits(letter(expected))) {
    throw new Problem("replyLong");
  }
  const attachments: LetterAttachment[] = [];
  for (const each of draft.files) {
    attachments.push(await sendFile(server, served.case, each, to));
  }
  const sealed = await sealFamilyLetter(letter(attachments), file.signingSeed, to);
  const names = attachments.map((attachment) => attachment.file);
  await log.with({ act: "letter", case: served.case, sha256: sha256Hex(sealed) }, (entry) => server.write(served.case, id, sealed, names, entry));
  return tellHere(session, read);
}
