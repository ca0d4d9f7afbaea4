/** Which piece of a work that is too long for one it is. */
export interface Part {
  /** 32 hexadecimal digits, the same for all of them. */
  readonly of: string;
  /** From 1. */
  readonly n: number;
  readonly all: number;
}

/**
 * As few groups as will do, in order.
 *
 * @returns undefined where one item alone does not fit
 */
export function inParts<T>(items: readonly T[], fits: (items: readonly T[]) => boolean): T[][] | undefined {
  const parts: T[][] = [];
  let rest = items;
  while (rest.length > 0) {
    // Whether a number of items fits is found by halves: each try measures a text of many kilobytes.
    let [some, tooMany] = [0, rest.length + 1];
    while (tooMany - some > 1) {
      const middle = (some + tooMany) >> 1;
      [some, tooMany] = fits(rest.slice(0, middle)) ? [middle, tooMany] : [some, middle];
    }
    if (some === 0) {
      return undefined;
    }
    parts.push(rest.slice(0, some));
    rest = rest.slice(some);
  }
  return parts;
}
