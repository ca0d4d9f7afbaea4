import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { bech32 } from "@scure/base";
import { utf8, type Bytes } from "./bytes.ts";

/**
 * The age v1 format with the hybrid recipient `mlkem768x25519` alone: what the server seals and the console opens. It is a
 * thin wrap around `age-encryption`, which would also take recipients that a quantum computer opens.
 */

/** `AGE-SECRET-KEY-PQ-1…` */
export type Identity = string;
/** `age1pq1…` */
export type Recipient = string;

/**
 * `not-for-this-key`: whole, and sealed to others. `damaged`: changed or cut since it was sealed. `unknown-format`: no file of
 * our format. The same three as on the server, for the same files.
 */
export type Failure = "not-for-this-key" | "damaged" | "unknown-format";

/** Why a file could not be opened. Carries nothing of the file. */
export class CannotOpen extends Error {
  constructor(readonly failure: Failure) {
    super(failure);
    this.name = "CannotOpen";
  }
}

const IDENTITY_PREFIX = "AGE-SECRET-KEY-PQ-";
const RECIPIENT_PREFIX = "age1pq1";
const RECIPIENT_BYTES = 1216;
const SEED_BYTES = 32;
const MOST_RECIPIENTS = 40;

const INTRO = utf8("age-encryption.org/v1\n");
// 40 stanzas of about 1560 bytes, and room.
const LONGEST_HEADER = 128 * 1024;

export const newIdentity = (): Promise<Identity> => generateHybridIdentity();

export function identityFromSeed(seed: Uint8Array): Identity {
  if (seed.length !== SEED_BYTES) {
    throw new Error("a seed has 32 bytes");
  }
  return bech32.encodeFromBytes(IDENTITY_PREFIX, seed).toUpperCase();
}

export function recipientOf(identity: Identity): Promise<Recipient> {
  requireIdentity(identity);
  return identityToRecipient(identity);
}

/** The 1216 bytes of a recipient; refuses every other kind of recipient. */
export function publicKey(recipient: Recipient): Bytes {
  if (!recipient.startsWith(RECIPIENT_PREFIX)) {
    throw new Error("not an age1pq1 recipient");
  }
  const { words } = bech32.decode(recipient as `${string}1${string}`, false);
  const bytes = new Uint8Array(bech32.fromWords(words));
  if (bytes.length !== RECIPIENT_BYTES) {
    throw new Error("not an age1pq1 recipient");
  }
  return bytes;
}

export async function seal(plain: Uint8Array, recipients: readonly Recipient[]): Promise<Bytes> {
  if (recipients.length < 1 || recipients.length > MOST_RECIPIENTS) {
    throw new Error("1 to 40 recipients");
  }
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    publicKey(recipient);
    encrypter.addRecipient(recipient);
  }
  return new Uint8Array(await encrypter.encrypt(plain));
}

export async function open(file: Uint8Array, identities: readonly Identity[]): Promise<Bytes> {
  const header = headerOf(file);
  const decrypter = new Decrypter();
  for (const identity of identities) {
    requireIdentity(identity);
    decrypter.addIdentity(identity);
  }
  return decrypt(decrypter, file, header);
}

const MOST_SCRYPT_WORK = 18;

/** An age file with a passphrase: the one exception to the recipient type, for identity files. */
export async function openWithPassphrase(file: Uint8Array, passphrase: string): Promise<Bytes> {
  const header = headerOf(file);
  // A hostile file could otherwise ask for more memory than the page has.
  const [, work] = /^-> scrypt \S+ (\d+)$/m.exec(new TextDecoder("latin1").decode(header)) ?? [];
  if (!(Number(work) <= MOST_SCRYPT_WORK)) {
    throw new CannotOpen("unknown-format");
  }
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return decrypt(decrypter, file, header);
}

export async function sealWithPassphrase(plain: Uint8Array, passphrase: string, work = 16): Promise<Bytes> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(work);
  encrypter.setPassphrase(passphrase);
  return new Uint8Array(await encrypter.encrypt(plain));
}

/** Whether these bytes begin like an age file: the inner one of a nested panel does. */
export const isAgeFile = (bytes: Uint8Array): boolean =>
  bytes.length >= INTRO.length && INTRO.every((byte, i) => bytes[i] === byte);

async function decrypt(decrypter: Decrypter, file: Uint8Array, header: Uint8Array): Promise<Bytes> {
  try {
    return new Uint8Array(await decrypter.decrypt(file));
  } catch {
    throw new CannotOpen(await whatFailed(decrypter, header));
  }
}

/** The library tells its failures apart by text alone; a test runs this against the public vectors. */
async function whatFailed(decrypter: Decrypter, header: Uint8Array): Promise<Failure> {
  try {
    await decrypter.decryptHeader(header);
    return "damaged";
  } catch (e) {
    const text = String(e);
    return text.includes("no identity matched")
      ? "not-for-this-key"
      : text.includes("header HMAC")
        ? "damaged"
        : "unknown-format";
  }
}

function requireIdentity(identity: Identity): void {
  if (!identity.startsWith(`${IDENTITY_PREFIX}1`)) {
    throw new Error("not an AGE-SECRET-KEY-PQ-1 identity");
  }
}

/** Everything up to the end of the line with the header's MAC. */
function headerOf(file: Uint8Array): Uint8Array {
  if (!isAgeFile(file)) {
    throw new CannotOpen("unknown-format");
  }
  const text = new TextDecoder("latin1").decode(file.subarray(0, LONGEST_HEADER));
  const mac = text.indexOf("\n---");
  const end = mac < 0 ? -1 : text.indexOf("\n", mac + 1);
  if (end < 0) {
    throw new CannotOpen("unknown-format");
  }
  return file.subarray(0, end + 1);
}
