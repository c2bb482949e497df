import { AppError } from "#core/errors.ts";
import { sampleCount, voxelVolume } from "#core/volume/grid.ts";
import { valueAtRank } from "#core/volume/rank.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Fraction of voxels above the level a map is first shown at (ChimeraX's initial contour). */
export const DEFAULT_LEVEL_FRACTION = 0.01;

const HISTOGRAM_BINS = 256;
const SAMPLE = 1 << 14; // voxels that tell where the largest densities begin
const SPARE = 1.5; // how many more of them than wanted are kept, so that the sample may err

/** How often densities occur: bin b counts values in [start + b·binWidth, start + (b + 1)·binWidth). */
export interface Histogram {
  /** Lower edge of the first bin, map units: the smallest density. */
  readonly start: number;
  /** Width of a bin, map units; 0 when all densities are equal (then all are in bin 0). */
  readonly binWidth: number;
  /** Voxels per bin; the largest density is in the last bin. */
  readonly counts: Uint32Array;
}

/** Statistics of the finite densities of a volume, in map units. */
export interface VolumeStats {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Standard deviation about the mean, over all voxels (divided by n). */
  readonly sd: number;
  /** Voxels whose density is NaN or infinite; they are left out of everything else. */
  readonly notFinite: number;
  readonly histogram: Histogram;
}

/** Smallest, largest, mean, standard deviation and histogram (256 bins) of a volume; zeros when no density is finite. */
export function measure(volume: Volume): VolumeStats {
  const { values } = volume;
  const all = momentsAbout(values, values[0]);
  // A sum of squares is finite only when every density is, so that well-formed maps need no test per voxel.
  if (Number.isFinite(all.squares)) return statsOf(values, all, 0);
  const finite = values.filter(Number.isFinite);
  return statsOf(finite, momentsAbout(finite, finite[0] ?? 0), values.length - finite.length);
}

/** The largest density of a map; −∞ for a map of NaN. */
export function highestDensity({ values }: Volume): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < values.length; n++) if (values[n] > highest) highest = values[n];
  return highest;
}

/**
 * The density that this fraction (0…1, by default 1 %) of the voxels exceeds: exact, so that round(fraction · n) voxels
 * lie above it unless voxels share the value. Fraction 0 gives the maximum.
 * Throws `input` when the fraction is outside 0…1.
 */
export function levelForFraction(volume: Volume, fraction = DEFAULT_LEVEL_FRACTION): number {
  const rank = rankOfFraction(fraction);
  const top = largestValues(volume.values, rank(volume.values.length));
  return top === undefined
    ? valueAtRank(volume.values, rank)
    : valueAtRank(top, () => rank(volume.values.length));
}

/**
 * The rank, from the top, of the density that this fraction of so many finite densities exceeds. Throws `input` when
 * the fraction is outside 0…1.
 */
export function rankOfFraction(fraction: number = DEFAULT_LEVEL_FRACTION): (count: number) => number {
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new AppError("input", "The fraction of voxels above a level must lie between 0 and 1.", {
      fraction,
    });
  }
  return (count) => Math.min(count, Math.round(fraction * count) + 1);
}

/**
 * The values that certainly include the `wanted` largest, found with a bound from a sample in one cheap pass;
 * undefined when the bound was too high, would keep most values, or some value is not finite.
 */
function largestValues(values: Float32Array, wanted: number): Float32Array | undefined {
  const room = Math.ceil(SPARE * wanted) + SAMPLE;
  if (values.length < 4 * room) return undefined;
  const stride = Math.floor(values.length / SAMPLE);
  const sample = Float32Array.from({ length: SAMPLE }, (_, n) => values[n * stride]).sort();
  const bound = sample[Math.max(0, SAMPLE - 1 - Math.ceil((SPARE * wanted * SAMPLE) / values.length))];
  const kept = new Float32Array(room);
  let count = 0;
  let sum = 0;
  for (let n = 0; n < values.length; n++) {
    const value = values[n];
    sum += value;
    if (value >= bound) {
      if (count === room) return undefined;
      kept[count++] = value;
    }
  }
  return count >= wanted && Number.isFinite(sum) ? kept.subarray(0, count) : undefined;
}

/**
 * The level at or above which the voxels fill `enclosed` Å³ (to the nearest voxel, at least one).
 * Throws `input` when that is not positive or more than the whole map.
 * @public
 */
export function levelEnclosingVolume(volume: Volume, enclosed: number): number {
  const whole = sampleCount(volume.grid) * voxelVolume(volume.grid);
  if (!(enclosed > 0 && enclosed <= whole * (1 + 1e-9))) {
    throw new AppError("input", "The enclosed volume must be positive and no larger than the map, in Å³.", {
      enclosed,
      whole,
    });
  }
  const voxels = Math.max(1, Math.round(enclosed / voxelVolume(volume.grid)));
  return valueAtRank(volume.values, (count) => Math.min(count, voxels));
}

interface Moments {
  readonly offset: number;
  readonly sum: number;
  readonly squares: number;
}

/** Sums about one density of the map, so that a large offset does not swallow the spread. */
function momentsAbout(values: Float32Array, offset: number): Moments {
  let sum = 0;
  let squares = 0;
  for (let n = 0; n < values.length; n++) {
    const d = values[n] - offset;
    sum += d;
    squares += d * d;
  }
  return { offset, sum, squares };
}

function statsOf(values: Float32Array, { offset, sum, squares }: Moments, notFinite: number): VolumeStats {
  const n = values.length;
  if (n === 0) return { min: 0, max: 0, mean: 0, sd: 0, notFinite, histogram: histogramOf(values, 0, 0) };
  const [min, max] = range(values);
  const shift = sum / n;
  const sd = Math.sqrt(Math.max(0, squares / n - shift * shift));
  return { min, max, mean: offset + shift, sd, notFinite, histogram: histogramOf(values, min, max) };
}

function range(values: Float32Array): [number, number] {
  let min = values[0];
  let max = values[0];
  for (let n = 1; n < values.length; n++) {
    const value = values[n];
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return [min, max];
}

function histogramOf(values: Float32Array, min: number, max: number): Histogram {
  const counts = new Uint32Array(HISTOGRAM_BINS);
  const binWidth = (max - min) / HISTOGRAM_BINS;
  const perUnit = binWidth > 0 ? 1 / binWidth : 0;
  for (let n = 0; n < values.length; n++) {
    const bin = ((values[n] - min) * perUnit) | 0;
    counts[bin < HISTOGRAM_BINS ? bin : HISTOGRAM_BINS - 1]++;
  }
  return { start: min, binWidth, counts };
}
