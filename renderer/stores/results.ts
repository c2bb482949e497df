import { createStore, type StoreApi } from "zustand/vanilla";
import type { FitPath } from "#core/fit/path.ts";
import type { SortColumn } from "#renderer/stores/fit-rows.ts";
import type { ModelId } from "#workers/protocol.ts";

/** Which rows the table shows; everything empty shows all. */
export interface RowFilter {
  /** Part of a model's name, a state or a note. */
  readonly text: string;
  /** Least correlation about the mean. */
  readonly least: number | null;
  /** Only rows that a clear verdict stands for. */
  readonly clearOnly: boolean;
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
}

export type ResultsStore = StoreApi<ResultsState>;

export const NO_FILTER: RowFilter = { text: "", least: null, clearOnly: false };

export function createResultsStore(): ResultsStore {
  return createStore<ResultsState>(() => ({
    sort: null,
    filter: NO_FILTER,
    compared: 1,
    path: null,
    proposal: null,
  }));
}
