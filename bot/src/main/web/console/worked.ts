import { CASE } from "../crypto/panel.ts";
import type { Identity, Recipient } from "../crypto/age.ts";
import type { OpenedCase, ServedCase } from "../record/open-case.ts";
import { readVerdict, saidToBe, seenOf, type Verdict } from "../record/verdict.ts";
import { openWork, sealWork, workFits, type Piece, type Unread, type Work } from "../record/work.ts";
import type { Person } from "../record/directory.ts";
import { Problem } from "./server.ts";
import type { Session } from "./session.ts";

/** What volunteers have added to a case and found it to be, opened and checked. */
export interface Worked {
  readonly pieces: readonly Piece[];
  readonly unread: readonly Unread[];
  /** Those that are believed, in the order in which they were given. */
  readonly verdicts: readonly Verdict[];
  /** Those that are not: to whom each is laid, where that is a person of the directory. */
  readonly forged: readonly (Person | undefined)[];
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
  const forged: (Person | undefined)[] = [];
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
export async function addWork({ server, me, file, log }: Session, caseId: string, to: Recipient, work: Work): Promise<string> {
  const writer = { volunteer: me.id, signingSeed: file.signingSeed, at: `${new Date(server.now()).toISOString().slice(0, 19)}Z` };
  if (!workFits(caseId, writer, work)) {
    throw new Problem("workLong");
  }
  const { name, sealed, sha256 } = await sealWork(caseId, writer, work, to);
  await log.with({ act: "work", case: caseId, sha256 }, (entry) => server.addWork(caseId, name, sealed, entry));
  return sha256;
}
