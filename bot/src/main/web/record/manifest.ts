import type { Compartment } from "../crypto/panel.ts";
import type { TestimonyRecord } from "./record.ts";

/** A sealed file by its place and its content. */
export interface Filed {
  readonly seq: number;
  readonly compartment: Compartment;
  readonly sha256: string;
}

export interface Place {
  readonly seq: number;
  readonly compartment: Compartment;
}

/** What the list that was sealed at the handing-in says of the files that the server gave. */
export type ManifestReport =
  | { readonly found: false }
  | {
      readonly found: true;
      /** Whether the family handed it in themselves. */
      readonly complete: boolean;
      readonly missing: readonly Place[];
      readonly altered: readonly Place[];
      /** From before the handing-in, and yet not listed. */
      readonly extra: readonly Place[];
      /** Came after the handing-in; no list names them. */
      readonly later: readonly Place[];
    };

/** @param manifests the opened records of kind `manifest` of compartment `case`; the last one counts */
export function checkManifest(manifests: readonly TestimonyRecord[], files: readonly Filed[]): ManifestReport {
  const manifest = [...manifests].sort((a, b) => a.seq - b.seq).at(-1);
  const listed = manifest?.value.records;
  if (manifest === undefined || listed === undefined) {
    return { found: false };
  }
  const at = (a: Place) => (b: Place) => a.seq === b.seq && a.compartment === b.compartment;
  const isManifest = (file: Filed) => manifests.some(at(file));
  const unlisted = files.filter((file) => !isManifest(file) && !listed.some(at(file)));
  const seen = new Set<string>();
  const twice = files.filter((file) => {
    const place = `${file.seq} ${file.compartment}`;
    return seen.has(place) || !seen.add(place);
  });
  return {
    found: true,
    complete: manifest.value.complete === true,
    missing: listed.filter((entry) => !files.some(at(entry))).map(place),
    altered: listed.filter((entry) => files.some((f) => at(entry)(f) && f.sha256 !== entry.sha256)).map(place),
    extra: [...unlisted.filter((file) => file.seq < manifest.seq), ...twice].map(place),
    later: unlisted.filter((file) => file.seq > manifest.seq).map(place),
  };
}

const place = ({ seq, compartment }: Place): Place => ({ seq, compartment });
