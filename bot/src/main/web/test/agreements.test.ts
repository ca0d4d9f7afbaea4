import { strict as assert } from "node:assert";
import { before, test } from "node:test";
import { newIdentity, recipientOf } from "../crypto/age.ts";
import { base64 } from "../crypto/bytes.ts";
import { verifyingKey } from "../crypto/signature.ts";
import { agreementsOf, lastDayOf } from "../record/agreements.ts";
import type { Directory } from "../record/directory.ts";
import { openWork, sealWork, type Agreement, type Piece, type Work } from "../record/work.ts";
import { directoryText, volunteer, type Volunteer } from "./made-up.ts";

/** Whom a family agreed to meet: `docs/record-format.md`, step 42. */

const CASE_ID = "00112233445566778899aabbccddeeff";
const TODAY = "2026-11-30";
const SHE: Agreement = { what: "journalist", with: "Анна, «Заман»", name: "hidden", voice: "changed", face: "none", until: "2027-03", said: "әжесі", heard: "phone" };

let aigul: Volunteer;
let directory: Directory;
let key: string;
let to: string;

before(async () => {
  aigul = await volunteer("aigul", "Айгүл", verifyingKey(crypto.getRandomValues(new Uint8Array(32))));
  directory = JSON.parse(directoryText([[aigul, ["reviewer"]]])) as Directory;
  key = await newIdentity();
  to = await recipientOf(key);
});

/** Written one after another, sealed and opened again. */
async function written(...all: readonly (Work | ((before: readonly Piece[]) => Work))[]): Promise<readonly Piece[]> {
  const served: { name: string; sealed: string }[] = [];
  let pieces: readonly Piece[] = [];
  for (const [i, work] of all.entries()) {
    const writer = { volunteer: "aigul", signingSeed: aigul.file.signingSeed, at: `2026-11-30T09:12:0${i}Z` };
    const { name, sealed } = await sealWork(CASE_ID, writer, typeof work === "function" ? work(pieces) : work, to);
    served.push({ name, sealed: base64(sealed) });
    ({ pieces } = await openWork(CASE_ID, served, key, directory));
  }
  return pieces;
}

test("an agreement comes back as it was written, and holds until its last day", async () => {
  const pieces = await written({ kind: "agreement", ...SHE });
  assert.deepEqual(pieces.map(({ work }) => work), [{ kind: "agreement", ...SHE }]);
  const [one] = agreementsOf(pieces, TODAY);
  assert.deepEqual([one!.lastDay, one!.isOver, one!.taken], ["2027-03-31", false, undefined]);
  assert.equal(agreementsOf(pieces, "2027-03-31")[0]!.isOver, false);
  assert.equal(agreementsOf(pieces, "2027-04-01")[0]!.isOver, true);
});

test("a date without an end, or that is none, counts as over", () => {
  for (const until of ["2027-03-01/..", "soon", "", "2027-13"]) {
    assert.equal(lastDayOf(until), undefined, until);
  }
  assert.equal(lastDayOf(" 2026/2027-01 "), "2027-01-31");
});

test("what was taken back is over, by the hash of that very piece, and nothing is overwritten", async () => {
  const pieces = await written(
    { kind: "agreement", ...SHE },
    { kind: "agreement", ...SHE, with: "another" },
    ([first]) => ({ kind: "agreement_over", of: first!.sha256, why: "she said so herself" }),
    { kind: "agreement_over", of: "0".repeat(64), why: "of nothing" },
  );
  const all = agreementsOf(pieces, TODAY);
  assert.deepEqual(all.map(({ piece, isOver, taken }) => [piece.work.with, isOver, taken?.work.why]), [["another", false, undefined], [SHE.with, true, "she said so herself"]]);
});

test("those that hold stand first, the one that ends first before the others", async () => {
  const until = (date: string): Work => ({ kind: "agreement", ...SHE, with: date, until: date });
  const pieces = await written(until("2026"), until("2028"), until("2020"), until("2027-01-05"));
  assert.deepEqual(agreementsOf(pieces, TODAY).map(({ piece }) => piece.work.with), ["2026", "2027-01-05", "2028", "2020"]);
});

test("a word that is not known counts as what allows least", async () => {
  const [piece] = await written({ kind: "agreement", what: "television", name: "loud", voice: 1, face: "all", heard: "", with: "x", until: "2027", said: "y" } as unknown as Work);
  assert.deepEqual(piece!.work, { kind: "agreement", what: "other", name: "hidden", voice: "none", face: "none", heard: "other", with: "x", until: "2027", said: "y" });
});
