import { createStore, type StoreApi } from "zustand/vanilla";

/** A number for every drawn atom of a model where it stands, in the order of its shape. */
export interface AtomScores {
  readonly title: string;
  readonly unit: string;
  readonly values: Float32Array;
}

/** The scale that the colours of an entry stand for. */
export interface Legend {
  /** "#2", "#2.1". */
  readonly spec: string;
  readonly title: string;
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  /** Of the colours; undefined = viridis. */
  readonly palette: string | undefined;
}

export interface ScoresState {
  /** By spec: densities at the atoms of entries coloured by them. */
  readonly bySpec: Readonly<Record<string, AtomScores>>;
  /** Of the scene as it is drawn. */
  readonly legends: readonly Legend[];
}

export type ScoresStore = StoreApi<ScoresState>;

export function createScoresStore(): ScoresStore {
  return createStore<ScoresState>(() => ({ bySpec: {}, legends: [] }));
}
