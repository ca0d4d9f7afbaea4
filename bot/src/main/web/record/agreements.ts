import { boundsOf } from "./edtf.ts";
import type { Agreement, Piece, Work } from "./work.ts";

/** An agreement as it stands: `over` by its date, `taken` by a later piece that names it. */
export interface StandingAgreement {
  readonly piece: Piece & { readonly work: Work & Agreement & { readonly kind: "agreement" } };
  /** `YYYY-MM-DD`; undefined for a date that cannot be read or has no end, which counts as over. */
  readonly lastDay: string | undefined;
  readonly isOver: boolean;
  readonly taken: (Piece & { readonly work: Work & { readonly kind: "agreement_over" } }) | undefined;
}

/** The last day that a date may mean; undefined where it has none. */
export const lastDayOf = (until: string): string | undefined => boundsOf(until.trim())?.latest;

/**
 * Those that hold first, and of these the one that ends first; then those that are over or taken back, the last one first.
 *
 * @param today `YYYY-MM-DD`, UTC
 */
export function agreementsOf(pieces: readonly Piece[], today: string): readonly StandingAgreement[] {
  const ends = pieces.filter((piece): piece is NonNullable<StandingAgreement["taken"]> => piece.work.kind === "agreement_over");
  const all = pieces
    .filter((piece): piece is StandingAgreement["piece"] => piece.work.kind === "agreement")
    .map((piece): StandingAgreement => {
      const lastDay = lastDayOf(piece.work.until);
      const taken = ends.find(({ work }) => work.of === piece.sha256);
      return { piece, lastDay, taken, isOver: taken !== undefined || lastDay === undefined || lastDay < today };
    });
  const holding = all.filter(({ isOver }) => !isOver).sort((a, b) => (a.lastDay! < b.lastDay! ? -1 : 1));
  return [...holding, ...all.filter(({ isOver }) => isOver).reverse()];
}
