import type { Identity } from "../crypto/age.ts";
import { CASE, THREATS } from "../crypto/panel.ts";
import type { Directory } from "./directory.ts";
import { covered, isBy, type ServedFollowUp } from "./follow-up.ts";
import { followLinks, type ServedLink } from "./links.ts";
import { openCase, wayBack, type OpenedCase } from "./open-case.ts";

/** What a security officer is given of a case that was taken back and of all that followed it (`docs/record-format.md`, step 26). */
export interface ServedTakenBack {
  /** The first case. */
  readonly case: string;
  readonly cases: readonly ServedFollowUp[];
  readonly links: readonly ServedLink[];
}

/**
 * What this reader can see of who wrote the compartment `threats`. Of the first case: `first`, its sealed list names these records; `first-sealed`, that list is sealed to others. Of what followed:
 * `listed`, a number of the family signed the list, and the list names these records; `signed`, such a number signed a list that is sealed to others; `chat`, such a number signed the case's key and
 * no list; `unknown`, what names the family's number is sealed to others; `statement`, what was signed is not this; `author`, somebody else signed it. Of both: `altered`, the list says otherwise.
 */
export type Whose = "first" | "first-sealed" | "listed" | "signed" | "chat" | "unknown" | "statement" | "author" | "altered";

/** Of these nobody may take the words for the family's. */
const NOT_SHOWN: readonly Whose[] = ["unknown", "statement", "author", "altered"];

export const isShown = (whose: Whose): boolean => !NOT_SHOWN.includes(whose);

export interface TakenBackPart {
  /** Of it only the compartment `threats`. */
  readonly opened: OpenedCase;
  readonly whose: Whose;
}

/** In the order in which they were served. @param directory whose custodians and second persons can give a case another number */
export async function openTakenBack(served: ServedTakenBack, identities: readonly Identity[], directory: Directory): Promise<TakenBackPart[]> {
  const opened: OpenedCase[] = [];
  for (const each of served.cases) {
    opened.push(await openCase(each, identities));
  }
  const numbers = numbersOf(served, opened.find(({ id }) => id === served.case), directory);
  const seen = new Set<string>();
  return served.cases.map((each, i) => {
    const one = opened[i]!;
    // The same id again is not what the family handed in under it.
    const whose = seen.has(each.case) ? "author" : each.case === served.case ? first(one) : later(each, one, numbers);
    if (isShown(whose)) {
      seen.add(each.case);
    }
    return { opened: { ...one, compartments: one.compartments.filter(({ name }) => name === THREATS) }, whose };
  });
}

interface Numbers {
  readonly authors: readonly string[];
  /** Whether these are all: record 0 could be opened. */
  readonly all: boolean;
}

/** Who cannot open record 0 still knows what two people of the directory signed: their link says by itself whose the number is. The server's word for it is not asked. */
function numbersOf({ case: id, links }: ServedTakenBack, first: OpenedCase | undefined, directory: Directory): Numbers {
  if (first?.compartments.some(({ name, key }) => name === CASE && key === "open") === true) {
    return { authors: followLinks(id, wayBack(first), links, directory).authors, all: true };
  }
  const start = links.findIndex((link) => !followLinks(id, undefined, [link], directory).broken);
  return { authors: start < 0 ? [] : followLinks(id, undefined, links.slice(start), directory).authors, all: false };
}

function first(opened: OpenedCase): Whose {
  switch (listed(opened)) {
    case "named":
      return "first";
    case "sealed":
      return "first-sealed";
    case "other":
      return "altered";
  }
}

function later(served: ServedFollowUp, opened: OpenedCase, { authors, all }: Numbers): Whose {
  const by = covered(served, opened);
  if (by === undefined) {
    return "statement";
  }
  if (!isBy(authors, served)) {
    return all ? "author" : "unknown";
  }
  switch (listed(opened)) {
    case "named":
      return by === "list" ? "listed" : "chat";
    case "sealed":
      return by === "list" ? "signed" : "chat";
    case "other":
      return "altered";
  }
}

/** Whether the sealed list names what is here of the compartment `threats`, no more and no less. */
function listed({ compartments, manifest }: OpenedCase): "named" | "sealed" | "other" {
  const key = compartments.find(({ name }) => name === CASE)?.key ?? "sealed";
  if (key === "sealed") {
    return "sealed";
  }
  const named = key === "open" && manifest.found && ![...manifest.missing, ...manifest.altered, ...manifest.extra, ...manifest.later].some(({ compartment }) => compartment === THREATS);
  return named ? "named" : "other";
}
