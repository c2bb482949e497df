import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { eachSlab } from "#core/volume/slab.ts";
import { measure } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Limits of the densities, map units. What lies beyond becomes the limit, or what is to be set instead. */
export interface Clamp {
  readonly minimum?: number;
  readonly set?: number;
  readonly maximum?: number;
  readonly setMaximum?: number;
}

/** New density = factor · (density + shift), after the map was brought to a standard deviation or rms if one is given. */
export interface Rescale {
  readonly shift?: number;
  readonly factor?: number;
  /** Subtracts the mean and makes this the standard deviation. */
  readonly sd?: number;
  /** Makes this the root mean square. */
  readonly rms?: number;
}

/**
 * Densities below the minimum or above the maximum replaced, as ChimeraX `volume threshold`: by default with the limit
 * itself. Throws `input` without a limit or with crossed ones, `cancelled` when the job is cancelled.
 */
export async function clampDensities(volume: Volume, clamp: Clamp, job: JobContext): Promise<Volume> {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = clamp;
  if (clamp.minimum === undefined && clamp.maximum === undefined) {
    throw new AppError("input", "Give a minimum or a maximum, or both.");
  }
  if (minimum > maximum) {
    throw new AppError("input", "The minimum must not be larger than the maximum.", { minimum, maximum });
  }
  const { set = minimum, setMaximum = maximum } = clamp;
  return mapped(
    volume,
    (density) => (density < minimum ? set : density > maximum ? setMaximum : density),
    job,
  );
}

/**
 * Scaled and shifted densities as ChimeraX `volume scale`: with `sd` the mean goes first and the shift comes on top,
 * before the factor. Throws `input` when both `sd` and `rms` are given or the map is constant, `cancelled`.
 */
export async function rescaleDensities(volume: Volume, rescale: Rescale, job: JobContext): Promise<Volume> {
  const { sd, rms } = rescale;
  let { shift = 0, factor = 1 } = rescale;
  if (sd !== undefined && rms !== undefined) {
    throw new AppError("input", "Give either the standard deviation or the rms, not both.");
  }
  if (sd !== undefined || rms !== undefined) {
    const spread = measure(volume);
    const now = sd === undefined ? Math.hypot(spread.mean, spread.sd) : spread.sd;
    if (!(now > 0)) throw new AppError("input", "The map is constant; it cannot be scaled to a spread.");
    if (sd !== undefined) shift -= spread.mean;
    factor *= (sd ?? rms ?? 1) / now;
  }
  return mapped(volume, (density) => factor * (density + shift), job);
}

async function mapped(
  { grid, values }: Volume,
  change: (density: number) => number,
  job: JobContext,
): Promise<Volume> {
  const changed = new Float32Array(values.length);
  const plane = grid.size[0] * grid.size[1];
  const work = (from: number, to: number) => {
    for (let n = from * plane; n < to * plane; n++) changed[n] = change(values[n]);
  };
  await eachSlab(grid, "change densities", work, job);
  return { grid, values: changed };
}
