import type { JobContext } from "#core/job/job-context.ts";
import { applyRigid, invert, type Rigid, rotate } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Grid } from "#core/volume/grid.ts";
import { eachSlab } from "#core/volume/slab.ts";
import { valueAtIndex } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Rounding of coordinates must not lose the border of a grid: this far outside (in samples) still counts as on it. */
const BORDER = 1e-6;

/**
 * The volume after a motion (Å), sampled on a grid, trilinear; 0 outside its outermost sample centres.
 * Throws `cancelled` when the job is cancelled.
 */
export async function resampleMoved(
  volume: Volume,
  grid: Grid,
  motion: Rigid,
  job: JobContext,
): Promise<Volume> {
  const [nx, ny, nz] = grid.size;
  const values = new Float32Array(nx * ny * nz);
  const [mx, my, mz] = volume.grid.size.map((n) => n - 1) as unknown as Vec3;
  const back = invert(motion);
  const { origin, voxelSize } = volume.grid;
  const start = applyRigid(back, grid.origin);
  const first: Vec3 = [0, 1, 2].map((k) => (start[k] - origin[k]) / voxelSize[k]) as unknown as Vec3;
  const along = (axis: number): Vec3 => {
    const edge = [0, 0, 0];
    edge[axis] = grid.voxelSize[axis];
    const [x, y, z] = rotate(back.rotation, edge as unknown as Vec3);
    return [x / voxelSize[0], y / voxelSize[1], z / voxelSize[2]];
  };
  const [dx, dy, dz] = [along(0), along(1), along(2)];
  const work = (from: number, to: number) => {
    for (let k = from; k < to; k++) {
      for (let j = 0; j < ny; j++) {
        const x = first[0] + j * dy[0] + k * dz[0];
        const y = first[1] + j * dy[1] + k * dz[1];
        const z = first[2] + j * dy[2] + k * dz[2];
        const row = nx * (j + ny * k);
        for (let i = 0; i < nx; i++) {
          values[row + i] = valueAtIndex(
            volume,
            onBorder(x + i * dx[0], mx),
            onBorder(y + i * dx[1], my),
            onBorder(z + i * dx[2], mz),
          );
        }
      }
    }
  };
  await eachSlab(grid, "resample", work, job);
  return { grid, values };
}

function onBorder(x: number, last: number): number {
  if (x < 0 && x > -BORDER) return 0;
  return x > last && x < last + BORDER ? last : x;
}
