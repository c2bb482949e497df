import { createContext, useContext } from "react";
import { type StoreApi, useStore } from "zustand";
import type { App } from "#renderer/commands/app.ts";
import { run } from "#renderer/commands/run.ts";
import type { AboutState } from "#renderer/stores/about.ts";
import type { FitsState } from "#renderer/stores/fits.ts";
import type { HistoryState } from "#renderer/stores/history.ts";
import type { HoverState } from "#renderer/stores/hover.ts";
import type { IdentifyState } from "#renderer/stores/identify.ts";
import type { JobsState } from "#renderer/stores/jobs.ts";
import type { JudgedState } from "#renderer/stores/judged.ts";
import type { LogState } from "#renderer/stores/log.ts";
import type { ParticlesState } from "#renderer/stores/particles.ts";
import type { ProjectState } from "#renderer/stores/project.ts";
import type { ResultsState } from "#renderer/stores/results.ts";
import type { SceneState } from "#renderer/stores/scene.ts";
import type { SelectionState } from "#renderer/stores/selection.ts";
import type { Settings } from "#renderer/stores/settings.ts";
import type { StartState } from "#renderer/stores/start.ts";

/** What panels need: the application, the canvas's owner, and what the pointer rests on. */
export interface Workbench {
  readonly app: App;
  /** Gives the scene a canvas to draw into; call the result to take it away. */
  readonly attachScene: (canvas: HTMLCanvasElement) => () => void;
  readonly hover: StoreApi<HoverState>;
  /** What the engine runs on, for the chip in the top bar. */
  readonly about: StoreApi<AboutState>;
}

export const WorkbenchContext = createContext<Workbench | null>(null);

export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (!workbench) throw new Error("Panels live inside the workbench.");
  return workbench;
}

export function useApp(): App {
  return useWorkbench().app;
}

/** Runs what a click asks for; failures are reported. */
export function useRun(): (work: (app: App) => Promise<void> | void) => void {
  const app = useApp();
  return (work) => void run(app, () => work(app));
}

export function useScene<T>(select: (state: SceneState) => T): T {
  return useStore(useApp().stores.scene, select);
}

export function useSelection<T>(select: (state: SelectionState) => T): T {
  return useStore(useApp().stores.selection, select);
}

export function useFits<T>(select: (state: FitsState) => T): T {
  return useStore(useApp().stores.fits, select);
}

export function useResultsView<T>(select: (state: ResultsState) => T): T {
  return useStore(useApp().stores.results, select);
}

export function useIdentify<T>(select: (state: IdentifyState) => T): T {
  return useStore(useApp().stores.identify, select);
}

export function useParticles<T>(select: (state: ParticlesState) => T): T {
  return useStore(useApp().stores.particles, select);
}

export function useJobs<T>(select: (state: JobsState) => T): T {
  return useStore(useApp().stores.jobs, select);
}

export function useJudged<T>(select: (state: JudgedState) => T): T {
  return useStore(useApp().stores.judged, select);
}

export function useStart<T>(select: (state: StartState) => T): T {
  return useStore(useApp().stores.start, select);
}

export function useLog<T>(select: (state: LogState) => T): T {
  return useStore(useApp().stores.log, select);
}

export function useHistory<T>(select: (state: HistoryState) => T): T {
  return useStore(useApp().stores.history, select);
}

export function useProject<T>(select: (state: ProjectState) => T): T {
  return useStore(useApp().stores.project, select);
}

export function useSettings<T>(select: (state: Settings) => T): T {
  return useStore(useApp().stores.settings, select);
}
