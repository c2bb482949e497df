import { createStore, type StoreApi } from "zustand/vanilla";
import type { IdentifyRequest, LibraryId, RegionReport } from "#workers/identify-calls.ts";
import type { ModelId, Result, VolumeId } from "#workers/protocol.ts";

type Found = Result<"identify">;

/** What the user wishes of an identification; null = chosen from the data. */
export interface IdentifyOptions {
  /** Å. */
  readonly resolution: number | null;
  readonly level: number | null;
  readonly split: IdentifyRequest<VolumeId>["split"];
  readonly leastPlddt: number | null;
  readonly full: number;
  readonly seed: number;
}

/** What is or was screened: where, and how. */
export interface IdentifyRun {
  readonly map: VolumeId;
  readonly isPart: boolean;
  readonly options: IdentifyOptions;
}

/** A candidate in the scene. */
export interface ShownCandidate {
  readonly name: string;
  readonly model: ModelId;
}

/** Which models of a library are in a map: what is asked, what was found, what the user makes of it. */
export interface IdentifyState {
  readonly options: IdentifyOptions;
  /** What the map in front holds; null until the engine has said so. */
  readonly region: { readonly map: VolumeId; readonly isPart: boolean; readonly report: RegionReport } | null;
  /** Names of the candidates' files, in order, and under what the engine holds them. */
  readonly library: readonly string[];
  readonly held: LibraryId | null;
  readonly answer: Found["answer"] | null;
  readonly projection: Found["projection"] | null;
  /** What the answer is of; null before anything was screened. */
  readonly run: IdentifyRun | null;
  /** The candidate that is looked at, by name. */
  readonly chosen: string | null;
  readonly shown: ShownCandidate | null;
  readonly marks: Readonly<Record<string, "keep" | "reject">>;
  /** Counts how often the panel was wanted: it comes to the front each time. */
  readonly asked: number;
}

export type IdentifyStore = StoreApi<IdentifyState>;

export function createIdentifyStore(): IdentifyStore {
  return createStore<IdentifyState>(() => NOTHING_IDENTIFIED);
}

/** Before anything is asked. */
export const NOTHING_IDENTIFIED: IdentifyState = {
  options: { resolution: null, level: null, split: "none", leastPlddt: 70, full: 20, seed: 1 },
  region: null,
  library: [],
  held: null,
  answer: null,
  projection: null,
  run: null,
  chosen: null,
  shown: null,
  marks: {},
  asked: 0,
};

/** Brings the panel to the front. */
export function askIdentify(store: IdentifyStore): void {
  store.setState(({ asked }) => ({ asked: asked + 1 }));
}
