import { AppError } from "#core/errors.ts";
import { voxelVolume } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The dense samples of a map as weighted points. */
export interface WeightedPoints {
  /** Å, xyz triplets. */
  readonly xyz: Float64Array;
  /** Density above 0, in the map's units. */
  readonly weight: Float64Array;
  /** Å³ that each stands for. */
  readonly volume: number;
}

/** Samples of a map at or above a level, in map units. Throws `input` where there are none. */
export function pointsAbove({ grid, values }: Volume, level: number): WeightedPoints {
  const chosen: number[] = [];
  for (let n = 0; n < values.length; n++) if (values[n] >= level && values[n] > 0) chosen.push(n);
  if (chosen.length === 0) {
    throw new AppError("input", `No density reaches the level ${level}: choose a lower one.`, { level });
  }
  const [nx, ny] = grid.size;
  const xyz = new Float64Array(3 * chosen.length);
  for (const [n, at] of chosen.entries()) {
    const ijk = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    for (let axis = 0; axis < 3; axis++) {
      xyz[3 * n + axis] = grid.origin[axis] + ijk[axis] * grid.voxelSize[axis];
    }
  }
  return { xyz, weight: Float64Array.from(chosen, (at) => values[at]), volume: voxelVolume(grid) };
}
