import { sha256Hex, utf8 } from "../crypto/bytes.ts";
import type { Person } from "./directory.ts";
import type { About, Piece, Segment, TimedLine } from "./work.ts";

interface Written {
  readonly by: Person;
  /** ISO 8601, UTC, seconds. */
  readonly at: string;
  readonly about: About;
  readonly language: string;
  /** How many of its pieces are not there. */
  readonly missing: number;
}

/** A transcript, whole again of its pieces. */
export interface Transcript extends Written {
  readonly lines: readonly TimedLine[];
}

/** A translation, whole again of its pieces. */
export interface Translation extends Written {
  readonly segments: readonly Segment[];
  /** What a second reader names: see {@link markOf}. */
  readonly mark: string;
  readonly reads: string | undefined;
  /** The id of the translator, where another volunteer took it in. */
  readonly from: string | undefined;
}

const sameAbout = (a: About, b: About): boolean => a.case === b.case && a.seq === b.seq && a.file === b.file;

/** SHA-256 of the sealed piece; of several, of their hashes in order, a line each. */
const markOf = (pieces: readonly Piece[]): string => (pieces.length === 1 ? pieces[0]!.sha256 : sha256Hex(utf8(pieces.map(({ sha256 }) => `${sha256}\n`).join(""))));

/** Those about one record or file, the last first. */
export const transcriptsOf = (pieces: readonly Piece[], about: About): Transcript[] =>
  together(pieces, "transcript", about).map((set) => ({
    ...headOf(set, about),
    lines: set.flatMap(({ work }) => (work.kind === "transcript" ? work.lines : [])),
  }));

/** Those about one record or file, the last first. */
export const translationsOf = (pieces: readonly Piece[], about: About): Translation[] =>
  together(pieces, "translation", about).map((set) => {
    const [{ work }] = set;
    return {
      ...headOf(set, about),
      segments: set.flatMap((each) => (each.work.kind === "translation" ? each.work.segments : [])),
      mark: markOf(set),
      reads: work.kind === "translation" ? work.reads : undefined,
      from: work.kind === "translation" ? work.from : undefined,
    };
  });

type Set_ = readonly [Piece, ...Piece[]];

function together(pieces: readonly Piece[], kind: "transcript" | "translation", about: About): Set_[] {
  const sets = new Map<string, Piece[]>();
  for (const piece of pieces) {
    const { work } = piece;
    if (work.kind === kind && work.about !== undefined && sameAbout(work.about, about)) {
      // A stranger cannot add to somebody's text by naming its mark.
      const key = work.part === undefined ? piece.name : `${piece.by.id} ${work.part.of}`;
      const set = sets.get(key) ?? [];
      set.push(piece);
      sets.set(key, set);
    }
  }
  const n = ({ work }: Piece): number => (work.kind === kind ? (work.part?.n ?? 1) : 0);
  return [...sets.values()].map((set) => set.sort((a, b) => n(a) - n(b)) as unknown as Set_).reverse();
}

function headOf(set: Set_, about: About): Written {
  const [{ by, at, work }] = set;
  if (work.kind !== "transcript" && work.kind !== "translation") {
    throw new Error("neither a transcript nor a translation");
  }
  return { by, at, about, language: work.language, missing: (work.part?.all ?? 1) - set.length };
}

/** Whose words they are, and who else has read them. */
export interface Signers {
  /** Id of the translator. */
  readonly translator: string;
  /** Id of somebody else. */
  readonly reader: string | undefined;
}

/**
 * Who translated and who read: never the same person. Who signs what it read, with changes or without, is its reader; who changes its own translation after it was read has to find a reader anew.
 *
 * @param all of the same words
 */
export function signersOf(one: Translation, all: readonly Translation[]): Signers {
  const alone: Signers = { translator: one.from ?? one.by.id, reader: undefined };
  // A mark is a hash of what was there before: no chain of readings leads back to itself.
  const before = one.from === undefined ? all.find(({ mark }) => mark === one.reads) : undefined;
  if (before === undefined || before.language !== one.language) {
    return alone;
  }
  const signed = signersOf(before, all);
  if (one.by.id !== signed.translator) {
    return { translator: signed.translator, reader: one.by.id };
  }
  return sameText(one, before) ? signed : alone;
}

const sameText = (a: Translation, b: Translation): boolean => JSON.stringify(a.segments) === JSON.stringify(b.segments);
