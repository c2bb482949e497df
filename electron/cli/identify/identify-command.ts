import { availableParallelism } from "node:os";
import { AppError, asAppError } from "#core/errors.ts";
import { type Ranking, rankCandidates } from "#core/identify/rank/rank-candidates.ts";
import type { Called } from "#electron/cli/fit-html.ts";
import { EXIT, type Host } from "#electron/cli/host.ts";
import { followCluster, submitToCluster } from "#electron/cli/identify/cluster/cluster-command.ts";
import type { IdentifyOptions } from "#electron/cli/identify/identify-options.ts";
import { type IdentifyPlan, planIdentify } from "#electron/cli/identify/identify-plan.ts";
import { documentText, identifySetupText, leadersText } from "#electron/cli/identify/identify-table.ts";
import { writeResults } from "#electron/cli/identify/results.ts";
import { createReporter, type Reporter } from "#electron/cli/reporter.ts";
import { counted, duration } from "#electron/cli/text.ts";
import { checkPlace } from "#workers/files.ts";
import { type KnownRecords, screenItems, searchBest } from "#workers/identify/identify-run.ts";
import { type JournalFile, openJournal, readJournalFile } from "#workers/identify/journal-file.ts";
import { ScreeningPool } from "#workers/identify/screening-pool.ts";
import { seldom } from "#workers/identify/seldom.ts";

/** Seconds at least between two lines about the leaders of a long run. */
const TELL_EVERY = 5;

type Options = IdentifyOptions & { readonly called: Called };

/** `mapwright identify MAP LIBRARY`: screens a library of models in a region of a map and says which of them is in it. */
export async function identifyCommand(
  mapWord: string | undefined,
  libraryWord: string | undefined,
  options: Options,
  host: Host,
): Promise<number> {
  const reporter = createReporter(host, options, options.json === "-");
  try {
    for (const place of [options.json, options.report, options.csv, options.journal]) {
      if (typeof place === "string" && place !== "-") await checkPlace(place);
    }
    if (options.follow !== undefined) return await followCluster(options.follow, options, host, reporter);
    if (mapWord === undefined || libraryWord === undefined) {
      throw new AppError("input", "Name a map and a library: mapwright identify MAP LIBRARY.");
    }
    const threads = options.threads ?? availableParallelism();
    const plan = await planIdentify(mapWord, libraryWord, options, threads, reporter, host);
    reporter.note(`${identifySetupText(plan.setup)}\n`);
    if (options.cluster) return await submitToCluster(plan, options, host, reporter);
    return await runHere(plan, options, host, reporter);
  } finally {
    reporter.end();
  }
}

async function runHere(
  plan: IdentifyPlan,
  options: Options,
  host: Host,
  reporter: Reporter,
): Promise<number> {
  const known: KnownRecords = { items: new Map(), full: new Map() };
  const files = plan.library.items.map(({ file }) => file);
  for (const path of options.merge ?? []) {
    const damaged = await readJournalFile(path, plan.header, known, files);
    if (damaged > 0) reporter.warn(`${path}: ${counted(damaged, "damaged line")} left out.`);
  }
  const journal = options.journal ? await openJournal(options.journal, plan.header, known, files) : undefined;
  if (known.items.size > 0) reporter.note(`${counted(known.items.size, "file")} known from before\n`);
  const pool = new ScreeningPool(host.engineFiles, plan.job, plan.setup.threads);
  try {
    const outcome = await work({ plan, known, pool, journal, options, host, reporter });
    return await tell(plan, known, outcome, options, host, reporter);
  } finally {
    await pool.dispose();
    await journal?.close();
  }
}

interface Outcome {
  readonly isCancelled: boolean;
  readonly warnings: readonly string[];
}

/** Prints and writes what was found, and how the run ended. */
async function tell(
  plan: IdentifyPlan,
  known: KnownRecords,
  { isCancelled, warnings }: Outcome,
  options: Options,
  host: Host,
  reporter: Reporter,
): Promise<number> {
  const ranking = rank(plan, known, options);
  for (const warning of [...ranking.notes, ...warnings]) reporter.warn(warning);
  const isPartial = isCancelled || options.shard !== undefined;
  const results = { plan, known, ranking, isPartial, warnings, seconds: host.seconds() };
  const document = await writeResults(results, options, host, reporter);
  reporter.print(documentText(document, options.top, reporter.hasColour, Math.min(reporter.columns, 100)));
  const count = `${counted(ranking.candidates.length, "candidate")}, ${ranking.skipped.length} skipped`;
  reporter.note(`\n${count}, ${duration(host.seconds())}`);
  if (!isCancelled) return EXIT.ok;
  const how = options.journal
    ? "the same command goes on from here"
    : "give --journal FILE to be able to go on";
  reporter.warn(`Stopped after ${known.items.size} of ${plan.numbers.length} files; ${how}.`);
  return EXIT.cancelled;
}

interface Work {
  readonly plan: IdentifyPlan;
  readonly known: KnownRecords;
  readonly pool: ScreeningPool;
  readonly journal: JournalFile | undefined;
  readonly options: Options;
  readonly host: Host;
  readonly reporter: Reporter;
}

/** Screens and searches until all is done or a cancel comes, which keeps what was found. */
async function work({ plan, known, pool, journal, options, host, reporter }: Work): Promise<Outcome> {
  const tellLeaders = leaderTeller(plan, known, options, host, reporter);
  const params = {
    pool,
    library: plan.library.items,
    known,
    keepCopies: options.keepCopies ?? false,
    job: reporter.job,
    async record(record: Parameters<JournalFile["append"]>[0]) {
      await journal?.append(record);
      tellLeaders();
    },
  };
  try {
    if (!options.finish) await screenItems(params, plan.numbers);
    // A shard cannot know which candidates are the best of all.
    const warnings = options.shard ? [] : await searchBest(params, options.full);
    return { isCancelled: false, warnings };
  } catch (thrown) {
    if (asAppError(thrown).code !== "cancelled" || known.items.size === 0) throw thrown;
    return { isCancelled: true, warnings: [] };
  }
}

function rank(
  plan: IdentifyPlan,
  known: KnownRecords,
  { reject, keepCopies, finish }: IdentifyOptions,
): Ranking {
  const ranking = rankCandidates({
    items: [...known.items.values()],
    full: [...known.full.values()],
    resolution: plan.setup.resolution.value,
    rejected: new Set(reject),
    keepCopies: keepCopies ?? false,
  });
  if (!finish) return ranking;
  const missing = plan.numbers.filter((item) => !known.items.has(item));
  const reason = "not tried: no journal tells of it, as when a task has failed";
  const left = missing.map((item) => ({ file: plan.library.items[item]?.file ?? "", reason }));
  return { ...ranking, skipped: [...ranking.skipped, ...left] };
}

/** A line about the leaders when they have changed and some seconds have passed. */
function leaderTeller(
  plan: IdentifyPlan,
  known: KnownRecords,
  options: IdentifyOptions,
  host: Host,
  reporter: Reporter,
): () => boolean {
  let before = "";
  const tellNow = () => {
    const ranking = rank(plan, known, options);
    const leaders = ranking.candidates
      .slice(0, 3)
      .map(({ record }) => record.name)
      .join();
    if (leaders !== before && ranking.background) {
      reporter.note(leadersText(ranking, known.items.size, plan.numbers.length));
    }
    before = leaders;
  };
  return seldom(tellNow, TELL_EVERY, () => host.seconds());
}
