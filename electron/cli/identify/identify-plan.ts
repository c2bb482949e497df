import { chooseResolution } from "#core/fit/target.ts";
import type { JournalHeader } from "#core/identify/journal/journal-lines.ts";
import { cutRegion, type Region } from "#core/identify/region/cut-region.ts";
import { massText, type SizeRange, sizeRange } from "#core/identify/region/size-range.ts";
import { screeningStarts } from "#core/identify/screen/fit-candidate.ts";
import type { IdentifySetup } from "#core/report/identify/identify-document.ts";
import type { Host } from "#electron/cli/host.ts";
import type { IdentifyOptions } from "#electron/cli/identify/identify-options.ts";
import { type Library, listLibrary } from "#electron/cli/identify/library-listing.ts";
import { regionSteps } from "#electron/cli/identify/region-words.ts";
import { findInput } from "#electron/cli/inputs.ts";
import { loadMap } from "#electron/cli/load.ts";
import type { Reporter } from "#electron/cli/reporter.ts";
import type { ScreenJob } from "#workers/identify/messages.ts";
import { runHeader } from "#workers/identify/run-header.ts";
import { sharedValues } from "#workers/identify/screening-pool.ts";

/** A run made ready: what is searched, in what, and how. */
export interface IdentifyPlan {
  readonly region: Region;
  readonly library: Library;
  /** Places in the library of what this run screens. */
  readonly numbers: readonly number[];
  readonly job: ScreenJob;
  readonly setup: IdentifySetup;
  readonly header: JournalHeader;
}

/** Reads the map, cuts the region, lists the library and chooses what was not given. Throws as those do. */
export async function planIdentify(
  mapWord: string,
  libraryWord: string,
  options: IdentifyOptions,
  threads: number,
  reporter: Reporter,
  host: Host,
): Promise<IdentifyPlan> {
  const input = await findInput(mapWord, reporter, host);
  const [map, library] = await Promise.all([loadMap(input.path), listLibrary(libraryWord, host)]);
  for (const warning of map.warnings) reporter.warn(warning);
  const { stated } = input;
  const resolution = chooseResolution(
    map.volume,
    options.resolution,
    stated?.resolution ?? undefined,
    stated ? `stated by the depositors of ${stated.entry}` : undefined,
  );
  const steps = await regionSteps(options.region ?? [], reporter, host);
  const region = await cutRegion(
    map.volume,
    steps,
    { level: options.level, resolution: resolution.value },
    reporter.job,
  );
  const sizes = sizesOf(region, options);
  const starts =
    options.starts === undefined ? screeningStarts(region) : { value: options.starts, reason: "given" };
  const plan = { seed: options.seed, starts: starts.value };
  const choice = { leastPlddt: options.plddt, split: options.split, least: sizes.least, most: sizes.most };
  const { volume, level, words, dense, filled } = region;
  const setup: IdentifySetup = {
    map: { file: input.path, ...map.volume.grid },
    region: { words, level, dense, filled, grid: volume.grid },
    resolution,
    sizes,
    library: { from: library.from, words: library.words, shard: shardText(options) },
    request: {
      seed: options.seed,
      starts,
      full: options.full,
      leastPlddt: options.plddt,
      split: options.split,
      keepCopies: options.keepCopies ?? false,
    },
    threads,
  };
  const job = { grid: volume.grid, values: sharedValues(volume), level, resolution, plan, choice };
  const about = `${input.path}, ${words}, ${library.items.length} files of ${library.from}, ${starts.value} starts, seed ${options.seed}`;
  const files = library.items.map(({ file }) => file);
  return {
    region,
    library,
    numbers: shardOf(library.items.length, options),
    job,
    setup,
    header: runHeader(job, { about, files, keepCopies: options.keepCopies ?? false }),
  };
}

/** Every n-th file: large and small, first and last models are then in every shard. */
function shardOf(count: number, { shard }: IdentifyOptions): number[] {
  const all = Array.from({ length: count }, (_, n) => n);
  return shard ? all.filter((n) => n % shard.count === shard.index - 1) : all;
}

function shardText({ shard }: IdentifyOptions): string | null {
  return shard ? `${shard.index}/${shard.count}` : null;
}

function sizesOf(region: Region, { size }: IdentifyOptions): SizeRange {
  const chosen = sizeRange(region);
  if (!size) return chosen;
  const [least, most] = size;
  const reason = most === Number.POSITIVE_INFINITY ? "given: any size" : "given";
  return {
    least,
    most,
    reason: `${reason}; by its volume ${massText(chosen.least)}–${massText(chosen.most)} kDa`,
  };
}
