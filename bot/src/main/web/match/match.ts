/** The same person, spelled otherwise: all that the pages use. Pure: it reads no page, no network and no clock. Suggestions only; nothing here joins two records. */
export { compare } from "./compare.ts";
export { compareHashed, readMatchRecord } from "./compare-hashed.ts";
export { REASONS, type Comparison, type Grade, type Reason } from "./evidence.ts";
export { MATCH_KEY_BYTES, matchRecord, sealMatchRecord, type MatchRecord } from "./hashed.ts";
export { pairsOf, type Pair } from "./pairs.ts";
export type { Person } from "./person.ts";
export { HashedIndex, PeopleIndex, type Candidate } from "./search.ts";
