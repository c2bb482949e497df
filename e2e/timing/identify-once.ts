import { readFileSync } from "node:fs";
import { chooseResolution } from "#core/fit/target.ts";
import { FULL_SEARCHES } from "#core/identify/rank/choose-full.ts";
import { type Ranking, rankCandidates } from "#core/identify/rank/rank-candidates.ts";
import { cutRegion } from "#core/identify/region/cut-region.ts";
import { sizeRange } from "#core/identify/region/size-range.ts";
import { screeningStarts } from "#core/identify/screen/fit-candidate.ts";
import { quietJob } from "#core/job/job-context.ts";
import { TRUSTED_PLDDT } from "#core/structure/plddt.ts";
import type { Volume } from "#core/volume/volume.ts";
import { engineFilesBeside } from "#workers/engine-files.ts";
import {
  type KnownRecords,
  type LibraryItem,
  screenItems,
  searchBest,
} from "#workers/identify/identify-run.ts";
import type { ScreenJob } from "#workers/identify/messages.ts";
import { ScreeningPool, sharedValues } from "#workers/identify/screening-pool.ts";
import { dataPath } from "./cases.ts";

/** What one identification cost and found. */
export interface Identified {
  readonly ranking: Ranking;
  readonly known: KnownRecords;
  readonly job: ScreenJob;
  /** Wall seconds from loaded map to ranking. */
  readonly seconds: number;
  /** CPU seconds of all threads, screening alone and altogether. */
  readonly screenCpu: number;
  readonly cpu: number;
  /** CPU seconds of ranking once all that is known: what a long run does again and again. */
  readonly rankCpu: number;
  /** Largest memory of the process so far, MB. */
  readonly megabytes: number;
}

export interface IdentifyOnceParams {
  readonly map: Volume;
  readonly resolution: number;
  readonly library: readonly LibraryItem[];
  readonly threads: number;
  readonly full?: number;
  readonly keepCopies?: boolean;
  /** Screen these alone; all when left out. */
  readonly numbers?: readonly number[];
}

/** The models of the shared library as items. */
export function libraryItems(files: readonly string[]): LibraryItem[] {
  return files.map((file) => ({
    file,
    load: async () => ({ bytes: new Uint8Array(readFileSync(dataPath(file))) }),
  }));
}

/** Identifies what is in a whole map, as the command does by default, on threads of its own. */
export async function identifyOnce(params: IdentifyOnceParams): Promise<Identified> {
  const { map, library, threads, keepCopies = false } = params;
  const began = performance.now();
  const before = process.cpuUsage();
  const cpu = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const job = await screenJob(map, params.resolution);
  const known: KnownRecords = { items: new Map(), full: new Map() };
  const pool = new ScreeningPool(engineFilesBeside(import.meta.url), job, threads);
  const run = { pool, library, known, keepCopies, record: () => {}, job: quietJob };
  try {
    await screenItems(run, params.numbers ?? library.map((_, n) => n));
    const screenCpu = cpu();
    await searchBest(run, params.full ?? FULL_SEARCHES);
    const items = [...known.items.values()];
    const full = [...known.full.values()];
    const searched = cpu();
    const ranking = rankCandidates({ items, full, resolution: params.resolution, keepCopies });
    return {
      ranking,
      known,
      job,
      seconds: (performance.now() - began) / 1000,
      screenCpu,
      cpu: cpu(),
      rankCpu: cpu() - searched,
      megabytes: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    await pool.dispose();
  }
}

async function screenJob(map: Volume, resolution: number): Promise<ScreenJob> {
  const region = await cutRegion(map, [], { resolution }, quietJob);
  const { least, most } = sizeRange(region);
  return {
    grid: region.volume.grid,
    values: sharedValues(region.volume),
    level: region.level,
    resolution: chooseResolution(map, resolution, undefined),
    plan: { seed: 1, starts: screeningStarts(region).value },
    choice: { leastPlddt: TRUSTED_PLDDT, split: "none", least, most },
  };
}
