import type { Recipient } from "../crypto/age.ts";
import { concat, sha256Hex, utf8 } from "../crypto/bytes.ts";
import type { Directory, Person } from "../record/directory.ts";

/** Whom a compartment is sealed to: any one of them, or one of `outer` together with one of `inner`. */
export type Panel =
  | { readonly kind: "one"; readonly recipients: readonly Recipient[]; readonly ids: Panelists }
  | { readonly kind: "nested"; readonly inner: readonly Recipient[]; readonly outer: readonly Recipient[]; readonly ids: Panelists };

/** The ids of these people without the escrow, in order, as they stand in clear beside the key file; `outer` of a nested panel only. */
export interface Panelists {
  readonly panel: readonly string[];
  readonly outer?: readonly string[];
}

/** Up to this many reviewers all of them read every case, as on the Java side. */
export const ALL_UP_TO = 5;

/**
 * The twin of `Directory.panels` in Java: one draw for a case, so that whoever reads one part may read the other. A role that is empty since its
 * people were revoked leaves the escrow alone, on its side of a nested panel too.
 *
 * @param directory without whoever is revoked
 * @param compartments name to kind of panel, as the questionnaire gives them
 * @param seed of a receipt: what follows a case goes to those who read it. Without one the draw is at random
 */
export function panelsOf(directory: Directory, compartments: Readonly<Record<string, string>>, seed: Uint8Array | undefined): Map<string, Panel> {
  const reviewers = drawn(directory.people.filter(has("reviewer")), directory.panel, seed);
  return new Map(Object.entries(compartments).map(([name, kind]) => [name, panel(directory, kind, reviewers)]));
}

function panel(directory: Directory, kind: string, reviewers: readonly Person[]): Panel {
  const all = (role: string): Person[] => directory.people.filter(has(role));
  const sealedTo = (people: readonly Person[]): Recipient[] => [...people.map(({ recipient }) => recipient), directory.escrow];
  const one = (people: readonly Person[]): Panel => ({ kind: "one", recipients: sealedTo(people), ids: { panel: idsOf(people) } });
  switch (kind) {
    case "reviewers":
      return one(reviewers);
    case "custodians":
      return { kind: "nested", inner: sealedTo(all("custodian")), outer: sealedTo(all("second")), ids: { panel: idsOf(all("custodian")), outer: idsOf(all("second")) } };
    case "security":
      return one(all("security"));
    case "aid":
      return one(all("aid").length === 0 ? all("security") : all("aid"));
    default:
      throw new Error(`an unknown panel ${kind}`);
  }
}

const idsOf = (people: readonly Person[]): string[] => people.map(({ id }) => id).sort();

const has =
  (role: string) =>
  ({ roles }: Person): boolean =>
    roles.includes(role);

function drawn(reviewers: readonly Person[], panelSize: number, seed: Uint8Array | undefined): readonly Person[] {
  if (reviewers.length <= ALL_UP_TO) {
    return reviewers;
  }
  return seed === undefined ? atRandom(reviewers, panelSize) : inOrderOf(seed, reviewers).slice(0, panelSize);
}

/** `docs/record-format.md`, step 23. The order of two people does not hang on who else is there. */
function inOrderOf(seed: Uint8Array, reviewers: readonly Person[]): Person[] {
  return reviewers
    .map((person) => ({ person, at: sha256Hex(concat(seed, utf8(person.id))) }))
    .sort((one, other) => (one.at < other.at ? -1 : 1))
    .map(({ person }) => person);
}

export function atRandom(reviewers: readonly Person[], panelSize: number): Person[] {
  const left = [...reviewers];
  return Array.from({ length: Math.min(panelSize, left.length) }, () => left.splice(randomBelow(left.length), 1)[0]!);
}

/** Each number as likely: what would favour the small ones is drawn again. */
function randomBelow(limit: number): number {
  const range = 2 ** 32;
  const [drawnNumber = 0] = crypto.getRandomValues(new Uint32Array(1));
  return drawnNumber < range - (range % limit) ? drawnNumber % limit : randomBelow(limit);
}
