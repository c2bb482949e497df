import { clusterPoints, spacingOf } from "#core/gmm/clusters.ts";
import { neighbourDistances } from "#core/gmm/nearest.ts";
import type { WeightedPoints } from "#core/gmm/weighted-points.ts";
import type { JobContext } from "#core/job/job-context.ts";

/** How far apart Gaussians lie, Å, from each to its nearest. */
export interface NeighbourSpacing {
  readonly mean: number;
  /** A third lies nearer than this. */
  readonly lowerTercile: number;
}

/** How many Gaussians a map takes by the two rules of e2gmm for a target resolution. */
export interface CountRules {
  /** The paper: as many as lie the resolution apart, on average. */
  readonly paper: number;
  /** The program: as many as bring the lower tercile below half the resolution, or 1.3 Å where that is more. */
  readonly code: number;
}

/** Percentile of the program's rule, and the least distance it asks for, Å. */
const TERCILE = 0.33;
const NEAREST = 1.3;
/** Rounds of K-means behind an estimate. */
const ROUNDS = 6;
const TRIALS = 6;
/** An estimate ends when the distance is this near. */
const NEAR_ENOUGH = 0.02;
const FEWEST = 10;

/** The distances of a model's Gaussians to their nearest ones. */
export function neighbourSpacing(xyz: Float64Array, about: number): NeighbourSpacing {
  const distances = neighbourDistances(xyz, about).sort();
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  return { mean, lowerTercile: distances[Math.floor(TERCILE * (distances.length - 1))] };
}

/**
 * The numbers of Gaussians that the rules ask for to hold dense points to a resolution (Å). Distances fall about as the
 * cube root of the number, so that a few trials of K-means find them. Throws `cancelled` when the job is cancelled.
 */
export async function countRules(
  points: WeightedPoints,
  resolution: number,
  job: JobContext,
): Promise<CountRules> {
  const search = async (wanted: number, pick: (spacing: NeighbourSpacing) => number) => {
    let count = Math.round((points.weight.length * points.volume) / wanted ** 3);
    for (let trial = 0; trial < TRIALS; trial++) {
      count = Math.max(FEWEST, Math.min(count, Math.floor(points.weight.length / 2)));
      const { centres } = await clusterPoints(points, { count, rounds: ROUNDS, seed: 1 }, job);
      const ratio = pick(neighbourSpacing(centres, spacingOf(points, count))) / wanted;
      if (Math.abs(ratio - 1) < NEAR_ENOUGH) break;
      count = Math.round(count * ratio ** 3);
    }
    return Math.max(FEWEST, Math.min(count, Math.floor(points.weight.length / 2)));
  };
  return {
    paper: await search(resolution, ({ mean }) => mean),
    code: await search(Math.max(resolution / 2, NEAREST), ({ lowerTercile }) => lowerTercile),
  };
}
