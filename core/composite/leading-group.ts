/** The placements that stand out from the rest of a search. */
export interface LeadingGroup {
  /** How many of the best scores belong to it. */
  readonly size: number;
  /** From its last score to the best of the rest. */
  readonly gap: number;
  /** Best score of the rest; 0 when there is none. */
  readonly rest: number;
}

/** Sites beyond this many are not looked for: the order of I, twice. */
const MOST = 120;

/**
 * Splits scores (best first) where they drop most. Copies of a chain score alike but for noise and local resolution, and wrong
 * placements alike and lower: the largest drop lies between them. Nothing tells a single score from a wrong one: its gap is 0.
 */
export function leadingGroup(scores: readonly number[]): LeadingGroup {
  let size = Math.min(scores.length, 1);
  let gap = 0;
  for (let n = 1; n < Math.min(scores.length, MOST + 1); n++) {
    const drop = scores[n - 1] - Math.max(scores[n], 0);
    if (drop <= gap) continue;
    gap = drop;
    size = n;
  }
  return { size, gap, rest: scores[size] ?? 0 };
}
