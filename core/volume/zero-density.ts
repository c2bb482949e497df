import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Grid } from "#core/volume/grid.ts";
import { eraseMask, type Mask, maskWithin, shrinkMask } from "#core/volume/mask.ts";
import { resample } from "#core/volume/resample.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What a placed model covers: everything near its atoms, or everything its model map reaches. */
export type Coverage =
  | {
      /** Å from an atom. */
      readonly radius: number;
      /** Å to stay inside the border of the covered region, so that neighbours keep their density; 0 = none. */
      readonly shrink?: number;
    }
  | {
      /** Density simulated from the placed model, on any grid. */
      readonly modelMap: Volume;
      /** Voxels where the model map (trilinear, 0 outside its box) exceeds this are covered; units of the model map. */
      readonly threshold: number;
      /** As above. */
      readonly shrink?: number;
    };

/**
 * A copy of the map with 0 in all voxels that a placed model covers well (`coveredBy`).
 * `xyz`: the placed atoms, Å, triplets; a coverage by model map does not use them.
 * Throws `input` for a negative radius or shrink, `cancelled` when the job is cancelled.
 */
export async function zeroDensity(
  volume: Volume,
  xyz: Float64Array,
  coverage: Coverage,
  job: JobContext,
): Promise<Volume> {
  return eraseMask(volume, await coveredBy(volume.grid, xyz, coverage, job));
}

/**
 * The voxels that `zeroDensity` sets to 0, for a preview: within `radius` of an atom, or above `threshold` in the
 * model map, and farther than `shrink` Å from every voxel that is not. Throws as `zeroDensity`.
 */
export async function coveredBy(
  grid: Grid,
  xyz: Float64Array,
  coverage: Coverage,
  job: JobContext,
): Promise<Mask> {
  const covered =
    "radius" in coverage
      ? await maskWithin(grid, xyz, coverage.radius, job)
      : await maskAbove(grid, coverage.modelMap, coverage.threshold, job);
  return shrinkMask(covered, coverage.shrink ?? 0, job);
}

/**
 * Fractional zeroing: a copy of the map with `scale` times the model map taken away, never below 0 where the map
 * was positive; densities that were 0 or negative, or that the model does not reach, stay as they are.
 * `minimumRmsScale` gives a scale. Throws `input` when the scale is negative, `cancelled` when the job is cancelled.
 */
export async function subtractModelMap(
  volume: Volume,
  modelMap: Volume,
  scale: number,
  job: JobContext,
): Promise<Volume> {
  if (!(scale >= 0 && Number.isFinite(scale))) {
    throw new AppError("input", "The scale of a subtracted model map must be zero or positive.", { scale });
  }
  const { values } = await resample(modelMap, volume.grid, job);
  for (let n = 0; n < values.length; n++) {
    const density = volume.values[n];
    const taken = scale * values[n];
    values[n] = density > 0 && taken > 0 ? Math.max(0, density - taken) : density;
  }
  return { grid: volume.grid, values };
}

/**
 * The share (0…1) of the density at or above `level` in `before` that is gone in `after`: Σ(before − after) ⁄ Σ before
 * over those voxels, the “explained” part of a map. 0 when nothing positive reaches the level.
 * Throws `input` when the volumes differ in size.
 */
export function explainedFraction(before: Volume, after: Volume, level: number): number {
  if (before.values.length !== after.values.length) {
    throw new AppError("input", "The two maps must be on the same grid.", {
      seen: after.grid.size,
      expected: before.grid.size,
    });
  }
  let total = 0;
  let gone = 0;
  for (let n = 0; n < before.values.length; n++) {
    if (!(before.values[n] >= level)) continue;
    total += before.values[n];
    gone += before.values[n] - after.values[n];
  }
  return total > 0 ? gone / total : 0;
}

async function maskAbove(grid: Grid, modelMap: Volume, threshold: number, job: JobContext): Promise<Mask> {
  const { values } = await resample(modelMap, grid, job);
  const inside = new Uint8Array(values.length);
  for (let n = 0; n < values.length; n++) inside[n] = values[n] > threshold ? 1 : 0;
  return { grid, inside };
}
