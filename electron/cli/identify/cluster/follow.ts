import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "#core/errors.ts";
import { rankCandidates } from "#core/identify/rank/rank-candidates.ts";
import { claim, claimed, type JobDirectory } from "#electron/cli/identify/cluster/job-directory.ts";
import { JournalTail } from "#electron/cli/identify/cluster/journal-tail.ts";
import { type TaskStatus, taskStatus } from "#electron/cli/identify/cluster/shard-status.ts";
import type { Slurm, TaskState } from "#electron/cli/identify/cluster/slurm.ts";
import { leadersText } from "#electron/cli/identify/identify-table.ts";
import type { Reporter } from "#electron/cli/reporter.ts";
import { grouped } from "#electron/cli/text.ts";
import type { KnownRecords } from "#workers/identify/identify-run.ts";
import { seldom } from "#workers/identify/seldom.ts";

/** Submissions a task gets: the first and one more. */
const TRIES = 2;

export interface FollowParams {
  readonly directory: JobDirectory;
  readonly slurm: Slurm;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** Seconds between two looks. */
  readonly poll: number;
}

/** Submits the first try of all shards, unless somebody has. Throws `resource` when Slurm does not take it. */
export async function submitShards({
  directory,
  slurm,
}: Pick<FollowParams, "directory" | "slurm">): Promise<void> {
  await submitOnce(directory, "shards-1", () =>
    submitTasks(
      directory,
      slurm,
      Array.from({ length: directory.job.shards }, (_, n) => n + 1),
    ),
  );
}

/**
 * Watches a run until its results are there: tells of progress and leaders, submits failed tasks once more, then names them, and
 * submits the last task when all shards are settled. Any number may follow the same directory. Ends without an answer when
 * the signal is set; the jobs go on. Throws `resource` when the last task fails twice.
 */
export async function followJob(params: FollowParams): Promise<"done" | "stopped"> {
  const { directory, reporter, signal, poll } = params;
  const watch = new Watch(params);
  const known: KnownRecords = { items: new Map(), full: new Map() };
  const tail = new JournalTail();
  const leaders = leadersTeller(directory, known);
  let told = "";
  for (;;) {
    const { shards, files } = await watch.shards();
    await tail.takeAll(directory, files, known);
    const isSettled = shards.every(({ kind }) => kind === "done" || kind === "failed");
    const end = isSettled ? await watch.last() : { kind: "waiting" as const };
    const line = `${progressText(directory, shards, isSettled)}\n${leaders(isSettled)}`;
    if (line !== told) reporter.note(line);
    told = line;
    if (end.kind === "done") return "done";
    if (end.kind === "failed") throw new AppError("resource", await lastFailed(directory, end.reason));
    await sleep(1000 * poll, undefined, { signal }).catch(() => {});
    if (signal.aborted) return "stopped";
  }
}

/** What has been seen of the tasks of a run. */
class Watch {
  readonly #params: FollowParams;
  readonly #missingFor = new Map<string, number>();
  readonly #named = new Set<number>();

  constructor(params: FollowParams) {
    this.#params = params;
  }

