import { base64, utf8 } from "../crypto/bytes.ts";
import { isSigned, sign } from "../crypto/signature.ts";
import type { Directory, Person } from "./directory.ts";
import type { ServedLink, SignedText } from "./links.ts";

/** `docs/record-format.md`, step 41, as a server gives it: nobody has checked it. */
export type ServedFreeze = ServedLink;

/** That nobody reads, writes or decides anything under this directory. */
export interface Freeze {
  /** `YYYY-MM-DD`, UTC: of the first signature. */
  readonly day: string;
  /** The coordinators of the directory whose signatures count. */
  readonly by: readonly Person[];
}

const textOf = ({ organisation, version }: Directory, day: string): string => JSON.stringify({ format: "komir-freeze/1", organisation, version, day });

export const signFreeze = (directory: Directory, day: string, signingSeed: Uint8Array): SignedText => signFreezeAgain(textOf(directory, day), signingSeed);

/** What another coordinator has begun is signed as it stands. */
export const signFreezeAgain = (statement: string, signingSeed: Uint8Array): SignedText => ({ statement, signature: base64(sign(signingSeed, "freeze", utf8(statement))) });

/**
 * Undefined for what is not exactly such a text for this directory.
 *
 * @param present without whoever is revoked: only its coordinators count
 */
export function readFreeze({ statement, signatures }: ServedFreeze, present: Directory): Freeze | undefined {
  const day = dayOf(statement);
  if (day === undefined || textOf(present, day) !== statement) {
    return undefined;
  }
  const by = present.people.filter(({ id, roles, signing }) => roles.includes("coordinator") && signatures.some((one) => one.by === id && isSigned(signing, "freeze", statement, one.signature)));
  return { day, by };
}

function dayOf(statement: string): string | undefined {
  try {
    const { day } = JSON.parse(statement) as { day?: unknown };
    return typeof day === "string" ? day : undefined;
  } catch {
    return undefined;
  }
}
