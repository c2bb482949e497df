import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { type Grid, sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A chosen part of a grid: 1 per chosen voxel, else 0, x fastest. */
export interface Mask {
  readonly grid: Grid;
  readonly inside: Uint8Array;
}

/** Points between two checkpoints. */
const POINTS_PER_BATCH = 2000;

/**
 * The voxels whose centres lie within `radius` Å of any of the points (xyz triplets, Å).
 * Throws `input` when the radius is negative or not finite, `cancelled` when the job is cancelled.
 */
export async function maskWithin(
  grid: Grid,
  xyz: Float64Array,
  radius: number,
  job: JobContext,
): Promise<Mask> {
  if (!(radius >= 0 && Number.isFinite(radius))) {
    throw new AppError("input", "The radius must be zero or a positive length in Å.", { radius });
  }
  const inside = new Uint8Array(sampleCount(grid));
  await paintBalls({ grid, inside }, xyz, { radius, value: 1 }, job);
  return { grid, inside };
}

/**
 * The mask without the voxels within `distance` Å of a voxel outside it. The edge of the grid is no border:
 * what lies beyond it is not known to be outside.
 * Throws `input` when the distance is negative or not finite, `cancelled` when the job is cancelled.
 */
export async function shrinkMask(mask: Mask, distance: number, job: JobContext): Promise<Mask> {
  if (!(distance >= 0 && Number.isFinite(distance))) {
    throw new AppError("input", "The distance to shrink by must be zero or a positive length in Å.", {
      distance,
    });
  }
  const shrunk = { grid: mask.grid, inside: mask.inside.slice() };
  if (distance > 0) await paintBalls(shrunk, outerBorder(mask), { radius: distance, value: 0 }, job);
  return shrunk;
}

/** The mask and all voxels within `distance` Å of it. Throws as `shrinkMask` does. */
export async function growMask(mask: Mask, distance: number, job: JobContext): Promise<Mask> {
  return complement(await shrinkMask(complement(mask), distance, job));
}

/** What the mask leaves out. */
function complement({ grid, inside }: Mask): Mask {
  return { grid, inside: inside.map((chosen) => 1 - chosen) };
}

/** The volume with 0 wherever the mask is 0. Throws `input` when the grids differ in size. */
export function applyMask(volume: Volume, mask: Mask): Volume {
  return select(volume, mask, 1);
}

/** The volume with 0 wherever the mask is 1. Throws `input` when the grids differ in size. */
export function eraseMask(volume: Volume, mask: Mask): Volume {
  return select(volume, mask, 0);
}

function select(volume: Volume, { inside }: Mask, kept: number): Volume {
  if (inside.length !== volume.values.length) {
    throw new AppError("input", "The mask does not fit the map.", {
      seen: inside.length,
      expected: volume.values.length,
    });
  }
  const values = new Float32Array(inside.length);
  for (let n = 0; n < inside.length; n++) if (inside[n] === kept) values[n] = volume.values[n];
  return { grid: volume.grid, values };
}

/** Sets all voxels within a radius of the points, a stretch of a row at a time. */
async function paintBalls(
  { grid, inside }: Mask,
  xyz: Float64Array,
  brush: { radius: number; value: number },
  job: JobContext,
): Promise<void> {
  const { origin, size, voxelSize } = grid;
  const { radius, value } = brush;
  const [nx, ny] = size;
  const indices = (axis: number, centre: number, reach: number) => {
    const middle = (centre - origin[axis]) / voxelSize[axis];
    const half = reach / voxelSize[axis];
    // A voxel exactly on the surface counts, whatever its coordinates were rounded to.
    return [
      Math.max(0, Math.ceil(middle - half - 1e-9)),
      Math.min(size[axis] - 1, Math.floor(middle + half + 1e-9)),
    ];
  };
  const paint = (x: number, y: number, z: number) => {
    const [lowK, highK] = indices(2, z, radius);
    for (let k = lowK; k <= highK; k++) {
      const dz = origin[2] + k * voxelSize[2] - z;
      const disc = Math.sqrt(Math.max(0, radius * radius - dz * dz));
      const [lowJ, highJ] = indices(1, y, disc);
      for (let j = lowJ; j <= highJ; j++) {
        const dy = origin[1] + j * voxelSize[1] - y;
        const [lowI, highI] = indices(0, x, Math.sqrt(Math.max(0, disc * disc - dy * dy)));
        if (lowI <= highI) inside.fill(value, lowI + nx * (j + ny * k), highI + 1 + nx * (j + ny * k));
      }
    }
  };
  const points = xyz.length / 3;
  for (let from = 0; from < points; from += POINTS_PER_BATCH) {
    const to = Math.min(points, from + POINTS_PER_BATCH);
    for (let p = from; p < to; p++) paint(xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2]);
    await job.checkpoint({ step: "mask", done: to, total: points });
  }
}

/**
 * Centres, Å, of the voxels outside a mask with a neighbour across a face inside it. The outside voxel nearest to
 * any inside voxel is always one of these: one step from it towards the inside voxel comes closer, so is inside.
 */
function outerBorder({ grid, inside }: Mask): Float64Array {
  const { origin, size, voxelSize } = grid;
  const [nx, ny, nz] = size;
  const seen = inside.slice();
  const xyz: number[] = [];
  const visit = (i: number, j: number, k: number) => {
    const n = i + nx * (j + ny * k);
    if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz || seen[n] === 1) return;
    seen[n] = 1;
    xyz.push(origin[0] + i * voxelSize[0], origin[1] + j * voxelSize[1], origin[2] + k * voxelSize[2]);
  };
  for (let n = inside.indexOf(1); n >= 0; n = inside.indexOf(1, n + 1)) {
    const [i, j, k] = [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))];
    visit(i - 1, j, k);
    visit(i + 1, j, k);
    visit(i, j - 1, k);
    visit(i, j + 1, k);
    visit(i, j, k - 1);
    visit(i, j, k + 1);
  }
  return Float64Array.from(xyz);
}
