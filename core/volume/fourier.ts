import type { JobContext } from "#core/job/job-context.ts";
import { inverseLine, type LineTransform, lineTransform } from "#core/math/fft.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Between two checkpoints; even, because rows go in pairs. */
const ROWS_PER_STEP = 128;

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
export function toSpectrum(volume: Volume): Spectrum {
  return atOnce(forward(volume));
}

/** The volume of a spectrum, which is used up. */
export function fromSpectrum(spectrum: Spectrum): Volume {
  return atOnce(backward(spectrum));
}

/** As `toSpectrum`, with checkpoints on the way. Throws `cancelled` when the job is cancelled. */
export function spectrumOf(volume: Volume, job: JobContext): Promise<Spectrum> {
  return inTurns(forward(volume), job);
}

/** As `fromSpectrum`, with checkpoints on the way. Throws `cancelled` when the job is cancelled. */
export function volumeOfSpectrum(spectrum: Spectrum, job: JobContext): Promise<Volume> {
  return inTurns(backward(spectrum), job);
}

/** A transform in steps of a few milliseconds: each yields the part that is done, 0 … 1. */
type Steps<T> = Generator<number, T, void>;

function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

async function inTurns<T>(steps: Steps<T>, job: JobContext): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await job.checkpoint({ step: "Fourier transform", done: step.value, total: 1 });
  }
}

function* forward({ grid, values }: Volume): Steps<Spectrum> {
  const [nx, ny, nz] = grid.size;
  const half = Math.floor(nx / 2) + 1;
  const data = new Float32Array(2 * half * ny * nz);
  const transform = lineTransform(nx);
  const rows = ny * nz;
  for (let row = 0; row < rows; row += ROWS_PER_STEP) {
    splitRows(values, data, half, transform, row, Math.min(rows, row + ROWS_PER_STEP));
    yield row / rows / 3;
  }
  const along = (n: number) => lineTransform(n).forward;
  yield* alongY(data, half, ny, nz, along(ny), 1 / 3);
  yield* alongZ(data, half, ny, nz, along(nz), 2 / 3);
  return { grid, half, data };
}

function* backward({ grid, half, data }: Spectrum): Steps<Volume> {
  const [nx, ny, nz] = grid.size;
  const inverse = (n: number) => {
    const transform = lineTransform(n);
    return (line: Float64Array) => inverseLine(transform, line);
  };
  yield* alongZ(data, half, ny, nz, inverse(nz), 0);
  yield* alongY(data, half, ny, nz, inverse(ny), 1 / 3);
  const values = new Float32Array(nx * ny * nz);
  const transform = lineTransform(nx);
  const rows = ny * nz;
  for (let row = 0; row < rows; row += ROWS_PER_STEP) {
    mergeRows(data, values, half, transform, row, Math.min(rows, row + ROWS_PER_STEP));
    yield (2 + row / rows) / 3;
  }
  return { grid, values };
}

/** Transforms rows `from` … `to` along x. Two real rows go through one complex transform, as its real and imaginary part. */
function splitRows(
  values: Float32Array,
  data: Float32Array,
  half: number,
  transform: LineTransform,
  from: number,
  to: number,
): void {
  const nx = transform.length;
  const line = new Float64Array(2 * nx);
  for (let row = from; row < to; row += 2) {
    const hasSecond = row + 1 < to;
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
}

/** The way back of `splitRows`. */
function mergeRows(
  data: Float32Array,
  values: Float32Array,
  half: number,
  transform: LineTransform,
  from: number,
  to: number,
): void {
  const nx = transform.length;
  const line = new Float64Array(2 * nx);
  for (let row = from; row < to; row += 2) {
    const hasSecond = row + 1 < to;
    joinRows(data, row * half, hasSecond, half, line);
    inverseLine(transform, line);
    for (let i = 0; i < nx; i++) {
      values[row * nx + i] = line[2 * i];
      if (hasSecond) values[(row + 1) * nx + i] = line[2 * i + 1];
    }
  }
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

function* alongY(
  data: Float32Array,
  half: number,
  ny: number,
  nz: number,
  transform: Transform,
  done: number,
): Steps<void> {
  const line = new Float64Array(2 * ny);
  for (let l = 0; l < nz; l++) {
    for (let h = 0; h < half; h++) through(data, 2 * (l * ny * half + h), 2 * half, line, transform);
    yield done + l / nz / 3;
  }
}

function* alongZ(
  data: Float32Array,
  half: number,
  ny: number,
  nz: number,
  transform: Transform,
  done: number,
): Steps<void> {
  const line = new Float64Array(2 * nz);
  for (let k = 0; k < ny; k++) {
    for (let h = 0; h < half; h++) through(data, 2 * (k * half + h), 2 * half * ny, line, transform);
    yield done + k / ny / 3;
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
