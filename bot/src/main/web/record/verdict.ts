import { base64, fromBase64, sha256Hex, utf8 } from "../crypto/bytes.ts";
import { CASE } from "../crypto/panel.ts";
import { sign, verify } from "../crypto/signature.ts";
import type { Directory, Person } from "./directory.ts";
import type { SignedText } from "./links.ts";
import type { ServedParts } from "./open-case.ts";

/** What a case can be found to be, and how many different people must find so (`docs/record-format.md`, step 34). */
export const VERDICTS = { verified: 2, needs_more: 1, could_not_be_verified: 2, duplicate: 2, hostile: 2 } as const;
export type VerdictKind = keyof typeof VERDICTS;
export const VERDICT_KINDS = Object.keys(VERDICTS) as readonly VerdictKind[];
export const isVerdictKind = (text: unknown): text is VerdictKind => typeof text === "string" && Object.hasOwn(VERDICTS, text);

export interface Verdict {
  readonly kind: VerdictKind;
  /** SHA-256 of what its giver saw. */
  readonly seen: string;
  /** SHA-256 of the sealed piece of work that says why. */
  readonly work: string;
  readonly by: Person;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
}

/** One hash over what there is to be seen: each case with its sealed manifest, in the order of the ids. */
export function seenOf(first: ServedParts, followUps: readonly ServedParts[]): string {
  const lines = [first, ...followUps]
    .sort((a, b) => (a.case < b.case ? -1 : 1))
    .map((one) => {
      const last = one.records.filter(({ compartment }) => compartment === CASE).reduce<(typeof one.records)[number] | undefined>((a, b) => (a === undefined || b.seq > a.seq ? b : a), undefined);
      return `${one.case} ${last === undefined ? "none" : sha256Hex(fromBase64(last.sealed))}\n`;
    });
  return sha256Hex(utf8(lines.join("")));
}

const textOf = (caseId: string, kind: VerdictKind, seen: string, work: string, volunteer: string, day: string): string =>
  JSON.stringify({ format: "komir-verdict/1", case: caseId, kind, seen, work, volunteer, day });

export function signVerdict(caseId: string, { kind, seen, work, day }: Pick<Verdict, "kind" | "seen" | "work" | "day">, volunteer: string, signingSeed: Uint8Array): SignedText {
  const statement = textOf(caseId, kind, seen, work, volunteer, day);
  return { statement, signature: base64(sign(signingSeed, "verdict", utf8(statement))) };
}

/** Undefined for what nobody of the directory who reads cases has signed for this one: it was altered, or made up. */
export function readVerdict({ statement, signature }: SignedText, caseId: string, directory: Directory): Verdict | undefined {
  try {
    const { kind, seen, work, volunteer, day } = JSON.parse(statement) as Record<string, unknown>;
    const by = directory.people.find(({ id, roles }) => id === volunteer && roles.includes("reviewer"));
    if (by === undefined || !isVerdictKind(kind) || typeof seen !== "string" || typeof work !== "string" || typeof day !== "string") {
      return undefined;
    }
    const good = textOf(caseId, kind, seen, work, by.id, day) === statement && verify(fromBase64(by.signing), "verdict", utf8(statement), fromBase64(signature));
    return good ? { kind, seen, work, by, day } : undefined;
  } catch {
    return undefined;
  }
}

/** Whom, by the text, a verdict is laid to that cannot be believed: a person of the directory, or `left` for somebody who is not in it (any more). For a sentence about it, and nothing else. */
export function saidToBe({ statement }: SignedText, directory: Directory): Person | "left" | undefined {
  try {
    const { volunteer } = JSON.parse(statement) as Record<string, unknown>;
    return typeof volunteer === "string" ? (directory.people.find(({ id }) => id === volunteer) ?? "left") : undefined;
  } catch {
    return undefined;
  }
}

export interface Standing {
  readonly kind: VerdictKind;
  readonly by: readonly Person[];
  readonly seen: string;
  /** Whether enough people say so. */
  readonly whole: boolean;
}

/** Of each person the last verdict counts; what the last one of all says, and who says the same of the same. */
export function standing(verdicts: readonly Verdict[]): Standing | undefined {
  const last = verdicts.at(-1);
  if (last === undefined) {
    return undefined;
  }
  const ofEach = new Map<string, Verdict>();
  for (const verdict of verdicts) {
    ofEach.delete(verdict.by.id);
    ofEach.set(verdict.by.id, verdict);
  }
  const by = [...ofEach.values()].filter(({ kind, seen }) => kind === last.kind && seen === last.seen).map((verdict) => verdict.by);
  return { kind: last.kind, by, seen: last.seen, whole: by.length >= VERDICTS[last.kind] };
}

/** Whether two people ever found the case to be something that ends the work. */
export const wasEnded = (verdicts: readonly Verdict[]): boolean =>
  verdicts.some((_, i) => {
    const then = standing(verdicts.slice(0, i + 1));
    return then !== undefined && then.whole && then.kind !== "needs_more";
  });
