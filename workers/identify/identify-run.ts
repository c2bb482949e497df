import { asAppError } from "#core/errors.ts";
import type { Skipped } from "#core/identify/library/candidates.ts";
import { CopyFinder } from "#core/identify/library/duplicates.ts";
import { type CandidatePlace, chooseFull } from "#core/identify/rank/choose-full.ts";
import {
  type CandidateRecord,
  type FullRecord,
  type ItemRecord,
  placeOf,
} from "#core/identify/screen/records.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { LibraryContent } from "#workers/identify/messages.ts";
import type { Screener, Screening } from "#workers/identify/screening-pool.ts";

/** A file of a library. */
export interface LibraryItem {
  /** As tables name it. */
  readonly file: string;
  /** Throws with a sentence when it cannot be had. */
  load(): Promise<LibraryContent>;
}

/** What is known of a run: by number of the file, and by place of the candidate. */
export interface KnownRecords {
  readonly items: Map<number, ItemRecord>;
  readonly full: Map<number, FullRecord>;
}

export interface IdentifyRunParams {
  readonly pool: Screening;
  readonly library: readonly LibraryItem[];
  /** Filled with what is found; what it holds already is not done again. */
  readonly known: KnownRecords;
  /** Copies are fitted like everything else. */
  readonly keepCopies: boolean;
  /** Told of everything found, as soon as it is. */
  readonly record: (record: ItemRecord | FullRecord) => void | Promise<void>;
  readonly job: JobContext;
}

/** Files read ahead of the threads. */
const AHEAD = 2;

/**
 * Screens the files of a library with these numbers. A file that fails is skipped with the reason. Throws `cancelled`; what
 * was found until then is kept.
 */
export async function screenItems(params: IdentifyRunParams, numbers: readonly number[]): Promise<void> {
  const { pool, known, job } = params;
  const copies = new CopyFinder();
  for (const record of [...known.items.values()].sort((a, b) => a.item - b.item)) {
    record.candidates.forEach(({ name, print }, part) => {
      copies.add({ order: placeOf(record.item, part), name, print });
    });
  }
  const left = numbers.filter((item) => !known.items.has(item));
  let done = numbers.length - left.length;
  await inParallel(left, pool.threads + AHEAD, async (item) => {
    const record = await screenItem(params, item, copies);
    known.items.set(item, record);
    await params.record(record);
    await job.checkpoint({ step: "screen", done: ++done, total: numbers.length });
  });
}

/**
 * Gives the best of what was screened the full search; the reasons of those that could not get it. Throws as
 * `screenItems`.
 */
export async function searchBest(params: IdentifyRunParams, count: number): Promise<string[]> {
  const { pool, known, job, keepCopies } = params;
  const chosen = chooseFull([...known.items.values()], count, keepCopies);
  const left = chosen.filter(({ item, part }) => !known.full.has(placeOf(item, part)));
  const failures: string[] = [];
  let done = chosen.length - left.length;
  await inParallel(left, pool.threads + AHEAD, async (place) => {
    const record = await searchOne(params, place, failures);
    if (record) {
      known.full.set(placeOf(place.item, place.part), record);
      await params.record(record);
    }
    await job.checkpoint({ step: "full search", done: ++done, total: chosen.length });
  });
  return failures;
}

async function screenItem(
  { pool, library, keepCopies, job }: IdentifyRunParams,
  item: number,
  copies: CopyFinder,
): Promise<ItemRecord> {
  const { file } = library[item];
  const nothing = { kind: "item", item, file, candidates: [] } as const;
  try {
    const content = await library[item].load();
    return await pool.use(async (screener) => {
      const { opened } = await screener.ask({ kind: "open", file, content }, "opened");
      const skipped: Skipped[] = [...opened.skipped];
      const candidates: CandidateRecord[] = [];
      for (const [part, candidate] of opened.candidates.entries()) {
        const { name, print } = candidate;
        const original = copies.add({ order: placeOf(item, part), name, print });
        const isCopy = !keepCopies && original !== undefined && original.order < placeOf(item, part);
        const fit = isCopy ? null : await screenPart(screener, part, name, skipped);
        candidates.push({ ...candidate, fit });
      }
      return { ...nothing, candidates, skipped };
    }, job.signal);
  } catch (thrown) {
    return { ...nothing, skipped: [{ name: "", reason: reasonOf(thrown) }] };
  }
}

/** The fit of one candidate; null, with a reason among the skipped, when it cannot be fitted. */
async function screenPart(
  screener: Screener,
  part: number,
  name: string,
  skipped: Skipped[],
): Promise<CandidateRecord["fit"]> {
  try {
    return (await screener.ask({ kind: "screen", part }, "screened")).fit;
  } catch (thrown) {
    skipped.push({ name, reason: reasonOf(thrown) });
    return null;
  }
}

/** The full search of one candidate; undefined, with a sentence among the failures, when it fails. */
async function searchOne(
  { pool, library, job }: IdentifyRunParams,
  { item, part }: CandidatePlace,
  failures: string[],
): Promise<FullRecord | undefined> {
  const { file } = library[item];
  try {
    const content = await library[item].load();
    return await pool.use(async (screener) => {
      await screener.ask({ kind: "open", file, content }, "opened");
      const { found } = await screener.ask({ kind: "full", part }, "searched");
      return { kind: "full", item, part, ...found };
    }, job.signal);
  } catch (thrown) {
    failures.push(`${file} had no full search: ${reasonOf(thrown)}`);
    return undefined;
  }
}

/** Why a file or candidate is skipped. A cancel is no reason: it is thrown on. */
function reasonOf(thrown: unknown): string {
  const error = asAppError(thrown);
  if (error.code === "cancelled") throw error;
  return error.message;
}

/** Works off a list with so many at a time. The first error ends it, after what is at work. */
async function inParallel<T>(
  list: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  let failure: unknown;
  let next = 0;
  const lane = async () => {
    while (next < list.length && failure === undefined) {
      try {
        await work(list[next++]);
      } catch (thrown) {
        failure ??= thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, lane));
  if (failure !== undefined) throw failure;
}
