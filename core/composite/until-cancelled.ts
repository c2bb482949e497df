import { asAppError } from "#core/errors.ts";
import { type JobContext, quietJob } from "#core/job/job-context.ts";

/** Does work that may be given up: undefined when it was cancelled. Throws what else the work throws. */
export async function untilCancelled<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (thrown) {
    if (asAppError(thrown).code === "cancelled") return undefined;
    throw thrown;
  }
}

/** The job of what still has to be done when a long one was cancelled, so that what it found is kept. */
export function restOf(job: JobContext): JobContext {
  return job.signal.aborted ? quietJob : job;
}
