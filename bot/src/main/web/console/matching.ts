import { open, type Identity, type Recipient } from "../crypto/age.ts";
import { base64, fromBase64, fromUtf8, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { base64urlnopad } from "@scure/base";
import { sha256 } from "@noble/hashes/sha2.js";
import { matchRecord, readMatchRecord, sealMatchRecord, type MatchRecord, type Pair } from "../match/match.ts";
import { fieldsOf, toldBy } from "../record/fields.ts";
import { madeOf, matchersOf, mayMake, newMatchKey, readerNames, reviewersOf, sealMatchKey, type OpenedMatchKey } from "../record/match-key.ts";
import { personOf } from "../record/person.ts";
import { openKept, sealKept } from "../record/work.ts";
import type { Read } from "./case-view.ts";
import { isDue } from "./match-keys.ts";
import { Problem, type ServedMatchKey } from "./server.ts";
import { renewRevocations, type Session } from "./session.ts";
import { sendSuggestion } from "./worked.ts";

/** A coordinator's console makes it: all records of the one before are gone then. @returns whether one was due */
export async function makeMatchKey(session: Session): Promise<boolean> {
  const { me, server, file } = session;
  await renewRevocations(session);
  session.matchKeys.forget();
  const state = await session.matchKeys.state(session);
  if (state === undefined || !isDue(session, state) || !mayMake(me)) {
    return false;
  }
  const generation = (state.served?.generation ?? 0) + 1;
  await put(session, newMatchKey(session.present, generation, me.id, server.today(), file.signingSeed), generation, state.served);
  return true;
}

async function put(session: Session, signed: OpenedMatchKey["signed"], generation: number, before: ServedMatchKey | undefined): Promise<void> {
  const { log, server, present, matchKeys } = session;
  const reviewers = reviewersOf(present);
  const sealed = await sealMatchKey(signed, reviewers);
  const change = { generation, sealed: base64(sealed), readers: readerNames(reviewers), before: before?.sha256 ?? "" };
  try {
    await log.with({ act: "match", case: "", sha256: sha256Hex(sealed) }, (entry) => server.putMatchKey(change, entry));
  } finally {
    matchKeys.forget();
  }
}

/** The key with which this console makes records; undefined where it makes none. Reviewers who came since are given it. */
async function ready(session: Session): Promise<OpenedMatchKey | undefined> {
  const state = await session.matchKeys.state(session);
  if (state?.mine === undefined || isDue(session, state)) {
    return undefined;
  }
  const { served, mine } = state;
  if (readerNames(reviewersOf(session.present)).some((name) => served?.readers.includes(name) !== true)) {
    await put(session, mine.signed, mine.key.generation, served).catch(unlessChanged);
  }
  return mine;
}

/** Somebody else was faster. */
function unlessChanged(e: unknown): void {
  if (!(e instanceof Problem && e.text === "changed")) {
    throw e;
  }
}

/**
 * Makes the record of a case that is open here, where none lies beside it that is made of the same. Only a reviewer who opens the case's key does so.
 *
 * @returns whether one was made
 */
export async function keepMatchRecord(session: Session, { served, opened, followUps, worked }: Read): Promise<boolean> {
  const { me, server, log } = session;
  if (worked.to === undefined || !me.roles.includes("reviewer")) {
    return false;
  }
  const mine = await ready(session);
  if (mine === undefined) {
    return false;
  }
  const { key, generation } = mine.key;
  const of = (): string => madeOf(generation, worked.seen, matchersOf(session.present));
  if ((await server.matchRecordMadeOf(served.case)) === of()) {
    return false;
  }
  await renewRevocations(session);
  const matchers = matchersOf(session.present);
  if (matchers.length === 0) {
    return false;
  }
  const person = personOf(fieldsOf(toldBy(opened, followUps))) ?? { names: [] };
  const text = matchRecord(served.case, sha256Hex(utf8(worked.to)), person, key);
  const sealed = await sealMatchRecord(text, matchers.map(({ recipient }) => recipient));
  try {
    await log.with({ act: "match", case: served.case, sha256: sha256Hex(sealed) }, (entry) => server.putMatchRecord(served.case, { generation, madeOf: of(), sealed: base64(sealed) }, entry));
  } catch (e) {
    session.matchKeys.forget();
    throw e;
  }
  return true;
}

// --- what a matcher does

/** All records of the present generation, opened. */
export interface OpenedRecords {
  /** 0 where there is no key. */
  readonly generation: number;
  readonly records: readonly MatchRecord[];
  /** How many are none, belong to another case, or do not open. */
  readonly unread: number;
}

/** @param progress is told how many of how many were opened; false to stop @returns undefined if it was stopped */
export async function openRecords({ server, log, file }: Session, progress: (done: number, all: number) => Promise<boolean>): Promise<OpenedRecords | undefined> {
  const records: MatchRecord[] = [];
  let unread = 0;
  for (let after = ""; ; ) {
    const served = await log.with({ act: "match", case: "", sha256: "" }, (entry) => server.matchRecords(after, entry));
    for (const one of served.records) {
      if (!(await progress(records.length + unread, served.all))) {
        return undefined;
      }
      const record = await openRecord(one.sealed, file.identity);
      if (record?.case === one.case) {
        records.push(record);
      } else {
        unread++;
      }
    }
    const last = served.records.at(-1)?.case;
    if (last === undefined || last <= after || records.length + unread >= served.all) {
      return { generation: served.generation, records, unread };
    }
    after = last;
  }
}

async function openRecord(sealed: string, identity: Identity): Promise<MatchRecord | undefined> {
  try {
    return readMatchRecord(fromUtf8(await open(fromBase64(sealed), [identity])));
  } catch {
    return undefined;
  }
}

/** Both cases are told, each sealed to its own key: the one whose hash the record has. */
export async function suggest(session: Session, { a, b, comparison: { grade, reasons } }: Pair): Promise<void> {
  if (grade === "no") {
    return;
  }
  const to = new Map<string, Recipient>();
  for (const one of [a, b]) {
    const recipient = await session.server.matchedTo(one.case);
    if (sha256Hex(utf8(recipient)) !== one.to) {
      throw new Problem("matchKeyOther");
    }
    to.set(one.case, recipient);
  }
  for (const [one, other] of [[a, b], [b, a]] as const) {
    await sendSuggestion(session, one.case, to.get(one.case)!, { kind: "match", other: other.case, grade, reasons });
  }
}

const MOST_SAID = 2_000;
const PAIR_BYTES = 8;

/** Which pairs this matcher has answered: kept on the server, sealed to this matcher alone, since the case itself is closed to matchers. */
export class Said {
  readonly #pairs: Set<string>;

  private constructor(
    private readonly session: Session,
    pairs: readonly string[],
  ) {
    this.#pairs = new Set(pairs);
  }

  /** What does not open counts as nothing. */
  static async read(session: Session): Promise<Said> {
    const sealed = await session.server.saidOfPairs();
    const begun = sealed === undefined ? undefined : await openKept("", sealed, session.file.identity);
    return new Said(session, Array.isArray(begun) ? begun.filter((one): one is string => typeof one === "string") : []);
  }

  has(pair: Pair): boolean {
    return this.#pairs.has(nameOfPair(pair));
  }

  /** The oldest are forgotten where there are too many. */
  async add(pair: Pair): Promise<void> {
    const { server, me } = this.session;
    this.#pairs.add(nameOfPair(pair));
    const sealed: Bytes = await sealKept("", [...this.#pairs].slice(-MOST_SAID), me.recipient);
    await server.sayOfPairs(sealed);
  }
}

const nameOfPair = ({ a, b }: Pair): string => base64urlnopad.encode(sha256(utf8([a.case, b.case].sort().join("\n"))).subarray(0, PAIR_BYTES));
