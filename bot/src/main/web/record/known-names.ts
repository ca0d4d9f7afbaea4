import config from "komir:config";
import { NAMES_OF_OTHERS } from "./field-table.ts";
import type { FieldValue } from "./fields.ts";
import { folded, type Known } from "./pseudonyms.ts";
import type { TestimonyRecord } from "./record.ts";

const PLACES = ["home", "taken_where", "died_where", "place_now"] as const;

/** Down to the county, in all languages. */
const counties: readonly string[] = [...new Set(Object.values(config.places).flatMap((codes) => Object.values(codes).flatMap((names) => Object.values(names))))]
  .flatMap((name) => name.split(/[\s(),]+/u))
  .map(folded)
  .filter((name) => name.length > 2);

const isCounty = (words: string): boolean => counties.some((name) => folded(words).trim().startsWith(name));

/** Whoever and whatever is named in the fields and answers of a case: the relative, others, places below the county, numbers. */
export function knownNames(values: readonly FieldValue[], records: readonly TestimonyRecord[]): Known[] {
  const told = (field: string): string[] => values.filter((value) => value.field === field && value.state === "answered" && value.value.trim() !== "").map(({ value }) => value);
  const relative = [...new Set(told("name"))];
  const others = records.filter(({ question, kind }) => kind === "answered" && (NAMES_OF_OTHERS as readonly string[]).includes(question)).flatMap(({ value }) => value.text ?? []);
  const places = values
    .filter(({ field, state }) => state === "answered" && (PLACES as readonly string[]).includes(field))
    .filter(({ value, place }) => value !== place?.code)
    .flatMap(({ value }) => value.split(/[,،、;]/u))
    .map((part) => part.trim())
    .filter((part) => part.length > 2 && !isCounty(part));
  const numbers = told("number");
  return [
    ...(relative.length === 0 ? [] : [{ kind: "person" as const, spellings: relative }]),
    ...[...new Set(others)].map((name) => ({ kind: "person" as const, spellings: [name] })),
    ...[...new Set(places)].map((name) => ({ kind: "place" as const, spellings: [name] })),
    ...[...new Set(numbers)].map((number) => ({ kind: "number" as const, spellings: [number] })),
  ];
}
