/** Mean and standard deviation of Gumbel's standard distribution of largest values, F(x) = exp(−exp(−x)). */
export const MEAN = 0.5772156649015329; // Euler's constant
export const SPREAD: number = Math.PI / Math.sqrt(6);

/** The value that a share p (0…1, ends excluded) of Gumbel's standard variable lies below. */
export function gumbelQuantile(p: number): number {
  return -Math.log(-Math.log(p));
}

/** The chance that Gumbel's standard variable exceeds x, exact in the tail: 1 − exp(−exp(−x)). */
export function gumbelTail(x: number): number {
  return -Math.expm1(-Math.exp(-x));
}
