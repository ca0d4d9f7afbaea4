import { CannotOpen, openWithPassphrase, sealWithPassphrase, type Identity } from "./age.ts";
import { base64, fromBase64, fromUtf8, utf8, type Bytes } from "./bytes.ts";

/**
 * A volunteer's keys in one file: an age identity file that the stock `age` program reads (`age -d -i me.age …`), sealed with a
 * passphrase. What age does not know stands in comment lines.
 */
export interface IdentityFile {
  /** The person's id in the directory. */
  readonly name: string;
  readonly identity: Identity;
  /** 32 bytes of Ed25519. */
  readonly signingSeed: Bytes;
  /** The organisation's root key that this volunteer was given by hand: the pin that the directory is checked with. */
  readonly rootKey?: Bytes;
}

const FIRST_LINE = "# komir identity 1";
const NAME = /^[a-z0-9-]{1,32}$/;
const IDENTITY = "AGE-SECRET-KEY-PQ-1";
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
  const lines = text.split("\n").map((line) => line.trim());
  const name = value(lines, "# name: ");
  const seed = value(lines, "# signing-seed: ");
  const root = value(lines, "# root-key: ");
  const identity = value(lines, IDENTITY);
  if (lines[0] !== FIRST_LINE || name === undefined || !NAME.test(name) || seed === undefined || identity === undefined) {
    throw new Error("not a komir identity file");
  }
  return {
    name,
    identity: `${IDENTITY}${identity}`,
    signingSeed: key(seed),
    ...(root === undefined ? {} : { rootKey: key(root) }),
  };
}

function value(lines: readonly string[], prefix: string): string | undefined {
  const found = lines.filter((line) => line.startsWith(prefix));
  if (found.length > 1) {
    throw new Error("a line stands twice");
  }
  return found[0]?.slice(prefix.length);
}

function key(text: string): Bytes {
  const bytes = fromBase64(text);
  if (bytes.length !== KEY_BYTES) {
    throw new Error("a key has 32 bytes");
  }
  return bytes;
}
