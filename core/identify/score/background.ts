import { gumbelQuantile, gumbelTail, MEAN, SPREAD } from "#core/identify/score/gumbel.ts";

/** A score, and how large the model is that reached it. */
export interface SizedScore {
  /** Heavy atoms. */
  readonly atoms: number;
  /** Correlation about the mean of the best placement, −1…1. */
  readonly score: number;
}

/**
 * What wrong models of each size reach in this map. Fisher's z of a correlation over n independent densities scatters as
 * 1 ⁄ √n, n grows with the model, and the best of many placements follows Gumbel's distribution of largest values: so
 * atanh(score) · √atoms = level · √atoms + offset + width · G, with G Gumbel's standard variable.
 */
export interface Background {
  readonly level: number;
  readonly offset: number;
  readonly width: number;
  /** Scores it was made from. */
  readonly count: number;
}

/** How far a score stands out of the background. */
export interface Standing {
  /** Standard deviations above the mean of wrong models of its size. */
  readonly z: number;
  /** Chance that a wrong model of its size scores as high, one-sided. */
  readonly p: number;
}

/** Fewer scores than this say nothing about their own tail. */
export const LEAST_BACKGROUND = 12;

/** The upper part of the scores may be right ones, so the width comes from the rest. */
const LOWER_PART = 0.8;
const MOST_CORRELATION = 0.999999;

/**
 * The background of a library in a map from all its scores, right ones included: the line is the median regression, which
 * does not heed outliers, and the width the slope of the lower four fifths of the residuals against Gumbel's quantiles.
 * Undefined for fewer than 12 scores or when all are alike. On eight maps with 668 wrong models (`npm run report --
 * identify`) p is below 0.2, 0.05, 0.01 for 19, 4.2, 1.05 % of them.
 */
export function fitBackground(scores: readonly SizedScore[]): Background | undefined {
  const count = scores.length;
  if (count < LEAST_BACKGROUND) return undefined;
  const roots = Float64Array.from(scores, ({ atoms }) => Math.sqrt(atoms));
  const scaled = Float64Array.from(scores, ({ score }, n) => fisherZ(score) * roots[n]);
  const line = medianLine(roots, scaled);
  const residuals = scaled.map((u, n) => u - line.slope * roots[n] - line.offset).sort();
  const kept = Math.floor(LOWER_PART * count + 0.5);
  const quantiles = Float64Array.from({ length: kept }, (_, n) => gumbelQuantile((n + 0.5) / count));
  const plot = leastSquares(quantiles, residuals.subarray(0, kept), new Float64Array(kept).fill(1));
  if (!(plot.slope > 0)) return undefined;
  return { level: line.slope, offset: line.offset + plot.offset, width: plot.slope, count };
}

/**
 * How a score stands in a background. `moreStarts`: how many times the starts of the background's searches went into it;
 * the best of k times as many placements lies ln k widths higher by chance alone.
 */
export function standing(background: Background, { atoms, score }: SizedScore, moreStarts = 1): Standing {
  const { level, offset, width } = background;
  const g =
    (Math.sqrt(atoms) * (fisherZ(score) - level) - offset) / width - Math.log(Math.max(1, moreStarts));
  return { z: (g - MEAN) / SPREAD, p: gumbelTail(g) };
}

/** Fisher's z of a correlation: its scatter does not depend on its height. */
export function fisherZ(correlation: number): number {
  return Math.atanh(Math.min(MOST_CORRELATION, Math.max(-MOST_CORRELATION, correlation)));
}

interface Line {
  readonly slope: number;
  readonly offset: number;
}

const MOST_ROUNDS = 200;
const SETTLED = 1e-12;

/** The line with the smallest sum of absolute residuals, by reweighted least squares. */
function medianLine(x: Float64Array, y: Float64Array): Line {
  // As loops over plain numbers: a library has hundreds of thousands of scores, and is ranked anew as it grows.
  let size = Number.MIN_VALUE;
  for (let n = 0; n < y.length; n++) size = Math.max(size, Math.abs(y[n]));
  const weights = new Float64Array(y.length).fill(1);
  let line = leastSquares(x, y, weights);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { slope, offset } = line;
    for (let n = 0; n < y.length; n++) {
      weights[n] = 1 / Math.max(Math.abs(y[n] - slope * x[n] - offset), 1e-9 * size);
    }
    line = leastSquares(x, y, weights);
    const change = Math.abs(line.slope - slope) + Math.abs(line.offset - offset) / size;
    if (change < SETTLED) break;
  }
  return line;
}

/** The weighted least-squares line; a level one through the mean when all x are the same. */
function leastSquares(x: Float64Array, y: Float64Array, weights: Float64Array): Line {
  let sum = 0;
  let sumX = 0;
  let sumY = 0;
  for (let n = 0; n < x.length; n++) {
    sum += weights[n];
    sumX += weights[n] * x[n];
    sumY += weights[n] * y[n];
  }
  const [meanX, meanY] = [sumX / sum, sumY / sum];
  let xx = 0;
  let xy = 0;
  for (let n = 0; n < x.length; n++) {
    const apart = weights[n] * (x[n] - meanX);
    xx += apart * (x[n] - meanX);
    xy += apart * (y[n] - meanY);
  }
  const slope = xx > 1e-12 * sum * (meanX * meanX + 1e-300) ? xy / xx : 0;
  return { slope, offset: meanY - slope * meanX };
}
