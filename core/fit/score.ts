import { poseAt } from "#core/fit/pose.ts";
import type { Probe } from "#core/fit/probe.ts";
import type { AtomScores, Scores } from "#core/fit/result.ts";
import { type PointSet, type PointsHandle, SUMS_SIZE, type VolumeHandle } from "#core/kernel/fit-kernel.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { matrixOf, type Rigid } from "#core/math/rigid.ts";
import { valueAtIndex } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Sums over a mask's model densities, needed to turn kernel sums into correlations. */
export interface MaskMoments {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

export function maskMoments(points: PointSet): MaskMoments {
  let sum = 0;
  let squares = 0;
  for (const w of points.weight) {
    sum += w;
    squares += w * w;
  }
  return { count: points.weight.length, sum, squares };
}

/** Correlation about the mean of model and map at every pose, −1…1; 0 where the map is flat under the mask. */
export async function rankPoses(
  engine: PoseEngine,
  map: VolumeHandle,
  mask: PointsHandle,
  moments: MaskMoments,
  poses: Float64Array,
): Promise<Float64Array> {
  const sums = await engine.evaluate(map, mask, poses);
  return Float64Array.from({ length: sums.length / SUMS_SIZE }, (_, n) => aboutMean(sums, n, moments));
}

function aboutMean(sums: Float64Array, n: number, mask: MaskMoments): number {
  const s = n * SUMS_SIZE;
  const products = sums[s] - (mask.sum * sums[s + 7]) / mask.count;
  const model = mask.squares - (mask.sum * mask.sum) / mask.count;
  const map = sums[s + 8] - (sums[s + 7] * sums[s + 7]) / mask.count;
  return map > 0 && model > 0 ? products / Math.sqrt(model * map) : 0;
}

/**
 * All scores of every pose. Overlap and both correlations are those of ChimeraX `measure correlation`
 * of the model's molmap (level enclosing 95 % of its mass) in the map.
 */
export async function scorePoses(
  engine: PoseEngine,
  map: VolumeHandle,
  mask: { readonly handle: PointsHandle; readonly moments: MaskMoments },
  probe: Probe,
  volume: Volume,
  level: number,
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
      ...densityAtAtoms(probe.atoms, volume, level, poseAt(poses, n)),
    };
  });
}

function densityAtAtoms(
  atoms: PointSet,
  volume: Volume,
  level: number,
  pose: Rigid,
): { averageDensity: number; inside: number } {
  const densities = sampleAtPose(atoms, volume, pose);
  let sum = 0;
  let inside = 0;
  for (const value of densities) {
    sum += value;
    if (value >= level) inside++;
  }
  return { averageDensity: sum / densities.length, inside: inside / densities.length };
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
 * DiffFit's scores at a pose, over the atoms where the thresholded map (scaled to a maximum of 1) is
 * positive: sum of densities, mean of density × model density, their correlation, the same about the means,
 * and the fraction of such atoms (Luo et al. 2025, as its code 0.7.0 computes them). `densities` are those of
 * the map at the atoms, `modelDensity` those of the model's own simulated map.
 */
export function atomScores(
  densities: Float64Array,
  modelDensity: Float64Array,
  level: number,
  highest: number,
): AtomScores {
  const sums = { n: 0, d: 0, w: 0, dd: 0, ww: 0, dw: 0 };
  for (let n = 0; n < densities.length; n++) {
    if (!(densities[n] > level)) continue;
    const d = densities[n] / highest;
    const w = modelDensity[n];
    sums.n++;
    sums.d += d;
    sums.w += w;
    sums.dd += d * d;
    sums.ww += w * w;
    sums.dw += d * w;
  }
  const n = Math.max(sums.n, 1);
  const spread = (sums.dd - (sums.d * sums.d) / n) * (sums.ww - (sums.w * sums.w) / n);
  return {
    density: sums.d,
    overlap: sums.dw / n,
    correlation: sums.dd * sums.ww > 0 ? sums.dw / Math.sqrt(sums.dd * sums.ww) : 0,
    correlationAboutMean: spread > 0 ? (sums.dw - (sums.d * sums.w) / n) / Math.sqrt(spread) : 0,
    inside: sums.n / densities.length,
  };
}
