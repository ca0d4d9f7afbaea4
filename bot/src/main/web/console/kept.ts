import { recipientOf } from "../crypto/age.ts";
import { recordsOf } from "../record/open-case.ts";
import { wordsOf } from "../record/transcript.ts";
import { transcriptsOf, translationsOf } from "../record/written.ts";
import { CONFIDENCE } from "../record/field-table.ts";
import { CHECKS, openKept, sealKept, type Check } from "../record/work.ts";
import type { Read } from "./case-view.ts";
import { isBegun, type FoundDraft } from "./draft.ts";
import { Problem } from "./server.ts";
import type { Session } from "./session.ts";
import { draftOf } from "./transcript.ts";
import { draftFrom, draftKey, keptOf, keptTranslation, type KeptTranslation } from "./translation-draft.ts";

/** What was begun in an open case and is neither sent nor added. Files are not kept: they are on the writer's computer. */
interface Begun {
  readonly letter: string;
  readonly files: number;
  readonly note: string;
  readonly verdict: { readonly kind: string; readonly checks: Readonly<Record<string, Check>>; readonly why: string; readonly other: string };
  readonly transcripts: readonly { readonly file: string; readonly text: string; readonly language?: string }[];
  readonly translations: readonly KeptTranslation[];
  readonly found: readonly (readonly [string, FoundDraft])[];
}

const begunIn = ({ draft, transcripts, translations }: Read): Begun => ({
  letter: draft.text,
  files: draft.files.length,
  note: draft.note,
  verdict: { ...draft.verdict },
  transcripts: [...transcripts.values()].filter(({ text }) => text !== "").map(({ file, text, language }) => ({ file, text, ...(language === undefined ? {} : { language }) })),
  translations: [...translations.values()].filter(({ segments }) => segments.some(({ text }) => text !== "")).map(keptOf),
  found: [...draft.found].filter(([, each]) => isBegun(each)).map(([field, each]) => [field, { ...each }]),
});

/** All that can be translated in a case. What was translated once is among them too: it may be all that is left of its original. */
export function originalsIn({ opened, followUps, worked }: Read): string[] {
  const told = [opened, ...followUps.map((each) => each.opened)].flatMap(recordsOf).flatMap(({ value }) => value.text ?? value.words ?? []);
  const abouts = worked.pieces.flatMap(({ work }) => work.about ?? []);
  const written = abouts.flatMap((about) => transcriptsOf(worked.pieces, about)).map(({ lines }) => wordsOf(lines));
  const translated = abouts.flatMap((about) => translationsOf(worked.pieces, about)).map(({ segments }) => segments.map(({ of }) => of).join(""));
  return [...told, ...written, ...translated];
}

const isEmpty = ({ letter, note, verdict, transcripts, translations, found }: Begun): boolean =>
  [letter, note, verdict.kind, verdict.why, verdict.other].every((text) => text === "") && Object.keys(verdict.checks).length === 0 && transcripts.length === 0 && translations.length === 0 && found.length === 0;

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
    const sealed = await this.session.server.kept(this.caseId);
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
    begun.found.forEach(([field, each]) => draft.found.set(field, { ...each }));
    begun.transcripts.forEach(({ file, ...draft }) => Object.assign(draftOf(transcripts, file), draft));
    if (begun.translations.length > 0) {
      const originals = originalsIn(read);
      begun.translations.flatMap((kept) => draftFrom(kept, originals) ?? []).forEach((each) => read.translations.set(draftKey(each.about), each));
    }
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
  const { letter, files, note, verdict, transcripts, translations, found } = raw as Record<string, unknown>;
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const of = (typeof verdict === "object" && verdict !== null ? verdict : {}) as Record<string, unknown>;
  const checks = Object.entries((of.checks ?? {}) as Record<string, unknown>).filter((entry): entry is [string, Check] => CHECKS.some((check) => check === entry[1]));
  return {
    letter: text(letter),
    files: typeof files === "number" ? files : 0,
    note: text(note),
    verdict: { kind: text(of.kind), checks: Object.fromEntries(checks), why: text(of.why), other: text(of.other) },
    transcripts: objects(transcripts).flatMap(({ file, text: said, language }) =>
      typeof file === "string" && typeof said === "string" ? [{ file, text: said, ...(typeof language === "string" ? { language } : {}) }] : [],
    ),
    translations: objects(translations).flatMap(keptTranslation),
    found: (Array.isArray(found) ? found : []).flatMap((one: unknown) => {
      const [field, each] = Array.isArray(one) ? (one as unknown[]) : [];
      const { value, edtf, confidence, why } = (typeof each === "object" && each !== null ? each : {}) as Record<string, unknown>;
      return typeof field === "string" ? [[field, { value: text(value), edtf: text(edtf), confidence: CONFIDENCE.find((grade) => grade === confidence) ?? "fairly", why: text(why) }] as const] : [];
    }),
  };
}

const objects = (raw: unknown): Record<string, unknown>[] => (Array.isArray(raw) ? raw.filter((one): one is Record<string, unknown> => typeof one === "object" && one !== null) : []);
