import { createStore, type StoreApi } from "zustand/vanilla";
import type { FitRequest } from "#core/fit/params.ts";
import type { AtomScores, FitResult, FitSetup, RankedPlacement, Verdict } from "#core/fit/result.ts";
import type { Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

/** What has become of a placement. */
export type RowState = "new" | "placed" | "rejected" | "zeroed";

/** The result of fitting one model, as the table and the plots need it. */
export interface FitTable {
  readonly model: ModelId;
  readonly map: VolumeId;
  readonly name: string;
  /** Mean of the model's heavy atoms in the file's frame, Å: poses are compared there. */
  readonly centre: Vec3;
  /** Symmetry operations of the map that the fit was told of. */
  readonly symmetry: readonly Rigid[];
  readonly setup: FitSetup;
  /** What the engine was asked, with the level and resolution it chose. */
  readonly request: FitRequest;
  /** How far the models of the run extend from their centres, Å: what a replay of a start needs. */
  readonly reach: number;
  /** Atoms fitted, starts spent, seconds taken. */
  readonly atoms: number;
  readonly starts: number;
  readonly seconds: number;
  /** The same by part of the work. */
  readonly spent: FitResult["seconds"];
  readonly verdict: Verdict;
  readonly warnings: readonly string[];
  /** Mean and standard deviation of the scores of the wrong placements; null when there are too few. */
  readonly wrong: { readonly mean: number; readonly sd: number } | null;
  /** Every distinct end point, best first. */
  readonly placements: readonly RankedPlacement[];
  /** What the user decided, by index of the placement; absent = new. */
  readonly states: Readonly<Record<number, RowState>>;
  /** Atoms within 2 Å of placed models, by index of the placement; absent = not asked. */
  readonly clashes: Readonly<Record<number, number>>;
  /** What the user wrote about a placement, by its index. */
  readonly notes: Readonly<Record<number, string>>;
  /** DiffFit's per-atom scores of the placements that led the engine's clusters, by their index. */
  readonly atomScores: Readonly<Record<number, AtomScores>>;
  /** The command that repeats the fit. */
  readonly command: string;
}

export interface FitsState {
  /** One table per model; fitting a model again replaces its table. */
  readonly tables: readonly FitTable[];
  /** Cluster tolerances: Å and degrees. */
  readonly tolerance: { readonly shift: number; readonly angle: number };
}

export type FitsStore = StoreApi<FitsState>;

export function createFitsStore(tolerance: FitsState["tolerance"]): FitsStore {
  return createStore<FitsState>(() => ({ tables: [], tolerance }));
}

/** Puts the table in the place of an older one of its model, or at the end. */
export function putTable(store: FitsStore, table: FitTable): void {
  store.setState(({ tables }) => ({
    tables: tables.some((other) => other.model === table.model)
      ? tables.map((other) => (other.model === table.model ? table : other))
      : [...tables, table],
  }));
}

export function removeTable(store: FitsStore, model: ModelId): void {
  store.setState(({ tables }) => ({ tables: tables.filter((table) => table.model !== model) }));
}

export function tableOf(state: FitsState, model: ModelId | null): FitTable | undefined {
  return state.tables.find((table) => table.model === model);
}

export function setRowState(store: FitsStore, model: ModelId, placement: number, rowState: RowState): void {
  change(store, model, (table) => ({ states: { ...table.states, [placement]: rowState } }));
}

export function setNote(store: FitsStore, model: ModelId, placement: number, note: string): void {
  change(store, model, (table) => ({ notes: { ...table.notes, [placement]: note } }));
}

export function setClashes(
  store: FitsStore,
  model: ModelId,
  clashes: Readonly<Record<number, number>>,
): void {
  change(store, model, () => ({ clashes }));
}

function change(store: FitsStore, model: ModelId, by: (table: FitTable) => Partial<FitTable>): void {
  store.setState(({ tables }) => ({
    tables: tables.map((table) => (table.model === model ? { ...table, ...by(table) } : table)),
  }));
}
