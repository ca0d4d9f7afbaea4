/** A text in pieces of at most so many UTF-16 code units, cut where a reader would draw breath. */
export function pieces(text: string, most: number): string[] {
  const cut: string[] = [];
  for (let rest = text; rest !== ""; rest = rest.slice(cut[cut.length - 1]!.length)) {
    cut.push(rest.slice(0, breath(rest, most)));
  }
  return cut;
}

/** How much of a text to take: up to the end of a paragraph, a sentence or a word, and never inside a character. */
export function breath(text: string, most: number): number {
  if (text.length <= most) {
    return text.length;
  }
  const head = text.slice(0, most);
  const atLeast = Math.floor(most / 2);
  for (const end of [/\n+/g, /[.!?。！？؟]+\s*/g, /\s+/g]) {
    const ends = Array.from(head.matchAll(end), (found) => found.index + found[0].length).filter((at) => at > atLeast);
    if (ends.length > 0) {
      return ends[ends.length - 1]!;
    }
  }
  let at = most;
  while (at > 1 && /^[\udc00-\udfff\p{M}\u200d]/u.test(text.slice(at))) {
    at--;
  }
  return at;
}
