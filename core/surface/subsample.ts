import { AppError } from "#core/errors.ts";
import { BLOCK, type BlockIndex, crosses } from "#core/surface/block-index.ts";
import { createGrid } from "#core/volume/grid.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";

/*
 * What a contour costs on one core, ms, as core/surface/contour.bench.ts measures it on a processor of 2020.
 */
const COST_PER_CELL = 1.5e-6;
const COST_PER_TRIANGLE = 2e-4;

/** What may be spent on a surface while its level is dragged, ms on one core. */
export const QUICK = 80;
/** What may be spent on it at rest. */
export const FINE = 2000;

const LARGEST_STEP = 16;
/** Every 8th row of every 8th plane is looked at. */
const SPARSE = 8;

/**
 * Every `step`-th sample along each axis, the first included, as ChimeraX's `step` shows a map: the grid keeps its
 * origin and its voxels grow. Throws `input` when the step is not a positive whole number.
 */
export function subsample(volume: Volume, step: number): Volume {
  if (!(Number.isInteger(step) && step > 0)) {
    throw new AppError("input", "The step of a surface must be a whole number, 1 or more.", { step });
  }
  if (step === 1) return volume;
  const { size, origin, voxelSize } = volume.grid;
  const [mx, my, mz] = size.map((n) => Math.floor((n - 1) / step) + 1);
  const [dx, dy, dz] = voxelSize;
  const grid = createGrid([mx, my, mz], origin, [dx * step, dy * step, dz * step]);
  const values = new Float32Array(mx * my * mz);
  for (let k = 0, to = 0; k < mz; k++) {
    for (let j = 0; j < my; j++) {
      let from = size[0] * step * (j + size[1] * k);
      for (let i = 0; i < mx; i++, from += step) values[to++] = volume.values[from];
    }
  }
  return createVolume(grid, values);
}

/**
 * The smallest step (1, 2, 3 …) at which a contour at `level` costs no more than `budget` ms, judged by how often neighbouring samples lie on
 * different sides of the level: a large map with little to draw is shown in full, noise is not.
 */
export function chooseStep(volume: Volume, index: BlockIndex, level: number, budget: number): number {
  let blocks = 0;
  for (let n = 0; n < index.min.length; n++) if (crosses(index, n, level)) blocks++;
  for (let step = 1; step < LARGEST_STEP; step++) {
    const spare = budget - ((blocks * BLOCK ** 3) / step ** 3) * COST_PER_CELL;
    const mostEdges = spare / (2 * COST_PER_TRIANGLE * SPARSE ** 2);
    if (spare >= 0 && !crossesMore(volume, index, level, step, mostEdges)) return step;
  }
  return LARGEST_STEP;
}

/** Whether the level passes through more than `most` edges between samples `step` apart, on a sparse set of rows along x. */
function crossesMore(volume: Volume, index: BlockIndex, level: number, step: number, most: number): boolean {
  const [nx, ny, nz] = volume.grid.size;
  const [bx, by] = index.size;
  let count = 0;
  for (let k = 0; k + step < nz; k += SPARSE * step) {
    for (let j = 0; j + step < ny; j += SPARSE * step) {
      const firstBlock = bx * (Math.floor(j / BLOCK) + by * Math.floor(k / BLOCK));
      for (let i = 0; i + step < nx; i += step) {
        if (!crosses(index, firstBlock + Math.floor(i / BLOCK), level)) continue;
        count += crossedFrom(volume.values, i + nx * (j + ny * k), step, nx, ny, level);
      }
      if (count > most) return true;
    }
  }
  return false;
}

function crossedFrom(
  values: Float32Array,
  n: number,
  step: number,
  nx: number,
  ny: number,
  level: number,
): number {
  const inside = values[n] >= level;
  return (
    (inside !== values[n + step] >= level ? 1 : 0) +
    (inside !== values[n + step * nx] >= level ? 1 : 0) +
    (inside !== values[n + step * nx * ny] >= level ? 1 : 0)
  );
}
