import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Grid } from "#core/volume/grid.ts";
import { findRuns, type Runs } from "#core/volume/runs.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Which voxels touch: 6 = through faces only, 26 = through faces, edges and corners. */
export type Connectivity = 6 | 26;

/**
 * Connected regions of voxels at or above a level, largest first (ties in the order of their first voxel).
 * Voxels are kept as runs along x, so that memory follows the support and not the box.
 */
export interface Components {
  readonly grid: Grid;
  /** Voxels in each component, descending. */
  readonly sizes: Uint32Array;
  /** First voxel of each run (index into `values`). */
  readonly runStart: Uint32Array;
  /** One past the last voxel of each run. */
  readonly runEnd: Uint32Array;
  /** Component of each run: index into `sizes`. */
  readonly runComponent: Uint32Array;
}

/**
 * The connected components of the voxels at or above `level` (map units).
 * Throws `cancelled` when the job is cancelled.
 */
export async function findComponents(
  volume: Volume,
  level: number,
  connectivity: Connectivity,
  job: JobContext,
): Promise<Components> {
  const runs = await findRuns(volume, level, job);
  const parent = new Int32Array(runs.start.length);
  for (let r = 0; r < parent.length; r++) parent[r] = r;
  linkRows(runs, volume.grid, parent, connectivity);
  return sortedBySize(runs, volume.grid, parent);
}

/**
 * A volume in which every component of fewer than `minSize` voxels at or above `level` is 0 (26 neighbours).
 * Everything else, including densities below the level, stays as it is.
 * Throws `input` when the level is not finite or minSize is negative, `cancelled` when the job is cancelled.
 * @public
 */
export async function removeIslands(
  volume: Volume,
  level: number,
  minSize: number,
  job: JobContext,
): Promise<Volume> {
  const components = await checkedComponents(volume, level, minSize, job);
  const values = volume.values.slice();
  forEachRun(components, (start, end, size) => {
    if (size < minSize) values.fill(0, start, end);
  });
  return { grid: volume.grid, values };
}

/**
 * Threshold and island removal in one step: only the densities at or above `level` in components of at least
 * `minSize` voxels (26 neighbours) are kept, all others are 0. Much cheaper than the two steps on sparse maps.
 * Throws `input` when the level is not finite or minSize is negative, `cancelled` when the job is cancelled.
 */
export async function keepLargeComponents(
  volume: Volume,
  level: number,
  minSize: number,
  job: JobContext,
): Promise<Volume> {
  const components = await checkedComponents(volume, level, minSize, job);
  const values = new Float32Array(volume.values.length);
  forEachRun(components, (start, end, size) => {
    if (size < minSize) return;
    for (let n = start; n < end; n++) values[n] = volume.values[n];
  });
  return { grid: volume.grid, values };
}

/**
 * One number per voxel, x fastest: 0 below the level, else 1 + the component's place in `sizes`.
 * @public
 */
export function labelVoxels(components: Components): Uint32Array {
  const [nx, ny, nz] = components.grid.size;
  const labels = new Uint32Array(nx * ny * nz);
  const { runStart, runEnd, runComponent } = components;
  for (let r = 0; r < runStart.length; r++) labels.fill(runComponent[r] + 1, runStart[r], runEnd[r]);
  return labels;
}

async function checkedComponents(volume: Volume, level: number, minSize: number, job: JobContext) {
  if (!Number.isFinite(level) || !(minSize >= 0)) {
    throw new AppError("input", "Island removal needs a finite level and a size of at least 0 voxels.", {
      level,
      minSize,
    });
  }
  return findComponents(volume, level, 26, job);
}

function forEachRun(components: Components, visit: (start: number, end: number, size: number) => void): void {
  const { runStart, runEnd, runComponent, sizes } = components;
  for (let r = 0; r < runStart.length; r++) visit(runStart[r], runEnd[r], sizes[runComponent[r]]);
}

/** Rows (steps along y, z) that come before a row and touch it. */
const ROWS_BEFORE = {
  6: [
    [-1, 0],
    [0, -1],
  ],
  26: [
    [-1, 0],
    [-1, -1],
    [0, -1],
    [1, -1],
  ],
} as const;

/** Joins the runs of each row with those of the rows before it that they touch. */
function linkRows(runs: Runs, grid: Grid, parent: Int32Array, connectivity: Connectivity): void {
  const [nx, ny, nz] = grid.size;
  const { rowFirst } = runs;
  const reach = connectivity === 6 ? 0 : 1;
  for (let row = 0; row < ny * nz; row++) {
    if (rowFirst[row] === rowFirst[row + 1]) continue;
    const j = row % ny;
    for (const [dj, dk] of ROWS_BEFORE[connectivity]) {
      const before = row + dj + dk * ny;
      if (before < 0 || j + dj < 0 || j + dj >= ny) continue;
      linkRowPair(runs, parent, row, before, (row - before) * nx, reach);
    }
  }
}

/** Two sorted lists of runs, walked together; `offset` takes a voxel of the earlier row to the same x in this one. */
function linkRowPair(
  { start, end, rowFirst }: Runs,
  parent: Int32Array,
  row: number,
  before: number,
  offset: number,
  reach: number,
): void {
  let a = rowFirst[row];
  let b = rowFirst[before];
  const aStop = rowFirst[row + 1];
  const bStop = rowFirst[before + 1];
  while (a < aStop && b < bStop) {
    const bStart = start[b] + offset;
    const bEnd = end[b] + offset;
    if (start[a] < bEnd + reach && bStart < end[a] + reach) join(parent, a, b);
    if (end[a] < bEnd) a++;
    else b++;
  }
}

function rootOf(parent: Int32Array, run: number): number {
  let r = run;
  while (parent[r] !== r) {
    parent[r] = parent[parent[r]];
    r = parent[r];
  }
  return r;
}

/** The earlier run becomes the root, so that roots name the first run of a component. */
function join(parent: Int32Array, a: number, b: number): void {
  const p = rootOf(parent, a);
  const q = rootOf(parent, b);
  if (p < q) parent[q] = p;
  else parent[p] = q;
}

function sortedBySize(runs: Runs, grid: Grid, parent: Int32Array): Components {
  const { start, end } = runs;
  const size = new Uint32Array(parent.length);
  const roots: number[] = [];
  for (let r = 0; r < parent.length; r++) {
    const root = rootOf(parent, r);
    if (root === r) roots.push(r);
    size[root] += end[r] - start[r];
  }
  roots.sort((a, b) => size[b] - size[a] || a - b);
  const place = new Uint32Array(parent.length);
  roots.forEach((root, n) => {
    place[root] = n;
  });
  const runComponent = Uint32Array.from(parent, (_, r) => place[rootOf(parent, r)]);
  return { grid, sizes: Uint32Array.from(roots, (r) => size[r]), runStart: start, runEnd: end, runComponent };
}
