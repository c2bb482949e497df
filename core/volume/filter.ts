import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Grid } from "#core/volume/grid.ts";
import { addTerm, clearTerms, createRowSum, type RowSum, sumRowsInto } from "#core/volume/row-sum.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Where the blurring Gaussian is cut off, in units of sigma (ChimeraX `volume gaussian`). */
const CUTOFF = 5;

/** Work between two checkpoints, in multiply–add steps: 10–50 ms. */
const STEPS_PER_BATCH = 2e7;

/**
 * A volume in which densities below `level` (map units) are 0 and all others stay as they are.
 * @public
 */
export function threshold(volume: Volume, level: number): Volume {
  const { values } = volume;
  const kept = new Float32Array(values.length);
  for (let n = 0; n < values.length; n++) if (values[n] >= level) kept[n] = values[n];
  return { grid: volume.grid, values: kept };
}

/**
 * The volume convolved with a Gaussian of standard deviation `sigma` (Å, one for all or one per axis, 0 = none).
 * The kernel is cut off at `cutoff` sigma (5 as in ChimeraX volume gaussian) and its samples sum to 1; outside the box the density counts as 0.
 * Throws `input` when sigma is negative or not finite, `cancelled` when the job is cancelled.
 */
export async function gaussianBlur(
  volume: Volume,
  sigma: number | Vec3,
  job: JobContext,
  cutoff = CUTOFF,
): Promise<Volume> {
  const { size } = volume.grid;
  const [nx, ny, nz] = size;
  const [alongX, alongY, alongZ] = gaussianTaps(volume.grid, sigma, cutoff);
  const reach = (alongZ.length - 1) / 2;
  const state: BlurState = {
    source: volume.values,
    size,
    xPlane: { values: new Float32Array(nx * ny), filled: new Uint8Array(ny) },
    // The last few planes blurred along x and y; plane p sits in slot p mod (number of slots).
    ring: { values: new Float32Array(alongZ.length * nx * ny), filled: new Uint8Array(alongZ.length * ny) },
    sum: createRowSum(nx, Math.max(alongX.length, alongY.length, alongZ.length)),
  };
  const blurred = new Float32Array(volume.values.length);
  const taps = alongX.length + alongY.length + alongZ.length;
  const batch = Math.max(1, Math.floor(STEPS_PER_BATCH / (taps * nx * ny)));
  for (let plane = 0; plane < nz + reach; plane++) {
    if (plane < nz) {
      blurAlongX(state, plane, alongX);
      blurAlongY(state, plane % alongZ.length, alongY);
    }
    if (plane >= reach) blurAlongZ(state, plane - reach, alongZ, blurred);
    const done = Math.max(0, plane - reach + 1);
    if (plane % batch === batch - 1 || done === nz) await job.checkpoint({ step: "blur", done, total: nz });
  }
  return { grid: volume.grid, values: blurred };
}

/** Rows along x, and which of them hold anything but zeros. */
interface Rows {
  readonly values: Float32Array;
  readonly filled: Uint8Array;
}

interface BlurState {
  readonly source: Float32Array;
  readonly size: Vec3;
  readonly xPlane: Rows;
  readonly ring: Rows;
  readonly sum: RowSum;
}

/**
 * The samples of a Gaussian along x, y and z of a grid: `sigma` in Å, one for all axes or one each, cut off at `cutoff`
 * sigma. Throws `input` when a width is negative or not finite.
 */
export function gaussianTaps(
  { size, voxelSize }: Grid,
  sigma: number | Vec3,
  cutoff: number,
): [Float64Array, Float64Array, Float64Array] {
  const perAxis = typeof sigma === "number" ? [sigma, sigma, sigma] : sigma;
  if (!perAxis.every((s) => Number.isFinite(s) && s >= 0)) {
    throw new AppError("input", "The width of a Gaussian blur must be zero or a positive length in Å.", {
      sigma,
    });
  }
  const along = (axis: 0 | 1 | 2) => gaussianSamples(perAxis[axis] / voxelSize[axis], size[axis], cutoff);
  return [along(0), along(1), along(2)];
}

/** Samples, from −reach to +reach, of a Gaussian (sigma in samples) that sums to 1; no longer than the axis can use. */
function gaussianSamples(sigma: number, axisLength: number, cutoff: number): Float64Array {
  const reach = Math.floor(cutoff * sigma);
  const at = (d: number) => (d === 0 ? 1 : Math.exp((-0.5 * d * d) / (sigma * sigma)));
  let total = 0;
  for (let d = -reach; d <= reach; d++) total += at(d);
  const used = Math.min(reach, axisLength - 1);
  return Float64Array.from({ length: 2 * used + 1 }, (_, n) => at(n - used) / total);
}

function blurAlongX({ source, size, xPlane, sum }: BlurState, plane: number, weights: Float64Array): void {
  const [nx, ny] = size;
  const reach = (weights.length - 1) / 2;
  const padded = new Float32Array(nx + 2 * reach);
  for (let j = 0; j < ny; j++) {
    const row = nx * (j + ny * plane);
    xPlane.filled[j] = hasDensity(source, row, row + nx) ? 1 : 0;
    if (xPlane.filled[j] === 0) continue;
    for (let i = 0; i < nx; i++) padded[reach + i] = source[row + i];
    clearTerms(sum);
    for (let t = 0; t < weights.length; t++) addTerm(sum, t, weights[t]);
    sumRowsInto(sum, padded, xPlane.values, j * nx);
  }
}

function blurAlongY({ size, xPlane, ring, sum }: BlurState, slot: number, weights: Float64Array): void {
  const [nx, ny] = size;
  const reach = (weights.length - 1) / 2;
  for (let j = 0; j < ny; j++) {
    clearTerms(sum);
    for (let from = Math.max(0, j - reach); from <= Math.min(ny - 1, j + reach); from++) {
      if (xPlane.filled[from] === 1) addTerm(sum, from * nx, weights[from - j + reach]);
    }
    const row = slot * ny + j;
    ring.filled[row] = sum.count > 0 ? 1 : 0;
    if (sum.count > 0) sumRowsInto(sum, xPlane.values, ring.values, row * nx);
  }
}

function blurAlongZ(state: BlurState, plane: number, weights: Float64Array, blurred: Float32Array): void {
  const { size, ring, sum } = state;
  const [nx, ny, nz] = size;
  const reach = (weights.length - 1) / 2;
  for (let j = 0; j < ny; j++) {
    clearTerms(sum);
    for (let from = Math.max(0, plane - reach); from <= Math.min(nz - 1, plane + reach); from++) {
      const row = (from % weights.length) * ny + j;
      if (ring.filled[row] === 1) addTerm(sum, row * nx, weights[from - plane + reach]);
    }
    if (sum.count > 0) sumRowsInto(sum, ring.values, blurred, nx * (j + ny * plane));
  }
}

function hasDensity(values: Float32Array, from: number, to: number): boolean {
  for (let n = from; n < to; n++) if (values[n] !== 0) return true;
  return false;
}
