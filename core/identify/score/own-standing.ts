import { fisherZ } from "#core/identify/score/background.ts";
import { falseDiscovery } from "#core/identify/score/false-discovery.ts";
import { normalDensity, normalTail } from "#core/math/normal.ts";

/** How far a candidate's best placement stands out of its own other placements, as DomainFit counts it. */
export interface OwnStanding {
  /** Chance that one of the others scores as far from their mean, two-sided. */
  readonly p: number;
  /** The same corrected for the number of placements (Benjamini and Hochberg). */
  readonly q: number;
  /** Placements compared. */
  readonly placements: number;
}

/** Share of the placements, those nearest to the mean, that the width comes from; the others may be right ones. */
const CENTRAL = 0.95;
/** From fewer placements no width is made (fdrtool warns below it). */
const LEAST_CENTRAL = 10;
/** Scores that differ less than this are all alike but for rounding. */
const ALIKE = 1e-9;

/**
 * DomainFit's p-value of a candidate (builab/DomainFit, pval_from_solutions.R): Fisher's z of the correlations about the mean
 * of all its placements, best first, less their mean; a normal distribution about 0 whose width is that of the 95 % nearest to
 * it, cut off there (fdrtool with cutoff.method = "pct0", Strimmer, BMC Bioinformatics 9, 303, 2008); two-sided. It asks
 * whether one placement stands out of the others of the same candidate, not whether the candidate stands out of others.
 * Undefined for fewer than ten placements within the 95 %, and when these are all alike.
 */
export function ownStanding(scores: readonly number[]): OwnStanding | undefined {
  const z = scores.map(fisherZ);
  const mean = z.reduce((sum, one) => sum + one, 0) / z.length;
  const away = z.map((one) => Math.abs(one - mean));
  const cutoff = quantile(away, CENTRAL);
  const central = away.filter((one) => one <= cutoff);
  if (central.length < LEAST_CENTRAL || cutoff < ALIKE) return undefined;
  const square = central.reduce((sum, one) => sum + one * one, 0) / central.length;
  const width = widthWithin(cutoff, square);
  const p = away.map((one) => Math.min(1, 2 * normalTail(one / width)));
  return { p: p[0], q: falseDiscovery(p)[0], placements: scores.length };
}

/** Linear between the sorted values, as R's quantile() does. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const [low, high] = [sorted[below] ?? 0, sorted[below + 1] ?? sorted[below] ?? 0];
  return low + (at - below) * (high - low);
}

/** Beyond this many widths the cut takes nothing away. */
const FARTHEST = 40;
/** Up to this many widths the values look evenly spread, and no width is likelier than another. */
const NEAREST = 0.3;
const HALVINGS = 60;

/**
 * The likeliest standard deviation of a normal distribution about 0, cut off at ± `cutoff`, of values of this mean square. With
 * t = cutoff ⁄ sd it is where square ⁄ cutoff² = (1 − 2 t φ(t) ⁄ (2 Φ(t) − 1)) ⁄ t², which falls with t from 1 ⁄ 3 on.
 */
function widthWithin(cutoff: number, square: number): number {
  const ratio = square / cutoff ** 2;
  let [low, high] = [NEAREST, FARTHEST];
  for (let n = 0; n < HALVINGS; n++) {
    const t = (low + high) / 2;
    const inside = 1 - 2 * normalTail(t);
    if ((1 - (2 * t * normalDensity(t)) / inside) / t ** 2 > ratio) low = t;
    else high = t;
  }
  return cutoff / low;
}
