import { AppError } from "#core/errors.ts";
import {
  type FitKernel,
  POSE_SIZE,
  type PointSet,
  type PointsHandle,
  SUMS_SIZE,
  type VolumeHandle,
} from "#core/kernel/fit-kernel.ts";
import { matrixOf } from "#core/math/rigid.ts";
import { createGrid, type Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Layers of `outside` around a volume: one cell of ramp, one of constant. */
export const PADDING = 2;

/** The kernel that defines the others: double precision, one point at a time, written to be read. */
export function createReferenceKernel(): FitKernel {
  const volumes = new Map<number, PaddedVolume>();
  const pointSets = new Map<number, PointSet>();
  let nextId = 1;
  return {
    name: "reference",
    device: "JavaScript, float64",
    addVolume(volume, outside) {
      const id = nextId++;
      volumes.set(id, padVolume(volume, outside));
      return { id };
    },
    addPoints(points) {
      const id = nextId++;
      pointSets.set(id, points);
      return { id, count: points.weight.length };
    },
    release(handle) {
      volumes.delete(handle.id);
      pointSets.delete(handle.id);
    },
    evaluate(volume, points, poses, count, sums) {
      const v = known(volumes, volume);
      const p = known(pointSets, points);
      for (let n = 0; n < count; n++) {
        sumsAtPose(
          v,
          p,
          poses.subarray(n * POSE_SIZE, (n + 1) * POSE_SIZE),
          sums.subarray(n * SUMS_SIZE, (n + 1) * SUMS_SIZE),
        );
      }
    },
    dispose() {
      volumes.clear();
      pointSets.clear();
    },
  };
}

/** A volume inside a border of equal values, so that clamped positions see a constant. */
export interface PaddedVolume {
  readonly grid: Grid;
  readonly values: Float32Array;
}

/** Grid of a volume after padding by two layers on every side. */
export function paddedGrid(grid: Grid): Grid {
  const [nx, ny, nz] = grid.size;
  const [dx, dy, dz] = grid.voxelSize;
  return createGrid(
    [nx + 2 * PADDING, ny + 2 * PADDING, nz + 2 * PADDING],
    [grid.origin[0] - PADDING * dx, grid.origin[1] - PADDING * dy, grid.origin[2] - PADDING * dz],
    grid.voxelSize,
  );
}

/** Writes a volume, padded by two layers of `outside`, into `out` (the padded grid's number of floats). */
export function padInto(volume: Volume, outside: number, out: Float32Array): void {
  const [nx, ny, nz] = volume.grid.size;
  const px = nx + 2 * PADDING;
  const py = ny + 2 * PADDING;
  out.fill(outside);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const row = nx * (j + ny * k);
      out.set(volume.values.subarray(row, row + nx), PADDING + px * (j + PADDING + py * (k + PADDING)));
    }
  }
}

function padVolume(volume: Volume, outside: number): PaddedVolume {
  const grid = paddedGrid(volume.grid);
  const values = new Float32Array(grid.size[0] * grid.size[1] * grid.size[2]);
  padInto(volume, outside, values);
  return { grid, values };
}

function known<T>(table: ReadonlyMap<number, T>, handle: VolumeHandle | PointsHandle): T {
  const found = table.get(handle.id);
  if (!found) throw new AppError("internal", "A kernel was handed something it does not hold.", { handle });
  return found;
}

function sumsAtPose(volume: PaddedVolume, points: PointSet, pose: Float64Array, out: Float64Array): void {
  const { grid, values } = volume;
  const [nx, ny, nz] = grid.size;
  const [hx, hy, hz] = grid.voxelSize;
  const m = matrixOf([pose[0], pose[1], pose[2], pose[3]]);
  out.fill(0);
  for (let n = 0; n < points.weight.length; n++) {
    const a = points.xyz[3 * n];
    const b = points.xyz[3 * n + 1];
    const c = points.xyz[3 * n + 2];
    const rx = m[0] * a + m[1] * b + m[2] * c;
    const ry = m[3] * a + m[4] * b + m[5] * c;
    const rz = m[6] * a + m[7] * b + m[8] * c;
    const x = clamp((rx + pose[4] - grid.origin[0]) / hx, nx);
    const y = clamp((ry + pose[5] - grid.origin[1]) / hy, ny);
    const z = clamp((rz + pose[6] - grid.origin[2]) / hz, nz);
    const i = Math.floor(x);
    const j = Math.floor(y);
    const k = Math.floor(z);
    const at = i + nx * (j + ny * k);
    const cell = trilinear(values, at, nx, nx * ny, x - i, y - j, z - k);
    const w = points.weight[n];
    const gx = (w * cell.dx) / hx;
    const gy = (w * cell.dy) / hy;
    const gz = (w * cell.dz) / hz;
    out[0] += w * cell.value;
    out[1] += gx;
    out[2] += gy;
    out[3] += gz;
    out[4] += ry * gz - rz * gy;
    out[5] += rz * gx - rx * gz;
    out[6] += rx * gy - ry * gx;
    out[7] += cell.value;
    out[8] += cell.value * cell.value;
  }
}

/** An index coordinate kept inside the padded grid; the border is constant, so clamping changes nothing. */
function clamp(index: number, n: number): number {
  return Math.min(Math.max(index, 0), n - 1.0001);
}

/** Value and index-space gradient inside the cell whose lowest corner is `at`. */
function trilinear(
  v: Float32Array,
  at: number,
  row: number,
  plane: number,
  fx: number,
  fy: number,
  fz: number,
): { value: number; dx: number; dy: number; dz: number } {
  const edge = (corner: number) => v[corner + 1] - v[corner];
  const along = (corner: number) => v[corner] + fx * edge(corner);
  const a00 = along(at);
  const a10 = along(at + row);
  const a01 = along(at + plane);
  const a11 = along(at + row + plane);
  const b0 = a00 + fy * (a10 - a00);
  const b1 = a01 + fy * (a11 - a01);
  const e0 = edge(at) + fy * (edge(at + row) - edge(at));
  const e1 = edge(at + plane) + fy * (edge(at + row + plane) - edge(at + plane));
  return {
    value: b0 + fz * (b1 - b0),
    dx: e0 + fz * (e1 - e0),
    dy: a10 - a00 + fz * (a11 - a01 - (a10 - a00)),
    dz: b1 - b0,
  };
}
