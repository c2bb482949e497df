import { inverseLine, lineTransform } from "#core/math/fft.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * The Fourier coefficients of a volume, F(h, k, l) = Σ ρ exp(−2πi (h i ⁄ nx + k j ⁄ ny + l m ⁄ nz)), for h = 0 … nx ⁄ 2
 * only: the others are their conjugates. Re, im pairs; h runs fastest, then k, then l.
 */
export interface Spectrum {
  readonly grid: Grid;
  /** Coefficients along x: ⌊nx ⁄ 2⌋ + 1. */
  readonly half: number;
  readonly data: Float32Array;
}

/** Fourier coefficients of a volume of any size. Lines are transformed in float64, coefficients kept in float32. */
export function toSpectrum({ grid, values }: Volume): Spectrum {
  const [nx, ny, nz] = grid.size;
  const half = Math.floor(nx / 2) + 1;
  const data = new Float32Array(2 * half * ny * nz);
  const transform = lineTransform(nx);
  const line = new Float64Array(2 * nx);
  const rows = ny * nz;
  // Two real rows go through one complex transform, as its real and imaginary part.
  for (let row = 0; row < rows; row += 2) {
    const hasSecond = row + 1 < rows;
    for (let i = 0; i < nx; i++) {
      line[2 * i] = values[row * nx + i];
      line[2 * i + 1] = hasSecond ? values[(row + 1) * nx + i] : 0;
    }
    transform.forward(line);
    for (let h = 0; h < half; h++) {
      const mirror = h === 0 ? 0 : nx - h;
      const [re, im, mirrorRe, mirrorIm] = [
        line[2 * h],
        line[2 * h + 1],
        line[2 * mirror],
        line[2 * mirror + 1],
      ];
      const at = 2 * (row * half + h);
      data[at] = (re + mirrorRe) / 2;
      data[at + 1] = (im - mirrorIm) / 2;
      if (!hasSecond) continue;
      data[at + 2 * half] = (im + mirrorIm) / 2;
      data[at + 2 * half + 1] = (mirrorRe - re) / 2;
    }
  }
  const forward = (n: number) => lineTransform(n).forward;
  alongY(data, half, ny, nz, forward(ny));
  alongZ(data, half, ny, nz, forward(nz));
  return { grid, half, data };
}

/** The volume of a spectrum, which is used up. */
export function fromSpectrum({ grid, half, data }: Spectrum): Volume {
  const [nx, ny, nz] = grid.size;
  const inverse = (n: number) => {
    const transform = lineTransform(n);
    return (line: Float64Array) => inverseLine(transform, line);
  };
  alongZ(data, half, ny, nz, inverse(nz));
  alongY(data, half, ny, nz, inverse(ny));
  const values = new Float32Array(nx * ny * nz);
  const transform = lineTransform(nx);
  const line = new Float64Array(2 * nx);
  const rows = ny * nz;
  for (let row = 0; row < rows; row += 2) {
    const hasSecond = row + 1 < rows;
    joinRows(data, row * half, hasSecond, half, line);
    inverseLine(transform, line);
    for (let i = 0; i < nx; i++) {
      values[row * nx + i] = line[2 * i];
      if (hasSecond) values[(row + 1) * nx + i] = line[2 * i + 1];
    }
  }
  return { grid, values };
}

/** The transform of two real rows as one complex line: the first row's plus i times the second's. */
function joinRows(
  data: Float32Array,
  first: number,
  hasSecond: boolean,
  half: number,
  line: Float64Array,
): void {
  const n = line.length / 2;
  for (let h = 0; h < half; h++) {
    const at = 2 * (first + h);
    const re = data[at];
    const im = data[at + 1];
    const secondRe = hasSecond ? data[at + 2 * half] : 0;
    const secondIm = hasSecond ? data[at + 2 * half + 1] : 0;
    line[2 * h] = re - secondIm;
    line[2 * h + 1] = im + secondRe;
    const mirror = n - h;
    if (h === 0 || mirror < half) continue;
    line[2 * mirror] = re + secondIm;
    line[2 * mirror + 1] = secondRe - im;
  }
}

/** Calls for every kept coefficient: its place in `data`, and its frequency squared, Å⁻². */
export function forEachFrequency({ grid, half }: Spectrum, call: (at: number, q2: number) => void): void {
  const [, ny, nz] = grid.size;
  const perIndex = grid.size.map((n, axis) => 1 / (n * grid.voxelSize[axis]));
  const squared = (n: number, size: number, axis: number) =>
    ((n > size / 2 ? n - size : n) * perIndex[axis]) ** 2;
  for (let l = 0; l < nz; l++) {
    for (let k = 0; k < ny; k++) {
      const across = squared(l, nz, 2) + squared(k, ny, 1);
      const row = (l * ny + k) * half;
      for (let h = 0; h < half; h++) call(2 * (row + h), across + (h * perIndex[0]) ** 2);
    }
  }
}

/** The next size from which transforms are fast: its only factors are 2, 3 and 5. */
export function goodSize(least: number): number {
  for (let n = Math.max(1, Math.ceil(least)); ; n++) {
    let rest = n;
    for (const p of [2, 3, 5]) while (rest % p === 0) rest /= p;
    if (rest === 1) return n;
  }
}

/** A grid grown at its far ends to sizes of at least `size`, good for transforms. */
export function goodGrid(grid: Grid, size: Vec3): Grid {
  return { ...grid, size: [goodSize(size[0]), goodSize(size[1]), goodSize(size[2])] };
}

type Transform = (line: Float64Array) => void;

function alongY(data: Float32Array, half: number, ny: number, nz: number, transform: Transform): void {
  const line = new Float64Array(2 * ny);
  for (let l = 0; l < nz; l++) {
    for (let h = 0; h < half; h++) through(data, 2 * (l * ny * half + h), 2 * half, line, transform);
  }
}

function alongZ(data: Float32Array, half: number, ny: number, nz: number, transform: Transform): void {
  const line = new Float64Array(2 * nz);
  for (let column = 0; column < half * ny; column++) {
    through(data, 2 * column, 2 * half * ny, line, transform);
  }
}

/** Takes a strided line through a transform and puts it back. */
function through(
  data: Float32Array,
  start: number,
  stride: number,
  line: Float64Array,
  transform: Transform,
): void {
  for (let n = 0, at = start; n < line.length; n += 2, at += stride) {
    line[n] = data[at];
    line[n + 1] = data[at + 1];
  }
  transform(line);
  for (let n = 0, at = start; n < line.length; n += 2, at += stride) {
    data[at] = line[n];
    data[at + 1] = line[n + 1];
  }
}
