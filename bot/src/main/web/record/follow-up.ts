import type { Identity } from "../crypto/age.ts";
import { fromBase64, sha256Hex, utf8 } from "../crypto/bytes.ts";
import { CASE } from "../crypto/panel.ts";
import { isSigned } from "../crypto/signature.ts";
import type { SignedText } from "./links.ts";
import { openCase, recordsOf, type OpenedCase, type ServedParts } from "./open-case.ts";

/** What came later from the same family, as a case of its own (`docs/record-format.md`, step 23). */
export interface ServedFollowUp extends ServedParts {
  readonly author?: SignedText;
}

export interface FollowUp {
  readonly opened: OpenedCase;
  /**
   * `family`: its author key is one of this family. `sealed`: so it is, and the case is sealed to others. `statement`: what was signed is not this. `author`: somebody
   * else signed it, or nobody.
   */
  readonly from: "family" | "sealed" | "statement" | "author";
  /** The questionnaire's id without its version; empty where it cannot be read. */
  readonly questionnaire: string;
  /** `YYYY-MM-DD`, of the last record; empty where none can be read. */
  readonly day: string;
  /** Whether the family agrees to something else from then on. */
  readonly agreesAnew: boolean;
}

/** The oldest day first; what cannot be read stands last. @param authors those of the first case and its links */
export async function openFollowUps(
  first: string,
  served: readonly ServedFollowUp[],
  authors: readonly string[],
  identities: readonly Identity[],
): Promise<FollowUp[]> {
  const seen = new Set([first]);
  const found: FollowUp[] = [];
  for (const each of served) {
    const one = await openFollowUp(each, seen.has(each.case) ? [] : authors, identities);
    if (one.from === "family" || one.from === "sealed") {
      seen.add(each.case);
    }
    found.push(one);
  }
  const order = ({ day, opened }: FollowUp): string => `${day === "" ? "9" : day} ${opened.id}`;
  return found.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

async function openFollowUp(served: ServedFollowUp, authors: readonly string[], identities: readonly Identity[]): Promise<FollowUp> {
  const opened = await openCase(served, identities);
  const records = recordsOf(opened);
  const [questionnaire = ""] = (records.find((record) => record.questionnaire !== "")?.questionnaire ?? "").split(".");
  return {
    opened,
    from: origin(served, opened, authors),
    questionnaire,
    day: records.map(({ day }) => day).sort().pop() ?? "",
    agreesAnew:
      questionnaire === "agreement" ||
      records.some(({ question, kind, value }) => question === "u_change" && kind === "answered" && value.choice !== "as_before"),
  };
}

function origin(served: ServedFollowUp, opened: OpenedCase, authors: readonly string[]): FollowUp["from"] {
  if (covered(served, opened) === undefined) {
    return "statement";
  }
  if (!isBy(authors, served)) {
    return "author";
  }
  return opened.compartments.some(({ name, key }) => name === CASE && key === "sealed") ? "sealed" : "family";
}

/**
 * What the statement that came with a case stands for: `list`, its sealed manifest, from the form; `key`, its key, from the chat, which does not have the whole at once.
 * Undefined for what is not the text for this case.
 */
export function covered(served: ServedFollowUp, opened: OpenedCase): "list" | "key" | undefined {
  const format = "komir-author/1";
  const statement = served.author?.statement;
  const last = served.records.filter(({ compartment }) => compartment === CASE).sort((a, b) => a.seq - b.seq).pop();
  const read = opened.compartments.find(({ name }) => name === CASE)?.records.find(({ seq }) => seq === last?.seq);
  const isManifest = read?.state === "sealed" || (read?.state === "read" && read.record.kind === "manifest");
  if (last !== undefined && isManifest && statement === JSON.stringify({ format, case: served.case, manifest: sha256Hex(bytesOf(last.sealed)) })) {
    return "list";
  }
  const recipient = Object.hasOwn(served.recipients, CASE) ? served.recipients[CASE] : undefined;
  const isKey = recipient !== undefined && statement === JSON.stringify({ format, case: served.case, recipient_sha256: sha256Hex(utf8(recipient)) });
  return isKey ? "key" : undefined;
}

/** Whether one of these keys signed the statement. */
export const isBy = (authors: readonly string[], { author }: ServedFollowUp): boolean => author !== undefined && authors.some((key) => isSigned(key, "author", author.statement, author.signature));

function bytesOf(sealed: string): Uint8Array {
  try {
    return fromBase64(sealed);
  } catch {
    return new Uint8Array();
  }
}
