import { isAnswer } from "#core/fit/verdict.ts";
import type { Rigid } from "#core/math/rigid.ts";
import { type FitRow, type NumberColumn, numberOf, rowsOf, sortRows } from "#renderer/stores/fit-rows.ts";
import { type FitsState, tableOf } from "#renderer/stores/fits.ts";
import { NO_FILTER, type ResultsState, type RowFilter } from "#renderer/stores/results.ts";
import type { SelectionState } from "#renderer/stores/selection.ts";
import type { ModelId } from "#workers/protocol.ts";

/** All rows of the table in front, model by model. */
export function rowsInFront(fits: FitsState, front: SelectionState["table"]): FitRow[] {
  return fits.tables
    .filter(({ model }) => front === "all" || front === model)
    .flatMap((one) => rowsOf(one, fits.tolerance));
}

/** The rows of the table in front that pass the filter, in the order chosen. */
export function visibleRows(
  fits: FitsState,
  front: SelectionState["table"],
  { sort, filter }: Pick<ResultsState, "sort" | "filter">,
): FitRow[] {
  const { column, descending } = sort ?? usualSort(front);
  return sortRows(filterRows(rowsInFront(fits, front), filter, fits), column, descending);
}

/** The order before the user chooses one. */
export function usualSort(front: SelectionState["table"]): NonNullable<ResultsState["sort"]> {
  return front === "all"
    ? { column: "correlationAboutMean", descending: true }
    : { column: "rank", descending: false };
}

/** A pose among several that are seen at once. */
export interface ComparedPose {
  readonly model: ModelId;
  readonly placement: number;
  readonly motion: Rigid;
  /** "Rank 1 · 0.568", with the model's name where models differ. */
  readonly caption: string;
  /** The pose being looked at. */
  readonly shown: boolean;
}

/**
 * The poses to see at once: the page of visible rows that holds the one shown. Empty for one view.
 */
export function comparedPoses(
  fits: FitsState,
  { table, pose }: Pick<SelectionState, "table" | "pose">,
  results: Pick<ResultsState, "sort" | "filter" | "compared">,
): ComparedPose[] {
  if (results.compared === 1) return [];
  const rows = visibleRows(fits, table, results);
  const at = rows.findIndex((row) => isPose(row, pose));
  const first = at < 0 ? 0 : results.compared * Math.floor(at / results.compared);
  return rows.slice(first, first + results.compared).map((row) => ({
    model: row.model,
    placement: row.placement,
    motion: row.motion,
    caption: `${table === "all" ? `${row.name} · ` : ""}Rank ${row.rank} · ${row.scores.correlationAboutMean.toFixed(3)}`,
    shown: isPose(row, pose),
  }));
}

function isPose(row: FitRow, pose: SelectionState["pose"]): boolean {
  return row.model === pose?.model && row.placement === pose.placement;
}

function filterRows(rows: FitRow[], filter: RowFilter, fits: FitsState): FitRow[] {
  if (filter === NO_FILTER) return rows;
  const { text, least, clearOnly, ranges } = filter;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const within = Object.entries(ranges) as [NumberColumn, readonly [number, number]][];
  return rows.filter((row) => {
    if (least !== null && row.scores.correlationAboutMean < least) return false;
    const verdict = tableOf(fits, row.model)?.verdict.kind ?? "none";
    if (clearOnly && !(row.equivalent && isAnswer(verdict))) return false;
    const isWithin = within.every(([column, [from, to]]) => {
      const value = numberOf(row, column);
      return value >= from && value <= to;
    });
    if (!isWithin) return false;
    const told = `${row.name} ${row.state} ${row.note}`.toLowerCase();
    return words.every((word) => told.includes(word));
  });
}
