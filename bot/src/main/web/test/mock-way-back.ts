import { newIdentity, recipientOf, seal, type Identity } from "../crypto/age.ts";
import { base64, concat, fromBase64, hex, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { pad } from "../crypto/padding.ts";
import { sign, verify } from "../crypto/signature.ts";
import { words } from "../crypto/words.ts";
import { readDecision } from "../record/decision.ts";
import type { Directory } from "../record/directory.ts";
import type { FollowUp } from "../record/follow-up.ts";
import { linkStatement, readLinkRequest, type SignedText } from "../record/links.ts";
import type { SignedEntry } from "../record/log-entry.ts";
import type { ServedCase } from "../record/open-case.ts";
import config from "komir:config";
import type { MockLog } from "./mock-log.ts";
import { madeUpLink, madeUpNumber, onlyThreats, sealCase, signedFollowUp, type MadeUpNumber, type Panels, type SealedCase, type Told } from "./made-up.ts";

/** A family that came back, another that took everything back, and a third that has lost its number: the server's part of each. */
export interface WayBack {
  /** The case that something follows. */
  readonly id: string;
  readonly served: ServedCase;
  /** With which the family opens its letters: it was replaced once. */
  readonly number: MadeUpNumber;
  readonly witness: Identity;
  readonly chat: number;
  readonly letters: { id: string; sealed: string; files: string[] }[];
  readonly letterFiles: Map<string, Bytes>;
  readonly notices: { id: string; sealed: string }[];
  readonly withdrawn: string;
  readonly lost: string;
  readonly sevenWords: readonly string[];
  readonly spoil: { request?: (text: string) => string; dropPiece?: boolean };
  inQueue(who: string): object;
  /** Undefined for what is asked of another part of the server. */
  answer(method: string, path: string, query: URLSearchParams, raw: Buffer, who: string | undefined): unknown;
}

export class Refused {
  constructor(
    readonly status: number,
    readonly error: string,
    readonly more: object = {},
  ) {}
}

const id = (): string => hex(crypto.getRandomValues(new Uint8Array(16)));
const TODAY = new Date().toISOString().slice(0, 10);
const versionOf = (name: string): string => Object.entries(config.questionnaires).find(([, { name: found }]) => found === name)![0];

export async function startWayBack(panels: Panels, directoryText: string, intakeSeed: Bytes, log: MockLog): Promise<WayBack> {
  const directory = JSON.parse(directoryText) as Directory;
  const first = await madeUpNumber();
  const number = await madeUpNumber();
  const thief = await madeUpNumber();
  const caseId = id();
  const family = await sealCase(caseId, panels, [{ question: "p_name", value: { text: "Ахмет" } }, { question: "story", value: { text: "Көктемде әкетті." } }], "kk-Cyrl", [], { way: first });
  const later = (told: readonly Told[], questionnaire: FollowUp["questionnaire"], day: string, sealedTo = panels): Promise<SealedCase> =>
    sealCase(id(), sealedTo, told.map((each) => ({ version: versionOf("news.1"), ...each })), "kk-Cyrl", [], { questionnaire: `${questionnaire}.1`, day });
  const news = await later([{ question: "p_name", value: { text: "Ахмет" } }, { question: "u_change", value: { choice: "anew" } }, { question: "story", value: { text: "Үйіне жіберіпті." } }], "news", "2026-12-03");
  const answer = await later([{ question: "story", value: { text: "Ол Дөрбілжіннен." } }], "answer", "2026-12-01");
  const forged = await later([{ question: "story", value: { text: "Бәрі жақсы, іздемеңіз." } }], "news", "2026-12-04");
  const hidden = await later([], "news", "2026-12-05", { ...panels, case: panels.threats });
  const witness = await newIdentity();
  const witnessText = JSON.stringify({ format: "komir-witness/1", recipient: await recipientOf(witness), day: TODAY });
  const chat = 7000000001;
  const tell = { format: "komir-tell/1", chat, token: "AAAAAAAAAAAAAAAAAAAAAA" };
  const served: ServedCase = {
    ...family.served,
    reply: number.recipient,
    links: [madeUpLink(caseId, number, ["author", first.seed])],
    tells: [base64(await seal(pad(utf8(JSON.stringify(tell))), [family.served.recipients.case!]))],
    witness: { statement: witnessText, signature: base64(sign(intakeSeed, "witness", utf8(witnessText))) },
    followUps: [
      { ...news.served, author: signedFollowUp(news, number.seed) },
      { ...forged.served, author: signedFollowUp(forged, thief.seed) },
      { ...answer.served, author: signedFollowUp(answer, first.seed, "recipient") },
      { ...hidden.served, author: signedFollowUp(hidden, number.seed) },
    ],
  };

  const withdrawn = id();
  const wishes = await Promise.all([
    sealCase(withdrawn, panels, [{ question: "directive", compartment: "threats", value: { choice: "keep_sealed" } }, { question: "th_threats", compartment: "threats", value: { choices: ["call"] } }], "kk-Cyrl", [], { way: number }),
    sealCase(id(), panels, [{ question: "directive", compartment: "threats", value: { choice: "delete" } }], "kk-Cyrl", [], { questionnaire: "news.1", day: "2026-12-02" }),
    sealCase(id(), panels, [{ question: "directive", compartment: "threats", value: { choice: "ask_person" } }], "kk-Cyrl", [], { questionnaire: "news.1", day: "2026-12-03" }),
  ]);
  const takenBack = wishes.map((each, i) => onlyThreats(each, i === 0, i === 0 ? undefined : signedFollowUp(each, i === 1 ? number.seed : thief.seed)));
  let locked = true;
  const decisions: SignedText[] = [];
  const signers = (kind: string): Set<string> =>
    new Set(decisions.map((each) => readDecision(each, withdrawn, directory)).flatMap((each) => (each?.kind === kind ? [each.by.id] : [])));

  const lost = id();
  const fresh = await madeUpNumber();
  const requestText = JSON.stringify({ format: "komir-link-request/1", mailbox: fresh.mailbox, recipient: fresh.recipient, author: fresh.author });
  const requestHash = sha256Hex(utf8(requestText));
  const signatures = new Map<string, string>();

  const letters: WayBack["letters"] = [];
  const notices: WayBack["notices"] = [];
  const letterFiles = new Map<string, Bytes>();
  const spoil: WayBack["spoil"] = {};
  const roles = (who: string): readonly string[] => directory.people.find((person) => person.id === who)?.roles ?? [];
  const is = (who: string, ...any: string[]): boolean => roles(who).some((role) => any.includes(role));

  function signLink(who: string, { hash, signature, log: entry }: { hash: string; signature: string; log?: SignedEntry }): unknown {
    const key = directory.people.find((person) => person.id === who)!.signing;
    const statement = linkStatement(lost, readLinkRequest(requestText)!);
    if (hash !== requestHash || !verify(fromBase64(key), "link", utf8(statement), fromBase64(signature))) {
      return new Refused(403, "bad_signature");
    }
    const refused = log.append(who, "link", lost, hash, entry);
    if (refused !== undefined) {
      return refused;
    }
    signatures.set(who, signature);
    return { complete: [...signatures.keys()].some((a) => is(a, "custodian") && [...signatures.keys()].some((b) => b !== a && is(b, "second"))) };
  }

  function letterFile(method: string, name: string, end: boolean, query: URLSearchParams, raw: Buffer): unknown {
    const sofar = letterFiles.get(name) ?? new Uint8Array();
    if (end) {
      const { size, sha256 } = JSON.parse(raw.toString("utf8")) as { size: number; sha256: string };
      return size === sofar.length && sha256 === sha256Hex(sofar) ? {} : new Refused(409, "not_whole", { received: sofar.length });
    }
    if (method === "GET") {
      return { received: sofar.length };
    }
    if (Number(query.get("from")) !== sofar.length || raw.length > 1024 * 1024) {
      return new Refused(409, "received", { received: sofar.length });
    }
    letterFiles.set(name, concat(sofar, raw));
    // The piece arrived and the answer did not.
    return spoil.dropPiece === true && delete spoil.dropPiece ? new Refused(409, "received", { received: sofar.length + raw.length }) : {};
  }

  return {
    id: caseId,
    served,
    number,
    witness,
    chat,
    letters,
    letterFiles,
    notices,
    withdrawn,
    lost,
    sevenWords: words(utf8(requestText)),
    spoil,
    inQueue: (who) => ({
      withdrawn: locked ? [{ case: withdrawn, day: TODAY }] : [],
      signing: signatures.size > 0 && is(who, "custodian", "second") ? [{ case: lost, request_hash: requestHash, by: [...signatures.keys()] }] : [],
    }),
    answer(method, path, query, raw, who) {
      if (!path.startsWith("/api/") || who === undefined) {
        return undefined;
      }
      const json = <T>(): T => JSON.parse(raw.toString("utf8")) as T;
      const [, name, end] = new RegExp(`^/api/cases/${caseId}/letter-files/([0-9a-f]{32})(/whole)?$`).exec(path) ?? [];
      if (name !== undefined) {
        return letterFile(method, name, end !== undefined, query, raw);
      }
      switch (`${method} ${path}`) {
        case `POST /api/cases/${caseId}/letters`: {
          const letter = json<WayBack["letters"][number] & { log?: SignedEntry }>();
          const refused = log.append(who, "letter", caseId, sha256Hex(fromBase64(letter.sealed)), letter.log);
          if (refused === undefined) {
            letters.push(letter);
          }
          return refused ?? {};
        }
        case "POST /api/notices":
          notices.push(...json<{ notices: WayBack["notices"] }>().notices);
          return {};
        case "GET /api/cases":
          return is(who, "custodian", "second") ? { cases: [lost, caseId].filter((one) => one.startsWith(query.get("mark") ?? "-")) } : new Refused(403, "not_allowed");
        case `GET /api/links/${requestHash.slice(0, 19)}`:
          return is(who, "custodian", "second") ? { hash: requestHash, request: spoil.request?.(requestText) ?? requestText } : new Refused(403, "not_allowed");
        case `POST /api/cases/${lost}/links`:
          return signLink(who, json());
        case `POST /api/withdrawn/${withdrawn}/open`:
          return !is(who, "security") ? new Refused(403, "not_allowed") : log.append(who, "open", withdrawn, "", json<{ log?: SignedEntry }>().log) ?? { case: withdrawn, day: TODAY, decisions, cases: takenBack, links: [] };
        case `POST /api/withdrawn/${withdrawn}/decisions`: {
          const { log: entry, ...decision } = json<SignedText & { log?: SignedEntry }>();
          const read = readDecision(decision, withdrawn, directory);
          if (read?.by.id !== who) {
            return new Refused(403, "bad_signature");
          }
          const refused = log.append(who, "decision", withdrawn, sha256Hex(utf8(decision.statement)), entry);
          if (refused !== undefined) {
            return refused;
          }
          decisions.push(decision);
          const complete = signers(read.kind).size > 1;
          locked = locked && !(read.kind === "restore" && complete);
          return { complete };
        }
        default:
          return undefined;
      }
    },
  };
}
