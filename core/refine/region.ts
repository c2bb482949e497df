import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { cropToBox, type IndexBox } from "#core/volume/crop.ts";
import { xyzToIjk } from "#core/volume/grid.ts";
import { type Mask, maskWithin } from "#core/volume/mask.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The part of a map that a model is refined against. */
export interface Region {
  readonly observed: Volume;
  /** 1 for voxels near the model, on the grid of `observed`. */
  readonly mask: Mask;
  /** The block of the map that `observed` is. */
  readonly box: IndexBox;
}

/**
 * The block of a map that atoms (xyz triplets, Å) reach, `reach` Å beyond the outermost, and in it the voxels within
 * `radius` Å of an atom. Throws `input` when no atom lies in or near the map, `cancelled`.
 */
export async function regionAround(
  map: Volume,
  xyz: Float64Array,
  { reach, radius }: { readonly reach: number; readonly radius: number },
  job: JobContext,
): Promise<Region> {
  const box = boxAround(map, xyz, reach);
  const observed = cropToBox(map, box);
  return { observed, mask: await maskWithin(observed.grid, xyz, radius, job), box };
}

function boxAround({ grid }: Volume, xyz: Float64Array, reach: number): IndexBox {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let n = 0; n < xyz.length; n++) {
    low[n % 3] = Math.min(low[n % 3], xyz[n] - reach);
    high[n % 3] = Math.max(high[n % 3], xyz[n] + reach);
  }
  const from = xyzToIjk(grid, [low[0], low[1], low[2]]);
  const to = xyzToIjk(grid, [high[0], high[1], high[2]]);
  const first = (axis: 0 | 1 | 2) => Math.max(0, Math.floor(from[axis]));
  const last = (axis: 0 | 1 | 2) => Math.min(grid.size[axis] - 1, Math.ceil(to[axis]));
  const box = { first: [first(0), first(1), first(2)], last: [last(0), last(1), last(2)] } as const;
  if (box.first.every((n, axis) => n <= box.last[axis])) return box;
  throw new AppError("input", "The model lies outside the map; fit it into the map first.", { low, high });
}
