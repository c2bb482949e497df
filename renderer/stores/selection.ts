import { createStore, type StoreApi } from "zustand/vanilla";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

/** What the panels talk about. */
export interface SelectionState {
  readonly map: VolumeId | null;
  readonly model: ModelId | null;
  /** Specs ("#1", "#2.1") picked in the scene or the list. */
  readonly picked: readonly string[];
  /** Which table of results is in front: a model's, all of them, or none yet. */
  readonly table: ModelId | "all" | null;
  /** The placement shown: its model and its place among the placements of that model's fit. */
  readonly pose: { readonly model: ModelId; readonly placement: number } | null;
}

export type SelectionStore = StoreApi<SelectionState>;

export function createSelectionStore(): SelectionStore {
  return createStore<SelectionState>(() => ({ map: null, model: null, picked: [], table: null, pose: null }));
}

/** Adds the spec to the picked ones or takes it away; without `toggle` it becomes the only one. */
export function pick(store: SelectionStore, spec: string | null, toggle: boolean): void {
  store.setState(({ picked }) => {
    if (spec === null) return { picked: toggle ? picked : [] };
    if (!toggle) return { picked: [spec] };
    return { picked: picked.includes(spec) ? picked.filter((other) => other !== spec) : [...picked, spec] };
  });
}
