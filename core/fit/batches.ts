import { LIMITS } from "#core/fit/params.ts";
import { type Basin, climbStarts, type Search } from "#core/fit/search.ts";
import type { JobContext } from "#core/job/job-context.ts";

/** Batches of starts, climbed in order. */
export interface Batches {
  /** The basins of the next batch, and how many starts led there. Throws `cancelled` when the job is. */
  next(): Promise<{ readonly basins: readonly Basin[]; readonly starts: number }>;
  /** Ends what was begun ahead; nobody asks for another batch. */
  stop(): Promise<void>;
}

/**
 * Climbs batches of starts until `budget` is spent. With several threads the batches to come are begun before they
 * are asked for, so that no thread waits while a batch is merged: two when all of them will be needed, one when the
 * first batch did not confirm rank 1. What a batch finds depends on its number alone, so the answer stays the same.
 */
export function climbInBatches(search: Search, budget: number, job: JobContext): Batches {
  const isFixed = search.request.starts !== undefined;
  const begun: { basins: Promise<Basin[]>; starts: number }[] = [];
  let batch = 0;
  let asked = 0;
  let isStopped = false;
  const own: JobContext = {
    ...job,
    signal: {
      get aborted() {
        return isStopped || job.signal.aborted;
      },
    },
  };
  const beginUpTo = (count: number) => {
    for (; begun.length < count && batch * LIMITS.batchStarts < budget; batch++) {
      const starts = Math.min(LIMITS.batchStarts, budget - batch * LIMITS.batchStarts);
      const basins = climbStarts(search, batch, starts, own);
      basins.catch(() => {}); // told to whoever asks for the batch, if anyone does
      begun.push({ basins, starts });
    }
  };
  const ahead = () => (search.engine.threads === 1 ? 0 : isFixed ? 2 : Math.min(asked, 1));
  return {
    async next() {
      beginUpTo(isFixed ? 1 + ahead() : 1);
      const [{ basins, starts }] = begun.splice(0, 1);
      const climbed = await basins;
      beginUpTo(ahead());
      asked++;
      return { basins: climbed, starts };
    },
    async stop() {
      isStopped = true;
      await Promise.allSettled(begun.map(({ basins }) => basins));
    },
  };
}
