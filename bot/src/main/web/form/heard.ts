import type { FormData, Recording } from "./data.ts";
import { replacedBy, standsInstead } from "./say.ts";

/** What can be heard here: names as the engine knows them (`kk-Arab/detained-relative.1/p_name`), each with the file to be played. */
export type Heard = ReadonlyMap<string, Recording>;

/** Endings in the order of preference, and what a browser has to be able to play. */
const TYPES: readonly (readonly [ending: string, type: string])[] = [
  [".ogg", 'audio/ogg; codecs="opus"'],
  [".m4a", 'audio/mp4; codecs="mp4a.40.2"'],
  [".mp3", "audio/mpeg"],
];

export const typeOf = ({ name }: Recording): string => TYPES.find(([ending]) => name.endsWith(ending))?.[1] ?? "";

const canPlay = (type: string): boolean => document.createElement("audio").canPlayType(type) !== "";

/**
 * Of each text the recording that this browser can play. Where the form has words of its own in the place of a chat's, a recording of the
 * chat's words would say what is not true here: only one of the form's own (`kk-Arab/form/instead.screens.…`) counts.
 */
export function heardIn(data: Pick<FormData, "keys" | "questionnaires">, recordings: readonly Recording[], plays: (type: string) => boolean = canPlay): Heard {
  const heard = new Map<string, Recording>();
  for (const [ending] of TYPES.filter(([, type]) => plays(type))) {
    for (const recording of recordings.filter(({ name }) => name.endsWith(ending))) {
      const name = recording.name.slice(0, -ending.length);
      heard.set(name, heard.get(name) ?? recording);
    }
  }
  const languages = new Set(Array.from(heard.keys(), (name) => name.split("/")[0]!));
  for (const key of data.keys.filter(standsInstead)) {
    for (const language of languages) {
      const own = heard.get(`${language}/${key}`);
      for (const id of replacedBy(data, key)) {
        heard.delete(`${language}/${id}`);
        if (own !== undefined) {
          heard.set(`${language}/${id}`, own);
        }
      }
    }
  }
  return heard;
}

const GREETING = "greeting";

/** The organisation's greeting in a language, or in the same language written in other letters. */
export function greetingIn(heard: Heard, language: string): string | undefined {
  const [spoken] = language.split("-");
  const greetings = Array.from(heard.keys()).filter((name) => name.endsWith(`/${GREETING}`));
  return greetings.find((name) => name === `${language}/${GREETING}`) ?? greetings.find((name) => name.split(/[-/]/)[0] === spoken);
}
