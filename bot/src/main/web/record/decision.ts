import { base64, fromBase64, utf8 } from "../crypto/bytes.ts";
import { sign, verify } from "../crypto/signature.ts";
import type { Directory, Person } from "./directory.ts";
import type { SignedText } from "./links.ts";

/** What a security officer decides about a case that was taken back (`docs/record-format.md`, step 26). */
export interface Decision {
  readonly kind: "hold" | "restore";
  /** Who signed it. */
  readonly by: Person;
  /** `YYYY-MM-DD`: of a hold the last day, of a restore the day of its signing. */
  readonly until: string;
}

export const LONGEST_HOLD_DAYS = 30;

const textOf = (caseId: string, kind: Decision["kind"], volunteer: string, until: string): string =>
  JSON.stringify({ format: "komir-decision/1", case: caseId, kind, volunteer, until });

export function signDecision(caseId: string, kind: Decision["kind"], volunteer: string, until: string, signingSeed: Uint8Array): SignedText {
  const statement = textOf(caseId, kind, volunteer, until);
  return { statement, signature: base64(sign(signingSeed, "decision", utf8(statement))) };
}

/** Undefined for what no security officer of the directory signed for this case. */
export function readDecision({ statement, signature }: SignedText, caseId: string, directory: Directory): Decision | undefined {
  try {
    const { kind, volunteer, until } = JSON.parse(statement) as Record<string, unknown>;
    const by = directory.people.find(({ id, roles }) => id === volunteer && roles.includes("security"));
    if (by === undefined || (kind !== "hold" && kind !== "restore") || typeof until !== "string" || textOf(caseId, kind, by.id, until) !== statement) {
      return undefined;
    }
    return verify(fromBase64(by.signing), "decision", utf8(statement), fromBase64(signature)) ? { kind, by, until } : undefined;
  } catch {
    return undefined;
  }
}

/** The last day on which the case is held: two officers say so, and the earlier of their days counts. Undefined where it is not held. */
export function heldUntil(decisions: readonly Decision[], today: string): string | undefined {
  const days = new Map<string, string>();
  for (const { kind, by, until } of decisions) {
    if (kind === "hold" && until >= today && (days.get(by.id) ?? "") < until) {
      days.set(by.id, until);
    }
  }
  const [, second] = [...days.values()].sort().reverse();
  return second;
}
