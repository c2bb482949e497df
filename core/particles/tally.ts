/** How many values lie in each of evenly wide bins from 0; the last holds all that are larger. */
export interface Tally {
  /** Where the last bin ends. */
  readonly to: number;
  readonly counts: readonly number[];
  readonly mean: number;
}

const BINS = 30;

/** Values of 0 and more, from 0 to their 99.5th percentile. */
export function tally(values: ArrayLike<number>): Tally {
  const sorted = Float64Array.from(values).sort();
  const to = sorted[Math.floor(0.995 * (sorted.length - 1))] || 1;
  const counts = new Array<number>(BINS).fill(0);
  for (const value of sorted) counts[Math.min(BINS - 1, Math.floor((value / to) * BINS))]++;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / Math.max(1, sorted.length);
  return { to, counts, mean };
}
