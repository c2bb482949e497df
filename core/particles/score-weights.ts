/**
 * Weights of particles by their scores, as e2gmm has them: 0 for the worst, and for the others the score as a part of the
 * best one, or 1.
 */
export function scoreWeights(scores: Float64Array, keep: number, weighted: boolean): Float64Array {
  const sorted = scores.slice().sort((a, b) => b - a);
  const least = sorted[Math.max(0, Math.min(sorted.length, Math.round(keep * sorted.length)) - 1)];
  return scores.map((score) => {
    if (score < least) return 0;
    return weighted && sorted[0] > 0 ? Math.max(0, score / sorted[0]) : 1;
  });
}
