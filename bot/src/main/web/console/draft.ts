import type { Confidence } from "../record/field-table.ts";
import type { Agreement, Check } from "../record/work.ts";

/** What is being written in an open case: to leave or lock it is to forget it, but for what is kept, sealed to its writer. */
export interface Draft {
  text: string;
  files: readonly DraftFile[];
  note: string;
  readonly verdict: VerdictDraft;
  /** What was found of fields, by their ids. */
  readonly found: Map<string, FoundDraft>;
  /** Not kept: it is short, and a half of it would be read as an agreement. */
  readonly agreement: AgreementDraft;
  /** Why an agreement is taken back, by its SHA-256. */
  readonly takenBack: Map<string, string>;
}

export type AgreementDraft = { -readonly [field in keyof Agreement]: Agreement[field] };

export const emptyAgreement = (): AgreementDraft => ({ what: "journalist", with: "", name: "hidden", voice: "none", face: "none", until: "", said: "", heard: "in_person" });

export interface FoundDraft {
  value: string;
  edtf: string;
  confidence: Confidence;
  why: string;
}

export interface DraftFile {
  readonly content: Blob;
  /** As in a record's attachments (`docs/record-format.md`, step 11). */
  readonly kind: "voice" | "audio" | "video" | "photo" | "document";
  readonly name: string | undefined;
}

export interface VerdictDraft {
  kind: string;
  checks: Readonly<Record<string, Check>>;
  why: string;
  /** The mark of the other case. */
  other: string;
}

export const emptyDraft = (): Draft => ({ text: "", files: [], note: "", verdict: { kind: "", checks: {}, why: "", other: "" }, found: new Map(), agreement: emptyAgreement(), takenBack: new Map() });

export const isBegun = ({ value, edtf, why }: FoundDraft): boolean => [value, edtf, why].some((text) => text !== "");
