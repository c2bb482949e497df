import { createGaussians, type Gaussians } from "#core/gmm/gaussians.ts";
import { addGaussians, gatherGaussians } from "#core/gmm/raster.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { minimize } from "#core/math/lbfgs.ts";
import type { Volume } from "#core/volume/volume.ts";

export interface MapFitParams {
  /** Steps of the minimiser at most. */
  readonly steps: number;
  /** Least and largest width, Å: narrower ones are not seen between samples. */
  readonly sigma: readonly [number, number];
  /** Ends when a step lowers the squared difference by less than this part of it. */
  readonly tolerance: number;
}

export interface MapFit {
  readonly model: Gaussians;
  /** √(Σ (map − model)² ⁄ Σ map²) before and after. */
  readonly misfit: readonly [number, number];
  readonly steps: number;
}

/** Numbers per Gaussian: x, y, z (Å), √amplitude, and the place of σ between its limits. */
const NUMBERS = 5;

/**
 * Moves, weighs and widens Gaussians until their density is as near to a map as it gets, by least squares over all
 * samples (L-BFGS, hand-written gradients). Amplitudes stay positive and widths within limits by construction.
 */
export async function fitGaussians(
  start: Gaussians,
  map: Volume,
  { steps, sigma, tolerance }: MapFitParams,
  job: JobContext,
): Promise<MapFit> {
  const { values, grid } = map;
  const power = values.reduce((sum, value) => sum + value * value, 0);
  const difference = new Float32Array(values.length);
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    const model = unpack(x, sigma);
    for (let n = 0; n < difference.length; n++) difference[n] = -values[n];
    addGaussians(model, grid, difference);
    let sum = 0;
    for (let n = 0; n < difference.length; n++) sum += difference[n] * difference[n];
    const byModel = gatherGaussians(model, grid, difference);
    packGradient(byModel, x, sigma, gradient);
    return sum / 2;
  };
  const first = pack(start, sigma);
  const scale = curvature(start, first, sigma, grid.voxelSize[0] * grid.voxelSize[1] * grid.voxelSize[2]);
  const before = objective(first, new Float64Array(first.length));
  const found = await minimize(objective, first, { steps, tolerance, scale, step: "fit Gaussians" }, job);
  const misfit = (value: number) => Math.sqrt((2 * value) / power);
  return { model: unpack(found.x, sigma), misfit: [misfit(before), misfit(found.value)], steps: found.steps };
}

/** σ runs between its limits as low + (high − low) (1 + sin u) ⁄ 2. */
function sigmaOf(u: number, [low, high]: readonly [number, number]): number {
  return low + ((high - low) * (1 + Math.sin(u))) / 2;
}

function pack({ count, xyz, amplitude, sigma }: Gaussians, limits: readonly [number, number]): Float64Array {
  const x = new Float64Array(NUMBERS * count);
  for (let n = 0; n < count; n++) {
    for (let axis = 0; axis < 3; axis++) x[NUMBERS * n + axis] = xyz[3 * n + axis];
    x[NUMBERS * n + 3] = Math.sqrt(Math.max(amplitude[n], 0));
    const share = (sigma[n] - limits[0]) / (limits[1] - limits[0]);
    x[NUMBERS * n + 4] = Math.asin(2 * Math.min(0.98, Math.max(0.02, share)) - 1);
  }
  return x;
}

function unpack(x: Float64Array, limits: readonly [number, number]): Gaussians {
  const count = x.length / NUMBERS;
  const model = {
    xyz: new Float64Array(3 * count),
    amplitude: new Float64Array(count),
    sigma: new Float64Array(count),
  };
  for (let n = 0; n < count; n++) {
    for (let axis = 0; axis < 3; axis++) model.xyz[3 * n + axis] = x[NUMBERS * n + axis];
    model.amplitude[n] = x[NUMBERS * n + 3] ** 2;
    model.sigma[n] = sigmaOf(x[NUMBERS * n + 4], limits);
  }
  return createGaussians(model.xyz, model.amplitude, model.sigma);
}

function packGradient(
  by: { xyz: Float64Array; amplitude: Float64Array; sigma: Float64Array },
  x: Float64Array,
  [low, high]: readonly [number, number],
  gradient: Float64Array,
): void {
  for (let n = 0; n < by.amplitude.length; n++) {
    for (let axis = 0; axis < 3; axis++) gradient[NUMBERS * n + axis] = by.xyz[3 * n + axis];
    gradient[NUMBERS * n + 3] = 2 * x[NUMBERS * n + 3] * by.amplitude[n];
    gradient[NUMBERS * n + 4] = by.sigma[n] * ((high - low) / 2) * Math.cos(x[NUMBERS * n + 4]);
  }
}

/**
 * One over the curvature of the squared difference for a Gaussian on its own: ∫ g² = 1 ⁄ (8 π^1.5 σ³), of which a move by
 * 1 Å counts 1 ⁄ 2σ² and a widening by 1 Å 15 ⁄ 4σ².
 */
function curvature(
  { count, amplitude, sigma }: Gaussians,
  x: Float64Array,
  [low, high]: readonly [number, number],
  voxel: number,
): Float64Array {
  const scale = new Float64Array(NUMBERS * count);
  const typical = amplitude.reduce((sum, value) => sum + value, 0) / count;
  for (let n = 0; n < count; n++) {
    const square = 1 / (8 * Math.PI ** 1.5 * sigma[n] ** 3 * voxel);
    const size = Math.max(amplitude[n], 0.1 * typical);
    for (let axis = 0; axis < 3; axis++)
      scale[NUMBERS * n + axis] = (2 * sigma[n] ** 2) / (size * size * square);
    scale[NUMBERS * n + 3] = 1 / (4 * size * square);
    const perTurn = Math.max(0.2, Math.cos(x[NUMBERS * n + 4])) * ((high - low) / 2);
    scale[NUMBERS * n + 4] = (4 * sigma[n] ** 2) / (15 * size * size * square * perTurn * perTurn);
  }
  return scale;
}
