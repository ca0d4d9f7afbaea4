import { fromBase64, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { words } from "../crypto/words.ts";
import { DirectoryRefused, readDirectory, type Directory } from "../record/directory.ts";
import { inForce, readServed, withoutRevoked, type ServedRevocation } from "../record/revocation.ts";
import type { Problem } from "./problem.ts";

/** `komir-form/1`: all that the form knows of the organisation's questions, words and places. */
export interface FormData {
  readonly languages: readonly { readonly tag: string; readonly name: string; readonly rightToLeft: boolean }[];
  /** Ids of the texts, in the order of each language's `words`. */
  readonly keys: readonly string[];
  readonly words: Readonly<Record<string, readonly (string | null)[]>>;
  readonly messages: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly questionnaires: readonly FormQuestionnaire[];
  readonly places: Readonly<Record<string, readonly FormPlace[]>>;
}

export interface FormQuestionnaire {
  readonly name: string;
  /** Of the questionnaire's file: the version that a record names. */
  readonly sha256: string;
  /** Whether it stands among what can be told; if not, it is only begun by its id. */
  readonly offered: boolean;
  /** Name to the kind of panel that its key is sealed to. */
  readonly compartments: Readonly<Record<string, string>>;
  readonly questions: readonly FormQuestion[];
}

export interface FormQuestion {
  readonly id: string;
  readonly type: string;
  readonly compartment: string;
  readonly event?: string;
  /** Options after which somebody else types or translates for the one who tells. */
  readonly helped?: readonly string[];
}

export interface FormPlace {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
  readonly children: readonly FormPlace[];
}

/** What the page may rest on, checked: each of its parts hangs on the root key. */
export interface Form {
  /** As it was signed: what somebody signed before being revoked is checked against this one. */
  readonly directory: Directory;
  /** The same without whoever is revoked: whom a case is sealed to. */
  readonly sealedTo: Directory;
  readonly data: FormData;
  /** What the organisation has recorded; none where the directory does not vouch for the list in the page. */
  readonly recordings: readonly Recording[];
  /** The root key as seven words, for families to compare with what the organisation printed. */
  readonly rootWords: readonly string[];
}

/** A file that may be played, once it is known to be the one. */
export interface Recording {
  /** `kk-Arab/greeting.ogg` */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly sha256: string;
}

export type Read = { readonly form: Form; readonly problem?: undefined } | { readonly problem: Problem };

interface Signed {
  readonly directory: string;
  readonly signature: string;
}

/**
 * The five blocks of data in the page. The root key signs the directory, the directory names the hashes of the data and of the list of recordings, and two of its coordinators sign who is revoked. Hashing and
 * parsing are done once: they are most of the work before the first card.
 */
export class PageData {
  private hash: string | undefined;
  private parsed: FormData | undefined;
  /** The newest directory that was ever good here: a server that gives an older one later does not take it away. */
  private newest: string | undefined;
  /** By their text: a server that forgets one later brings nobody back. */
  private readonly revocations = new Map<string, ServedRevocation>();

  constructor(private readonly block: (id: string) => string) {}

  /**
   * Where a newer directory is offered and good, it takes the place of the one in the page; an older or altered one never does.
   *
   * @param newer what the server offers; undefined while it has not answered, where there is no network, or where the page lies on a disk
   */
  read(newer: string | undefined, now: Date): Read {
    try {
      const { rootKey } = JSON.parse(this.block("komir-root")) as { rootKey: string };
      const root = fromBase64(rootKey);
      const { directory, text } = current(root, this.block("komir-directory"), [newer, this.newest], now.toISOString().slice(0, 10));
      this.newest = text;
      this.hash ??= sha256Hex(utf8(this.block("komir-form")));
      if (directory.form !== this.hash) {
        return { problem: "altered" };
      }
      this.parsed ??= JSON.parse(this.block("komir-form")) as FormData;
      const sealedTo = withoutRevoked(directory, inForce(this.revocationsWith(newer), directory));
      return { form: { directory, sealedTo, data: this.parsed, recordings: recordingsIn(this.block("komir-recordings"), directory), rootWords: words(root) } };
    } catch (e) {
      return { problem: e instanceof DirectoryRefused && e.reason === "expired" ? "expired" : "altered" };
    }
  }

  private revocationsWith(newer: string | undefined): ServedRevocation[] {
    const inside = this.block("komir-revocations");
    const list = inside === "" ? [] : readServed(JSON.parse(inside));
    if (list === undefined) {
      throw new Error("no list of revocations");
    }
    for (const { statement, signatures } of [...list, ...servedIn(newer)]) {
      const known = this.revocations.get(statement)?.signatures ?? [];
      this.revocations.set(statement, { statement, signatures: [...known, ...signatures] });
    }
    return Array.from(this.revocations.values());
  }
}

/** An answer that is not whole takes nothing away from what the page has. */
function servedIn(newer: string | undefined): readonly ServedRevocation[] {
  try {
    const { revocations } = JSON.parse(newer ?? "{}") as { revocations?: unknown };
    return readServed(revocations) ?? [];
  } catch {
    return [];
  }
}

const RECORDINGS = "komir-recordings/1";
const RECORDING = /^([0-9a-f]{64}) ([1-9]\d{0,9}) ([A-Za-z0-9._/-]+)$/;

/** `komir-recordings/1`. Without it the page is whole all the same, and silent. */
function recordingsIn(block: string, { recordings }: Directory): Recording[] {
  try {
    const list = block === "" ? "" : (JSON.parse(block) as string);
    const [format, ...lines] = list.split("\n");
    if (recordings === undefined || format !== RECORDINGS || sha256Hex(utf8(list)) !== recordings) {
      return [];
    }
    return lines.flatMap((line) => {
      const [, sha256, size, name] = RECORDING.exec(line) ?? [];
      return sha256 === undefined || size === undefined || name === undefined ? [] : [{ name, size: Number(size), sha256 }];
    });
  } catch {
    return [];
  }
}

/** @param offered whatever somebody gave as a newer one; what is not newer, or not good, does not count */
function current(root: Bytes, inside: string, offered: readonly (string | undefined)[], today: string): { directory: Directory; text: string | undefined } {
  const read = (signed: string, highest: number): Directory => {
    const { directory, signature } = JSON.parse(signed) as Signed;
    return readDirectory(directory, signature, root, today, highest);
  };
  const versionInside = versionOf(root, inside);
  let best: { directory: Directory; text: string } | undefined;
  for (const text of offered) {
    try {
      best = text === undefined ? best : { directory: read(text, (best?.directory.version ?? versionInside) + 1), text };
    } catch {
      // what is in the page, or was better before, counts
    }
  }
  return best ?? { directory: read(inside, 0), text: undefined };
}

/** Also of one that has expired meanwhile: an older one must not take its place. */
function versionOf(root: Bytes, signed: string): number {
  const { directory, signature } = JSON.parse(signed) as Signed;
  const issued = (JSON.parse(directory) as { issued?: unknown }).issued;
  return readDirectory(directory, signature, root, typeof issued === "string" ? issued : "", 0).version;
}
