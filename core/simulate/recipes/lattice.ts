import type { WeightedAtoms } from "#core/simulate/model-map-kernel.ts";
import { type Profile, profileAt } from "#core/simulate/recipes/profile.ts";
import type { Grid } from "#core/volume/grid.ts";

/**
 * The weights of atoms on the voxels of a grid (index → weight): all on the nearest one, or shared by the eight around
 * them. Voxels outside the grid are kept out; what atoms near the border share with them is lost, as in the programs.
 */
export function projectAtoms(
  { xyz, weights }: WeightedAtoms,
  grid: Grid,
  placement: "nearest" | "trilinear",
): Map<number, number> {
  const voxels = new Map<number, number>();
  const [nx, ny, nz] = grid.size;
  const add = (i: number, j: number, k: number, weight: number) => {
    if (weight === 0 || i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) return;
    const at = i + nx * (j + ny * k);
    voxels.set(at, (voxels.get(at) ?? 0) + weight);
  };
  for (let n = 0; n < weights.length; n++) {
    const [x, y, z] = [0, 1, 2].map((axis) => (xyz[3 * n + axis] - grid.origin[axis]) / grid.voxelSize[axis]);
    if (placement === "nearest") {
      add(Math.round(x), Math.round(y), Math.round(z), weights[n]);
      continue;
    }
    const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)];
    for (let corner = 0; corner < 8; corner++) {
      const [di, dj, dk] = [corner & 1, (corner >> 1) & 1, corner >> 2];
      const share = part(x - i, di) * part(y - j, dj) * part(z - k, dk);
      add(i + di, j + dj, k + dk, weights[n] * share);
    }
  }
  return voxels;
}

/** A profile at the voxels around one: its values in rows along x. */
export interface Stencil {
  /** Rows: steps along y and z, the first step along x, and the values from there on. */
  readonly rows: readonly StencilRow[];
}

interface StencilRow {
  readonly j: number;
  readonly k: number;
  readonly first: number;
  readonly values: Float64Array;
}

/** The profile around a voxel of the grid, as far as it reaches. */
export function stencilOf(profile: Profile, { voxelSize }: Grid): Stencil {
  const [dx, dy, dz] = voxelSize;
  const rows: StencilRow[] = [];
  const most = (step: number, square: number) => Math.floor(Math.sqrt(Math.max(0, square)) / step + 1e-9);
  const reach = profile.reach ** 2;
  for (let k = -most(dz, reach); k <= most(dz, reach); k++) {
    const inPlane = reach - (k * dz) ** 2;
    for (let j = -most(dy, inPlane); j <= most(dy, inPlane); j++) {
      const half = most(dx, inPlane - (j * dy) ** 2);
      const values = Float64Array.from({ length: 2 * half + 1 }, (_, n) =>
        profileAt(profile, Math.hypot((n - half) * dx, j * dy, k * dz)),
      );
      rows.push({ j, k, first: -half, values });
    }
  }
  return { rows };
}

/** Adds a stencil times a weight about the voxel with this index. */
export function paintStencil(
  values: Float32Array,
  { size }: Grid,
  { rows }: Stencil,
  voxel: number,
  weight: number,
): void {
  const [nx, ny, nz] = size;
  const i = voxel % nx;
  const j = Math.floor(voxel / nx) % ny;
  const k = Math.floor(voxel / (nx * ny));
  for (const row of rows) {
    const [y, z] = [j + row.j, k + row.k];
    if (y < 0 || z < 0 || y >= ny || z >= nz) continue;
    const start = i + row.first;
    const at = nx * (y + ny * z) + start;
    const last = Math.min(row.values.length, nx - start);
    for (let n = Math.max(0, -start); n < last; n++) values[at + n] += weight * row.values[n];
  }
}

function part(fraction: number, side: number): number {
  return side === 0 ? 1 - fraction : fraction;
}
