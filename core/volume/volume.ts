import { AppError } from "#core/errors.ts";
import { type Grid, sampleCount } from "#core/volume/grid.ts";

/** Densities on a grid, in the map's own units; x runs fastest. The values are never written after creation. */
export interface Volume {
  readonly grid: Grid;
  readonly values: Float32Array;
}

/** A volume whose number of values fits its grid. Throws `input` when it does not. */
export function createVolume(grid: Grid, values: Float32Array): Volume {
  if (values.length !== sampleCount(grid)) {
    throw new AppError("input", "The number of densities does not fit the grid.", {
      seen: values.length,
      expected: sampleCount(grid),
    });
  }
  return { grid, values };
}
