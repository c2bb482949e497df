import type { Vec3 } from "#core/math/vec3.ts";
import { createGrid, type Grid } from "#core/volume/grid.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";

/** The grid of a volume binned by whole factors along x, y, z; the last block of a row may be smaller than the others. */
export function blockGrid(grid: Grid, [fx, fy, fz]: Vec3): Grid {
  const [nx, ny, nz] = grid.size;
  const [dx, dy, dz] = grid.voxelSize;
  const [ox, oy, oz] = grid.origin;
  return createGrid(
    [Math.ceil(nx / fx), Math.ceil(ny / fy), Math.ceil(nz / fz)],
    [ox + ((fx - 1) * dx) / 2, oy + ((fy - 1) * dy) / 2, oz + ((fz - 1) * dz) / 2],
    [dx * fx, dy * fy, dz * fz],
  );
}

/** Means of blocks of fx × fy × fz samples, on `blockGrid`. */
export function blockMeans(volume: Volume, factors: Vec3): Volume {
  const { grid, values } = volume;
  const [nx, ny, nz] = grid.size;
  const [fx, fy, fz] = factors;
  const binned = blockGrid(grid, factors);
  const { size } = binned;
  const sums = new Float32Array(size[0] * size[1] * size[2]);
  for (let k = 0, n = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const row = size[0] * (Math.floor(j / fy) + size[1] * Math.floor(k / fz));
      for (let i = 0, to = row; i < nx; to++) {
        let sum = 0;
        for (const end = Math.min(i + fx, nx); i < end; i++) sum += values[n++];
        sums[to] += sum;
      }
    }
  }
  divideByBlock(sums, size, grid.size, factors);
  return createVolume(binned, sums);
}

function divideByBlock(sums: Float32Array, size: Vec3, full: Vec3, f: Vec3): void {
  const length = (block: number, axis: 0 | 1 | 2) => Math.min(f[axis], full[axis] - block * f[axis]);
  for (let k = 0, n = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      const plane = length(k, 2) * length(j, 1);
      for (let i = 0; i < size[0]; i++) sums[n++] /= plane * length(i, 0);
    }
  }
}
