import { AppError } from "#core/errors.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Throws `input` unless half maps lie on the grid of their map. */
export function checkHalfMaps(map: Volume, halves: readonly Volume[]): void {
  for (const half of halves) checkGrid(map, half);
}

function checkGrid(map: Volume, half: Volume): void {
  const isSame = map.grid.size.every(
    (n, axis) =>
      n === half.grid.size[axis] &&
      Math.abs(map.grid.voxelSize[axis] / half.grid.voxelSize[axis] - 1) < 1e-3 &&
      Math.abs(map.grid.origin[axis] - half.grid.origin[axis]) < 0.1 * map.grid.voxelSize[axis],
  );
  if (isSame) return;
  throw new AppError("input", "The half maps must lie on the grid of the map.", {
    map: map.grid,
    half: half.grid,
  });
}
