import type { JobContext } from "#core/job/job-context.ts";
import { applyMask, eraseMask, growMask, type Mask, maskWithin, shrinkMask } from "#core/volume/mask.ts";
import { resample } from "#core/volume/resample.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * The volume with 0 farther than `range` Å from all points (xyz triplets, Å), or nearer with `invert`, as ChimeraX
 * `volume zone`. Throws `input` when the range is negative, `cancelled` when the job is cancelled.
 */
export async function zoneVolume(
  volume: Volume,
  xyz: Float64Array,
  { range, invert }: { readonly range: number; readonly invert: boolean },
  job: JobContext,
): Promise<Volume> {
  const mask = await maskWithin(volume.grid, xyz, range, job);
  return invert ? eraseMask(volume, mask) : applyMask(volume, mask);
}

/**
 * The volume with 0 outside (with `invert` inside) the region where another map (trilinear, 0 outside its box) is at or
 * above `level`, grown by `pad` Å or shrunk when negative. ChimeraX `volume mask` projects the surface along an axis;
 * for closed surfaces both choose the same voxels, and this one needs no axis. Throws `cancelled`.
 */
export async function maskByMap(
  volume: Volume,
  other: Volume,
  { level, pad, invert }: { readonly level: number; readonly pad: number; readonly invert: boolean },
  job: JobContext,
): Promise<Volume> {
  const { values } = await resample(other, volume.grid, job);
  const dense: Mask = { grid: volume.grid, inside: new Uint8Array(values.length) };
  for (let n = 0; n < values.length; n++) if (values[n] >= level) dense.inside[n] = 1;
  const mask = pad >= 0 ? await growMask(dense, pad, job) : await shrinkMask(dense, -pad, job);
  return invert ? eraseMask(volume, mask) : applyMask(volume, mask);
}
