import type { Chosen, ScoreKind } from "#core/fit/params.ts";
import type { KernelName } from "#core/kernel/fit-kernel.ts";
import type { Rigid } from "#core/math/rigid.ts";

/**
 * How good a placement is. Map-based scores compare the map with a map of the model at the map's resolution, of the kind
 * that `FitSetup.score` tells; with its molmap they are those of ChimeraX `measure correlation`.
 */
export interface Scores {
  /** Σab ⁄ √(Σa²Σb²) over the body of the model map: voxels with 95 % of a molmap's mass, 90 % of the positive mass from scattering. */
  readonly correlation: number;
  /** The same with the means removed: the score that ranks. */
  readonly correlationAboutMean: number;
  /** Σab. */
  readonly overlap: number;
  /** Mean density at the fitted atoms, map units. */
  readonly averageDensity: number;
  /** Fraction of the fitted atoms at or above the contour level, 0…1. */
  readonly inside: number;
}

/** A rigid motion found by fitting: it moves the coordinates of the input file into the map frame. */
export interface Placement {
  readonly motion: Rigid;
  readonly scores: Scores;
}

/** Placements that agree within the cluster tolerances. */
export interface FitCluster {
  /** 1 is best. */
  readonly rank: number;
  /** Starts that ended here. */
  readonly hits: number;
  readonly best: Placement;
  /** Standard deviations above the distinct wrong placements of this search; NaN when there are fewer than three. */
  readonly z: number;
  /** Stands for the same answer as rank 1: as good, at another site. */
  readonly equivalent: boolean;
  /** DiffFit's per-atom scores of the representative, for comparison with its tables. */
  readonly atomScores: AtomScores;
}

/** DiffFit's scores over the atoms inside the contour (its paper's Density, Overlap, Correlation, Cam, Inside). */
export interface AtomScores {
  readonly density: number;
  readonly overlap: number;
  readonly correlation: number;
  readonly correlationAboutMean: number;
  readonly inside: number;
}

export type VerdictKind = "clear" | "equivalent" | "ambiguous" | "none";

/** What a colleague would say about rank 1, with the numbers it rests on. */
export interface Verdict {
  readonly kind: VerdictKind;
  /** "clear", "clear, 4 equivalent sites", "ambiguous" or "none". */
  readonly label: string;
  /** One sentence: what, how sure, why. */
  readonly sentence: string;
  /** Sites as good as rank 1, rank 1 included. */
  readonly sites: number;
  /** Correlation about the mean of rank 1 minus that of the best placement that is not equivalent to it. */
  readonly gap: number;
  readonly z: number;
  /** Starts that ended at rank 1 or an equivalent site. */
  readonly hits: number;
}

/** What a fit found for one model: the verdict, the table, and the optima it was made from, enough to cluster again. */
export interface FitResult {
  readonly name: string;
  /** Atoms fitted. */
  readonly atoms: number;
  /** Starts spent. */
  readonly starts: number;
  readonly verdict: Verdict;
  readonly clusters: readonly FitCluster[];
  /** The best distinct end points of the search with their hits, best first; `clusters` groups these. */
  readonly placements: readonly RankedPlacement[];
  readonly warnings: readonly string[];
  readonly seconds: { readonly prepare: number; readonly search: number; readonly refine: number };
}

export interface RankedPlacement {
  readonly placement: Placement;
  readonly hits: number;
}

/** What the fits of one run have in common. */
export interface FitSetup {
  readonly level: Chosen<number>;
  readonly resolution: Chosen<number>;
  readonly minIsland: Chosen<number>;
  readonly score: Chosen<ScoreKind>;
  readonly kernel: KernelName;
  readonly device: string;
  readonly threads: number;
  readonly seed: number;
}
