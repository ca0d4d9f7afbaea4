import { fromBase64, utf8 } from "../crypto/bytes.ts";
import { verify } from "../crypto/signature.ts";
import type { Directory } from "../record/directory.ts";

/** What the organisation has signed of a withdrawal (`docs/record-format.md`, step 21). `forged`: it is not from its intake key, or does not say what it must. */
export type Statement =
  | { readonly state: "none" }
  | { readonly state: "forged" }
  | {
      readonly state: "good";
      readonly organisation: string;
      /** `YYYY-MM-DD`, UTC. */
      readonly day: string;
      /** A file of its own: the signed text, its signature, and the key that it is checked with. */
      readonly file: string;
    };

const FORMAT = "komir-statement/1";

export function readStatement(given: unknown, { intake, organisation }: Directory): Statement {
  if (given === undefined || given === null) {
    return { state: "none" };
  }
  try {
    const { statement, signature } = given as { statement: string; signature: string };
    const text = JSON.parse(statement) as { format?: unknown; organisation?: unknown; day?: unknown };
    const good =
      intake !== undefined &&
      verify(fromBase64(intake), "statement", utf8(statement), fromBase64(signature)) &&
      text.format === FORMAT &&
      text.organisation === organisation;
    if (!good || typeof text.day !== "string" || !/^\d{4}-\d\d-\d\d$/.test(text.day)) {
      return { state: "forged" };
    }
    return { state: "good", organisation, day: text.day, file: `${JSON.stringify({ statement, signature, intake }, null, 2)}\n` };
  } catch {
    return { state: "forged" };
  }
}
