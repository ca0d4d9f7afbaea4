import { base64, utf8 } from "../crypto/bytes.ts";
import { isSigned, sign } from "../crypto/signature.ts";
import type { Directory, Person } from "./directory.ts";
import type { ServedLink, SignedText } from "./links.ts";

/** `docs/record-format.md`, step 31, as a server gives it: nobody has checked it. */
export type ServedRevocation = ServedLink;

/** That a person opens and signs nothing new. It is about the signing key and not about the id, whatever directory is signed later. */
export interface Revocation {
  readonly id: string;
  /** Base64 of 32 bytes, Ed25519. */
  readonly signing: string;
  /** `YYYY-MM-DD`, UTC: of the first signature. */
  readonly day: string;
  /** The coordinators of the directory whose signatures count. */
  readonly by: readonly Person[];
}

const NEEDED = 2;

const textOf = (organisation: string, { id, signing, day }: Pick<Revocation, "id" | "signing" | "day">): string =>
  JSON.stringify({ format: "komir-revocation/1", organisation, id, signing, day });

export const signRevocation = ({ organisation }: Directory, { id, signing }: Person, day: string, signingSeed: Uint8Array): SignedText =>
  signAgain(textOf(organisation, { id, signing, day }), signingSeed);

/** What another coordinator has begun is signed as it stands. */
export const signAgain = (statement: string, signingSeed: Uint8Array): SignedText => ({ statement, signature: base64(sign(signingSeed, "revocation", utf8(statement))) });

/**
 * Undefined for what is not exactly such a text for this organisation.
 *
 * @param directory as it was signed
 * @param revoked keys of people whose signature no longer counted
 */
export function readRevocation({ statement, signatures }: ServedRevocation, directory: Directory, revoked: ReadonlySet<string>): Revocation | undefined {
  const { id, signing, day } = fieldsOf(statement);
  if (typeof id !== "string" || typeof signing !== "string" || typeof day !== "string" || textOf(directory.organisation, { id, signing, day }) !== statement) {
    return undefined;
  }
  const by = directory.people.filter(
    (person) =>
      person.roles.includes("coordinator") &&
      person.id !== id &&
      person.signing !== signing &&
      !revoked.has(person.signing) &&
      signatures.some((one) => one.by === person.id && isSigned(person.signing, "revocation", statement, one.signature)),
  );
  return { id, signing, day, by };
}

/**
 * Those in force: signed by two coordinators of the directory, neither of whom is the person or was revoked earlier in the list.
 *
 * @param served in the order in which they came into force
 * @param directory as it was signed
 */
export function inForce(served: readonly ServedRevocation[], directory: Directory): Revocation[] {
  const found: Revocation[] = [];
  for (const one of served) {
    const revocation = readRevocation(one, directory, keysOf(found));
    if (revocation !== undefined && new Set(revocation.by.map(({ signing }) => signing)).size >= NEEDED) {
      found.push(revocation);
    }
  }
  return found;
}

const keysOf = (revocations: readonly Revocation[]): Set<string> => new Set(revocations.map(({ signing }) => signing));

/** The directory whose people something new may be sealed to. A role may be empty in it. */
export function withoutRevoked(directory: Directory, revocations: readonly Revocation[]): Directory {
  const keys = keysOf(revocations);
  return keys.size === 0 ? directory : { ...directory, people: directory.people.filter(({ signing }) => !keys.has(signing)) };
}

/** What a server gave as its list; what is no list of such entries is undefined. */
export function readServed(raw: unknown): ServedRevocation[] | undefined {
  return Array.isArray(raw) && raw.every(isServed) ? raw : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const isServed = (value: unknown): value is ServedRevocation =>
  isObject(value) &&
  typeof value.statement === "string" &&
  Array.isArray(value.signatures) &&
  value.signatures.every((one) => isObject(one) && typeof one.by === "string" && typeof one.signature === "string");

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const raw: unknown = JSON.parse(text);
    return isObject(raw) ? raw : {};
  } catch {
    return {};
  }
}
