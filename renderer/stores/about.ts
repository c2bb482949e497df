import { createStore, type StoreApi } from "zustand/vanilla";

/** What the engine runs on; empty until it has said. */
export interface AboutState {
  /** "CPU · 2 threads · cpu". */
  readonly text: string;
  /** Why it computes there and not elsewhere. */
  readonly reason: string;
  /** Threads that compute; 1 until it has said. */
  readonly threads: number;
}

export function createAboutStore(): StoreApi<AboutState> {
  return createStore<AboutState>(() => ({ text: "", reason: "", threads: 1 }));
}
