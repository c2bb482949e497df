import { createStore, type StoreApi } from "zustand/vanilla";

/** What the help panel shows. */
export interface HelpState {
  /** Id of the page; null for the contents. */
  readonly page: string | null;
  /** Words looked for in all pages; "" for none. */
  readonly query: string;
  /** Counts how often help was asked for: the panel comes to the front each time. */
  readonly asked: number;
}

export type HelpStore = StoreApi<HelpState>;

export function createHelpStore(): HelpStore {
  return createStore<HelpState>(() => ({ page: null, query: "", asked: 0 }));
}

/** Shows a page, or what is found of some words. */
export function askHelp(store: HelpStore, page: string | null, query = ""): void {
  store.setState(({ asked }) => ({ page, query, asked: asked + 1 }));
}
