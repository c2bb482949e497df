import { createStore, type StoreApi } from "zustand/vanilla";

/** What the pointer rests on in the scene, and where, in pixels of the scene. */
export interface HoverState {
  readonly found: { readonly text: string; readonly x: number; readonly y: number } | null;
}

export function createHoverStore(): StoreApi<HoverState> {
  return createStore<HoverState>(() => ({ found: null }));
}
