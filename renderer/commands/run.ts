import { type AppError, asAppError } from "#core/errors.ts";
import type { App } from "#renderer/commands/app.ts";
import { addJob, changeJob, type Job, removeJob } from "#renderer/stores/jobs.ts";
import { addLine, addToast, markFailed } from "#renderer/stores/log.ts";
import type { CallProgress } from "#workers/protocol.ts";

/** Writes the command that repeats a step into the log. */
export function say(app: App, command: string): void {
  addLine(app.stores.log, "command", command);
}

/** Writes what came of a step into the log. */
export function note(app: App, text: string): void {
  addLine(app.stores.log, "note", text);
}

export function warn(app: App, text: string): void {
  addLine(app.stores.log, "warning", text);
}

/** Runs what a click asked for; failures become a line of the log and a message over the window. */
export async function run(app: App, work: () => Promise<void> | void): Promise<void> {
  try {
    await attempt(app, work);
  } catch (thrown) {
    report(app, asAppError(thrown));
  }
}

/**
 * Does work that writes commands. When it throws with everything open as it was, they did nothing, and are marked so
 * that a script made of the log does not stop at them.
 */
export async function attempt(app: App, work: () => Promise<void> | void): Promise<void> {
  const { log, scene, fits } = app.stores;
  const [from, { entries }, { tables }] = [log.getState().nextId, scene.getState(), fits.getState()];
  try {
    await work();
  } catch (thrown) {
    const isSame = entries === scene.getState().entries && tables === fits.getState().tables;
    if (isSame) markFailed(log, from);
    throw thrown;
  }
}

/** Tells the user about a failure; one that they asked for is only noted. */
export function report(app: App, error: AppError): void {
  if (error.code === "cancelled") {
    note(app, error.message);
    return;
  }
  addLine(app.stores.log, "error", error.message);
  addToast(app.stores.log, "error", error.message);
}

let nextJob = 1;

/** What a call needs so that its job can be watched and cancelled. */
export interface JobOptions {
  /** The job's number among the jobs shown. */
  readonly id: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CallProgress) => void;
}

/** Does work that the jobs panel shows and that can be cancelled. */
export async function withJob<T>(
  app: App,
  job: Pick<Job, "title" | "kind">,
  work: (options: JobOptions) => Promise<T>,
): Promise<T> {
  const id = nextJob++;
  const controller = new AbortController();
  app.running.set(id, controller);
  addJob(app.stores.jobs, { ...job, id, progress: null, cancelling: false });
  try {
    return await work({
      id,
      signal: controller.signal,
      onProgress: (progress) => changeJob(app.stores.jobs, id, { progress }),
    });
  } finally {
    app.running.delete(id);
    removeJob(app.stores.jobs, id);
  }
}

/** Asks a job to stop. */
export function cancelJob(app: App, id: number): void {
  changeJob(app.stores.jobs, id, { cancelling: true });
  app.running.get(id)?.abort();
}
