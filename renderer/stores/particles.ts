import { createStore, type StoreApi } from "zustand/vanilla";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import type { ParticleReport } from "#workers/particle-calls.ts";
import type { FileId } from "#workers/start-calls.ts";

/** What the user wishes of a refinement. */
export interface ParticleOptions {
  readonly iterations: number;
  readonly symmetry: string;
  readonly seed: number;
}

/** A refinement that the plots are of. */
export interface ShownRun {
  /** Name of its folder. */
  readonly name: string;
  /** Where it lies: in a folder beside this file, or with a folder of null in that of this file itself. */
  readonly of: FileId;
  readonly folder: string | null;
  /** Iterations it is to have; null where nobody knows. */
  readonly planned: number | null;
  /** The start first. */
  readonly summaries: readonly IterationSummary[];
  /** "followed": it goes on elsewhere, or ended there. */
  readonly state: "running" | "followed" | "finished" | "stopped";
}

/** Particles that are open, and a refinement of them. */
export interface ParticlesState {
  readonly star: { readonly file: FileId; readonly report: ParticleReport } | null;
  readonly options: ParticleOptions;
  readonly run: ShownRun | null;
  /** The iteration that the plots show; null: the latest. */
  readonly chosen: number | null;
  /** Counts how often the panel was wanted: it comes to the front each time. */
  readonly asked: number;
}

export type ParticlesStore = StoreApi<ParticlesState>;

/** `options`: those that the program chooses. */
export function createParticlesStore(options: ParticleOptions): ParticlesStore {
  return createStore<ParticlesState>(() => ({ star: null, options, run: null, chosen: null, asked: 0 }));
}

/** Brings the panel to the front. */
export function askParticles(store: ParticlesStore): void {
  store.setState(({ asked }) => ({ asked: asked + 1 }));
}

/** Shows a run from its beginning. */
export function showRun(store: ParticlesStore, run: Omit<ShownRun, "summaries">): void {
  store.setState({ run: { ...run, summaries: [] }, chosen: null });
}

/** Takes what has come of the run that is shown; an iteration that is told again replaces what was told before. */
export function addSummaries(store: ParticlesStore, added: readonly IterationSummary[]): void {
  const told = new Set(added.map(({ iteration }) => iteration));
  changeRun(store, ({ summaries }) => ({
    summaries: [...summaries.filter(({ iteration }) => !told.has(iteration)), ...added].sort(
      (a, b) => a.iteration - b.iteration,
    ),
  }));
}

export function changeRun(store: ParticlesStore, change: (run: ShownRun) => Partial<ShownRun>): void {
  store.setState(({ run }) => ({ run: run && { ...run, ...change(run) } }));
}

/** The iteration that the plots show, once there is one. */
export function shownSummary({
  run,
  chosen,
}: Pick<ParticlesState, "run" | "chosen">): IterationSummary | undefined {
  return run?.summaries.find(({ iteration }) => iteration === chosen) ?? run?.summaries.at(-1);
}
