import { hex, sha256Hex, utf8 } from "../crypto/bytes.ts";
import { LONGEST_LETTER_BYTES, sealFamilyLetter } from "../record/family-letter.ts";
import type { OpenedCase, ServedCase } from "../record/open-case.ts";
import { el, type Child } from "../shared/dom.ts";
import type { Session } from "./session.ts";
import type { StringId } from "./strings.ts";

/** Below a testimony: a letter to its family, sealed here to the receipt that only the family has. */
export function reply(session: Session, served: ServedCase, opened: OpenedCase, say: (id: StringId) => string, failed: (e: unknown) => void): HTMLElement {
  const section = (...children: Child[]): HTMLElement => el("section", { class: "compartment reply" }, el("h2", {}, say("reply")), ...children);
  const receipt = opened.compartments
    .reduce<OpenedCase["compartments"][number]["records"][number][]>((all, { records }) => [...all, ...records], [])
    .find((record) => record.state === "read" && record.record.kind === "receipt");
  const sealedFor = receipt?.state === "read" ? receipt.record.value.recipientSha256 : undefined;
  if (sealedFor === undefined || served.reply === undefined) {
    return section(el("p", { class: "sealed" }, say("replyNone")));
  }
  // The server could name somebody else: only what the family itself sealed counts.
  if (sha256Hex(utf8(served.reply)) !== sealedFor) {
    return section(el("p", { class: "check bad", role: "alert" }, say("replyForeign")));
  }
  const to = served.reply;
  const text = el("textarea", { rows: 5, dir: "auto", "aria-label": say("reply") });
  const told = el("p", { class: "meta", role: "status" });
  const send = async (): Promise<void> => {
    if (text.value.trim() === "") {
      return;
    }
    if (utf8(text.value).length > LONGEST_LETTER_BYTES) {
      told.textContent = say("replyLong");
      return;
    }
    button.disabled = true;
    try {
      const id = hex(crypto.getRandomValues(new Uint8Array(16)));
      const day = new Date(session.server.now()).toISOString().slice(0, 10);
      const letter = { id, volunteer: session.me.id, day, text: text.value, attachments: [] };
      await session.server.write(served.case, id, await sealFamilyLetter(letter, session.file.signingSeed, to));
      text.value = "";
      told.textContent = say("replySent");
    } catch (e) {
      failed(e);
    } finally {
      button.disabled = false;
    }
  };
  const button = el("button", { type: "button", class: "main", click: () => void send() }, say("replySend"));
  return section(el("p", { class: "meta" }, say("replyWhy")), text, el("p", {}, button), told);
}
