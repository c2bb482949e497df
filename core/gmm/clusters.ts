import { AppError } from "#core/errors.ts";
import { firstCentres } from "#core/gmm/first-centres.ts";
import { nearestPoint } from "#core/gmm/nearest.ts";
import type { WeightedPoints } from "#core/gmm/weighted-points.ts";
import type { JobContext } from "#core/job/job-context.ts";

/** Groups of points around centres. */
export interface Clusters {
  /** Weighted means of the members, Å, xyz triplets. */
  readonly centres: Float64Array;
  /** Sum of the weights of the members. */
  readonly mass: Float64Array;
  /** Index of the centre of every point. */
  readonly member: Uint32Array;
}

export interface ClusterParams {
  readonly count: number;
  /** Rounds of moving centres to the mean of their members. */
  readonly rounds: number;
  readonly seed: number;
  /** Ends when fewer points than this change their centre in a round. */
  readonly still?: number;
}

/** e2gmm stops its K-means when fewer than 25 voxels move. */
const STILL = 25;

/**
 * K-means of weighted points, started by K-means++. Neighbours are looked up in cells, so that tens of thousands
 * of centres are no trouble. Empty centres stay where they are, with mass 0. Throws `input` for more centres than points.
 */
export async function clusterPoints(
  points: WeightedPoints,
  { count, rounds, seed, still = STILL }: ClusterParams,
  job: JobContext,
): Promise<Clusters> {
  const total = points.weight.length;
  if (count > total) {
    throw new AppError(
      "input",
      `${count} Gaussians are asked for, but only ${total} voxels lie above the level: lower the level or ask for fewer.`,
      { count, voxels: total },
    );
  }
  const centres = await firstCentres(points, count, seed, job);
  const member = new Uint32Array(total).fill(count);
  const mass = new Float64Array(count);
  for (let round = 0; round < Math.max(1, rounds); round++) {
    await job.checkpoint({ step: "cluster voxels", done: round, total: rounds });
    const moved = assign(points, centres, member);
    recentre(points, member, centres, mass);
    if (moved < still) break;
  }
  return { centres, mass, member };
}

/** Gives every point to its nearest centre; returns how many went to another one than before. */
function assign(points: WeightedPoints, centres: Float64Array, member: Uint32Array): number {
  const { xyz } = points;
  const nearest = nearestPoint(centres, 1.3 * spacingOf(points, centres.length / 3));
  let moved = 0;
  for (let n = 0; n < member.length; n++) {
    const centre = nearest.find(xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]);
    if (centre === member[n]) continue;
    member[n] = centre;
    moved++;
  }
  return moved;
}

/** About how far apart as many points as `count` lie in the space that weighted points fill, Å. */
export function spacingOf({ weight, volume }: WeightedPoints, count: number): number {
  return Math.cbrt((weight.length * volume) / count);
}

function recentre(
  { xyz, weight }: WeightedPoints,
  member: Uint32Array,
  centres: Float64Array,
  mass: Float64Array,
): void {
  const sums = new Float64Array(centres.length);
  mass.fill(0);
  for (let n = 0; n < member.length; n++) {
    const c = member[n];
    mass[c] += weight[n];
    for (let axis = 0; axis < 3; axis++) sums[3 * c + axis] += weight[n] * xyz[3 * n + axis];
  }
  for (let c = 0; c < mass.length; c++) {
    if (mass[c] === 0) continue;
    for (let axis = 0; axis < 3; axis++) centres[3 * c + axis] = sums[3 * c + axis] / mass[c];
  }
}
