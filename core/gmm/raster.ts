import type { Gaussians, RoundGaussians } from "#core/gmm/gaussians.ts";
import { addShapedGaussians } from "#core/gmm/shaped-raster.ts";
import type { Grid } from "#core/volume/grid.ts";

/** Where the images of Gaussians end, in σ: exp(−8) of the peak. */
export const RASTER_REACH = 4;

/** Derivatives of Σ weight · density against what a Gaussian is, or the sums they are made of. */
export interface RasterGradient {
  readonly xyz: Float64Array;
  readonly amplitude: Float64Array;
  readonly sigma: Float64Array;
}

/** Adds the density of a model to the samples of a grid. A round Gaussian is a product of three lines; all end at 4 σ. */
export function addGaussians(model: Gaussians, grid: Grid, values: Float32Array | Float64Array): void {
  if (model.covariance) {
    addShapedGaussians(model, model.covariance, RASTER_REACH, grid, values);
    return;
  }
  const [nx, ny] = grid.size;
  const lines = createLines(grid);
  for (let n = 0; n < model.count; n++) {
    if (!fillLines(lines, model, n, grid)) continue;
    const { x, y, z } = lines;
    const height = model.amplitude[n] * peakOf(model.sigma[n]);
    forEachRow(lines, grid, model.sigma[n], (j, k, first, last) => {
      const factor = height * z.factor[k] * y.factor[j];
      const row = nx * (j + ny * k);
      for (let i = first; i <= last; i++) values[row + i] += factor * x.factor[i];
    });
  }
}

/** The gradient of Σ slope · density, where `slope` is what a sample's density counts. */
export function gatherGaussians(
  model: RoundGaussians,
  grid: Grid,
  slope: Float32Array | Float64Array,
): RasterGradient {
  const { count } = model;
  const gradient = {
    xyz: new Float64Array(3 * count),
    amplitude: new Float64Array(count),
    sigma: new Float64Array(count),
  };
  const lines = createLines(grid);
  for (let n = 0; n < count; n++) {
    if (!fillLines(lines, model, n, grid)) continue;
    const { sum, x, y, z, square } = gatherLines(lines, grid, model.sigma[n], slope);
    const width = model.sigma[n];
    const height = peakOf(width);
    const whole = model.amplitude[n] * height;
    gradient.amplitude[n] = height * sum;
    gradient.xyz[3 * n] = (whole * x) / width ** 2;
    gradient.xyz[3 * n + 1] = (whole * y) / width ** 2;
    gradient.xyz[3 * n + 2] = (whole * z) / width ** 2;
    gradient.sigma[n] = whole * (square / width ** 3 - (3 * sum) / width);
  }
  return gradient;
}

/** Peak of a Gaussian of unit integral. */
function peakOf(sigma: number): number {
  return (2 * Math.PI * sigma * sigma) ** -1.5;
}

interface Line {
  first: number;
  last: number;
  /** exp(−d² ⁄ 2σ²) and d, Å, per sample from `first` to `last`. */
  readonly factor: Float64Array;
  readonly distance: Float64Array;
}

interface Lines {
  readonly x: Line;
  readonly y: Line;
  readonly z: Line;
}

function createLines({ size }: Grid): Lines {
  const line = (n: number): Line => {
    return { first: 0, last: -1, factor: new Float64Array(n), distance: new Float64Array(n) };
  };
  return { x: line(size[0]), y: line(size[1]), z: line(size[2]) };
}

/** False where the Gaussian does not touch the grid. */
function fillLines({ x, y, z }: Lines, model: Gaussians, n: number, grid: Grid): boolean {
  const sigma = model.sigma[n];
  const isThere =
    fillLine(x, model.xyz[3 * n], sigma, 0, grid) && fillLine(y, model.xyz[3 * n + 1], sigma, 1, grid);
  return isThere && fillLine(z, model.xyz[3 * n + 2], sigma, 2, grid);
}

function fillLine(line: Line, centre: number, sigma: number, axis: 0 | 1 | 2, grid: Grid): boolean {
  const step = grid.voxelSize[axis];
  const at = (centre - grid.origin[axis]) / step;
  const reach = (RASTER_REACH * sigma) / step;
  line.first = Math.max(0, Math.ceil(at - reach));
  line.last = Math.min(grid.size[axis] - 1, Math.floor(at + reach));
  const fall = -0.5 / (sigma * sigma);
  for (let i = line.first; i <= line.last; i++) {
    const d = (i - at) * step;
    line.distance[i] = d;
    line.factor[i] = Math.exp(fall * d * d);
  }
  return line.first <= line.last;
}

/** Calls for every row of samples that passes through the ball in which a Gaussian is drawn. */
function forEachRow(
  { x, y, z }: Lines,
  { voxelSize }: Grid,
  sigma: number,
  call: (j: number, k: number, first: number, last: number) => void,
): void {
  const most = (RASTER_REACH * sigma) ** 2;
  const middle = x.first - x.distance[x.first] / voxelSize[0];
  for (let k = z.first; k <= z.last; k++) {
    for (let j = y.first; j <= y.last; j++) {
      const rest = most - z.distance[k] ** 2 - y.distance[j] ** 2;
      if (rest < 0) continue;
      const reach = Math.sqrt(rest) / voxelSize[0];
      call(j, k, Math.max(x.first, Math.ceil(middle - reach)), Math.min(x.last, Math.floor(middle + reach)));
    }
  }
}

interface Sums {
  sum: number;
  x: number;
  y: number;
  z: number;
  square: number;
}

/** Σ slope g, with x, y, z and r² instead of 1 as further factors. */
function gatherLines(lines: Lines, grid: Grid, sigma: number, slope: Float32Array | Float64Array): Sums {
  const { x, y, z } = lines;
  const [nx, ny] = grid.size;
  const sums = { sum: 0, x: 0, y: 0, z: 0, square: 0 };
  forEachRow(lines, grid, sigma, (j, k, first, last) => {
    const row = nx * (j + ny * k);
    let s = 0;
    let sx = 0;
    let sxx = 0;
    for (let i = first; i <= last; i++) {
      const d = x.distance[i];
      const part = slope[row + i] * x.factor[i];
      s += part;
      sx += part * d;
      sxx += part * d * d;
    }
    const dy = y.distance[j];
    const dz = z.distance[k];
    const factor = y.factor[j] * z.factor[k];
    sums.sum += factor * s;
    sums.x += factor * sx;
    sums.y += factor * s * dy;
    sums.z += factor * s * dz;
    sums.square += factor * (sxx + s * (dy * dy + dz * dz));
  });
  return sums;
}
