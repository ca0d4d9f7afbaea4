import { recipientOf } from "../crypto/age.ts";
import { CHECKS, openKept, sealKept, type Check } from "../record/work.ts";
import type { Read } from "./case-view.ts";
import { Problem } from "./server.ts";
import type { Session } from "./session.ts";
import { draftOf } from "./transcript.ts";

/** What was begun in an open case and is neither sent nor added. Files are not kept: they are on the writer's computer. */
interface Begun {
  readonly letter: string;
  readonly files: number;
  readonly note: string;
  readonly verdict: { readonly kind: string; readonly checks: Readonly<Record<string, Check>>; readonly why: string; readonly other: string };
  readonly transcripts: readonly { readonly file: string; readonly text: string }[];
}

const begunIn = ({ draft, transcripts }: Read): Begun => ({
  letter: draft.text,
  files: draft.files.length,
  note: draft.note,
  verdict: { ...draft.verdict },
  transcripts: [...transcripts.values()].filter(({ text }) => text !== "").map(({ file, text }) => ({ file, text })),
});

const isEmpty = ({ letter, note, verdict, transcripts }: Begun): boolean =>
  [letter, note, verdict.kind, verdict.why, verdict.other].every((text) => text === "") && Object.keys(verdict.checks).length === 0 && transcripts.length === 0;

/** Keeps what is begun in one open case: sealed to its writer, on the server, so that neither a lease that runs out nor a telephone that goes dark loses it. */
export class Keeper {
  #saved = "";
  #isThere = false;
  /** What was found of an earlier visit, how many files it had. */
  #found: { readonly files: number } | undefined;

  constructor(
    private readonly session: Session,
    private readonly caseId: string,
  ) {}

  get found(): { readonly files: number } | undefined {
    return this.#found;
  }

  /** Takes up again what was begun on an earlier visit. */
  async takeUp(read: Read): Promise<void> {
    const sealed = (await this.session.server.kept()).get(this.caseId);
    if (sealed === undefined) {
      return;
    }
    this.#isThere = true;
    const begun = begunOf(await openKept(this.caseId, sealed, this.session.file.identity));
    if (begun === undefined) {
      return;
    }
    const { draft, transcripts } = read;
    draft.text = begun.letter;
    draft.note = begun.note;
    Object.assign(draft.verdict, begun.verdict);
    begun.transcripts.forEach(({ file, text }) => (draftOf(transcripts, file).text = text));
    this.#saved = JSON.stringify(begunIn(read));
    this.#found = { files: begun.files };
  }

  /** Writes what has changed since. @returns whether something is kept */
  async save(read: Read): Promise<boolean> {
    const begun = begunIn(read);
    const text = JSON.stringify(begun);
    if (isEmpty(begun)) {
      await this.drop();
      return false;
    }
    if (text !== this.#saved) {
      const { server, file } = this.session;
      const sealed = await sealKept(this.caseId, begun, await recipientOf(file.identity)).catch((e: unknown) => {
        throw e instanceof RangeError ? new Problem("keptLong") : e;
      });
      await server.keep(this.caseId, sealed);
      this.#saved = text;
      this.#isThere = true;
    }
    return true;
  }

  async drop(): Promise<void> {
    if (this.#isThere) {
      await this.session.server.forgetKept(this.caseId);
      this.#isThere = false;
    }
    this.#saved = "";
    this.#found = undefined;
  }
}

/** Our own words, sealed to ourselves; but an older page may have written them. */
function begunOf(raw: unknown): Begun | undefined {
  if (typeof raw !== "object" || raw === null) {
    return undefined;
  }
  const { letter, files, note, verdict, transcripts } = raw as Record<string, unknown>;
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const of = (typeof verdict === "object" && verdict !== null ? verdict : {}) as Record<string, unknown>;
  const checks = Object.entries((of.checks ?? {}) as Record<string, unknown>).filter((entry): entry is [string, Check] => CHECKS.some((check) => check === entry[1]));
  return {
    letter: text(letter),
    files: typeof files === "number" ? files : 0,
    note: text(note),
    verdict: { kind: text(of.kind), checks: Object.fromEntries(checks), why: text(of.why), other: text(of.other) },
    transcripts: (Array.isArray(transcripts) ? transcripts : []).flatMap((one: Record<string, unknown> | null) => (typeof one?.file === "string" && typeof one.text === "string" ? [{ file: one.file, text: one.text }] : [])),
  };
}
