import { CannotOpen, recipientOf } from "../crypto/age.ts";
import { sha256Hex, type Bytes } from "../crypto/bytes.ts";
import { openIdentityFile, type IdentityFile } from "../crypto/identity-file.ts";
import { DirectoryRefused, readDirectory, type Directory, type Person, type Refusal } from "../record/directory.ts";
import { Log, remembered } from "./log.ts";
import { MatchKeys } from "./match-keys.ts";
import { Acquaintances } from "./same-view.ts";
import { inForce, withoutRevoked, type Revocation } from "../record/revocation.ts";
import { Problem, type Server } from "./server.ts";
import type { StringId } from "./strings.ts";

/** A volunteer who has come in. Only this holds keys; forgetting it locks the page. */
export interface Session {
  readonly file: IdentityFile;
  /** As it was signed: what somebody signed before being revoked is checked against this one. */
  readonly directory: Directory;
  /** The same without whoever is revoked: only to these people something new is sealed. {@link renewRevocations} asks anew. */
  present: Directory;
  revocations: readonly Revocation[];
  readonly me: Person;
  readonly server: Server;
  readonly log: Log;
  readonly acquaintances: Acquaintances;
  readonly matchKeys: MatchKeys;
}

/**
 * The two things that the console keeps in the browser: for each organisation the number of the highest directory version seen, so that
 * nobody can hand out an older directory in which a removed volunteer still stands; and the number, the hash and the time of the last entry of the log, so that
 * nobody can take away or change what was seen of it. They tell who finds them that a console was opened here and when the last time was about, and, if they already have an
 * organisation's root key, whether it was for that one.
 */
const keptUnder = (what: string, rootKey: Bytes): string => `komir.${what}.${sha256Hex(rootKey).slice(0, 16)}`;

const refusals: Readonly<Record<Refusal, StringId>> = {
  signature: "dirSignature",
  format: "dirFormat",
  expired: "dirExpired",
  "too-long": "dirLong",
  older: "dirOlder",
};

export async function enter(
  server: Server,
  sealedFile: Uint8Array,
  passphrase: string,
  progress: (text: StringId) => Promise<void>,
): Promise<Session> {
  await progress("opening");
  const file = await openFile(sealedFile, passphrase);
  await progress("checking");
  const directory = await checkedDirectory(server, file);
  const recipient = await recipientOf(file.identity);
  const me = directory.people.find((person) => person.recipient === recipient);
  if (me === undefined) {
    throw new Problem("notInDirectory");
  }
  const revocations = inForce(await server.revocations(), directory);
  if (revocations.some(({ signing }) => signing === me.signing)) {
    throw new Problem("revokedYou");
  }
  await progress("loggingIn");
  await server.login(me.id, file.signingSeed);
  const log = await Log.entered(server, me.id, file.signingSeed, remembered(keptUnder("log.head", pinned(file))));
  return { file, directory, present: withoutRevoked(directory, revocations), revocations, me, server, log, acquaintances: new Acquaintances(), matchKeys: new MatchKeys() };
}

/** Who was revoked before stays so: a server that forgets it brings nobody back. */
export async function renewRevocations(session: Session): Promise<void> {
  const served = inForce(await session.server.revocations(), session.directory);
  const known = session.revocations.filter(({ signing }) => !served.some((one) => one.signing === signing));
  session.revocations = [...known, ...served];
  session.present = withoutRevoked(session.directory, session.revocations);
}

async function openFile(sealed: Uint8Array, passphrase: string): Promise<IdentityFile> {
  try {
    return await openIdentityFile(sealed, passphrase);
  } catch (e) {
    const failure = e instanceof CannotOpen ? e.failure : "damaged";
    throw new Problem(
      { "not-for-this-key": "wrongPassphrase", damaged: "damagedFile", "unknown-format": "notIdentity" }[failure] as StringId,
    );
  }
}

function pinned({ rootKey }: IdentityFile): Bytes {
  if (rootKey === undefined) {
    throw new Problem("noRootKey");
  }
  return rootKey;
}

async function checkedDirectory(server: Server, file: IdentityFile): Promise<Directory> {
  const rootKey = pinned(file);
  const { directory: text, signature } = await server.directory();
  const key = keptUnder("directory.version", rootKey);
  const highest = Number(localStorage.getItem(key) ?? "0") || 0;
  const today = new Date(server.now()).toISOString().slice(0, 10);
  try {
    const directory = readDirectory(text, signature, rootKey, today, highest);
    localStorage.setItem(key, String(directory.version));
    return directory;
  } catch (e) {
    throw e instanceof DirectoryRefused ? new Problem(refusals[e.reason]) : e;
  }
}
