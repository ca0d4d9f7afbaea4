import { fromBase64, sha256Hex, utf8, type Bytes } from "../crypto/bytes.ts";
import { words } from "../crypto/words.ts";
import { DirectoryRefused, readDirectory, type Directory } from "../record/directory.ts";
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
}

export interface FormPlace {
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
  readonly children: readonly FormPlace[];
}

/** What the page may rest on, checked: each of its parts hangs on the root key. */
export interface Form {
  readonly directory: Directory;
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
 * The four blocks of data in the page. The root key signs the directory, the directory names the hashes of the data and of the list of recordings. Hashing and
 * parsing are done once: they are most of the work before the first card.
 */
export class PageData {
  private hash: string | undefined;
  private parsed: FormData | undefined;

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
      const directory = current(root, this.block("komir-directory"), newer, now.toISOString().slice(0, 10));
      this.hash ??= sha256Hex(utf8(this.block("komir-form")));
      if (directory.form !== this.hash) {
        return { problem: "altered" };
      }
      this.parsed ??= JSON.parse(this.block("komir-form")) as FormData;
      return { form: { directory, data: this.parsed, recordings: recordingsIn(this.block("komir-recordings"), directory), rootWords: words(root) } };
    } catch (e) {
      return { problem: e instanceof DirectoryRefused && e.reason === "expired" ? "expired" : "altered" };
    }
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

function current(root: Bytes, inside: string, newer: string | undefined, today: string): Directory {
  const read = (signed: string, highest: number): Directory => {
    const { directory, signature } = JSON.parse(signed) as Signed;
    return readDirectory(directory, signature, root, today, highest);
  };
  const versionInside = versionOf(root, inside);
  if (newer !== undefined) {
    try {
      return read(newer, versionInside + 1);
    } catch {
      // Not newer, or not good: what is in the page counts.
    }
  }
  return read(inside, 0);
}

/** Also of one that has expired meanwhile: an older one must not take its place. */
function versionOf(root: Bytes, signed: string): number {
  const { directory, signature } = JSON.parse(signed) as Signed;
  const issued = (JSON.parse(directory) as { issued?: unknown }).issued;
  return readDirectory(directory, signature, root, typeof issued === "string" ? issued : "", 0).version;
}
