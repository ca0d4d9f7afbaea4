import { CannotOpen, isAgeFile, open, seal, type Identity, type Recipient } from "./age.ts";
import { fromUtf8, type Bytes } from "./bytes.ts";

/** What a case is divided into; each has a key of its own, sealed to a panel of its own. A name, not a closed list. */
export type Compartment = string;
export const CASE: Compartment = "case";
export const IDENTITY: Compartment = "identity";
export const THREATS: Compartment = "threats";
export const NEEDS: Compartment = "needs";

/** Sealed so that one of `outer` and one of `inner` must both help. */
export const sealNested = async (
  plain: Uint8Array,
  inner: readonly Recipient[],
  outer: readonly Recipient[],
): Promise<Bytes> => seal(await seal(plain, inner), outer);

/**
 * The private half of a compartment's key. A nested file needs an identity of each of its two layers; who holds one only gets
 * `not-for-this-key`, as does who holds none.
 */
export async function openCompartmentKey(file: Uint8Array, identities: readonly Identity[]): Promise<Identity> {
  let plain = await open(file, identities);
  if (isAgeFile(plain)) {
    plain = await open(plain, identities);
  }
  const lines = readText(plain)
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  const [identity, ...others] = lines;
  if (identity === undefined || others.length > 0 || !identity.startsWith("AGE-SECRET-KEY-PQ-1")) {
    throw new CannotOpen("damaged");
  }
  return identity;
}

function readText(plain: Uint8Array): string {
  try {
    return fromUtf8(plain);
  } catch {
    throw new CannotOpen("damaged");
  }
}
