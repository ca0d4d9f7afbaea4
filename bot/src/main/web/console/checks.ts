import type { TestimonyRecord } from "../record/record.ts";
import type { StringId } from "./strings.ts";

/** What is looked at before a verdict, by the kind of testimony. */
export type CheckId = "number" | "dates" | "place" | "second" | "papers" | "photo" | "contact" | "consent" | "law";

const OF_A_RELATIVE: readonly CheckId[] = ["number", "dates", "place", "second", "papers", "photo", "contact", "consent"];
/** Who was there testifies of itself: no photo of somebody else is shown, and no number is needed of who is safe now. */
const OF_AN_EYEWITNESS: readonly CheckId[] = ["dates", "place", "second", "papers", "contact", "consent"];
/** Who worked there is told first that we are no court, and cannot promise anything before the law. */
const OF_AN_INSIDER: readonly CheckId[] = ["dates", "place", "second", "papers", "contact", "law", "consent"];

/** By what was answered; what is not known is looked at like a relative's. */
export function checksOf(answers: readonly TestimonyRecord[]): readonly CheckId[] {
  const told = answers.filter(({ kind }) => kind === "answered");
  if (told.some(({ compartment }) => compartment === "insider")) {
    return OF_AN_INSIDER;
  }
  return told.some(({ questionnaire }) => questionnaire.startsWith("eyewitness.")) ? OF_AN_EYEWITNESS : OF_A_RELATIVE;
}

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
