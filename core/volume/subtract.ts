import type { JobContext } from "#core/job/job-context.ts";
import type { Grid } from "#core/volume/grid.ts";
import { resample } from "#core/volume/resample.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * f · first − g · second on a grid (by default that of `first`), both sampled trilinearly and 0 outside their boxes:
 * ChimeraX `volume subtract`. Throws `cancelled` when the job is cancelled.
 */
export async function subtractScaled(
  first: Volume,
  second: Volume,
  {
    factors: [f, g],
    grid = first.grid,
  }: { readonly factors: readonly [number, number]; readonly grid?: Grid },
  job: JobContext,
): Promise<Volume> {
  const { values } = await resample(second, grid, job);
  const own = grid === first.grid ? first.values : (await resample(first, grid, job)).values;
  for (let n = 0; n < values.length; n++) values[n] = f * own[n] - g * values[n];
  return { grid, values };
}

/**
 * The factor for `other` that leaves the smallest root mean square of volume − factor · other over the voxels of
 * `volume` where `other` (trilinear, 0 outside its box) is at or above `level` (units of `other`): Σvu ⁄ Σu², as
 * ChimeraX `volume subtract minRms true`. 0 when no voxel qualifies or `other` is 0 on all of them.
 * Throws `cancelled` when the job is cancelled.
 */
export async function minimumRmsScale(
  volume: Volume,
  other: Volume,
  level: number,
  job: JobContext,
): Promise<number> {
  const { values } = await resample(other, volume.grid, job);
  let products = 0;
  let squares = 0;
  for (let n = 0; n < values.length; n++) {
    const u = values[n];
    if (!(u >= level)) continue;
    products += volume.values[n] * u;
    squares += u * u;
  }
  return squares > 0 ? products / squares : 0;
}
