import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { utf8 } from "../crypto/bytes.ts";
import { features, type Features } from "../match/hashed.ts";
import { HashedIndex, matchRecord, pairsOf, PeopleIndex, readMatchRecord, type Candidate, type Pair, type Person } from "../match/match.ts";

/** `known` are searched for each of `asked`; `truth` is where among the known the same person stands. */
interface Asked {
  readonly op: "rich" | "hashed";
  readonly known: readonly Person[];
  readonly asked: readonly Person[];
  readonly truth: readonly number[];
}

/** From `twice` on, each of the `known` is the same person as the one that stands so far from the beginning. */
interface AskedPairs {
  readonly op: "pairs";
  readonly known: readonly Person[];
  readonly twice: number;
}

const MOST_RANKED = 600;
/** Of nobody. */
const KEY = new Uint8Array(32).fill(1);

/** The strangers are the same in every round. */
const made = new Map<string, Features>();

function hashed(person: Person): Features {
  const text = JSON.stringify(person);
  const before = made.get(text);
  const now = before ?? features(person, made.size.toString(16).padStart(32, "0"), KEY);
  made.set(text, now);
  return now;
}

/** @return for each asked the rank of the true one, ties to its disadvantage and 0 where it is not among those ranked, and who was suggested */
function ranked(found: ReadonlyArray<Candidate<number>>, truth: number) {
  const own = found.find(({ id }) => id === truth);
  const rank = own === undefined ? 0 : found.filter(({ comparison }) => comparison.score >= own.comparison.score).length;
  const graded = (grade: string) => found.filter(({ comparison }) => comparison.grade === grade).map(({ id }) => id);
  return { rank, likely: graded("likely"), possible: graded("possible") };
}

function search({ op, known, asked, truth }: Asked): object {
  const [people, hashes] = [new PeopleIndex<number>(), new HashedIndex<number>()];
  known.forEach((person, i) => (op === "rich" ? people.add(i, person) : hashes.add(i, hashed(person))));
  const started = performance.now();
  const answers = asked.map((person, i) =>
    ranked(op === "rich" ? people.candidates(person, MOST_RANKED) : hashes.candidates(hashed(person), MOST_RANKED), truth[i]!),
  );
  return { answers, milliseconds: (performance.now() - started) / asked.length };
}

async function pairs({ known, twice }: AskedPairs): Promise<object> {
  const records = known.flatMap((person, i) => readMatchRecord(matchRecord(i.toString(16).padStart(32, "0"), "0".repeat(64), person, KEY)) ?? []);
  const started = performance.now();
  const found = (await pairsOf(records, async () => true)) ?? [];
  const milliseconds = performance.now() - started;
  const isTrue = ({ a, b }: Pair): boolean => Number.parseInt(a.case, 16) + twice === Number.parseInt(b.case, 16);
  const likely = found.filter(({ comparison: { grade } }) => grade === "likely");
  return { milliseconds, pairs: found.length, likely: likely.length, truePairs: found.filter(isTrue).length, trueLikely: likely.filter(isTrue).length };
}

export async function serve(input: Readable, output: Writable): Promise<void> {
  for await (const line of createInterface({ input })) {
    const asked = JSON.parse(line) as Asked | AskedPairs;
    output.write(utf8(`${JSON.stringify(asked.op === "pairs" ? await pairs(asked) : search(asked))}\n`));
  }
}
