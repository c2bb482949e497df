import { matrixOf, type Rigid } from "#core/math/rigid.ts";
import type { Grid } from "#core/volume/grid.ts";

/** Bodies with a smaller share of their atoms inside the box are cut off by its edge. */
export const CUT_OFF = 0.95;

/** The share (0…1) of points (xyz triplets about the centre, Å) that lie within the samples of a grid in a pose. */
export function shareInBox(xyz: Float64Array, pose: Rigid, { size, origin, voxelSize }: Grid): number {
  const m = matrixOf(pose.rotation);
  let inside = 0;
  for (let n = 0; n < xyz.length; n += 3) {
    let isIn = true;
    for (let k = 0; k < 3; k++) {
      const along = m[3 * k] * xyz[n] + m[3 * k + 1] * xyz[n + 1] + m[3 * k + 2] * xyz[n + 2] + pose.shift[k];
      const index = (along - origin[k]) / voxelSize[k];
      if (!(index >= 0 && index <= size[k] - 1)) isIn = false;
    }
    if (isIn) inside++;
  }
  return inside / (xyz.length / 3);
}
