import type { About } from "../record/work.ts";
import type { Child } from "../shared/dom.ts";
import type { TranscriptField } from "./transcript.ts";

/** Words or a recording of the testimony. */
export interface Source {
  readonly about: About;
  /** In which it was told. */
  readonly language: string;
  readonly compartment: string;
}

/** What volunteers write beside the testimony: transcripts and translations. */
export interface Beside {
  /** What was written of a recording. @param playFrom seconds */
  transcripts(of: Source, playFrom: (seconds: number) => void): Child[];
  /** What can be done with what is being written of a recording. */
  adding(of: Source, field: TranscriptField): Child[];
  /** Translations of these words, and a place for another one. */
  translations(of: Source, words: string): HTMLElement[];
}
