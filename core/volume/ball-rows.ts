import type { Vec3 } from "#core/math/vec3.ts";
import type { Grid } from "#core/volume/grid.ts";

/**
 * Calls `visit(first, last)` for every stretch of a row along x whose samples lie within `radius` Å of a place (Å): first
 * and last sample as indices into the values. A sample exactly on the surface counts, whatever rounding made of it.
 */
export function forEachBallRow(
  { origin, size, voxelSize }: Grid,
  [x, y, z]: Vec3,
  radius: number,
  visit: (first: number, last: number) => void,
): void {
  const [nx, ny] = size;
  const low = (axis: number, centre: number, reach: number) =>
    Math.max(0, Math.ceil((centre - origin[axis] - reach) / voxelSize[axis] - 1e-9));
  const high = (axis: number, centre: number, reach: number) =>
    Math.min(size[axis] - 1, Math.floor((centre - origin[axis] + reach) / voxelSize[axis] + 1e-9));
  for (let k = low(2, z, radius), lastK = high(2, z, radius); k <= lastK; k++) {
    const dz = origin[2] + k * voxelSize[2] - z;
    const disc = Math.sqrt(Math.max(0, radius * radius - dz * dz));
    for (let j = low(1, y, disc), lastJ = high(1, y, disc); j <= lastJ; j++) {
      const dy = origin[1] + j * voxelSize[1] - y;
      const half = Math.sqrt(Math.max(0, disc * disc - dy * dy));
      const row = nx * (j + ny * k);
      const first = low(0, x, half);
      const last = high(0, x, half);
      if (first <= last) visit(row + first, row + last);
    }
  }
}
