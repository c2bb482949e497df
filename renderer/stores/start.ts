import { createStore, type StoreApi } from "zustand/vanilla";
import type { EntryId } from "#core/format/entry-id.ts";
import type { Result } from "#workers/protocol.ts";

/** What was opened together before, as the start screen shows it. */
export interface RecentCard {
  readonly id: string;
  readonly names: readonly string[];
  readonly opened: string;
  readonly missing: readonly string[];
  /** Address of the picture in this page; null while there is none. */
  readonly picture: string | null;
}

/** What the known-answer fit found, and what this page can draw with. */
export interface ComputerCheck {
  readonly fit: Result<"selfCheck">;
  /** "WebGL 2 (SwiftShader)". */
  readonly graphics: string;
  /** "WebGPU" with its adapter, or why not. */
  readonly gpu: string;
}

/** What the start screen shows besides what it is made of. */
export interface StartState {
  /** null until the host has said. */
  readonly recent: readonly RecentCard[] | null;
  /** A download large enough to ask before. */
  readonly question: { readonly entry: EntryId; readonly bytes: number } | null;
  readonly check: ComputerCheck | null;
  /** The panels are wanted although nothing is open, for help or the log. */
  readonly panelsWanted: boolean;
}

export type StartStore = StoreApi<StartState>;

export function createStartStore(): StartStore {
  return createStore<StartState>(() => ({ recent: null, question: null, check: null, panelsWanted: false }));
}