  /** The status of every shard, failed ones submitted once more, and the files that lie there. */
  async shards(): Promise<{ shards: TaskStatus[]; files: string[] }> {
    const { directory, slurm } = this.#params;
    const first = (await claimed(directory, "shards-1")) ?? "";
    const jobs = await this.#jobs(first);
    const states = await slurm.states([...new Set(jobs)].filter((job) => job !== ""));
    // After the queue: what a task that has left it wrote is there, if it is seen by now.
    const files = await this.#files();
    const there = new Set(files);
    const shards: TaskStatus[] = [];
    for (const [n, job] of jobs.entries()) {
      const status = this.#status(`${job}_${n + 1}`, there.has(`${n + 1}.json`), states);
      shards.push(status.kind === "failed" ? await this.#again(n + 1, status.reason, job === first) : status);
    }
    return { shards, files };
  }

  /** The last job that each shard was submitted in. */
  async #jobs(first: string): Promise<string[]> {
    const { directory } = this.#params;
    const there = new Set(await this.#files());
    const jobs: string[] = [];
    for (let shard = 1; shard <= directory.job.shards; shard++) {
      const step = `shard-${shard}-2`;
      jobs.push((there.has(`${step}.submitted`) ? await claimed(directory, step) : undefined) ?? first);
    }
    return jobs;
  }

  #files(): Promise<string[]> {
    return readdir(join(this.#params.directory.path, "shards"));
  }

  /** The last task, submitted when it is time, and once more when it fails. */
  async last(): Promise<TaskStatus> {
    const { directory, slurm } = this.#params;
    const submit = () =>
      slurm.submit({
        script: directory.fullScript,
        name: "mapwright-full",
        log: directory.fullLog,
        resources: directory.job.resources,
      });
    let status: TaskStatus = { kind: "waiting" };
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      await submitOnce(directory, `full-${attempt}`, submit);
      const job = (await claimed(directory, `full-${attempt}`)) ?? "";
      const states = await slurm.states(job === "" ? [] : [job]);
      const hasResult = (await readdir(directory.path)).includes("result.json");
      status = this.#status(job, hasResult, states);
      if (status.kind !== "failed") return status;
    }
    return status;
  }

  #status(task: string, hasResult: boolean, states: ReadonlyMap<string, TaskState> | undefined): TaskStatus {
    // A queue that cannot be asked says nothing against a task.
    if (!states && !hasResult) return { kind: "waiting" };
    const state = states?.get(task);
    const isMissing = !hasResult && (state === undefined || state === "ended");
    const missingFor = isMissing ? (this.#missingFor.get(task) ?? 0) + 1 : 0;
    this.#missingFor.set(task, missingFor);
    return taskStatus({ hasResult, state, missingFor });
  }

  async #again(shard: number, reason: string, isFirst: boolean): Promise<TaskStatus> {
    const { directory, slurm, reporter } = this.#params;
    if (!isFirst) {
      if (!this.#named.has(shard)) reporter.warn(await failedText(directory, shard, reason));
      this.#named.add(shard);
      return { kind: "failed", reason };
    }
    const isOurs = await submitOnce(directory, `shard-${shard}-2`, () =>
      submitTasks(directory, slurm, [shard]),
    );
    if (isOurs)
      reporter.warn(
        `Shard ${shard} failed (${reason}) and is submitted once more; it goes on from its journal.`,
      );
    return { kind: "waiting" };
  }
}

/** True when it was we who submitted. */
async function submitOnce(
  directory: JobDirectory,
  step: string,
  submit: () => Promise<string>,
): Promise<boolean> {
  const own = await claim(directory, step);
  if (!own) return false;
  try {
    await own.keep(await submit());
  } catch (thrown) {
    await own.giveUp();
    throw thrown;
  }
  return true;
}

function submitTasks(directory: JobDirectory, slurm: Slurm, tasks: readonly number[]): Promise<string> {
  return slurm.submit({
    script: directory.screenScript,
    name: "mapwright",
    log: directory.shardLog("%a"),
    tasks,
    resources: directory.job.resources,
  });
}

function progressText({ job }: JobDirectory, shards: readonly TaskStatus[], isSettled: boolean): string {
  const count = (kind: TaskStatus["kind"]) => shards.filter((one) => one.kind === kind).length;
  const parts = [
    `${count("done")} of ${job.shards} shards done`,
    ...(["running", "waiting", "missing", "failed"] as const).flatMap((kind) =>
      count(kind) > 0 ? [`${count(kind)} ${kind}`] : [],
    ),
  ];
  return isSettled ? "Full search of the best" : parts.join(", ");
}

/** The line about the leaders: ranked anew when more is known, seldom unless all that there will be is known. */
function leadersTeller({ job }: JobDirectory, known: KnownRecords): (isSettled: boolean) => string {
  let line = "";
  let ranked = -1;
  const rank = () => {
    const { size } = known.items;
    const ranking = rankCandidates({
      items: [...known.items.values()],
      full: [],
      resolution: job.resolution,
    });
    const files = `  ${grouped(size)} of ${grouped(job.files)} files`;
    line = ranking.background ? leadersText(ranking, size, job.files) : files;
    ranked = size;
  };
  const rankSeldom = seldom(rank, 0, () => performance.now());
  return (isSettled) => {
    if (ranked === known.items.size) return line;
    if (isSettled) rank();
    else rankSeldom();
    return line;
  };
}

async function failedText(directory: JobDirectory, shard: number, reason: string): Promise<string> {
  const last = await lastLine(directory.shardLog(shard));
  const said = last === "" ? "" : ` It said last: ${last}.`;
  return `Shard ${shard} failed twice (${reason}); its files without a result are left out.${said} All it said is in ${directory.shardLog(shard)}.`;
}

async function lastFailed(directory: JobDirectory, reason: string): Promise<string> {
  const last = await lastLine(directory.fullLog);
  return `The last task, which puts the shards together, failed twice (${reason})${last === "" ? "" : `: ${last}`}. All it said is in ${directory.fullLog}; bash ${directory.fullScript} does its work here.`;
}

/** What a task said of its failure, else its last words. */
async function lastLine(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  const lines = text.trim().split("\n");
  return (lines.findLast((line) => line.startsWith("mapwright:")) ?? lines.at(-1) ?? "").replace(/\.$/, "");
}
