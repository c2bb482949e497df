/** Fourier ring correlations of a model's image with a particle's, and what they amount to. */
export interface RingCorrelation {
  /** Per ring r = round(|k|) = 0 … size ⁄ 2 − 1. */
  readonly rings: Float64Array;
  /** Weighted mean of the rings asked for. */
  readonly score: number;
  /** Derivative of the score against real and imaginary part of every coefficient of the model. */
  readonly slope: Float64Array;
}

/** Rings first … last − 1 count, each with its weight; without weights all the same, as e2gmm has it. */
export interface RingChoice {
  readonly first: number;
  readonly last: number;
  readonly weights?: ArrayLike<number>;
}

/** Least of √Σ|m|² √Σ|d|² (e2gmm): a ring without anything correlates 0. */
const LEAST_POWER = 1e-4;

/**
 * Correlates half transforms (re, im of `size` rows, size ⁄ 2 + 1 columns) ring by ring: Σ Re(m d*) ⁄ (√Σ|m|² √Σ|d|²)
 * over the coefficients that are stored, each once, so that column 0 counts both mates of a pair and the others one.
 * @public
 */
export function correlateRings(
  model: ArrayLike<number>,
  data: ArrayLike<number>,
  size: number,
  { first, last, weights }: RingChoice,
): RingCorrelation {
  const count = size / 2;
  const sums = {
    cross: new Float64Array(count),
    model: new Float64Array(count),
    data: new Float64Array(count),
  };
  const ringOf = ringsOf(size);
  for (let n = 0; n < ringOf.length; n++) {
    const r = ringOf[n];
    if (r >= count) continue;
    const [mRe, mIm, dRe, dIm] = [model[2 * n], model[2 * n + 1], data[2 * n], data[2 * n + 1]];
    sums.cross[r] += mRe * dRe + mIm * dIm;
    sums.model[r] += mRe * mRe + mIm * mIm;
    sums.data[r] += dRe * dRe + dIm * dIm;
  }
  const power = sums.model.map((m, r) => Math.max(Math.sqrt(m * sums.data[r]), LEAST_POWER));
  const rings = sums.cross.map((cross, r) => cross / power[r]);
  const share = ringShares(count, { first, last, ...(weights && { weights }) });
  let score = 0;
  for (let r = first; r < last; r++) score += share[r] * rings[r];
  const slope = new Float64Array(model.length);
  for (let n = 0; n < ringOf.length; n++) {
    const r = ringOf[n];
    if (r < first || r >= last) continue;
    const perModel = sums.model[r] > 0 ? rings[r] / sums.model[r] : 0;
    for (const at of [2 * n, 2 * n + 1]) {
      slope[at] = share[r] * (data[at] / power[r] - perModel * model[at]);
    }
  }
  return { rings, score, slope };
}

/** Part of the score that every ring has. */
function ringShares(count: number, { first, last, weights }: RingChoice): Float64Array {
  const shares = new Float64Array(count);
  let total = 0;
  for (let r = first; r < last; r++) {
    shares[r] = weights ? weights[r] : 1;
    total += shares[r];
  }
  return shares.map((share) => (total > 0 ? share / total : 0));
}

/** The ring of every coefficient of a half transform. */
export function ringsOf(size: number): Uint16Array {
  const half = size / 2 + 1;
  return Uint16Array.from({ length: size * half }, (_, n) => {
    const j = Math.floor(n / half);
    return Math.round(Math.hypot(n % half, j > size / 2 ? j - size : j));
  });
}
