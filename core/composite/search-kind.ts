import { leadingGroup } from "#core/composite/leading-group.ts";
import { climbInBatches } from "#core/fit/batches.ts";
import { clusterFound, type Tolerance } from "#core/fit/cluster.ts";
import { mergeBasins, type Optimum, refineHeads, refineOptima, type Search } from "#core/fit/search.ts";
import { CLEAR_GAP, LEAST_HITS } from "#core/fit/verdict.ts";
import type { JobContext } from "#core/job/job-context.ts";

/** Distinct placements of one kind in one map, and what was spent on them. */
export interface FoundSites {
  /** Refined, best first; wrong ones too, since right ones are judged against them. */
  readonly sites: readonly Optimum[];
  readonly starts: number;
}

/** What to look for. */
export interface KindWish {
  /** Copies expected: the search ends early when so many stand out. */
  readonly copies: number;
  /** Starts at most. */
  readonly most: number;
  readonly tolerance: Tolerance;
  /** What earlier searches for it found where nothing has changed since: their starts count. */
  readonly known?: FoundSites;
  /** Tells placements that do not count, such as those cut off by the edge of the map. */
  readonly isLeftOut: (site: Optimum) => boolean;
}

/** Wrong placements that are refined besides the copies. */
const RIVALS = 12;

/**
 * Searches a map for copies of one body, batch by batch, until as many as expected stand out from the rest or the starts
 * are spent. Throws `cancelled`.
 */
export async function searchKind(search: Search, wish: KindWish, job: JobContext): Promise<FoundSites> {
  const batches = climbInBatches(search, wish.most, job);
  const step = `search ${search.probe.name}`;
  const { known } = wish;
  // Their scores are those of another map when this one is averaged.
  let optima = known ? await refineOptima(search, known.sites, job) : [];
  const distinct = () => distinctSites(optima, wish.tolerance).filter((site) => !wish.isLeftOut(site));
  let sites = distinct();
  let starts = 0;
  try {
    while (starts < wish.most && !isEnough(sites, wish.copies)) {
      await job.checkpoint({ step, done: starts, total: wish.most });
      const next = await batches.next();
      optima = await mergeBasins(search, optima, next.basins, job);
      optima = await refineHeads(search, optima, wish.copies + RIVALS, job);
      starts += next.starts;
      sites = distinct();
    }
    await job.checkpoint({ step, done: wish.most, total: wish.most });
  } finally {
    await batches.stop();
  }
  return { sites, starts: starts + (known?.starts ?? 0) };
}

/** The refined optima that are placements of their own, best first, each with the hits of all that agree with it. */
function distinctSites(optima: readonly Optimum[], tolerance: Tolerance): Optimum[] {
  const refined = optima.filter((optimum) => optimum.refined);
  return clusterFound(refined, tolerance).map(({ best, hits }) => ({ ...best, hits }));
}

function isEnough(sites: readonly Optimum[], copies: number): boolean {
  const { size, gap } = leadingGroup(sites.map(({ score }) => score));
  const hits = sites.slice(0, size).reduce((sum, site) => sum + site.hits, 0);
  return gap >= CLEAR_GAP && hits >= LEAST_HITS && size >= copies;
}
