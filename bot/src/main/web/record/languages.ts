import embedded from "komir:languages";

export interface Language {
  readonly tag: string;
  /** In its own letters. */
  readonly name: string;
  readonly rightToLeft: boolean;
  /** 1 to 12, and the seasons 21 (spring) to 24 (winter), as on buttons. */
  readonly months: Readonly<Record<string, string>>;
}

export const languages: readonly Language[] = embedded;

export const language = (tag: string): Language | undefined => languages.find((candidate) => candidate.tag === tag);
