/** How far the page and each of its columns were read: numbers, and nothing of what stands there. */
export type Place = readonly number[];

const scrolled = (): Element[] => [document.scrollingElement ?? document.documentElement, ...document.querySelectorAll(".column")];

export const placeNow = (): Place => scrolled().map(({ scrollTop }) => scrollTop);

export function goBackTo(place: Place): void {
  scrolled().forEach((each, i) => (each.scrollTop = place[i] ?? 0));
}
