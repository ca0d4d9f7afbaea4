import config from "komir:config";

export type ByLanguage<T> = Readonly<Record<string, T>>;

export interface Question {
  readonly id: string;
  readonly type:
    | "consent"
    | "text"
    | "narrative"
    | "choice"
    | "multi"
    | "yes_no"
    | "repeat"
    | "partial_date"
    | "place"
    | "id_number"
    | "contact"
    | "files";
  /** To which its answer is sealed; none for the one that every case has. */
  readonly compartment?: string;
  /** The question after whose every yes this one is asked again. */
  readonly event?: string;
  /** The name of a list of places. */
  readonly list?: string;
  readonly text: ByLanguage<string>;
  readonly choices: ByLanguage<Readonly<Record<string, string>>>;
}

export interface Questionnaire {
  readonly name: string;
  readonly questions: readonly Question[];
  /** A screen or a choice of the sealed form is not always that of a chat. */
  readonly agreements: { readonly chat: ByLanguage<Agreement>; readonly form: ByLanguage<Agreement> };
}

/** What somebody agrees to. */
export interface Agreement {
  /** All that is shown before the consent, and its question. */
  readonly text: string;
  /** SHA-256 of it in hexadecimal digits, which a record of agreement names. */
  readonly sha256: string;
  readonly choices: Readonly<Record<string, string>>;
}

export interface Config {
  /** By the SHA-256 of the questionnaire's file: every version stays. */
  readonly questionnaires: Readonly<Record<string, Questionnaire>>;
  /** List name to code to names by language. */
  readonly places: Readonly<Record<string, Readonly<Record<string, ByLanguage<string>>>>>;
}

/** What an own property holds: a record's words must not reach what every object inherits. */
export const own = <T>(of: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(of, key) ? of[key] : undefined;

/** Undefined for a version that this page does not have. */
export const questionnaire = (version: string): Questionnaire | undefined => own(config.questionnaires, version);

/** As it stood where a record was made: its `channel` is `form` or `chat`. Undefined for a language that this page does not have. */
export const agreement = ({ agreements }: Questionnaire, channel: string, tag: string): Agreement | undefined =>
  own(channel === "form" ? agreements.form : agreements.chat, tag);

export const place = (list: string, code: string, tag: string): string | undefined => {
  const codes = own(config.places, list);
  const names = codes && own(codes, code);
  return names && own(names, tag);
};
