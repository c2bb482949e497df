import { asAppError } from "#core/errors.ts";
import type { JournalHeader } from "#core/identify/journal/journal-lines.ts";
import { chooseFull } from "#core/identify/rank/choose-full.ts";
import { type Ranking, rankCandidates } from "#core/identify/rank/rank-candidates.ts";
import { cutRegion, type Region } from "#core/identify/region/cut-region.ts";
import { massOfVolume, sizeRange } from "#core/identify/region/size-range.ts";
import { screeningStarts } from "#core/identify/screen/fit-candidate.ts";
import { placeOf } from "#core/identify/screen/records.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { type IdentifySetup, identifyDocument } from "#core/report/identify/identify-document.ts";
import { projectionOf } from "#core/report/identify/projection.ts";
import { findComponents } from "#core/volume/components.ts";
import type { Volume } from "#core/volume/volume.ts";
import { modelsFrom, originOf } from "#workers/engine/open-calls.ts";
import type { CallContext, Session } from "#workers/engine/session.ts";
import {
  type KnownRecords,
  type LibraryItem,
  screenItems,
  searchBest,
} from "#workers/identify/identify-run.ts";
import type { JournalFile } from "#workers/identify/journal-file.ts";
import { keptJournal } from "#workers/identify/kept-journals.ts";
import type { ScreenJob } from "#workers/identify/messages.ts";
import { runHeader } from "#workers/identify/run-header.ts";
import { type Screening, sharedValues } from "#workers/identify/screening-pool.ts";
import { seldom } from "#workers/identify/seldom.ts";
import type { IdentifyAnswer } from "#workers/identify-calls.ts";
import type { Params, Result } from "#workers/protocol.ts";

const MOST_BLOBS = 6;
const LEAST_BLOB = 0.02; // of the largest: what is smaller is dust
const MOST_ROWS = 200;
const TELL_EVERY = 400; // ms

/** How much density a map holds, what sizes of models that stands for, and its largest pieces. */
export async function regionOf(
  session: Session,
  { map, level, resolution, isPart }: Params<"regionOf">,
  { job }: Pick<CallContext<"regionOf">, "job">,
): Promise<Result<"regionOf">> {
  const { volume } = session.map(map);
  const region = await regionIn(volume, level, resolution, isPart, job);
  const mass = massOfVolume(region.filled);
  return {
    level: region.level,
    dense: region.dense,
    filled: region.filled,
    mass,
    sizes: sizeRange(region),
    starts: screeningStarts(region),
    blobs: await blobsOf(volume, region.level.value, mass, job),
  };
}

/** Files for a library, kept until the session ends. */
export function addCandidates(
  session: Session,
  { library, files }: Params<"addCandidates">,
  { ids }: Pick<CallContext<"addCandidates">, "ids">,
): Result<"addCandidates"> {
  return session.libraries.add(library, files.map(originOf), ids[0]);
}

/** Reads a file of a library: one model per model of the file. */
export async function openCandidate(
  session: Session,
  { library, file }: Params<"openCandidate">,
  { ids }: Pick<CallContext<"openCandidate">, "ids">,
): Promise<Result<"openCandidate">> {
  const makers = await modelsFrom(session.libraries.file(library, file));
  return { models: makers.map((make, n) => session.addModel(make, ids[n]).summary) };
}

/** Screens a library in a map. A cancel ends with what was found, which a journal of the host keeps for the next time. */
export async function identify(
  session: Session,
  params: Params<"identify">,
  context: CallContext<"identify">,
): Promise<Result<"identify">> {
  const began = session.host.clock();
  const { volume, summary } = session.map(params.map);
  const { value: resolution } = params.resolution;
  const region = await regionIn(volume, params.level, resolution, params.isPart, context.job);
  const projection = projectionOf(region.volume, region.level.value);
  context.partial({ projection });
  const items = session.libraries.items(params.library);
  const job = screenJobOf(params, region);
  const header = runHeader(job, {
    about: `${summary.name}, ${items.length} files`,
    files: session.libraries.contents(params.library),
    keepCopies: false,
  });
  const setup = setupOf(params, summary.name, volume, region, job, items.length);
  const work = { params, header, items, job, setup, began };
  const answer = await session.identifications.run(header.run, context.job.signal, (signal) =>
    screened(session, work, { ...context, job: { ...context.job, signal } }),
  );
  return { answer, projection };
}

interface Work {
  readonly params: Params<"identify">;
  readonly header: JournalHeader;
  readonly items: readonly LibraryItem[];
  readonly job: ScreenJob;
  readonly setup: Omit<IdentifySetup, "threads">;
  /** Host's clock, ms. */
  readonly began: number;
}

