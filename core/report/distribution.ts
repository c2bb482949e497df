/** A histogram of scores between the ends of its axis. */
export interface Distribution {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** Counts scores in equal bins; the axis ends at multiples of 0.1 around them. */
export function distributionOf(scores: readonly number[], bins: number): Distribution {
  const low = Math.floor(Math.min(...scores, 0.9) * 10) / 10;
  const high = Math.min(1, Math.ceil(Math.max(...scores, low + 0.1) * 10) / 10);
  const counts = new Array<number>(bins).fill(0);
  for (const score of scores) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((score - low) / (high - low)) * bins)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low, high, counts };
}

/** Where a score lies on the axis, 0…1. */
export function placeOf({ low, high }: Distribution, score: number): number {
  return Math.min(1, Math.max(0, (score - low) / (high - low)));
}
