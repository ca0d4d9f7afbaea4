import { base64, hex } from "../crypto/bytes.ts";
import { CASE } from "../crypto/panel.ts";
import { noticeOf, witnessKey } from "../record/tell-here.ts";
import type { Read } from "./case-view.ts";
import type { Session } from "./session.ts";

/** How many the server takes at a time. */
const MOST_NOTICES = 10;

/** `no-wish`: this family finds a letter when it looks. */
export type Told = "told" | "cannot" | "no-wish";

/** Has the chats of a family told that something is there, where it has asked for that. Never fails: the letter lies in the mailbox in any case. */
export async function tellHere({ server, directory }: Session, { served, opened }: Read): Promise<Told> {
  const tells = served.tells ?? [];
  if (tells.length === 0) {
    return "no-wish";
  }
  const caseKey = opened.compartments.find(({ name }) => name === CASE)?.identity;
  const witness = witnessKey(served.witness, directory, server.today());
  if (caseKey === undefined || witness === undefined) {
    return "cannot";
  }
  const notices: { id: string; sealed: string }[] = [];
  for (const tell of tells) {
    const sealed = await noticeOf(tell, caseKey, witness);
    if (sealed !== undefined) {
      notices.push({ id: hex(crypto.getRandomValues(new Uint8Array(16))), sealed: base64(sealed) });
    }
  }
  try {
    for (let at = 0; at < notices.length; at += MOST_NOTICES) {
      await server.notify(notices.slice(at, at + MOST_NOTICES));
    }
  } catch {
    return "cannot";
  }
  return notices.length > 0 ? "told" : "cannot";
}