/** What the journal knows, and what is missing of it unless only that was asked for. */
async function screened(
  { host }: Session,
  { params, header, items, job, setup, began }: Work,
  context: CallContext<"identify">,
): Promise<IdentifyAnswer> {
  const known: KnownRecords = { items: new Map(), full: new Map() };
  const files = items.map(({ file }) => file);
  const journal = await keptJournal(host.journals, header, known, files);
  const before = known.items.size;
  const pool = host.startScreening(job);
  const { threads } = pool;
  const answer = (isPartial: boolean, notes: readonly string[] = []): IdentifyAnswer => {
    const ranking = rankOf(known, params);
    const seconds = (host.clock() - began) / 1000;
    return {
      document: identifyDocument({ ...setup, threads }, shortened(ranking), {
        seconds,
        isPartial,
        notes,
      }),
      done: known.items.size,
      total: items.length,
      known: before,
      traces: tracesOf(known, ranking),
    };
  };
  try {
    if (!params.goesOn) return answer(!isComplete(known, items.length, params.full));
    const work = { pool, items, known, journal, full: params.full, answer };
    return answer(false, await screenAll(work, host.clock, context));
  } catch (thrown) {
    if (asAppError(thrown).code !== "cancelled") throw thrown;
    return answer(true);
  } finally {
    await pool.dispose();
    await journal?.close();
  }
}

/** Whether nothing is left to do. */
function isComplete({ items, full }: KnownRecords, files: number, count: number): boolean {
  if (items.size < files) return false;
  return chooseFull([...items.values()], count).every(({ item, part }) => full.has(placeOf(item, part)));
}

interface Screened {
  readonly pool: Screening;
  readonly items: readonly LibraryItem[];
  readonly known: KnownRecords;
  readonly journal: JournalFile | undefined;
  readonly full: number;
  readonly answer: (isPartial: boolean) => IdentifyAnswer;
}

/** The reasons of candidates that could not get the full search. */
async function screenAll(
  { pool, items, known, journal, full, answer }: Screened,
  clock: () => number,
  context: CallContext<"identify">,
): Promise<string[]> {
  const tell = seldom(() => context.partial({ answer: answer(true) }), TELL_EVERY, clock);
  const run = {
    pool,
    library: items,
    known,
    keepCopies: false,
    job: context.job,
    async record(record: Parameters<JournalFile["append"]>[0]) {
      await journal?.append(record);
      tell();
    },
  };
  await screenItems(
    run,
    items.map((_, n) => n),
  );
  return searchBest(run, full);
}

function screenJobOf({ resolution, seed, leastPlddt, split }: Params<"identify">, region: Region): ScreenJob {
  const { least, most } = sizeRange(region);
  return {
    grid: region.volume.grid,
    values: sharedValues(region.volume),
    level: region.level,
    resolution,
    plan: { seed, starts: screeningStarts(region).value },
    choice: { leastPlddt, split, least, most },
  };
}

async function regionIn(
  volume: Volume,
  level: number | null,
  resolution: number,
  isPart: boolean,
  job: JobContext,
): Promise<Region> {
  const region = await cutRegion(volume, [], { level: level ?? undefined, resolution }, job);
  return { ...region, isWhole: !isPart };
}

async function blobsOf(
  volume: Volume,
  level: number,
  mass: number,
  job: JobContext,
): Promise<Result<"regionOf">["blobs"]> {
  const { sizes } = await findComponents(volume, level, 26, job);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  return [...sizes.subarray(0, MOST_BLOBS)]
    .filter((size) => size >= LEAST_BLOB * sizes[0])
    .map((size, n) => ({ rank: n + 1, mass: (mass * size) / all }));
}

function setupOf(
  params: Params<"identify">,
  name: string,
  volume: Volume,
  region: Region,
  { plan }: ScreenJob,
  files: number,
): Omit<IdentifySetup, "threads"> {
  const { level, dense, filled } = region;
  const words = params.isPart ? `${name}, a part of a larger map` : "the whole map";
  return {
    map: { file: name, ...volume.grid },
    region: { words, level, dense, filled, grid: region.volume.grid },
    resolution: params.resolution,
    sizes: sizeRange(region),
    library: { from: "the library", words: `${files} files`, shard: null },
    request: {
      seed: params.seed,
      starts: { value: plan.starts, reason: screeningStarts(region).reason },
      full: params.full,
      leastPlddt: params.leastPlddt,
      split: params.split,
      keepCopies: false,
    },
  };
}

function rankOf(known: KnownRecords, { resolution, rejected }: Params<"identify">): Ranking {
  return rankCandidates({
    items: [...known.items.values()],
    full: [...known.full.values()],
    resolution: resolution.value,
    rejected: new Set(rejected),
  });
}

/** What a window looks at: nobody scrolls through thousands of rows of what was not found. */
function shortened(ranking: Ranking): Ranking {
  return { ...ranking, candidates: ranking.candidates.slice(0, MOST_ROWS) };
}

function tracesOf(known: KnownRecords, { candidates }: Ranking): IdentifyAnswer["traces"] {
  return candidates.slice(0, MOST_ROWS).flatMap(({ item, part, record }) => {
    const full = known.full.get(placeOf(item, part));
    return full ? [{ name: record.name, trace: full.trace }] : [];
  });
}
