import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { forEachBallRow } from "#core/volume/ball-rows.ts";
import { croppedGrid, type IndexBox } from "#core/volume/crop.ts";
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

/** The box around what a mask chooses and `margin` Å more, as far as the grid goes. Throws `input` for an empty mask. */
export function boxOfMask({ grid, inside }: Mask, margin: number): IndexBox {
  const { size, voxelSize } = grid;
  const [nx, ny] = size;
  const first: [number, number, number] = [...size];
  const last: [number, number, number] = [-1, -1, -1];
  for (let n = inside.indexOf(1); n >= 0; n = inside.indexOf(1, n + 1)) {
    const ijk = [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))];
    for (let axis = 0; axis < 3; axis++) {
      first[axis] = Math.min(first[axis], ijk[axis]);
      last[axis] = Math.max(last[axis], ijk[axis]);
    }
  }
  if (last[0] < 0) throw new AppError("input", "Nothing is chosen: the region holds no voxel of the map.");
  for (let axis = 0; axis < 3; axis++) {
    const extra = Math.ceil(margin / voxelSize[axis]);
    first[axis] = Math.max(0, first[axis] - extra);
    last[axis] = Math.min(size[axis] - 1, last[axis] + extra);
  }
  return { first, last };
}

/** The part of a mask in a box. Throws `input` when the box leaves the grid. */
export function cropMask({ grid, inside }: Mask, box: IndexBox): Mask {
  const cropped = croppedGrid(grid, box);
  const [nx, ny, nz] = cropped.size;
  const [i, j, k] = box.first;
  const out = new Uint8Array(nx * ny * nz);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const from = i + grid.size[0] * (j + y + grid.size[1] * (k + z));
      out.set(inside.subarray(from, from + nx), nx * (y + ny * z));
    }
  }
  return { grid: cropped, inside: out };
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
  const { radius, value } = brush;
  const fill = (first: number, last: number) => inside.fill(value, first, last + 1);
  const points = xyz.length / 3;
  for (let from = 0; from < points; from += POINTS_PER_BATCH) {
    const to = Math.min(points, from + POINTS_PER_BATCH);
    for (let p = from; p < to; p++) {
      forEachBallRow(grid, [xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2]], radius, fill);
    }
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
