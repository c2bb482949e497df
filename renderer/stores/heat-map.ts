import { scaleOf } from "#renderer/stores/color-scale.ts";
import { type FitRow, type NumberColumn, numberOf } from "#renderer/stores/fit-rows.ts";
import type { ModelId } from "#workers/protocol.ts";

/** The placements of one model in a heat map, best first. */
export interface HeatLine {
  readonly model: ModelId;
  readonly name: string;
  readonly cells: readonly HeatCell[];
}

export interface HeatCell {
  readonly row: FitRow;
  readonly value: number;
  /** 0…1 from the worst to the best of all. */
  readonly share: number;
}

/** More ranks than this tell nothing at a glance. */
const MOST_RANKS = 20;

/** Models by ranks, on one scale of a column: who fits where at a glance. */
export function heatLines(rows: readonly FitRow[], column: NumberColumn): HeatLine[] {
  const ranked = rows.filter(({ rank }) => rank <= MOST_RANKS);
  const scale = scaleOf(ranked, column);
  const lines = new Map<ModelId, { name: string; cells: HeatCell[] }>();
  for (const row of ranked) {
    const line = lines.get(row.model) ?? { name: row.name, cells: [] };
    line.cells.push({ row, value: numberOf(row, column), share: scale.at(row) });
    lines.set(row.model, line);
  }
  return [...lines].map(([model, { name, cells }]) => ({
    model,
    name,
    cells: cells.toSorted((a, b) => a.row.rank - b.row.rank),
  }));
}
