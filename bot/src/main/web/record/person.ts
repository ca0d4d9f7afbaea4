import type { Person } from "../match/match.ts";
import type { FieldValue } from "./fields.ts";

const sexes: Readonly<Record<string, "MALE" | "FEMALE">> = { m: "MALE", f: "FEMALE" };

/** Whom a case is about, as far as it tells: what the matcher compares. Undefined where no name is told. */
export function personOf(values: readonly FieldValue[]): Person | undefined {
  const told = values.filter(({ state, source }) => state === "answered" && source.listed && !source.replaced);
  const of = (field: FieldValue["field"]): FieldValue[] => told.filter((value) => value.field === field);
  const names = of("name").map(({ value }) => value).filter((name) => name.trim() !== "");
  if (names.length === 0) {
    return undefined;
  }
  return {
    names,
    birth: of("birth").find(({ edtf }) => edtf !== undefined)?.edtf,
    place: of("home").find(({ place }) => place !== undefined)?.place?.code,
    sex: of("sex").flatMap(({ options = [] }) => options.flatMap((option) => sexes[option] ?? []))[0],
    number: of("number")[0]?.value,
  };
}
