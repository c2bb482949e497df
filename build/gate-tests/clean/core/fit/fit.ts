import { sum } from "#core/math/sum.ts";

/** The mean of the values. */
export function fit(values: Float32Array): number {
  return sum(values) / values.length;
}
