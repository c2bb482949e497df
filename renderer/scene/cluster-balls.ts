import type { ClusterBall } from "#renderer/scene/ClusterSpheres.ts";
import { scaleOf } from "#renderer/stores/color-scale.ts";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import type { HoveredRow } from "#renderer/stores/results.ts";
import type { SelectionState } from "#renderer/stores/selection.ts";
import type { ResultSettings } from "#renderer/stores/settings.ts";

/** How much larger the ball of the best value is than that of the worst, where size does not mean hits. */
const GROWTH = 1.6;

/** The rows as balls, coloured and sized by the columns chosen. */
export function ballsOf(
  rows: readonly FitRow[],
  pose: SelectionState["pose"],
  { color, size }: Pick<ResultSettings, "color" | "size">,
  hovered: HoveredRow | null,
): ClusterBall[] {
  const colors = scaleOf(rows, color);
  const sizes = scaleOf(rows, size);
  return rows.map((row) => ({
    model: row.model,
    placement: row.placement,
    centre: row.centre,
    hits: row.hits,
    quality: colors.at(row),
    // DiffFit's balls grow with the fourth root of the hits.
    growth: size === "hits" ? Math.max(1, row.hits) ** 0.25 : 1 + GROWTH * sizes.at(row),
    selected: pose?.model === row.model && pose.placement === row.placement,
    hovered: hovered?.model === row.model && hovered.placement === row.placement,
    faded: row.state === "rejected",
  }));
}
