/** Share of the numbers at either end that the scale leaves out, so that a few outliers do not flatten the rest. */
const TAILS = 0.02;

/** The ends of a scale for numbers: all but the outermost 2 % at either end; a step apart when all are equal. */
export function scaleOf(values: Float32Array): [number, number] {
  const sorted = values.slice().sort();
  const at = (share: number) => sorted[Math.round(share * Math.max(0, sorted.length - 1))] ?? 0;
  const [low, high] = [at(TAILS), at(1 - TAILS)];
  return high > low ? [low, high] : [low, low + Math.max(Math.abs(low), 1) * 1e-3];
}
