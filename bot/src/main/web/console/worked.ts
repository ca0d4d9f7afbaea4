import { CASE } from "../crypto/panel.ts";
import type { Identity, Recipient } from "../crypto/age.ts";
import { hex } from "../crypto/bytes.ts";
import type { OpenedCase, ServedCase } from "../record/open-case.ts";
import { readVerdict, saidToBe, seenOf, type Verdict } from "../record/verdict.ts";
import { openWork, sealWork, workFits, type Piece, type Unread, type Work, type Writer } from "../record/work.ts";
import type { Person } from "../record/directory.ts";
import { toSecond } from "../record/log-entry.ts";
import { inParts, type Part } from "../record/parts.ts";
import { Problem } from "./server.ts";
import type { Session } from "./session.ts";

/** What volunteers have added to a case and found it to be, opened and checked. */
export interface Worked {
  readonly pieces: readonly Piece[];
  readonly unread: readonly Unread[];
  /** Those that are believed, in the order in which they were given. */
  readonly verdicts: readonly Verdict[];
  /** Those that are not: to whom each is laid, where that is a person of the directory. */
  readonly forged: readonly (Person | "left" | undefined)[];
  /** SHA-256 of what there is to be seen now. */
  readonly seen: string;
  /** Of the case's compartment `case`; undefined for who cannot open it. */
  readonly key: Identity | undefined;
  readonly to: Recipient | undefined;
}

export async function readWork({ directory }: Session, served: ServedCase, opened: OpenedCase): Promise<Worked> {
  const key = opened.compartments.find(({ name }) => name === CASE)?.identity;
  const found = key === undefined ? { pieces: [], unread: [] } : await openWork(served.case, served.work ?? [], key, directory);
  const verdicts: Verdict[] = [];
  const forged: (Person | "left" | undefined)[] = [];
  for (const signed of served.verdicts ?? []) {
    const verdict = readVerdict(signed, served.case, directory);
    if (verdict === undefined) {
      forged.push(saidToBe(signed, directory));
    } else {
      verdicts.push(verdict);
    }
  }
  const to = key !== undefined && Object.hasOwn(served.recipients, CASE) ? served.recipients[CASE] : undefined;
  return { ...found, verdicts, forged, seen: seenOf(served, served.followUps ?? []), key, to };
}

/** Seals a piece of work to the case and sends it. @returns the SHA-256 of the sealed bytes */
export async function addWork(session: Session, caseId: string, to: Recipient, work: Work): Promise<string> {
  const { server, log } = session;
  const writer = writerOf(session);
  if (!workFits(caseId, writer, work)) {
    throw new Problem("workLong");
  }
  const { name, sealed, sha256 } = await sealWork(caseId, writer, work, to);
  await log.with({ act: "work", case: caseId, sha256 }, (entry) => server.addWork(caseId, name, sealed, entry));
  return sha256;
}

/** The same by a matcher, who opens no case. */
export async function sendSuggestion(session: Session, caseId: string, to: Recipient, work: Work): Promise<void> {
  const { server, log } = session;
  const { name, sealed, sha256 } = await sealWork(caseId, writerOf(session), work, to);
  await log.with({ act: "work", case: caseId, sha256 }, (entry) => server.suggest(caseId, name, sealed, entry));
}

export const writerOf = ({ server, me, file }: Session): Writer => ({ volunteer: me.id, signingSeed: file.signingSeed, at: toSecond(server.now()) });

/** Adds what is made of lines or segments: as one piece, or as several where it is too long for one. */
export async function addInParts<T>(session: Session, caseId: string, to: Recipient, items: readonly T[], make: (items: readonly T[], part: Part | undefined) => Work): Promise<void> {
  const writer = writerOf(session);
  if (workFits(caseId, writer, make(items, undefined))) {
    await addWork(session, caseId, to, make(items, undefined));
    return;
  }
  const of = hex(crypto.getRandomValues(new Uint8Array(16)));
  const longest: Part = { of, n: items.length, all: items.length };
  const parts = inParts(items, (some) => workFits(caseId, writer, make(some, longest)));
  if (parts === undefined) {
    throw new Problem("workLong");
  }
  for (const [i, some] of parts.entries()) {
    await addWork(session, caseId, to, make(some, { of, n: i + 1, all: parts.length }));
  }
}
