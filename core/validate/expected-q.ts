/** The mean Q-score that models have at a resolution, and the range most of them lie in. */
export interface ExpectedQ {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

interface Cubic {
  /** Coefficients of d³, d², d and 1. */
  readonly coefficients: readonly [number, number, number, number];
  readonly below: number;
  readonly above: number;
}

/** Fits to deposited models, by the σ of the score (MapQ, Pintilie; linear fits were used before). */
const FITS: ReadonlyMap<number, Cubic> = new Map([
  [
    0.6,
    {
      coefficients: [-0.0019064058, 0.0499875375, -0.4513945578, 1.5361860733],
      below: 0.1,
      above: 0.1,
    },
  ],
  [0.4, { coefficients: [-0.0016, 0.0434, -0.3956, 1.3606], below: 0.15, above: 0.085 }],
]);

/** What to expect at a resolution (Å) of scores taken with σ (Å); undefined where nobody has fitted it. */
export function expectedQ(resolution: number, sigma: number): ExpectedQ | undefined {
  const fit = FITS.get(sigma);
  if (!fit) return undefined;
  const value = fit.coefficients.reduce((sum, c) => sum * resolution + c, 0);
  return { value, low: value - fit.below, high: value + fit.above };
}
