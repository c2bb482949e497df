import type { Backprojection } from "#core/particles/backprojection.ts";
import { GRIDDING_ROUNDS, griddingWeights } from "#core/particles/gridding.ts";
import { fromSpectrum } from "#core/volume/fourier.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Width, pixels, over which the volume falls to its surroundings beyond the sphere in its box (RELION 3.1). */
const SPHERE_EDGE = 3;

/**
 * The volume of what was put into a backprojection, which is used up: mates joined, density of slices undone, back to
 * real space, the padding cut off, the images of trilinear weights (sinc²) divided out, and what lies beyond the sphere
 * in the box replaced by its mean. The grid begins at 0 Å; the centre is voxel size ⁄ 2.
 */
export function finishVolume(volume: Backprojection, pixelSize: number, rounds = GRIDDING_ROUNDS): Volume {
  const { size, padded, data } = volume;
  joinMates(volume);
  const factors = griddingWeights(volume, rounds);
  for (let n = 0; n < factors.length; n++) {
    data[2 * n] *= factors[n];
    data[2 * n + 1] *= factors[n];
  }
  const grid = createGrid([padded, padded, padded], [0, 0, 0], [pixelSize, pixelSize, pixelSize]);
  const wide = fromSpectrum({ grid, half: padded / 2 + 1, data });
  const values = cropped(wide.values, padded, size);
  replaceCorners(values, size);
  return { grid: { ...grid, size: [size, size, size] }, values };
}

/** On the planes x = 0 and x = padded ⁄ 2 both of a pair are kept: each gets what the other has. */
function joinMates({ padded, data, weight }: Backprojection): void {
  const half = padded / 2 + 1;
  for (let row = 0; row < padded * padded; row++) {
    const [j, k] = [row % padded, Math.floor(row / padded)];
    const other = ((padded - j) % padded) + padded * ((padded - k) % padded);
    if (other < row) continue;
    for (const x of [0, padded / 2]) joinPair(data, weight, half * row + x, half * other + x);
  }
}

function joinPair(data: Float32Array, weight: Float32Array, at: number, mate: number): void {
  const re = data[2 * at] + data[2 * mate];
  const im = data[2 * at + 1] - data[2 * mate + 1];
  const w = weight[at] + weight[mate];
  data[2 * at] = re;
  data[2 * at + 1] = im;
  data[2 * mate] = re;
  data[2 * mate + 1] = -im;
  weight[at] = w;
  weight[mate] = w;
}

/** The middle of a volume whose centre is sample 0, divided by sinc² along each axis. */
function cropped(wide: Float32Array, padded: number, size: number): Float32Array {
  const values = new Float32Array(size ** 3);
  const at = Array.from({ length: size }, (_, n) => (n - size / 2 + padded) % padded);
  const undo = Float64Array.from(at, (_, n) => {
    const x = (Math.PI * (n - size / 2)) / padded;
    return x === 0 ? 1 : (x / Math.sin(x)) ** 2;
  });
  for (let k = 0, n = 0; k < size; k++) {
    for (let j = 0; j < size; j++) {
      const row = padded * (at[j] + padded * at[k]);
      const undoRow = undo[j] * undo[k];
      for (let i = 0; i < size; i++) values[n++] = wide[row + at[i]] * undoRow * undo[i];
    }
  }
  return values;
}

/** Replaces what is farther than size ⁄ 2 from the centre by its mean, softly, in place. */
function replaceCorners(values: Float32Array, size: number): void {
  const outside = sharesOutside(size);
  let sum = 0;
  let total = 0;
  for (let n = 0; n < values.length; n++) {
    sum += outside[n] * values[n];
    total += outside[n];
  }
  const mean = total > 0 ? sum / total : 0;
  for (let n = 0; n < values.length; n++) values[n] += outside[n] * (mean - values[n]);
}

/** 0 within the sphere in the box, 1 beyond its soft edge. */
function sharesOutside(size: number): Float32Array {
  const outside = new Float32Array(size ** 3);
  const centre = size / 2;
  for (let n = 0; n < outside.length; n++) {
    const [i, j, k] = [n % size, Math.floor(n / size) % size, Math.floor(n / size ** 2)];
    const beyond = (Math.hypot(i - centre, j - centre, k - centre) - centre) / SPHERE_EDGE;
    outside[n] = 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, Math.max(0, beyond)));
  }
  return outside;
}
