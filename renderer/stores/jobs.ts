import { createStore, type StoreApi } from "zustand/vanilla";
import type { FitSetup } from "#core/fit/result.ts";
import type { CallProgress } from "#workers/protocol.ts";

/** Something the engine is busy with. */
export interface Job {
  readonly id: number;
  /** "Opening emd_6374.mrc". */
  readonly title: string;
  readonly kind: "open" | "fit" | "identify" | "particles" | "follow" | "check" | "other";
  readonly progress: CallProgress | null;
  readonly cancelling: boolean;
  /** What a fit has chosen, once it has. */
  readonly setup?: FitSetup;
}

export interface JobsState {
  readonly jobs: readonly Job[];
}

export type JobsStore = StoreApi<JobsState>;

export function createJobsStore(): JobsStore {
  return createStore<JobsState>(() => ({ jobs: [] }));
}

export function addJob(store: JobsStore, job: Job): void {
  store.setState(({ jobs }) => ({ jobs: [...jobs, job] }));
}

export function changeJob(store: JobsStore, id: number, change: Partial<Job>): void {
  store.setState(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? { ...job, ...change } : job)) }));
}

export function removeJob(store: JobsStore, id: number): void {
  store.setState(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== id) }));
}
