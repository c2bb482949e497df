import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { createGrid, ijkToXyz } from "#core/volume/grid.ts";
import { eachSlab } from "#core/volume/slab.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * Means over bins of `size` voxels along x, y, z, as ChimeraX `volume bin`: a new voxel lies in the middle of its bin,
 * voxels that fill no bin at the far ends are left out, and no bin is longer than the map. Throws `input` when a size
 * is no positive whole number, `cancelled` when the job is cancelled.
 */
export async function binVolume(volume: Volume, size: Vec3, job: JobContext): Promise<Volume> {
  if (!size.every((n) => Number.isInteger(n) && n > 0)) {
    throw new AppError("input", "The size of a bin must be a whole number of voxels, 1 or more.", { size });
  }
  const old = volume.grid;
  const [bx, by, bz] = size.map((n, axis) => Math.min(n, old.size[axis]));
  const [nx, ny, nz] = [bx, by, bz].map((b, axis) => Math.floor(old.size[axis] / b));
  const [dx, dy, dz] = old.voxelSize;
  const origin = ijkToXyz(old, [(bx - 1) / 2, (by - 1) / 2, (bz - 1) / 2]);
  const grid = createGrid([nx, ny, nz], origin, [dx * bx, dy * by, dz * bz]);
  const values = new Float32Array(nx * ny * nz);
  const row = new Float64Array(nx);
  const addRow = (from: number) => {
    for (let i = 0, n = from; i < nx; i++) for (let b = 0; b < bx; b++) row[i] += volume.values[n++];
  };
  const binRow = (j: number, k: number) => {
    row.fill(0);
    for (let c = 0; c < bz; c++) {
      for (let b = 0; b < by; b++) addRow(old.size[0] * (j * by + b + old.size[1] * (k * bz + c)));
    }
    for (let i = 0; i < nx; i++) values[i + nx * (j + ny * k)] = row[i] / (bx * by * bz);
  };
  const work = (from: number, to: number) => {
    for (let k = from; k < to; k++) for (let j = 0; j < ny; j++) binRow(j, k);
  };
  await eachSlab(grid, "bin", work, job);
  return { grid, values };
}
