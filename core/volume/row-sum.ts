/**
 * Weighted sums of whole rows: the inner loop of every separable filter here. Working on rows keeps memory access
 * in order whichever axis is filtered. Four terms at a time share one pass over the accumulator.
 */
export interface RowSum {
  /** Samples per row. */
  readonly length: number;
  /** First sample of each row to be added, index into the source. */
  readonly offsets: Int32Array;
  readonly weights: Float64Array;
  /** Rows to be added. */
  count: number;
  readonly accumulator: Float64Array;
}

const UNROLL = 4;

/** Room for sums of up to `maxTerms` rows of `length` samples. */
export function createRowSum(length: number, maxTerms: number): RowSum {
  return {
    length,
    offsets: new Int32Array(maxTerms + UNROLL),
    weights: new Float64Array(maxTerms + UNROLL),
    count: 0,
    accumulator: new Float64Array(length),
  };
}

export function clearTerms(sum: RowSum): void {
  sum.count = 0;
}

/** Adds the row that begins at `offset` of the source, times `weight`, to the sum to come. */
export function addTerm(sum: RowSum, offset: number, weight: number): void {
  sum.offsets[sum.count] = offset;
  sum.weights[sum.count] = weight;
  sum.count++;
}

/** Writes the sum of at least one term, taken from `source`, to the row of `target` that begins at `targetOffset`. */
export function sumRowsInto(
  sum: RowSum,
  source: Float32Array,
  target: Float32Array,
  targetOffset: number,
): void {
  const { offsets, weights, count, accumulator, length } = sum;
  for (let t = count; t % UNROLL !== 0; t++) {
    offsets[t] = offsets[count - 1];
    weights[t] = 0;
  }
  accumulator.fill(0);
  for (let t = 0; t < count; t += UNROLL) {
    const a = offsets[t];
    const b = offsets[t + 1];
    const c = offsets[t + 2];
    const d = offsets[t + 3];
    const p = weights[t];
    const q = weights[t + 1];
    const r = weights[t + 2];
    const s = weights[t + 3];
    for (let i = 0; i < length; i++) {
      accumulator[i] += p * source[a + i] + q * source[b + i] + r * source[c + i] + s * source[d + i];
    }
  }
  for (let i = 0; i < length; i++) target[targetOffset + i] = accumulator[i];
}
