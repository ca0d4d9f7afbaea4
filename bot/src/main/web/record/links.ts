import { publicKey, type Recipient } from "../crypto/age.ts";
import { fromBase64, sha256Hex, utf8 } from "../crypto/bytes.ts";
import { isSigned } from "../crypto/signature.ts";
import type { Directory, Person } from "./directory.ts";

/** How a family is reached and what signs for it: both follow from its number. */
export interface Way {
  /** SHA-256 of the recipient of replies. */
  readonly recipientSha256: string;
  /** Base64 of 32 bytes, Ed25519. */
  readonly author: string;
}

export interface SignedText {
  readonly statement: string;
  /** Base64 of 64 bytes. */
  readonly signature: string;
}

/** `docs/record-format.md`, step 22. */
export interface ServedLink {
  readonly statement: string;
  readonly signatures: readonly { readonly by: string; readonly signature: string }[];
}

export interface Followed {
  /** Where the case is now; undefined where the family has no number, or a link is not good. */
  readonly way: Way | undefined;
  /** Every author key from record 0 on, as far as the links are good. */
  readonly authors: readonly string[];
  /** A link that nobody signed who may. What stands behind it is not looked at. */
  readonly broken: boolean;
}

/** `komir-link-request/1` of step 24, checked. */
export interface LinkRequest {
  readonly mailbox: string;
  readonly recipient: Recipient;
  readonly author: string;
}

const FORMAT = "komir-link/1";
const REQUEST_FORMAT = "komir-link-request/1";
const BY_AUTHOR = "author";
const KEY_BYTES = 32;

/** The fields in the order in which they are signed. */
const statementOf = (caseId: string, mailbox: string, { recipientSha256, author }: Way): string =>
  JSON.stringify({ format: FORMAT, case: caseId, mailbox, recipient_sha256: recipientSha256, author });

/** What a custodian and a second person sign. */
export const linkStatement = (caseId: string, { mailbox, recipient, author }: LinkRequest): string =>
  statementOf(caseId, mailbox, { recipientSha256: sha256Hex(utf8(recipient)), author });

/**
 * Follows the links of a case, in their order, from what the family sealed in record 0.
 *
 * @param start undefined for a case without a number, to which only two people can give one
 */
export function followLinks(caseId: string, start: Way | undefined, links: readonly ServedLink[], directory: Directory): Followed {
  let way = start;
  const authors = start === undefined ? [] : [start.author];
  for (const link of links) {
    const next = read(caseId, link.statement);
    if (next === undefined || !(byAuthor(link, way) || byTwo(link, directory))) {
      return { way: undefined, authors, broken: true };
    }
    way = next;
    authors.push(next.author);
  }
  return { way, authors, broken: false };
}

/** Undefined for what is not exactly the text that would be signed. */
function read(caseId: string, statement: string): Way | undefined {
  const { mailbox, recipient_sha256: recipientSha256, author } = fieldsOf(statement);
  if (!isHash(mailbox) || !isHash(recipientSha256) || !isKey(author)) {
    return undefined;
  }
  const way = { recipientSha256, author };
  return statementOf(caseId, mailbox, way) === statement ? way : undefined;
}

/** Undefined for what is not exactly such a text. */
export function readLinkRequest(text: string): LinkRequest | undefined {
  const { mailbox, recipient, author } = fieldsOf(text);
  if (!isHash(mailbox) || !isRecipient(recipient) || !isKey(author)) {
    return undefined;
  }
  return JSON.stringify({ format: REQUEST_FORMAT, mailbox, recipient, author }) === text ? { mailbox, recipient, author } : undefined;
}

const byAuthor = ({ statement, signatures }: ServedLink, way: Way | undefined): boolean =>
  way !== undefined && signatures.some(({ by, signature }) => by === BY_AUTHOR && isSigned(way.author, "link", statement, signature));

/** Of one person only one signature counts, and under whatever name the same key comes, it is one person. */
function byTwo({ statement, signatures }: ServedLink, directory: Directory): boolean {
  const signers = signatures.reduce<Person[]>((all, { by, signature }) => {
    const person = directory.people.find(({ id }) => id === by);
    return person !== undefined && isSigned(person.signing, "link", statement, signature) ? [...all, person] : all;
  }, []);
  return signers.some(
    (custodian) =>
      custodian.roles.includes("custodian") &&
      signers.some((second) => second.roles.includes("second") && second.id !== custodian.id && second.signing !== custodian.signing),
  );
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const raw: unknown = JSON.parse(text);
    return typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const isHash = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);

function isRecipient(value: unknown): value is Recipient {
  try {
    return typeof value === "string" && publicKey(value).length > 0;
  } catch {
    return false;
  }
}

function isKey(value: unknown): value is string {
  try {
    return typeof value === "string" && fromBase64(value).length === KEY_BYTES;
  } catch {
    return false;
  }
}
