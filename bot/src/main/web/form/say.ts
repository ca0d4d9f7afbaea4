import { filler } from "./conversation.ts";
import type { FormData } from "./data.ts";

const OWN = "form/";
const INSTEAD = "form/instead.";
/** Texts that every questionnaire has of its own: what stands behind these takes the place of each questionnaire's. */
const OF_QUESTIONNAIRES = ["screens.", "consent."];

/** The words of the page itself, in one language: the texts `form/…`, without that prefix. */
export class Say {
  private readonly words: ReadonlyMap<string, string>;
  private readonly fillIn: (language: string, id: string, values: Record<string, string>) => string;

  constructor(
    data: FormData,
    readonly language: string,
  ) {
    const words = data.words[language] ?? [];
    this.words = new Map(data.keys.map((key, i) => [key, words[i] ?? ""]));
    this.fillIn = filler(data);
  }

  /** The page's own text of that id. */
  text(id: string): string {
    return this.words.get(OWN + id) ?? id;
  }

  /** The page's own message of that id. */
  fill(id: string, values: Record<string, string>): string {
    return this.fillIn(this.language, OWN + id, values);
  }

  /** A text that the chat has too; empty where there is none. */
  shared(id: string): string {
    return this.words.get(id) ?? "";
  }
}

/** Ids of the texts in whose place the text `form/instead.…` stands. */
export const replacedBy = ({ questionnaires }: Pick<FormData, "questionnaires">, key: string): string[] =>
  OF_QUESTIONNAIRES.some((group) => key.startsWith(INSTEAD + group))
    ? questionnaires.map(({ name }) => `${name}/${key.slice(INSTEAD.length).replace(".", "/")}`)
    : [key.slice(INSTEAD.length)];

export const standsInstead = (key: string): boolean => key.startsWith(INSTEAD);

/**
 * The data with the form's own texts in the place of the chat's: every `form/instead.X` takes the place of `X`; `form/instead.screens.X` and
 * `form/instead.consent.X` take that of the screen and the consent's option `X` of every questionnaire. `Texts.inForm` is the same rule in Java.
 */
export function inForm(data: FormData): FormData {
  const at = new Map(data.keys.map((key, i) => [key, i]));
  const replaced = (key: string): string[] => replacedBy(data, key);
  const words = Object.fromEntries(
    Object.entries(data.words).map(([tag, texts]) => {
      const own = [...texts];
      data.keys.forEach((key, i) => {
        const text = texts[i];
        if (key.startsWith(INSTEAD) && text !== null && text !== undefined) {
          replaced(key).forEach((id) => {
            const place = at.get(id);
            if (place !== undefined && own[place] !== null) {
              own[place] = text;
            }
          });
        }
      });
      return [tag, own];
    }),
  );
  const messages = Object.fromEntries(
    Object.entries(data.messages).map(([tag, sources]) => {
      const instead = Object.entries(sources).flatMap(([key, source]) =>
        key.startsWith(INSTEAD) ? replaced(key).map((id) => [id, source] as const) : [],
      );
      return [tag, { ...sources, ...Object.fromEntries(instead) }];
    }),
  );
  return { ...data, words, messages };
}
