import type { Site } from "#core/composite/context.ts";
import type { FoundSites } from "#core/composite/search-kind.ts";
import type { Symmetry } from "#core/composite/symmetry/symmetry.ts";

/** How a round searches: as usual; in what is left averaged over a symmetry; or longer, taking what stands out less too. */
export type RoundMode =
  | { readonly kind: "ordinary" | "last" }
  | { readonly kind: "averaged"; readonly symmetry: Symmetry };

/** What a round is asked for. */
export interface RoundWish {
  readonly number: number;
  readonly placed: readonly Site[];
  /** Kinds to be searched for, largest first. */
  readonly open: readonly number[];
  readonly mode: RoundMode;
  /** Level of the first round, map units; left out in it. */
  readonly level: number | undefined;
  /** By kind: what was found since anything was placed. */
  readonly known: ReadonlyMap<number, FoundSites>;
}
