import type { JobContext } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { createGrid, type Grid } from "#core/volume/grid.ts";
import { addTerm, clearTerms, createRowSum, type RowSum, sumRowsInto } from "#core/volume/row-sum.ts";
import { eachSlab } from "#core/volume/slab.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Rounding of coordinates must not lose the border of a grid: this far outside (in samples) still counts as on it. */
const BORDER = 1e-6;

/**
 * The volume sampled on another grid, trilinear; 0 outside its outermost sample centres.
 * Throws `cancelled` when the job is cancelled.
 */
export async function resample(volume: Volume, grid: Grid, job: JobContext): Promise<Volume> {
  const [nx, ny, nz] = grid.size;
  const values = new Float32Array(nx * ny * nz);
  const [alongX, alongY, alongZ] = [0, 1, 2].map((axis) => weightsAlong(volume.grid, grid, axis));
  const [first, length] = span(alongX);
  if (length === 0) return { grid, values };
  const sum = createRowSum(length, 4);
  const row = new Float32Array(length);
  const resampleRow = (j: number, k: number) => {
    if (alongY.low[j] < 0 || alongZ.low[k] < 0) return;
    // The four rows around the target row become one; only that one is interpolated along x.
    collectRows(sum, volume.grid, first, { alongY, alongZ, j, k });
    sumRowsInto(sum, volume.values, row, 0);
    stretchInto(row, first, alongX, values, nx * (j + ny * k));
  };
  const work = (from: number, to: number) => {
    for (let k = from; k < to; k++) for (let j = 0; j < ny; j++) resampleRow(j, k);
  };
  await eachSlab(grid, "resample", work, job);
  return { grid, values };
}

/**
 * The grid with voxels of another size (Å, one for all or one per axis) over the same box: it begins at the same sample
 * and ends at or just before the last. Throws `input` for sizes that are not positive or make more samples than fit.
 */
export function gridOfSpacing({ size, origin, voxelSize }: Grid, spacing: number | Vec3): Grid {
  const wanted: Vec3 = typeof spacing === "number" ? [spacing, spacing, spacing] : spacing;
  const along = (axis: 0 | 1 | 2) =>
    Math.max(1, Math.floor(((size[axis] - 1) * voxelSize[axis]) / wanted[axis] + BORDER) + 1);
  return createGrid([along(0), along(1), along(2)], origin, wanted);
}

/** For each target index: the source sample below it (−1 outside) and the share of the sample above. */
interface Weights {
  readonly low: Int32Array;
  readonly fraction: Float64Array;
}

function weightsAlong(source: Grid, target: Grid, axis: number): Weights {
  const last = source.size[axis] - 1;
  const low = new Int32Array(target.size[axis]);
  const fraction = new Float64Array(target.size[axis]);
  for (let n = 0; n < low.length; n++) {
    const xyz = target.origin[axis] + n * target.voxelSize[axis];
    const at = (xyz - source.origin[axis]) / source.voxelSize[axis];
    const inside = at >= -BORDER && at <= last + BORDER;
    const clamped = Math.min(Math.max(at, 0), last);
    low[n] = inside ? Math.min(Math.floor(clamped), Math.max(last - 1, 0)) : -1;
    fraction[n] = inside ? clamped - low[n] : 0;
  }
  return { low, fraction };
}

/** The source rows, from sample `first` on, around target row (j, k), with their weights. */
function collectRows(
  sum: RowSum,
  { size }: Grid,
  first: number,
  { alongY, alongZ, j, k }: { alongY: Weights; alongZ: Weights; j: number; k: number },
): void {
  clearTerms(sum);
  for (let up = 0; up < 2; up++) {
    const wz = up === 0 ? 1 - alongZ.fraction[k] : alongZ.fraction[k];
    if (wz === 0) continue;
    for (let across = 0; across < 2; across++) {
      const wy = across === 0 ? 1 - alongY.fraction[j] : alongY.fraction[j];
      const row = alongY.low[j] + across + size[1] * (alongZ.low[k] + up);
      if (wy !== 0) addTerm(sum, first + size[0] * row, wz * wy);
    }
  }
}

/** First source sample and number of samples that the targets along an axis need. */
function span({ low, fraction }: Weights): readonly [number, number] {
  let first = Number.POSITIVE_INFINITY;
  let last = -1;
  for (let n = 0; n < low.length; n++) {
    if (low[n] < 0) continue;
    first = Math.min(first, low[n]);
    last = Math.max(last, low[n] + (fraction[n] > 0 ? 1 : 0));
  }
  return last < 0 ? [0, 0] : [first, last - first + 1];
}

function stretchInto(
  row: Float32Array,
  first: number,
  { low, fraction }: Weights,
  values: Float32Array,
  target: number,
): void {
  for (let i = 0; i < low.length; i++) {
    if (low[i] < 0) continue;
    const n = low[i] - first;
    const f = fraction[i];
    values[target + i] = f === 0 ? row[n] : row[n] + f * (row[n + 1] - row[n]);
  }
}
