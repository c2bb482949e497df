import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { gaussianBlur } from "#core/volume/filter.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The window's standard deviation, in voxels, and where it ends (11 voxels across), as Wang et al. (2004) have them. */
const SIGMA = 1.5;
const WINDOW_END = 5 / SIGMA;
/** Constants that keep the quotients finite, in units of the range of the first map, squared. */
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

/**
 * Structural similarity of map `b` to map `a`, on one grid and one scale (Wang, Bovik, Sheikh & Simoncelli, IEEE Trans.
 * Image Process. 13 (2004) 600, in three dimensions): mean over the chosen voxels of
 *   (2 mₐ m_b + c₁)(2 s_ab + c₂) ⁄ ((mₐ² + m_b² + c₁)(sₐ² + s_b² + c₂))
 * with means m and covariances s in a Gaussian window of 1.5 voxels, c₁ = (0.01 L)², c₂ = (0.03 L)² and L the range of
 * `a` over those voxels. −1 … 1. Throws `input` when the sizes differ or no voxel is chosen, and `cancelled`.
 */
export async function structuralSimilarity(
  a: Volume,
  b: Volume,
  inside: Uint8Array,
  job: JobContext,
): Promise<number> {
  if (a.values.length !== b.values.length || a.values.length !== inside.length) {
    throw new AppError("input", "Maps whose structure is compared must have the same size.", {
      sizes: [a.grid.size, b.grid.size],
    });
  }
  const squared = rangeInside(a.values, inside) ** 2;
  const blurred = (values: Float32Array) => windowed({ grid: a.grid, values }, job);
  const product = (x: Float32Array, y: Float32Array) => x.map((value, n) => value * y[n]);
  const meanA = await blurred(a.values);
  const meanB = await blurred(b.values);
  const squareA = await blurred(product(a.values, a.values));
  const squareB = await blurred(product(b.values, b.values));
  const cross = await blurred(product(a.values, b.values));
  let sum = 0;
  let count = 0;
  for (let n = 0; n < inside.length; n++) {
    if (inside[n] === 0) continue;
    const [p, q] = [meanA[n], meanB[n]];
    const covariance = cross[n] - p * q;
    const variances = squareA[n] - p * p + (squareB[n] - q * q);
    const means = (2 * p * q + C1 * squared) / (p * p + q * q + C1 * squared);
    sum += (means * (2 * covariance + C2 * squared)) / (variances + C2 * squared);
    count++;
  }
  return sum / count;
}

async function windowed(volume: Volume, job: JobContext): Promise<Float32Array> {
  const [x, y, z] = volume.grid.voxelSize.map((step) => SIGMA * step);
  const sigma: Vec3 = [x, y, z];
  return (await gaussianBlur(volume, sigma, job, WINDOW_END)).values;
}

function rangeInside(values: Float32Array, inside: Uint8Array): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < inside.length; n++) {
    if (inside[n] === 0) continue;
    low = Math.min(low, values[n]);
    high = Math.max(high, values[n]);
  }
  if (high >= low) return high > low ? high - low : 1;
  throw new AppError("input", "No voxel is chosen to compare the structure of maps over.");
}
