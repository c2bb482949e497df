import type { JobContext, Progress } from "#core/job/job-context.ts";

/** A long step made of many short ones. */
export interface LongStep {
  /** For the long step itself: what it reports is remembered. */
  readonly outer: JobContext;
  /** For the short ones: they lend the thread back and can be cancelled, but repeat what the long step said last. */
  readonly inner: JobContext;
}

/** A job whose short steps do not flicker through the progress of the long one. */
export function longStep(job: JobContext, first: Progress): LongStep {
  let last = first;
  return {
    outer: {
      signal: job.signal,
      checkpoint: (progress) => {
        last = progress;
        return job.checkpoint(progress);
      },
    },
    inner: { signal: job.signal, checkpoint: () => job.checkpoint(last) },
  };
}
