import type { JobContext } from "#core/job/job-context.ts";
import { PairSums } from "#core/validate/pearson.ts";
import { gaussianBlur } from "#core/volume/filter.ts";
import type { Mask } from "#core/volume/mask.ts";
import type { Volume } from "#core/volume/volume.ts";

/** map ≈ scale · model + offset. */
export interface LinearScale {
  readonly scale: number;
  readonly offset: number;
}

/** Weight of the scale of the whole against a full window, so that few voxels do not decide alone. */
const PRIOR = 0.05;
/** The window ends after so many standard deviations. */
const WINDOW_END = 2;

/** Scale and offset that bring a model map closest to a map over the voxels of a mask. */
export function globalScale(map: Volume, model: Volume, mask: Mask): LinearScale {
  const sums = new PairSums();
  for (let n = 0; n < map.values.length; n++) {
    if (mask.inside[n] === 1) sums.add(model.values[n], map.values[n]);
  }
  const { slope, intercept } = sums.line();
  return { scale: slope, offset: intercept };
}

/** The map without the scaled model map. */
export function minusScaled(
  { grid, values: map }: Volume,
  { values: model }: Volume,
  by: LinearScale,
): Volume {
  return { grid, values: map.map((value, n) => value - by.scale * model[n] - by.offset) };
}

/**
 * The map without the model map scaled anew at every voxel: by the masked voxels around it, weighted by a Gaussian that
 * ends at `radius` (Å). Where there are few, and far from the model, the scale of the whole takes over. No scale is
 * negative. Throws `cancelled` when the job is cancelled.
 */
export async function minusLocallyScaled(
  map: Volume,
  model: Volume,
  mask: Mask,
  radius: number,
  job: JobContext,
): Promise<Volume> {
  const whole = globalScale(map, model, mask);
  const middle = middleOf(map, model, mask);
  const blur = (value: (o: number, c: number) => number) => {
    const values = new Float32Array(map.values.length);
    for (let n = 0; n < values.length; n++) {
      if (mask.inside[n] === 1) values[n] = value(map.values[n] - middle.map, model.values[n] - middle.model);
    }
    return gaussianBlur({ grid: map.grid, values }, radius / WINDOW_END, job, WINDOW_END);
  };
  const weight = (await blur(() => 1)).values;
  const o = (await blur((a) => a)).values;
  const c = (await blur((_, b) => b)).values;
  const oc = (await blur((a, b) => a * b)).values;
  const cc = (await blur((_, b) => b * b)).values;
  const values = new Float32Array(map.values.length);
  for (let n = 0; n < values.length; n++) {
    const total = weight[n] + PRIOR;
    const [meanO, meanC] = [o[n] / total, c[n] / total];
    const covariance = (oc[n] + PRIOR * whole.scale * middle.variance) / total - meanO * meanC;
    const variance = (cc[n] + PRIOR * middle.variance) / total - meanC * meanC;
    const scale = variance > 0 ? Math.max(0, covariance / variance) : 0;
    values[n] = map.values[n] - middle.map - meanO - scale * (model.values[n] - middle.model - meanC);
  }
  return { grid: map.grid, values };
}

/** Means over the mask, and the variance of the model map there. */
function middleOf({ values: map }: Volume, { values: model }: Volume, { inside }: Mask) {
  let [count, a, b, bb] = [0, 0, 0, 0];
  for (let n = 0; n < map.length; n++) {
    if (inside[n] !== 1) continue;
    count++;
    a += map[n];
    b += model[n];
    bb += model[n] * model[n];
  }
  const used = Math.max(1, count);
  return { map: a / used, model: b / used, variance: bb / used - (b / used) ** 2 };
}
