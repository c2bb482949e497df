import { createStore, type StoreApi } from "zustand/vanilla";

/** What was asked for a menu: an entry, the residue or atom of it ("#2/A:12@CA"), and where, in pixels of the scene. */
export interface PickedPlace {
  readonly x: number;
  readonly y: number;
  readonly spec: string;
  readonly part: string | null;
  readonly isMap: boolean;
}

/** What the pointer rests on in the scene, and where, in pixels of the scene; and the menu that is open there. */
export interface HoverState {
  readonly found: { readonly text: string; readonly x: number; readonly y: number } | null;
  readonly menu: PickedPlace | null;
}

export function createHoverStore(): StoreApi<HoverState> {
  return createStore<HoverState>(() => ({ found: null, menu: null }));
}
