import { createStore, type StoreApi } from "zustand/vanilla";

/** What can be undone and redone, last first, as words for the buttons. */
export interface HistoryState {
  readonly undo: readonly string[];
  readonly redo: readonly string[];
}

export type HistoryStore = StoreApi<HistoryState>;

export function createHistoryStore(): HistoryStore {
  return createStore<HistoryState>(() => ({ undo: [], redo: [] }));
}
