import { AppError } from "#core/errors.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { createGrid, type Grid, ijkToXyz } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A block of samples by index, first and last both included. */
export interface IndexBox {
  readonly first: Vec3;
  readonly last: Vec3;
}

/** The block of a volume, at the same place in space. Throws `input` when the box is empty or leaves the volume. */
export function cropToBox(volume: Volume, box: IndexBox): Volume {
  const grid = croppedGrid(volume.grid, box);
  const { size } = volume.grid;
  const [i, j, k] = box.first;
  const [nx, ny, nz] = grid.size;
  const values = new Float32Array(nx * ny * nz);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const source = i + size[0] * (j + y + size[1] * (k + z));
      values.set(volume.values.subarray(source, source + nx), nx * (y + ny * z));
    }
  }
  return { grid, values };
}

/** The grid of a block of a grid. Throws `input` when the box is empty or leaves the grid. */
export function croppedGrid(grid: Grid, box: IndexBox): Grid {
  const { size, voxelSize } = grid;
  const fits = size.every((n, axis) => {
    const [first, last] = [box.first[axis], box.last[axis]];
    return Number.isInteger(first) && Number.isInteger(last) && first >= 0 && first <= last && last < n;
  });
  if (!fits) throw new AppError("input", "The box to crop to must lie inside the map.", { box, size });
  const length = (axis: 0 | 1 | 2) => box.last[axis] - box.first[axis] + 1;
  return createGrid([length(0), length(1), length(2)], ijkToXyz(grid, box.first), voxelSize);
}

/**
 * The volume cropped to the box around all voxels at or above `level` (map units), widened by `margin` Å on every
 * side as far as the map goes. Throws `input` when no voxel reaches the level or the margin is negative.
 */
export function cropToLevel(volume: Volume, level: number, margin = 0): Volume {
  if (!(margin >= 0))
    throw new AppError("input", "The margin must be zero or a positive length in Å.", { margin });
  const box = boxAbove(volume, level);
  if (box === undefined) {
    throw new AppError("input", "No voxel of the map reaches this level; choose a lower one.", { level });
  }
  const { size, voxelSize } = volume.grid;
  const extra = voxelSize.map((step) => Math.ceil(margin / step - 1e-9));
  return cropToBox(volume, {
    first: [
      Math.max(0, box.first[0] - extra[0]),
      Math.max(0, box.first[1] - extra[1]),
      Math.max(0, box.first[2] - extra[2]),
    ],
    last: [
      Math.min(size[0] - 1, box.last[0] + extra[0]),
      Math.min(size[1] - 1, box.last[1] + extra[1]),
      Math.min(size[2] - 1, box.last[2] + extra[2]),
    ],
  });
}

/** The smallest box that holds all voxels at or above `level` (map units); undefined when there are none. */
export function boxAbove(volume: Volume, level: number): IndexBox | undefined {
  const [nx, ny, nz] = volume.grid.size;
  const { values } = volume;
  const first: [number, number, number] = [nx, ny, nz];
  const last: [number, number, number] = [-1, -1, -1];
  for (let row = 0; row < ny * nz; row++) {
    const start = row * nx;
    let i = 0;
    while (i < nx && !(values[start + i] >= level)) i++;
    if (i === nx) continue;
    let end = nx - 1;
    while (!(values[start + end] >= level)) end--;
    include(first, last, [i, row % ny, Math.floor(row / ny)]);
    include(first, last, [end, row % ny, Math.floor(row / ny)]);
  }
  return last[0] < 0 ? undefined : { first, last };
}

function include(first: [number, number, number], last: [number, number, number], ijk: Vec3): void {
  for (let axis = 0; axis < 3; axis++) {
    first[axis] = Math.min(first[axis], ijk[axis]);
    last[axis] = Math.max(last[axis], ijk[axis]);
  }
}
