import { CASE, NEEDS } from "../crypto/panel.ts";
import type { Recipient } from "../crypto/age.ts";
import { openCase, type OpenedCase, type OpenedCompartment } from "../record/open-case.ts";
import { IN_AID, openWork, sealWork, workFits, type Outcome, type Piece, type Unread, type Work } from "../record/work.ts";
import { has } from "./page.ts";
import { Problem, type ServedNeed } from "./server.ts";
import type { Session } from "./session.ts";
import { writerOf } from "./worked.ts";

/** What a family needs, opened, with what was done about it. Whoever reads it has nothing else of the case. */
export interface ReadNeed {
  readonly opened: OpenedCase;
  readonly compartment: OpenedCompartment;
  /** Undefined where it cannot be opened. */
  readonly to: Recipient | undefined;
  readonly pieces: readonly (Piece & { readonly work: Work & { readonly kind: "aid" } })[];
  readonly unread: readonly Unread[];
  /** What is being written: it stays when the page is drawn anew. */
  readonly draft: { outcome: Outcome | undefined; text: string };
}

/** What is to be done about it afterwards, and what is not. */
export const isOver = (outcome: Outcome): boolean => outcome !== "goes_on";

/** Security officers are asked where nobody is in aid. */
export const isInAid = (session: Session): boolean =>
  has(session, "aid") || (has(session, "security") && !session.present.people.some(({ roles }) => roles.includes("aid")));

/** Whoever has nothing else to do in the console. */
export const isOnlyInAid = ({ me }: Session): boolean => me.roles.includes("aid") && me.roles.every((role) => role === "aid" || role === "trustee");

/** The log says so first. */
export async function takeNeed(session: Session, id: string): Promise<ReadNeed> {
  const { server, log } = session;
  await server.actOnNeed(id, "claim");
  return readNeed(session, id, await log.with({ act: "needs", case: id, sha256: "" }, (entry) => server.openNeed(id, entry)));
}

async function readNeed({ file, directory }: Session, id: string, served: ServedNeed): Promise<ReadNeed> {
  const opened = await openCase(served, [file.identity]);
  const compartment = opened.compartments.find(({ name }) => name === NEEDS);
  if (served.case !== id || compartment === undefined || opened.compartments.some(({ name }) => name === CASE)) {
    throw new Problem("unexpected");
  }
  const { identity } = compartment;
  const { pieces, unread } = identity === undefined ? { pieces: [], unread: [] } : await openWork(id, served.work, identity, directory, IN_AID);
  return {
    opened,
    compartment,
    to: identity === undefined ? undefined : served.recipients[NEEDS],
    pieces: pieces.filter((piece): piece is ReadNeed["pieces"][number] => piece.work.kind === "aid"),
    unread,
    draft: { outcome: undefined, text: "" },
  };
}

/** Seals what became of it to the key of the needs, and gives it back. */
export async function sayWhatBecame(session: Session, { opened: { id }, to, draft: { outcome, text } }: ReadNeed): Promise<void> {
  if (outcome === undefined) {
    throw new Problem("needsChoose");
  }
  if (to === undefined) {
    throw new Problem("unexpected");
  }
  const { server, log } = session;
  const work: Work = { kind: "aid", outcome, text: text.trim() };
  const writer = writerOf(session);
  if (!workFits(id, writer, work)) {
    throw new Problem("workLong");
  }
  const { name, sealed, sha256 } = await sealWork(id, writer, work, to);
  await log.with({ act: "work", case: id, sha256 }, (entry) => server.addToNeed(id, name, sealed, isOver(outcome), entry));
}
