import type { TimedLine } from "./work.ts";

/** `1:05` and `1:02:05`. @param seconds whole or not; what is no number counts as the beginning */
export function timeCode(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.floor(seconds) : 0;
  const two = (number: number): string => String(number).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

const TIMED = /^\[(?:(\d{1,3}):)?(\d{1,2}):(\d\d)\] ?/;

/** Every line of a text, in order; what stands behind `[m:ss]` is said from there on. A line without a time code goes on from the one before. */
export const linesOf = (text: string): TimedLine[] =>
  text.split("\n").map((line) => {
    const [code, hours = "0", minutes, seconds] = TIMED.exec(line) ?? [];
    return code === undefined ? { text: line } : { at: (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds), text: line.slice(code.length) };
  });

/** As it is typed: {@link linesOf} of it gives the same lines, where their times are whole seconds. */
export const textOf = (lines: readonly TimedLine[]): string => lines.map(({ at, text }) => (at === undefined ? text : `[${timeCode(at)}] ${text}`)).join("\n");

/** What is said, without the time codes: this is what is translated. */
export const wordsOf = (lines: readonly TimedLine[]): string => lines.map(({ text }) => text).join("\n");
