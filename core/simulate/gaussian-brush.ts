import type { Grid } from "#core/volume/grid.ts";

/** Paints Gaussians of one width into a grid, separably: one factor per axis, two exponentials each. */
export interface GaussianBrush {
  readonly x: Axis;
  readonly y: Axis;
  readonly z: Axis;
}

/** A brush of width `sigma` (Å) that ends where any coordinate is more than `reach` (Å) from the centre. */
export function gaussianBrush(grid: Grid, sigma: number, reach: number): GaussianBrush {
  const axis = (n: number) => createAxis(grid, n, sigma, reach);
  return { x: axis(0), y: axis(1), z: axis(2) };
}

/** Adds peak · exp(−r² ⁄ 2 sigma²) about a centre (Å) to the values of the brush's grid. */
export function paintGaussian(
  values: Float32Array,
  { x, y, z }: GaussianBrush,
  xyz: ArrayLike<number>,
  first: number,
  peak: number,
): void {
  place(x, xyz[first]);
  place(y, xyz[first + 1]);
  place(z, xyz[first + 2]);
  addProduct(values, x, y, z, peak);
}

/** One axis of the grid, and the factor of the current atom's Gaussian at samples first … first + count − 1 along it. */
interface Axis {
  readonly origin: number;
  readonly step: number;
  readonly size: number;
  /** Distance at which the Gaussian ends, Å. */
  readonly reach: number;
  /** 1 ⁄ (2 sigma²), Å⁻². */
  readonly exponent: number;
  /** exp(−step² ⁄ sigma²): the constant ratio of successive ratios of a sampled Gaussian. */
  readonly ratioOfRatios: number;
  readonly factor: Float64Array;
  first: number;
  count: number;
}

function createAxis(grid: Grid, axis: number, sigma: number, reach: number): Axis {
  const step = grid.voxelSize[axis];
  return {
    origin: grid.origin[axis],
    step,
    size: grid.size[axis],
    reach,
    exponent: 1 / (2 * sigma * sigma),
    ratioOfRatios: Math.exp(-(step * step) / (sigma * sigma)),
    factor: new Float64Array(Math.min(grid.size[axis], Math.floor((2 * reach) / step) + 2)),
    first: 0,
    count: 0,
  };
}

/**
 * Samples the Gaussian of an atom at `centre`. Neighbouring samples differ by a ratio that itself changes by a
 * constant ratio, so two exponentials per axis are enough.
 */
function place(axis: Axis, centre: number): void {
  const { step, reach, exponent, ratioOfRatios, factor } = axis;
  const middle = (centre - axis.origin) / step;
  const first = Math.max(0, Math.ceil(middle - reach / step));
  const last = Math.min(axis.size - 1, Math.floor(middle + reach / step));
  axis.first = first;
  axis.count = Math.max(0, last - first + 1);
  const d = (first - middle) * step;
  let value = Math.exp(-d * d * exponent);
  let ratio = Math.exp(-(2 * d + step) * step * exponent);
  for (let n = 0; n < axis.count; n++) {
    factor[n] = value;
    value *= ratio;
    ratio *= ratioOfRatios;
  }
}

function addProduct(values: Float32Array, x: Axis, y: Axis, z: Axis, peak: number): void {
  const nx = x.count;
  const along = x.factor;
  for (let k = 0; k < z.count; k++) {
    const inPlane = peak * z.factor[k];
    const plane = y.size * (z.first + k);
    for (let j = 0; j < y.count; j++) {
      const inRow = inPlane * y.factor[j];
      const row = x.first + x.size * (y.first + j + plane);
      for (let i = 0; i < nx; i++) values[row + i] += inRow * along[i];
    }
  }
}
