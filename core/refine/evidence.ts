import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { halfMapTarget } from "#core/refine/held-out-half.ts";
import { shellTarget } from "#core/refine/held-out-shells.ts";
import { regionAround } from "#core/refine/region.ts";
import { chooseShells } from "#core/refine/shells.ts";
import { correlationWith, type MapTarget } from "#core/refine/targets.ts";
import { cropToBox } from "#core/volume/crop.ts";
import { gaussianBlur } from "#core/volume/filter.ts";
import type { FourierKernel } from "#core/volume/fourier-kernel.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The maps that a model is refined against. */
export interface RefinementMaps {
  readonly map: Volume;
  /** Two half maps on the grid of the map: the first is refined against, the second held out. */
  readonly halves?: readonly [Volume, Volume];
}

/** What of the maps speaks for or against a model, and what of it the refinement does not see. */
export interface Evidence {
  readonly grid: Grid;
  readonly target: MapTarget;
  /** Correlation about the mean of a model map with the whole map, over the voxels near the model. */
  readonly correlation: (model: Volume) => number;
  /** What was held out and why, one sentence without its full stop. */
  readonly heldOut: string;
}

/** Where a model lies and how finely it is resolved. */
export interface Placed {
  readonly xyz: Float64Array;
  /** Å beyond the outermost atoms that images reach. */
  readonly reach: number;
  /** Voxels within this of an atom count, Å. */
  readonly radius: number;
  /** The finest resolution of any atom, Å. */
  readonly finest: number;
}

/**
 * The part of the maps near a model, with some of it held out: the second half map, or Fourier shells where there are
 * no half maps. Throws `input` when the model lies outside the map or half maps do not fit it, `cancelled`.
 */
export async function evidenceFor(
  { map, halves }: RefinementMaps,
  { xyz, reach, radius, finest }: Placed,
  fourier: FourierKernel,
  job: JobContext,
): Promise<Evidence> {
  const { observed, mask, box } = await regionAround(map, xyz, { reach, radius }, job);
  const correlation = correlationWith(observed, mask.inside);
  if (halves) {
    for (const half of halves) checkSameGrid(map, half);
    const [work, other] = halves.map((half) => cropToBox(half, box));
    const heldOut = "Half map 2 is held out; half map 1 is refined against";
    return { grid: observed.grid, target: halfMapTarget(work, other, mask.inside), correlation, heldOut };
  }
  const { limits, reason } = chooseShells(finest, diameterOf(xyz));
  const hard = { grid: mask.grid, values: Float32Array.from(mask.inside) };
  const soft = await gaussianBlur(hard, finest / 2, job);
  const target = await shellTarget(observed, soft, { limits, finest }, fourier, job);
  return { grid: observed.grid, target, correlation, heldOut: reason };
}

/** Diameter of the ball with the radius of gyration of points, Å. */
function diameterOf(xyz: Float64Array): number {
  const count = xyz.length / 3;
  const centre = [0, 0, 0];
  for (let n = 0; n < xyz.length; n++) centre[n % 3] += xyz[n] / count;
  let squares = 0;
  for (let n = 0; n < xyz.length; n++) squares += (xyz[n] - centre[n % 3]) ** 2;
  return Math.max(10, 2 * Math.sqrt((5 / 3) * (squares / count)));
}

function checkSameGrid(map: Volume, half: Volume): void {
  const isSame = map.grid.size.every(
    (n, axis) =>
      n === half.grid.size[axis] &&
      Math.abs(map.grid.origin[axis] - half.grid.origin[axis]) < 0.01 * map.grid.voxelSize[axis],
  );
  if (isSame) return;
  throw new AppError(
    "input",
    "The half maps must lie on the grid of the map; give maps of one reconstruction.",
    {
      map: map.grid,
      half: half.grid,
    },
  );
}
