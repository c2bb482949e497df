import type { JobContext } from "#core/job/job-context.ts";
import type { Grid } from "#core/volume/grid.ts";

/** Samples between two checkpoints: a few milliseconds of a loop that touches each sample a few times. */
const SAMPLES_PER_BATCH = 1 << 20;

/**
 * Calls `work(from, to)` for consecutive ranges of planes (from ≤ k < to) until all planes of the grid
 * are done, with a checkpoint after each range. Throws `cancelled` when the job is cancelled.
 */
export async function eachSlab(
  grid: Grid,
  step: string,
  work: (from: number, to: number) => void,
  job: JobContext,
): Promise<void> {
  const [nx, ny, nz] = grid.size;
  const planes = Math.max(1, Math.floor(SAMPLES_PER_BATCH / (nx * ny)));
  for (let from = 0; from < nz; from += planes) {
    const to = Math.min(nz, from + planes);
    work(from, to);
    await job.checkpoint({ step, done: to, total: nz });
  }
}
