import type { StringId } from "./strings.ts";

/** What is looked at before a verdict, by the kind of testimony. */
export type CheckId = "number" | "dates" | "place" | "second" | "papers" | "photo" | "contact" | "consent" | "law";

const OF_A_RELATIVE: readonly CheckId[] = ["number", "dates", "place", "second", "papers", "photo", "contact", "consent"];
/** Who was there testifies of itself: no photo of somebody else is shown, and no number is needed of who is safe now. */
const OF_AN_EYEWITNESS: readonly CheckId[] = ["dates", "place", "second", "papers", "contact", "consent"];
/** Who worked there is told first that we are no court, and cannot promise anything before the law. */
const OF_AN_INSIDER: readonly CheckId[] = ["dates", "place", "second", "papers", "contact", "law", "consent"];

const lists: Readonly<Record<string, readonly CheckId[]>> = { relative: OF_A_RELATIVE, eyewitness: OF_AN_EYEWITNESS, insider: OF_AN_INSIDER };

/** @param questionnaires ids without versions, of all that was answered; what is not known is looked at like a relative's */
export const checksOf = (questionnaires: readonly string[]): readonly CheckId[] => {
  const known = questionnaires.map((id) => (Object.hasOwn(lists, id) ? lists[id] : undefined)).filter((list) => list !== undefined);
  const all = known.length === 0 ? OF_A_RELATIVE : known.flat();
  return [...new Set(all)];
};

export const checkWords: Readonly<Record<CheckId, StringId>> = {
  number: "check_number",
  dates: "check_dates",
  place: "check_place",
  second: "check_second",
  papers: "check_papers",
  photo: "check_photo",
  contact: "check_contact",
  consent: "check_consent",
  law: "check_law",
};

export const isCheckId = (id: string): id is CheckId => Object.hasOwn(checkWords, id);
