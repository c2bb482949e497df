import type { ClusterBall } from "#renderer/scene/ClusterSpheres.ts";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import type { SelectionState } from "#renderer/stores/selection.ts";

/** The ends of the colour scale: smallest and largest correlation of the rows. */
export interface QualityScale {
  readonly low: number;
  readonly high: number;
}

export function qualityScale(rows: readonly FitRow[]): QualityScale {
  const values = rows.map(({ scores }) => scores.correlation);
  return { low: Math.min(...values), high: Math.max(...values) };
}

/** The rows as balls, coloured by correlation. */
export function ballsOf(rows: readonly FitRow[], pose: SelectionState["pose"]): ClusterBall[] {
  const { low, high } = qualityScale(rows);
  return rows.map((row) => ({
    model: row.model,
    placement: row.placement,
    centre: row.centre,
    quality: high > low ? (row.scores.correlation - low) / (high - low) : 1,
    hits: row.hits,
    selected: pose?.model === row.model && pose.placement === row.placement,
    faded: row.state === "rejected",
  }));
}
