import type { Vec3 } from "#core/math/vec3.ts";
import { xyzToIjk } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * Density at index coordinates (fractional, sample 0 at 0), trilinear; 0 outside the outermost sample centres.
 */
export function valueAtIndex(volume: Volume, x: number, y: number, z: number): number {
  const { values } = volume;
  const size = volume.grid.size;
  const nx = size[0];
  const ny = size[1];
  const nz = size[2];
  if (!(x >= 0 && y >= 0 && z >= 0 && x <= nx - 1 && y <= ny - 1 && z <= nz - 1)) return 0;
  // The last sample belongs to the cell before it, except on an axis of one sample.
  const i = Math.min(Math.floor(x), nx > 1 ? nx - 2 : 0);
  const j = Math.min(Math.floor(y), ny > 1 ? ny - 2 : 0);
  const k = Math.min(Math.floor(z), nz > 1 ? nz - 2 : 0);
  const di = nx > 1 ? 1 : 0;
  const dj = ny > 1 ? nx : 0;
  const dk = nz > 1 ? nx * ny : 0;
  const fx = x - i;
  const fy = y - j;
  const fz = z - k;
  const a = i + nx * (j + ny * k);
  const b = a + dj;
  const c = a + dk;
  const d = b + dk;
  const va = values[a] + fx * (values[a + di] - values[a]);
  const vb = values[b] + fx * (values[b + di] - values[b]);
  const vc = values[c] + fx * (values[c + di] - values[c]);
  const vd = values[d] + fx * (values[d + di] - values[d]);
  const low = va + fy * (vb - va);
  const high = vc + fy * (vd - vc);
  return low + fz * (high - low);
}

/** Density at a point (Å), trilinear; 0 outside the outermost sample centres. */
export function valueAt(volume: Volume, xyz: Vec3): number {
  const [x, y, z] = xyzToIjk(volume.grid, xyz);
  return valueAtIndex(volume, x, y, z);
}

/** Densities at points (xyz triplets, Å), trilinear; NaN outside the outermost sample centres. */
export function valuesAt(volume: Volume, xyz: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const { origin, voxelSize, size } = volume.grid;
  const out = new Float32Array(xyz.length / 3);
  for (let n = 0; n < out.length; n++) {
    const x = (xyz[3 * n] - origin[0]) / voxelSize[0];
    const y = (xyz[3 * n + 1] - origin[1]) / voxelSize[1];
    const z = (xyz[3 * n + 2] - origin[2]) / voxelSize[2];
    const inside = x >= 0 && y >= 0 && z >= 0 && x <= size[0] - 1 && y <= size[1] - 1 && z <= size[2] - 1;
    out[n] = inside ? valueAtIndex(volume, x, y, z) : Number.NaN;
  }
  return out;
}
