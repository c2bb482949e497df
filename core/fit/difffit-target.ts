import type { FitRequest } from "#core/fit/params.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { throwIfCancelled } from "#core/job/job-context.ts";
import { keepLargeComponents } from "#core/volume/components.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";

/** DiffFit's kernel: 5 voxels, σ = 1 voxel, sum 1. */
const KERNEL = gaussianWeights(2, 1);
/** Below this resolution (Å) DiffFit lets negative space into the next smoothing ("shrink"), above not ("expand"). */
const SHRINK_BELOW = 5;
const TINY = 1e-7; // densities of float32 rounding count as nothing

/**
 * DiffFit's weighted multi-resolution array as one volume. Trilinear sampling is linear in the volume, so
 * the sum of its levels gives the same loss and gradient as sampling each: the thresholded, island-filtered map
 * scaled to a maximum of 1, plus `smoothLevels` smoothed versions of it, each with `negativeSpace` where
 * there is no density.
 */
export async function difffitTarget(
  map: Volume,
  level: number,
  resolution: number,
  request: FitRequest,
  job: JobContext,
): Promise<Volume> {
  const kept = await keepLargeComponents(map, level, request.minIsland, job);
  let highest = 0;
  for (const value of kept.values) highest = Math.max(highest, value);
  const scaled = kept.values.map((value) => (highest > 0 ? value / highest : 0));
  const sum = scaled.map((value) => (value > 0 ? value : request.negativeSpace));
  let current: Float32Array = scaled;
  for (let n = 0; n < request.smoothLevels; n++) {
    throwIfCancelled(job.signal);
    current = smooth(current, map.grid.size);
    const withNegative = current.map((value) => (value > TINY ? value : request.negativeSpace));
    for (let i = 0; i < sum.length; i++) sum[i] += withNegative[i];
    if (resolution < SHRINK_BELOW) current = withNegative;
  }
  return createVolume(map.grid, sum);
}

/** What the space outside the box counts as in the summed volume. */
export function difffitOutside(request: FitRequest): number {
  return request.negativeSpace * (1 + request.smoothLevels);
}

/** Separable convolution with the 5-voxel kernel, the border reflected. */
function smooth(values: Float32Array, size: readonly [number, number, number]): Float32Array {
  const [nx, ny] = size;
  let from = values;
  const strides = [1, nx, nx * ny];
  for (let axis = 0; axis < 3; axis++) {
    from = smoothAxis(from, strides[axis], size[axis]);
  }
  return from;
}

function smoothAxis(values: Float32Array, stride: number, length: number): Float32Array {
  const out = new Float32Array(values.length);
  const reach = (KERNEL.length - 1) / 2;
  for (let n = 0; n < values.length; n++) {
    const at = Math.floor(n / stride) % length;
    let sum = 0;
    for (let j = -reach; j <= reach; j++) {
      sum += KERNEL[j + reach] * values[n + (reflect(at + j, length) - at) * stride];
    }
    out[n] = sum;
  }
  return out;
}

function reflect(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const wrapped = ((index % period) + period) % period;
  return wrapped < length ? wrapped : period - wrapped;
}

function gaussianWeights(reach: number, sigma: number): readonly number[] {
  const raw = Array.from({ length: 2 * reach + 1 }, (_, n) =>
    Math.exp(-((n - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((w) => w / sum);
}
