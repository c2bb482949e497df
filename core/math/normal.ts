/** The density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** Of erfc(z) = t exp(−z² + Σ c tⁿ), t = 1 ⁄ (1 + z ⁄ 2): Press et al., Numerical Recipes in C, 1992, 6.2. */
const ERFC = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
] as const;

/** The chance that a standard normal variable exceeds x, to 1.2e-7 of its value, far out in the tail too. */
export function normalTail(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + z / 2);
  const sum = ERFC.reduceRight((total, c) => total * t + c, 0);
  const tail = (t * Math.exp(sum - z * z)) / 2;
  return x < 0 ? 1 - tail : tail;
}
