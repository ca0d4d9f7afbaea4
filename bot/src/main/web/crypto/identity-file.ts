import { CannotOpen, openWithPassphrase, sealWithPassphrase, type Identity } from "./age.ts";
import { base64, fromBase64, fromUtf8, utf8, type Bytes } from "./bytes.ts";

/**
 * A volunteer's keys in one file: an age identity file that the stock `age` program reads (`age -d -i me.age …`), sealed with a
 * passphrase. What age does not know stands in comment lines.
 */
export interface IdentityFile {
  readonly name: string;
  readonly identity: Identity;
  /** 32 bytes of Ed25519. */
  readonly signingSeed: Bytes;
  /** The organisation's root key that this volunteer was given by hand: the pin that the directory is checked with. */
  readonly rootKey?: Bytes;
}

const FIRST_LINE = "# komir identity 1";
const KEY_BYTES = 32;

export async function openIdentityFile(file: Uint8Array, passphrase: string): Promise<IdentityFile> {
  const plain = await openWithPassphrase(file, passphrase);
  try {
    return parseIdentityFile(fromUtf8(plain));
  } catch {
    throw new CannotOpen("unknown-format");
  }
}

export const sealIdentityFile = (file: IdentityFile, passphrase: string, work?: number): Promise<Bytes> =>
  sealWithPassphrase(utf8(formatIdentityFile(file)), passphrase, work);

export function formatIdentityFile(file: IdentityFile): string {
  const lines = [FIRST_LINE, `# name: ${file.name}`, `# signing-seed: ${base64(file.signingSeed)}`];
  if (file.rootKey !== undefined) {
    lines.push(`# root-key: ${base64(file.rootKey)}`);
  }
  return [...lines, file.identity, ""].join("\n");
}

export function parseIdentityFile(text: string): IdentityFile {
  const lines = text.split("\n").map((line) => line.trimEnd());
  if (!lines.includes(FIRST_LINE)) {
    throw new Error("not a komir identity file");
  }
  const identities = lines.filter((line) => line.startsWith("AGE-SECRET-KEY-PQ-1"));
  const name = comment(lines, "name");
  const seed = comment(lines, "signing-seed");
  const root = comment(lines, "root-key");
  if (identities.length !== 1 || name === undefined || seed === undefined) {
    throw new Error("incomplete identity file");
  }
  return {
    name,
    identity: identities[0]!,
    signingSeed: key(seed),
    ...(root === undefined ? {} : { rootKey: key(root) }),
  };
}

const comment = (lines: string[], name: string): string | undefined =>
  lines.find((line) => line.startsWith(`# ${name}: `))?.slice(name.length + 4);

function key(text: string): Bytes {
  const bytes = fromBase64(text);
  if (bytes.length !== KEY_BYTES) {
    throw new Error("a key has 32 bytes");
  }
  return bytes;
}
