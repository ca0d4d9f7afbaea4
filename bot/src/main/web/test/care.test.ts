import { strict as assert } from "node:assert";
import { test } from "node:test";
import { ReadingTime } from "../console/care.ts";
import { turned, zoomed } from "../console/picture.ts";
import { loopsTo, loopUntil } from "../console/player.ts";
import { withTime } from "../console/transcript.ts";
import { timeCode } from "../record/transcript.ts";

const MINUTE = 60_000;

/** Reads a second at a time. */
function read(time: ReadingTime, from: number, minutes: number): number {
  for (let now = from; now <= from + minutes * MINUTE; now += 1000) {
    time.reads(now);
  }
  return from + minutes * MINUTE;
}

test("a break is suggested after 50 minutes of reading, and again after 50 more", () => {
  const time = new ReadingTime();
  let now = read(time, 0, 49);
  assert.equal(time.suggestsBreak, false);
  now = read(time, now, 1);
  assert.equal(time.suggestsBreak, true);
  time.dismiss();
  now = read(time, now, 49);
  assert.equal(time.suggestsBreak, false);
  read(time, now, 1);
  assert.equal(time.suggestsBreak, true);
});

test("a quarter of an hour without reading is a break, and a computer that slept has read nothing", () => {
  const time = new ReadingTime();
  let now = read(time, 0, 45);
  now = read(time, now + 15 * MINUTE, 45);
  assert.equal(time.suggestsBreak, false);
  now = read(time, now + 10 * MINUTE, 4);
  assert.equal(time.suggestsBreak, false, "ten minutes of sleep do not count");
  read(time, now, 1);
  assert.equal(time.suggestsBreak, true);
});

test("four turns are none, and a picture is never smaller than whole", () => {
  assert.deepEqual([turned(0, -1), turned(3, 1), turned(1, 1)], [3, 0, 2]);
  assert.deepEqual([zoomed(1, 0.5), zoomed(1, 1.5), zoomed(11, 1.5)], [1, 1.5, 12]);
});

test("a part is repeated, whichever end was set first", () => {
  assert.equal(loopsTo(9, { from: 3, to: 9 }), 3);
  assert.equal(loopsTo(8.9, { from: 3, to: 9 }), undefined);
  assert.equal(loopsTo(100, { from: 3, to: undefined }), undefined);
  assert.equal(loopsTo(1, { from: 3, to: 9 }), 3, "who jumps before it is led back");
  assert.deepEqual(loopUntil(undefined, 4), { from: 0, to: 4 });
  assert.deepEqual(loopUntil({ from: 7, to: undefined }, 4), { from: 4, to: 7 });
});

test("a time code stands on a line of its own, where the writer is", () => {
  assert.deepEqual([timeCode(0), timeCode(65.9), timeCode(3725), timeCode(NaN)], ["0:00", "1:05", "1:02:05", "0:00"]);
  assert.deepEqual(withTime("", 0, "0:03"), { text: "[0:03] ", caret: 7 });
  assert.deepEqual(withTime("Ол айтты", 8, "1:05"), { text: "Ол айтты\n[1:05] ", caret: 16 });
  assert.equal(withTime("а\nб", 2, "0:01").text, "а\n[0:01] б");
});
