import type { ClusterBall } from "#renderer/scene/ClusterSpheres.ts";
import { type FitRow, rowsOf } from "#renderer/stores/fit-rows.ts";
import type { FitsState } from "#renderer/stores/fits.ts";
import type { SelectionState } from "#renderer/stores/selection.ts";

/** The ends of the colour scale: smallest and largest correlation of the rows. */
export interface QualityScale {
  readonly low: number;
  readonly high: number;
}

/** The rows of the table in front. */
export function rowsInFront(fits: FitsState, table: SelectionState["table"]): FitRow[] {
  return fits.tables
    .filter(({ model }) => table === "all" || table === model)
    .flatMap((one) => rowsOf(one, fits.tolerance));
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
