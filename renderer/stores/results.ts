import { createStore, type StoreApi } from "zustand/vanilla";
import type { FitPath } from "#core/fit/path.ts";
import type { NumberColumn, SortColumn } from "#renderer/stores/fit-rows.ts";
import type { ModelId } from "#workers/protocol.ts";

/** Which rows the table shows; everything empty shows all. */
export interface RowFilter {
  /** Part of a model's name, a state or a note. */
  readonly text: string;
  /** Least correlation about the mean. */
  readonly least: number | null;
  /** Only rows that a clear verdict stands for. */
  readonly clearOnly: boolean;
  /** Least and largest value of columns; a row without a value does not pass. */
  readonly ranges: Readonly<Partial<Record<NumberColumn, readonly [number, number]>>>;
}

/** How many poses are seen at once. */
export type Compared = 1 | 4 | 9;

/** A path that is being looked at: of which placement, and at which step. */
export interface ShownPath {
  readonly model: ModelId;
  readonly placement: number;
  readonly path: FitPath;
  readonly at: number;
}

/** What became of one model in a proposal. */
export interface Proposed {
  readonly model: ModelId;
  readonly name: string;
  /** The placement proposed, or null when the model is left out. */
  readonly placement: number | null;
  readonly rank: number | null;
  /** Why this one: "rank 1", "rank 2, because rank 1 clashes with chain A (812 atoms)". */
  readonly reason: string;
}

/** A model that does not fit as a whole. */
export interface PoorModel {
  readonly model: ModelId;
  readonly reason: string;
  readonly domains: readonly string[];
}

/** One placement per model, no two of which clash. */
export interface Proposal {
  readonly choices: readonly Proposed[];
  /** Share of the smaller model's atoms that may lie within 2 Å of another, 0…1. */
  readonly allowed: number;
  /** False when there were too many choices to weigh all of them. */
  readonly isBest: boolean;
  /** What a composite came to; absent when placements of separate fits were compared. */
  readonly sentence?: string;
  /** Models that do not fit as a whole, why, and the residues of their domains. */
  readonly poor?: readonly PoorModel[];
}

/** How the results are looked at: what is shown in which order, how many at once, a path. */
export interface ResultsState {
  /** Null: by rank, or by correlation about the mean when all models are in front. */
  readonly sort: { readonly column: SortColumn; readonly descending: boolean } | null;
  readonly filter: RowFilter;
  readonly compared: Compared;
  readonly path: ShownPath | null;
  readonly proposal: Proposal | null;
  /** Whether placements are seen as lines over their columns. */
  readonly showsPlot: boolean;
  /** The placement that the pointer rests on in a plot, the table or the scene. */
  readonly hovered: HoveredRow | null;
}

export interface HoveredRow {
  readonly model: ModelId;
  readonly placement: number;
}

export type ResultsStore = StoreApi<ResultsState>;

export const NO_FILTER: RowFilter = { text: "", least: null, clearOnly: false, ranges: {} };

/** A filter with a change; `NO_FILTER` itself when nothing is left of it. */
export function withFilter(filter: RowFilter, change: Partial<RowFilter>): RowFilter {
  const next = { ...filter, ...change };
  const isEmpty =
    next.text === "" && next.least === null && !next.clearOnly && Object.keys(next.ranges).length === 0;
  return isEmpty ? NO_FILTER : next;
}

/** A filter with another range of a column, or without one. */
export function withRange(
  filter: RowFilter,
  column: NumberColumn,
  range: readonly [number, number] | null,
): RowFilter {
  const { [column]: _, ...others } = filter.ranges;
  return withFilter(filter, { ranges: range ? { ...others, [column]: range } : others });
}

/** Names the placement that the pointer rests on; null when it left. */
export function hoverRow(store: ResultsStore, row: HoveredRow | null): void {
  const before = store.getState().hovered;
  if (before?.model === row?.model && before?.placement === row?.placement) return;
  store.setState({ hovered: row && { model: row.model, placement: row.placement } });
}

export function createResultsStore(): ResultsStore {
  return createStore<ResultsState>(() => ({
    sort: null,
    filter: NO_FILTER,
    compared: 1,
    path: null,
    proposal: null,
    showsPlot: false,
    hovered: null,
  }));
}
