import { isAgeFile, open, recipientOf, seal, type Identity, type Recipient } from "../crypto/age.ts";
import { base64, fromBase64, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { CASE, NEEDS, openCompartmentKey, type Compartment } from "../crypto/panel.ts";
import { ALL_UP_TO, atRandom } from "../form/panels.ts";
import type { Directory, Person, Role } from "../record/directory.ts";
import { isSignedEntry } from "../record/log-entry.ts";
import type { Read } from "./case-view.ts";
import { readLog } from "./log-view.ts";
import { Problem } from "./server.ts";
import type { Session } from "./session.ts";

/** A key file that this volunteer opens, as the server gives it without anything else of the case. */
export interface ServedKey {
  readonly case: string;
  readonly compartment: Compartment;
  readonly recipient: Recipient;
  readonly sealed: string;
  /** Ids of those who open the file as it lies there: of a nested one, the outer layer. */
  readonly panel: readonly string[];
  readonly nested: boolean;
  /** Whether its panel is another one than it should be. */
  readonly waits: boolean;
  /** Who sealed it anew, until somebody else has opened it. */
  readonly by?: string;
  /** The last file that is known to be good, while nobody else has opened this one. */
  readonly before?: string;
}

/** The key files of a case and of what followed it. */
export interface ServedKeys {
  readonly case: string;
  readonly excluded: readonly string[];
  /** Who reads the first case; undefined where it is not known. */
  readonly readers: readonly string[] | undefined;
  readonly keys: readonly ServedKey[];
}

/** A key file that somebody sealed badly. */
export interface Bad {
  readonly case: string;
  /** By the signed log; undefined where it has no such entry. */
  readonly by: string | undefined;
  /** Whether it was sealed anew from the one before. */
  readonly mended: boolean;
}

/** What was done with the key files of one case. */
export interface Refilled {
  readonly sealed: number;
  readonly checked: number;
  readonly bad: readonly Bad[];
}

/**
 * What a key file protects, opened with one's own key: the line with the case's key, or the inner file of a nested one. Undefined where it does not open, or holds another key than that of the case. Whether
 * the inner file of a nested one is good, only a custodian sees.
 */
async function contentOf(file: Bytes, key: ServedKey, identity: Identity): Promise<Bytes | undefined> {
  try {
    if (key.nested) {
      const inner = await open(file, [identity]);
      return isAgeFile(inner) ? inner : undefined;
    }
    const opened = await openCompartmentKey(file, [identity]);
    return (await recipientOf(opened)) === key.recipient ? utf8(`${opened}\n`) : undefined;
  } catch {
    return undefined;
  }
}

/** How many can open an age file: its header says so, and not who they are. */
export function recipientsIn(file: Bytes): number {
  const header = new TextDecoder("latin1").decode(file).split("\n--- ", 1)[0] ?? "";
  return header.split("\n").filter((line) => line.startsWith("-> ")).length;
}

/** @param excluded ids */
const mayRead = (directory: Directory, role: Role, excluded: readonly string[]): readonly Person[] =>
  directory.people.filter(({ id, roles }) => roles.includes(role) && !excluded.includes(id));

/**
 * To whom a key file is to be sealed, besides the escrow. Only the panel of a first case is drawn: who is left of it stays, and others are added by lot, so that nobody chooses who reads.
 *
 * @param present the directory without whoever is revoked
 */
export function panelFor(key: ServedKey, { case: first, excluded, readers }: Pick<ServedKeys, "case" | "excluded" | "readers">, present: Directory): readonly Person[] {
  if (!key.nested && key.compartment === NEEDS) {
    const isThere = present.people.some(({ roles }) => roles.includes("aid"));
    return mayRead(present, isThere ? "aid" : "security", excluded);
  }
  if (key.nested || key.compartment !== CASE) {
    return mayRead(present, key.nested ? "second" : "security", excluded);
  }
  const all = mayRead(present, "reviewer", excluded);
  if (key.case !== first && readers !== undefined) {
    return all.filter(({ id }) => readers.includes(id));
  }
  const left = all.filter(({ id }) => key.panel.includes(id));
  const others = all.filter(({ id }) => !key.panel.includes(id));
  const reviewers = present.people.filter(({ roles }) => roles.includes("reviewer")).length;
  const most = reviewers <= ALL_UP_TO ? reviewers : present.panel;
  return [...left, ...atRandom(others, Math.max(0, most - left.length))];
}

/** Seals anew what waits in one case, and opens what others sealed anew. The log says that the key files were taken, and has the hash of each new one. */
export async function refill(session: Session, id: string): Promise<Refilled> {
  const { server, log, me } = session;
  const served = await log.with({ act: "keys", case: id, sha256: "" }, (entry) => server.keyFiles(id, entry));
  if (served.case !== id) {
    throw new Problem("unexpected");
  }
  let readers = served.readers;
  let sealed = 0;
  let checked = 0;
  const bad: Bad[] = [];
  for (const key of [...served.keys].sort((a, b) => Number(b.case === id) - Number(a.case === id))) {
    const seen = await look(session, key);
    if (seen.state === "bad" || (key.waits && seen.content === undefined)) {
      bad.push({ case: key.case, by: key.by === undefined ? undefined : await sealerOf(session, key), mended: seen.content !== undefined });
    } else if (key.by !== undefined && key.by !== me.id && seen.state === "good" && !key.waits) {
      await confirm(session, key.case, key.compartment, sha256Hex(fromBase64(key.sealed)));
      checked++;
    }
    if (seen.content !== undefined && (key.waits || seen.state === "bad")) {
      const panel = panelFor(key, { ...served, readers }, session.present);
      await reseal(session, key, seen.content, panel);
      sealed++;
      readers = key.case === id && key.compartment === CASE ? panel.map((one) => one.id) : readers;
    }
  }
  return { sealed, checked, bad };
}

interface Seen {
  /** `unsure`: it opens, and whether all of it is good this volunteer does not see; or it was not sealed to this volunteer from the start. */
  readonly state: "good" | "bad" | "unsure";
  readonly content: Bytes | undefined;
}

/** Opens a key file, and the one before where there is one: of a nested file the inner one must still be the same. */
async function look({ file: { identity }, me }: Session, key: ServedKey): Promise<Seen> {
  const file = fromBase64(key.sealed);
  const content = await contentOf(file, key, identity);
  const before = key.before === undefined ? undefined : await contentOf(fromBase64(key.before), key, identity);
  const asWritten = recipientsIn(file) === key.panel.length + 1;
  if (key.by === undefined) {
    // A panel that the server writes longer than it is would have more people read than were drawn.
    return { state: "unsure", content: asWritten ? content : undefined };
  }
  const same = !key.nested || (before !== undefined && content !== undefined && sha256Hex(before) === sha256Hex(content));
  if (content !== undefined && asWritten && same) {
    return { state: "good", content };
  }
  if (content !== undefined && asWritten && before === undefined) {
    return { state: "unsure", content };
  }
  return { state: key.by === me.id ? "unsure" : "bad", content: before };
}

async function reseal({ server, log, present }: Session, key: ServedKey, content: Bytes, panel: readonly Person[]): Promise<void> {
  const file = await seal(content, [...panel.map(({ recipient }) => recipient), present.escrow]);
  const ids = panel.map(({ id }) => id).sort();
  const change = { compartment: key.compartment, sealed: base64(file), panel: ids, before: sha256Hex(fromBase64(key.sealed)) };
  await log.with({ act: "reseal", case: key.case, sha256: sha256Hex(file) }, (entry) => server.reseal(key.case, change, entry));
}

async function confirm({ server, log }: Session, id: string, compartment: Compartment, sha256: string): Promise<void> {
  await log.with({ act: "reseal", case: id, sha256 }, (entry) => server.opensWell(id, compartment, sha256, entry));
}

/** The first whose signed entry names the file: a later one only says that it opens. */
async function sealerOf(session: Session, key: ServedKey): Promise<string | undefined> {
  const sha256 = sha256Hex(fromBase64(key.sealed));
  const { all, entries } = await readLog(session);
  const found = entries.find(({ act, case: about, sha256: of }) => act === "reseal" && about === key.case && of === sha256);
  const signer = session.directory.people.find(({ id }) => id === found?.volunteer);
  const entry = found === undefined ? undefined : all[found.n - 1];
  return entry !== undefined && signer !== undefined && isSignedEntry(entry, signer.signing) ? signer.id : undefined;
}

/**
 * Says of keys that others sealed anew that they open, once the case is open here.
 *
 * @returns who sealed one badly, by the server's word; undefined where all of them open
 */
export async function confirmOpened(session: Session, { served, opened, followUps }: Read): Promise<string | undefined> {
  let bad: string | undefined;
  for (const { case: id, compartment, by } of served.resealed ?? []) {
    const parts = id === served.case ? served : served.followUps?.find((one) => one.case === id);
    const whole = id === served.case ? opened : followUps.find((one) => one.opened.id === id)?.opened;
    const state = whole?.compartments.find(({ name }) => name === compartment)?.key;
    const file = parts?.keys[compartment];
    if (by === session.me.id || file === undefined || state === undefined) {
      continue;
    }
    if (state === "open") {
      await confirm(session, id, compartment, sha256Hex(fromBase64(file))).catch(unlessChanged);
    } else if (compartment === CASE) {
      bad ??= by;
    }
  }
  return bad;
}

/** Somebody else was faster: then it is said already. */
function unlessChanged(e: unknown): void {
  if (!(e instanceof Problem && (e.text === "changed" || e.text === "notInPanel"))) {
    throw e;
  }
}
