import { AppError } from "#core/errors.ts";
import { type Slices, sliceLength } from "#core/particles/slices.ts";
import { goodSize } from "#core/volume/fourier.ts";

/**
 * A volume in Fourier space on a grid finer than the images', into which slices are put: Σ g w CTF F and Σ g w CTF² with
 * trilinear weights g. Only the half x ≥ 0 is kept; y and z in FFT order, x fastest.
 */
export interface Backprojection {
  /** Pixels per edge of the images and of the volume to come. */
  readonly size: number;
  /** Samples per edge of the padded grid, even. */
  readonly padded: number;
  /** re, im. */
  readonly data: Float32Array;
  readonly weight: Float32Array;
}

/** How much finer the grid in Fourier space is, as RELION has it. */
const PADDING = 2;

/** Makes numbers that several threads share, where there are threads. */
export type MakeFloats = (count: number) => Float32Array;

/** An empty volume for images of `size` × `size` pixels. Throws `input` when the size is odd, `resource` without memory. */
export function createBackprojection(
  size: number,
  make: MakeFloats = (n) => new Float32Array(n),
): Backprojection {
  if (size % 2 !== 0) {
    throw new AppError(
      "input",
      `Images of ${size} pixels have no middle pixel; crop them to an even size first.`,
    );
  }
  let padded = goodSize(PADDING * size);
  while (padded % 2 !== 0) padded = goodSize(padded + 1);
  const count = (padded / 2 + 1) * padded * padded;
  try {
    return { size, padded, data: make(2 * count), weight: make(count) };
  } catch {
    throw new AppError(
      "resource",
      `There is not enough memory for a volume of ${padded}³: crop or bin the images.`,
      {
        bytes: 12 * count,
      },
    );
  }
}

/** Planes z of the padded grid, −padded ⁄ 2 … padded ⁄ 2 − 1: those from `first` to `last` belong to one thread. */
export interface PlaneRange {
  readonly first: number;
  readonly last: number;
}

/** All planes of a volume in shares of about equal work: slices pass most often through the middle. */
export function planeShares({ padded }: Pick<Backprojection, "padded">, shares: number): PlaneRange[] {
  // A slice through the middle of a ball in any direction covers all z alike: Archimedes' hat-box.
  const cuts = Array.from({ length: shares + 1 }, (_, n) => Math.round(-padded / 2 + (n * padded) / shares));
  return cuts.slice(1).map((end, n) => ({ first: cuts[n], last: end - 1 }));
}

/**
 * Puts slices into the planes of a volume, each turned by its view matrix (row-major, 9 numbers per slice): coefficient
 * k lies at Aᵀ (kx, ky, 0). Coefficients beyond size ⁄ 2 are left out. Of the coefficients with kx = 0 each pair of mates
 * is put once.
 */
export function insertSlices(
  volume: Backprojection,
  { size, count, data, weight }: Slices,
  matrices: ArrayLike<number>,
  planes: PlaneRange,
): void {
  const length = sliceLength(size);
  const scale = volume.padded / size;
  const target = { ...volume, half: volume.padded / 2 + 1, ...planes };
  for (let n = 0; n < count; n++) {
    const turned = Array.from({ length: 6 }, (_, k) => scale * matrices[9 * n + k]);
    for (let ky = 1 - size / 2; ky < size / 2; ky++)
      insertRow(target, { size, data, weight }, n * length, ky, turned);
  }
}

interface Target extends Backprojection, PlaneRange {
  readonly half: number;
}

function insertRow(
  target: Target,
  { size, data, weight }: Pick<Slices, "size" | "data" | "weight">,
  start: number,
  ky: number,
  m: readonly number[],
): void {
  const reach = Math.floor(Math.sqrt((size / 2) ** 2 - ky * ky));
  const row = start + (ky < 0 ? ky + size : ky) * (size / 2 + 1);
  for (let kx = ky < 0 ? 1 : 0; kx <= reach; kx++) {
    const x = m[0] * kx + m[3] * ky;
    const y = m[1] * kx + m[4] * ky;
    const z = m[2] * kx + m[5] * ky;
    const at = row + kx;
    if (x < 0) spread(target, -x, -y, -z, data[2 * at], -data[2 * at + 1], weight[at]);
    else spread(target, x, y, z, data[2 * at], data[2 * at + 1], weight[at]);
  }
}

/** Adds a coefficient to its eight neighbours, as far as their planes are the caller's. */
function spread(target: Target, x: number, y: number, z: number, re: number, im: number, w: number): void {
  const { padded, first, last } = target;
  const k = Math.floor(z);
  for (let n = k; n <= k + 1; n++) {
    const across = n === padded / 2 ? -padded / 2 : n;
    if (across < first || across > last) continue;
    const plane = (across < 0 ? across + padded : across) * padded;
    spreadInPlane(target, plane, x, y, n === k ? k + 1 - z : z - k, re, im, w);
  }
}

function spreadInPlane(
  { padded, half, data, weight }: Target,
  plane: number,
  x: number,
  y: number,
  share: number,
  re: number,
  im: number,
  w: number,
): void {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const fx = x - i;
  const step = i + 1 < half ? 1 : 0;
  for (let n = j; n <= j + 1; n++) {
    const row = half * (plane + (n < 0 ? n + padded : n % padded)) + i;
    const g = share * (n === j ? j + 1 - y : y - j);
    const near = g * (1 - fx);
    const far = g * fx;
    data[2 * row] += near * re;
    data[2 * row + 1] += near * im;
    weight[row] += near * w;
    data[2 * (row + step)] += far * re;
    data[2 * (row + step) + 1] += far * im;
    weight[row + step] += far * w;
  }
}
