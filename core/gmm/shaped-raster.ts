import { covarianceOf, type Gaussians } from "#core/gmm/gaussians.ts";
import { determinant, inverse, type Symmetric3 } from "#core/math/symmetric3.ts";
import type { Grid } from "#core/volume/grid.ts";

/**
 * Adds Gaussians with covariances (n × 6) to the samples of a grid, each out to `reach` standard deviations along its
 * axes: A ⁄ √((2π)³ det C) exp(−½ rᵀ C⁻¹ r).
 */
export function addShapedGaussians(
  { count, xyz, amplitude }: Gaussians,
  covariance: Float64Array,
  reach: number,
  grid: Grid,
  values: Float32Array | Float64Array,
): void {
  for (let n = 0; n < count; n++) {
    const shape = covarianceOf(covariance, n);
    const height = amplitude[n] / Math.sqrt((2 * Math.PI) ** 3 * determinant(shape));
    const box = [0, 1, 2].map((axis) =>
      samplesWithin(xyz[3 * n + axis], reach * Math.sqrt(shape[axis]), axis, grid),
    );
    addOne(inverse(shape), height, reach ** 2, box, grid, values);
  }
}

/** Samples of a grid along an axis: how far the first lies from a centre (Å), and which they are. */
interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly start: number;
}

function samplesWithin(
  centre: number,
  distance: number,
  axis: number,
  { origin, size, voxelSize }: Grid,
): Stretch {
  const step = voxelSize[axis];
  const at = (centre - origin[axis]) / step;
  const first = Math.max(0, Math.ceil(at - distance / step));
  const last = Math.min(size[axis] - 1, Math.floor(at + distance / step));
  return { first, last, start: (first - at) * step };
}

function addOne(
  [xx, yy, zz, xy, xz, yz]: Symmetric3,
  height: number,
  farthest: number,
  [along, across, up]: readonly Stretch[],
  { size, voxelSize }: Grid,
  values: Float32Array | Float64Array,
): void {
  for (let k = up.first; k <= up.last; k++) {
    const z = up.start + (k - up.first) * voxelSize[2];
    for (let j = across.first; j <= across.last; j++) {
      const y = across.start + (j - across.first) * voxelSize[1];
      const row = size[0] * (j + size[1] * k);
      const rest = yy * y * y + zz * z * z + 2 * yz * y * z;
      const slope = 2 * (xy * y + xz * z);
      for (let i = along.first; i <= along.last; i++) {
        const x = along.start + (i - along.first) * voxelSize[0];
        const square = rest + x * (slope + xx * x);
        if (square <= farthest) values[row + i] += height * Math.exp(-square / 2);
      }
    }
  }
}
