import { AppError } from "#core/errors.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/** Where the samples of a volume sit in space: x runs fastest, `values[i + nx * (j + ny * k)]`. */
export interface Grid {
  /** Samples along x, y, z. */
  readonly size: Vec3;
  /** Centre of sample (0, 0, 0), Å. */
  readonly origin: Vec3;
  /** Distance between neighbouring samples along x, y, z, Å. */
  readonly voxelSize: Vec3;
}

/** A checked grid. Throws `input` when a size is not a positive whole number or a length is not finite and positive. */
export function createGrid(size: Vec3, origin: Vec3, voxelSize: Vec3): Grid {
  if (!size.every((n) => Number.isInteger(n) && n > 0)) {
    throw new AppError("input", "A grid needs at least one sample along each axis.", { size });
  }
  if (!voxelSize.every((d) => Number.isFinite(d) && d > 0)) {
    throw new AppError("input", "Voxel sizes must be positive lengths in Å.", { voxelSize });
  }
  if (!origin.every(Number.isFinite)) {
    throw new AppError("input", "The origin of a grid must be finite, in Å.", { origin });
  }
  return { size, origin, voxelSize };
}

/** Number of samples of a grid. */
export function sampleCount(grid: Grid): number {
  return grid.size[0] * grid.size[1] * grid.size[2];
}

/** Volume of one voxel, Å³. */
export function voxelVolume(grid: Grid): number {
  return grid.voxelSize[0] * grid.voxelSize[1] * grid.voxelSize[2];
}

/** Index coordinates (fractional) of a point in Å. */
export function xyzToIjk(grid: Grid, xyz: Vec3): Vec3 {
  return [
    (xyz[0] - grid.origin[0]) / grid.voxelSize[0],
    (xyz[1] - grid.origin[1]) / grid.voxelSize[1],
    (xyz[2] - grid.origin[2]) / grid.voxelSize[2],
  ];
}

/** The point, Å, of index coordinates. */
export function ijkToXyz(grid: Grid, ijk: Vec3): Vec3 {
  return [
    grid.origin[0] + ijk[0] * grid.voxelSize[0],
    grid.origin[1] + ijk[1] * grid.voxelSize[1],
    grid.origin[2] + ijk[2] * grid.voxelSize[2],
  ];
}
