import { CannotOpen, open, type Failure, type Identity } from "../crypto/age.ts";
import { sha256Hex, type Bytes } from "../crypto/bytes.ts";
import { padme } from "../crypto/padding.ts";
import type { Attachment } from "./record.ts";

export type OpenedFile =
  | { readonly state: "whole"; readonly bytes: Bytes }
  /** `another`: it opens, but is not the file that its record tells of. */
  | { readonly state: "broken"; readonly why: Failure | "another" };

/** Opens a sealed file with the key of its record's compartment, or of the letter's receipt, and compares it with what the record or letter tells of it. */
export async function openFile(sealed: Uint8Array, identity: Identity, recorded: Pick<Attachment, "size" | "sha256">): Promise<OpenedFile> {
  let plain: Bytes;
  try {
    plain = await open(sealed, [identity]);
  } catch (e) {
    return { state: "broken", why: e instanceof CannotOpen ? e.failure : "damaged" };
  }
  const bytes = plain.slice(0, recorded.size);
  const whole =
    plain.length === padme(recorded.size) &&
    plain.subarray(recorded.size).every((byte) => byte === 0) &&
    sha256Hex(bytes) === recorded.sha256;
  return whole ? { state: "whole", bytes } : { state: "broken", why: "another" };
}
