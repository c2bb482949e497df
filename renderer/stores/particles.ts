import { createStore, type StoreApi } from "zustand/vanilla";
import type { IterationSummary } from "#core/particles/iteration-summary.ts";
import type { Finding } from "#core/report/check-report.ts";
import type { SceneEntry } from "#renderer/stores/scene.ts";
import type { ParticleReport, RunWishes } from "#workers/particle-calls.ts";
import type { VolumeId } from "#workers/protocol.ts";
import type { FileId } from "#workers/start-calls.ts";

/** What the user wishes of a refinement. */
export interface ParticleOptions extends RunWishes<VolumeId> {
  readonly iterations: number;
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
  /** What a check of them found, and its page (HTML); null while there was none. */
  readonly check: { readonly findings: readonly Finding[]; readonly page: string } | null;
  readonly options: ParticleOptions;
  readonly run: ShownRun | null;
  /** The step that the plots show, as `stepOf`; null: the latest. */
  readonly chosen: number | null;
  /** Counts how often the panel was wanted: it comes to the front each time. */
  readonly asked: number;
}

export type ParticlesStore = StoreApi<ParticlesState>;

/** Without particles and without a run. */
export const NOTHING_OPEN: Pick<ParticlesState, "star" | "check" | "run" | "chosen"> = {
  star: null,
  check: null,
  run: null,
  chosen: null,
};

/** The program chooses how many iterations there are, the symmetry, and the seed. */
export function createParticlesStore({
  iterations,
  symmetry,
  seed,
}: Pick<ParticleOptions, "iterations" | "symmetry" | "seed">): ParticlesStore {
  const options = { iterations, symmetry, seed, mask: null, focus: null, patches: null };
  return createStore<ParticlesState>(() => ({ ...NOTHING_OPEN, options, asked: 0 }));
}

/** Brings the panel to the front. */
export function askParticles(store: ParticlesStore): void {
  store.setState(({ asked }) => ({ asked: asked + 1 }));
}

/** Shows a run from its beginning. */
export function showRun(store: ParticlesStore, run: Omit<ShownRun, "summaries">): void {
  store.setState({ run: { ...run, summaries: [] }, chosen: null });
}

/** Options with the masks that are open still. */
export function openOptions(options: ParticleOptions, entries: readonly SceneEntry[]): ParticleOptions {
  const open = (id: VolumeId | null) =>
    entries.some((entry) => entry.kind === "map" && entry.id === id) ? id : null;
  return { ...options, mask: open(options.mask), focus: open(options.focus) };
}

/** The place of a summary in its run: 0 the start, then the iterations, and after the last what patches came to. */
export function stepOf({ iteration, patches }: IterationSummary): number {
  return iteration + (patches === undefined ? 0 : 1);
}

/** Takes what has come of the run that is shown; a step that is told again replaces what was told before. */
export function addSummaries(store: ParticlesStore, added: readonly IterationSummary[]): void {
  const told = new Set(added.map(stepOf));
  changeRun(store, ({ summaries }) => ({
    summaries: [...summaries.filter((one) => !told.has(stepOf(one))), ...added].sort(
      (a, b) => stepOf(a) - stepOf(b),
    ),
  }));
}

export function changeRun(store: ParticlesStore, change: (run: ShownRun) => Partial<ShownRun>): void {
  store.setState(({ run }) => ({ run: run && { ...run, ...change(run) } }));
}

/** What the plots show, once there is something. */
export function shownSummary({
  run,
  chosen,
}: Pick<ParticlesState, "run" | "chosen">): IterationSummary | undefined {
  return run?.summaries.find((one) => stepOf(one) === chosen) ?? run?.summaries.at(-1);
}
