import { AppError } from "#core/errors.ts";
import type { RunProgram } from "#electron/cli/identify/cluster/run-program.ts";

/** What a job asks of the cluster; what is left out is the cluster's own default. */
export interface Resources {
  readonly partition?: string;
  /** As Slurm writes it: "2:00:00". */
  readonly time?: string;
  /** As Slurm writes it: "4G". */
  readonly memory?: string;
  /** Processors of each task. */
  readonly cpus: number;
}

export interface Submission {
  readonly script: string;
  readonly name: string;
  /** File for what the tasks say; %a stands for the number of the task. */
  readonly log: string;
  /** Numbers of the tasks of an array; left out for a job of one task. */
  readonly tasks?: readonly number[];
  readonly resources: Resources;
}

/** What has become of a task: waiting or at work, ended without saying how, or failed in a way that Slurm names. */
export type TaskState = "waiting" | "running" | "ended" | { readonly failed: string };

/** Slurm as far as this program uses it: sbatch to submit, squeue to ask (sacct needs accounting, which not all have). */
export interface Slurm {
  /** The job's id. Throws `resource` with Slurm's own words. */
  submit(submission: Submission): Promise<string>;
  /**
   * States by "JOB" or "JOB_TASK"; a task that is not there has left the queue. Undefined when the queue cannot be asked at
   * the moment.
   */
  states(jobs: readonly string[]): Promise<ReadonlyMap<string, TaskState> | undefined>;
}

/** States of squeue's manual page in which a task has ended. */
const FAILED = [
  "BOOT_FAIL",
  "CANCELLED",
  "DEADLINE",
  "FAILED",
  "NODE_FAIL",
  "OUT_OF_MEMORY",
  "PREEMPTED",
  "REVOKED",
  "TIMEOUT",
];
const WAITING = [
  "PENDING",
  "CONFIGURING",
  "REQUEUED",
  "REQUEUE_FED",
  "REQUEUE_HOLD",
  "RESV_DEL_HOLD",
  "SPECIAL_EXIT",
];

/** Slurm through its own programs. */
export function createSlurm(run: RunProgram): Slurm {
  return {
    async submit(submission) {
      const { code, out, err } = await run("sbatch", sbatchWords(submission));
      const id = /^(\d+)(;|\s|$)/.exec(out)?.[1];
      if (code === 0 && id) return id;
      throw notSubmitted(code, err);
    },
    async states(jobs) {
      const known = new Map<string, TaskState>();
      for (const job of jobs) {
        const words = ["--noheader", "--array", "--states=all", "--jobs", job, "--format", "%i|%T"];
        const { code, out, err } = await run("squeue", words);
        // A job that ended some minutes ago is forgotten, and asking for it an error.
        if (code !== 0 && !/Invalid job id/i.test(err)) return undefined;
        for (const [id, state] of rowsOf(out)) known.set(id, state);
      }
      return known;
    },
  };
}

function sbatchWords({ script, name, log, tasks, resources }: Submission): string[] {
  const { partition, time, memory, cpus } = resources;
  return [
    "--parsable",
    `--job-name=${name}`,
    `--output=${log}`,
    "--open-mode=append",
    `--cpus-per-task=${cpus}`,
    ...(tasks ? [`--array=${ranges(tasks)}`] : []),
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    ...(time === undefined ? [] : [`--time=${time}`]),
    ...(memory === undefined ? [] : [`--mem=${memory}`]),
    script,
  ];
}

/** "1-3,7". */
export function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  const sorted = [...numbers].sort((a, b) => a - b);
  for (let n = 0; n < sorted.length; ) {
    let end = n;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++;
    parts.push(end === n ? `${sorted[n]}` : `${sorted[n]}-${sorted[end]}`);
    n = end + 1;
  }
  return parts.join(",");
}

function rowsOf(out: string): [string, TaskState][] {
  return out
    .split("\n")
    .map((line) => line.trim().split("|"))
    .flatMap(([id, state]) => (id && state ? [[id, stateOf(state)]] : []));
}

function stateOf(word: string): TaskState {
  if (word === "COMPLETED") return "ended";
  if (FAILED.includes(word)) return { failed: word };
  return WAITING.includes(word) ? "waiting" : "running";
}

function notSubmitted(code: number | null, err: string): AppError {
  if (code === null) {
    return new AppError(
      "resource",
      "There is no sbatch here: run this where jobs are submitted, or give another scheduler tasks with --shard i/n and --journal.",
    );
  }
  const why =
    err
      .replace(/^sbatch: (error: )?/gm, "")
      .trim()
      .split("\n")
      .at(-1) ?? "";
  return new AppError("resource", `Slurm did not take the job: ${why.replace(/\.$/, "")}.`, { err });
}
