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
const STANZA = "mlkem768x25519";
const MOST_RECIPIENTS = 40;
const FILE_KEY_BODY_BYTES = 32;

const INTRO = utf8("age-encryption.org/v1\n");
// 40 stanzas of about 1560 bytes; what has no end of header by then was not written by us.
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
  const stanzas = readHeader(file);
  if (!stanzas.some(([type]) => type === STANZA)) {
    throw new CannotOpen("unknown-format");
  }
  // Before any key is tried, so that a malformed stanza is told apart from one that is for somebody else.
  if (stanzas.some((stanza) => stanza[0] === STANZA && !wellFormed(stanza))) {
    throw new CannotOpen("damaged");
  }
  const decrypter = new Decrypter();
  for (const identity of identities) {
    requireIdentity(identity);
    decrypter.addIdentity(identity);
  }
  return decrypt(decrypter, file);
}

const MOST_SCRYPT_WORK = 18;

/** An age file with a passphrase: the one exception to the recipient type, for identity files. */
export async function openWithPassphrase(file: Uint8Array, passphrase: string): Promise<Bytes> {
  const [stanza, ...others] = readHeader(file);
  if (stanza?.[0] !== "scrypt" || others.length > 0) {
    throw new CannotOpen("unknown-format");
  }
  // A hostile file could otherwise ask for more memory than the page has.
  if (!(Number(stanza[2]) <= MOST_SCRYPT_WORK)) {
    throw new CannotOpen("damaged");
  }
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return decrypt(decrypter, file);
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

async function decrypt(decrypter: Decrypter, file: Uint8Array): Promise<Bytes> {
  try {
    return new Uint8Array(await decrypter.decrypt(file));
  } catch (e) {
    // The library tells its failures apart by text only; a test runs this against the public vectors.
    throw new CannotOpen(String(e).includes("no identity matched") ? "not-for-this-key" : "damaged");
  }
}

function requireIdentity(identity: Identity): void {
  if (!identity.startsWith(`${IDENTITY_PREFIX}1`)) {
    throw new Error("not an AGE-SECRET-KEY-PQ-1 identity");
  }
}

/** The argument lines of the stanzas, split at spaces, each with its body's first line behind. */
function readHeader(file: Uint8Array): string[][] {
  if (!isAgeFile(file)) {
    throw new CannotOpen("unknown-format");
  }
  const text = new TextDecoder("latin1").decode(file.subarray(0, LONGEST_HEADER));
  const end = text.search(/\n--- ?/);
  if (end < 0) {
    throw new CannotOpen("damaged");
  }
  const lines = text.slice(0, end).split("\n").slice(1);
  return lines.flatMap((line, i) => (line.startsWith("-> ") ? [[...line.slice(3).split(" "), lines[i + 1] ?? ""]] : []));
}

function wellFormed([, enc, body, ...more]: string[]): boolean {
  return (
    more.length === 0 &&
    enc?.length === Math.ceil((1120 * 8) / 6) &&
    body?.length === Math.ceil((FILE_KEY_BODY_BYTES * 8) / 6)
  );
}
