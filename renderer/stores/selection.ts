import { createStore, type StoreApi } from "zustand/vanilla";
import type { AtomRanges } from "#core/structure/atom-ranges.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

/** What the panels talk about. */
export interface SelectionState {
  readonly map: VolumeId | null;
  readonly model: ModelId | null;
  /** Specs ("#1", "#2.1") of what is selected, wholly or in part, in the scene or the list. */
  readonly picked: readonly string[];
  /** Of those selected in part the atoms, by spec; absent = all of it. */
  readonly atoms: Readonly<Record<string, AtomRanges>>;
  /** What was selected before it was widened, the latest last. */
  readonly narrower: readonly Pick<SelectionState, "picked" | "atoms">[];
  /** Specs that were given a name. */
  readonly names: Readonly<Record<string, string>>;
  /** Which table of results is in front: a model's, all of them, or none yet. */
  readonly table: ModelId | "all" | null;
  /** The placement shown: its model and its place among the placements of that model's fit. */
  readonly pose: { readonly model: ModelId; readonly placement: number } | null;
}

export type SelectionStore = StoreApi<SelectionState>;

export const NOTHING_SELECTED: SelectionState = {
  map: null,
  model: null,
  picked: [],
  atoms: {},
  narrower: [],
  names: {},
  table: null,
  pose: null,
};

export function createSelectionStore(): SelectionStore {
  return createStore<SelectionState>(() => NOTHING_SELECTED);
}
