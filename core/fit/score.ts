import { poseAt } from "#core/fit/pose.ts";
import type { AtomScores, Scores } from "#core/fit/result.ts";
import {
  ATOM_SUMS_SIZE,
  POSE_SIZE,
  type PointSet,
  type PointsHandle,
  SUMS_SIZE,
  type VolumeHandle,
} from "#core/kernel/fit-kernel.ts";
import type { WeightMoments } from "#core/kernel/map-kernel.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { matrixOf, type Rigid } from "#core/math/rigid.ts";
import type { Grid } from "#core/volume/grid.ts";
import { valueAtIndex } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Correlation about the mean of model and map at every pose, −1…1; 0 where the map is flat under the mask. */
export async function rankPoses(
  engine: PoseEngine,
  map: VolumeHandle,
  mask: PointsHandle,
  moments: WeightMoments,
  poses: Float64Array,
): Promise<Float64Array> {
  const sums = await engine.evaluate(map, mask, poses);
  const scores = new Float64Array(sums.length / SUMS_SIZE);
  for (let n = 0; n < scores.length; n++) scores[n] = aboutMean(sums, n, moments);
  return scores;
}

function aboutMean(sums: Float64Array, n: number, mask: WeightMoments): number {
  const s = n * SUMS_SIZE;
  const products = sums[s] - (mask.sum * sums[s + 7]) / mask.count;
  const model = mask.squares - (mask.sum * mask.sum) / mask.count;
  const map = sums[s + 8] - (sums[s + 7] * sums[s + 7]) / mask.count;
  return map > 0 && model > 0 ? products / Math.sqrt(model * map) : 0;
}

/**
 * All scores of every pose. Overlap and both correlations are taken as ChimeraX `measure correlation` takes them: over
 * the model map's own voxels (level enclosing 95 % of its mass), the map interpolated there; of a molmap they are its
 * numbers. `atoms`: the sums of `sumAtoms` at these poses.
 */
export async function scorePoses(
  engine: PoseEngine,
  map: VolumeHandle,
  mask: { readonly handle: PointsHandle; readonly moments: WeightMoments },
  atoms: { readonly count: number; readonly sums: Float64Array },
  poses: Float64Array,
): Promise<Scores[]> {
  const sums = await engine.evaluate(map, mask.handle, poses);
  return Array.from({ length: sums.length / SUMS_SIZE }, (_, n) => {
    const s = n * SUMS_SIZE;
    const length = Math.sqrt(mask.moments.squares * sums[s + 8]);
    return {
      correlation: length > 0 ? sums[s] / length : 0,
      correlationAboutMean: aboutMean(sums, n, mask.moments),
      overlap: sums[s],
      averageDensity: atoms.sums[n * ATOM_SUMS_SIZE] / atoms.count,
      inside: atoms.sums[n * ATOM_SUMS_SIZE + 1] / atoms.count,
    };
  });
}

/** A map, and what of it the engine holds. */
export interface HeldMap {
  readonly map: Volume;
  readonly handle: VolumeHandle;
  /** Grid of the part the engine holds. */
  readonly held: Grid;
}

/** The atoms of a body: here, in the engine, and the density of the model's own map at each. */
export interface Body {
  readonly atoms: PointSet;
  readonly handle: PointsHandle;
  /** Distance of the farthest atom from the centre, Å. */
  readonly extent: number;
  readonly modelDensity: Float64Array;
}

/** Sums over the atoms (ATOM_SUMS_SIZE per pose) in a map with a contour level (map units), by the engine where it can. */
export function sumAtoms(
  engine: PoseEngine,
  { map, handle, held }: HeldMap,
  body: Body,
  level: number,
  poses: Float64Array,
): Float64Array {
  const { modelDensity } = body;
  if (engine.atomSums && (isSameGrid(held, map.grid) || staysInside(poses, body.extent, held))) {
    return engine.atomSums({ volume: handle, points: body.handle, level, modelDensity }, poses);
  }
  const sums = new Float64Array((poses.length / POSE_SIZE) * ATOM_SUMS_SIZE);
  for (let n = 0; n < poses.length / POSE_SIZE; n++) {
    sumInto(sampleAtPose(body.atoms, map, poseAt(poses, n)), modelDensity, level, sums, n * ATOM_SUMS_SIZE);
  }
  return sums;
}

function sumInto(
  densities: Float64Array,
  modelDensity: Float64Array,
  level: number,
  sums: Float64Array,
  at: number,
): void {
  for (let n = 0; n < densities.length; n++) {
    const v = densities[n];
    const m = modelDensity[n];
    sums[at] += v;
    if (v >= level) sums[at + 1]++;
    if (!(v > level)) continue;
    sums[at + 2]++;
    sums[at + 3] += v;
    sums[at + 4] += m;
    sums[at + 5] += v * v;
    sums[at + 6] += m * m;
    sums[at + 7] += v * m;
  }
}

function isSameGrid(a: Grid, b: Grid): boolean {
  return a.size.every((n, axis) => n === b.size[axis]);
}

/** Whether a body of this extent (Å) lies between the outermost samples of a grid in every pose. */
function staysInside(poses: Float64Array, extent: number, { size, origin, voxelSize }: Grid): boolean {
  for (let p = 0; p < poses.length; p += POSE_SIZE) {
    for (let axis = 0; axis < 3; axis++) {
      const from = poses[p + 4 + axis] - origin[axis];
      if (!(from >= extent && from + extent <= (size[axis] - 1) * voxelSize[axis])) return false;
    }
  }
  return true;
}

/** Trilinear density at every atom of a body in a pose; 0 outside the map. */
export function sampleAtPose(atoms: PointSet, volume: Volume, pose: Rigid): Float64Array {
  const m = matrixOf(pose.rotation);
  const { origin, voxelSize } = volume.grid;
  const { xyz } = atoms;
  const out = new Float64Array(atoms.weight.length);
  for (let n = 0; n < out.length; n++) {
    const x = xyz[3 * n];
    const y = xyz[3 * n + 1];
    const z = xyz[3 * n + 2];
    out[n] = valueAtIndex(
      volume,
      (m[0] * x + m[1] * y + m[2] * z + pose.shift[0] - origin[0]) / voxelSize[0],
      (m[3] * x + m[4] * y + m[5] * z + pose.shift[1] - origin[1]) / voxelSize[1],
      (m[6] * x + m[7] * y + m[8] * z + pose.shift[2] - origin[2]) / voxelSize[2],
    );
  }
  return out;
}

/**
 * DiffFit's scores at the n-th pose, over the atoms where the thresholded map (scaled to a maximum of 1) is
 * positive: sum of densities, mean of density × model density, their correlation, the same about the means,
 * and the fraction of such atoms (Luo et al. 2025, as its code 0.7.0 computes them). `sums` are those of `sumAtoms` over
 * `count` atoms, `highest` is the map's maximum.
 */
export function atomScores(sums: Float64Array, n: number, count: number, highest: number): AtomScores {
  const [, , inside, v, m, vv, mm, vm] = sums.subarray(n * ATOM_SUMS_SIZE, (n + 1) * ATOM_SUMS_SIZE);
  const d = v / highest;
  const dd = vv / (highest * highest);
  const dm = vm / highest;
  const counted = Math.max(inside, 1);
  const spread = (dd - (d * d) / counted) * (mm - (m * m) / counted);
  return {
    density: d,
    overlap: dm / counted,
    correlation: dd * mm > 0 ? dm / Math.sqrt(dd * mm) : 0,
    correlationAboutMean: spread > 0 ? (dm - (d * m) / counted) / Math.sqrt(spread) : 0,
    inside: inside / count,
  };
}
