import { open, readdir, readFile, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { AppError } from "#core/errors.ts";
import { shellWord } from "#electron/cli/fit-html.ts";
import type { Resources } from "#electron/cli/identify/cluster/slurm.ts";
import { makeFolder, writeAtomic } from "#workers/files.ts";

const VERSION = 1;

/** A run on a cluster, as its directory describes it. Everything needed to go on with it lies there. */
export interface ClusterJob {
  readonly version: typeof VERSION;
  /** What is looked for where, for people. */
  readonly about: string;
  readonly shards: number;
  /** Files of the library. */
  readonly files: number;
  /** Å. */
  readonly resolution: number;
  /** Node, the program, `identify` and its arguments, as every task has them. */
  readonly words: readonly string[];
  /** The last task writes the identified models too. */
  readonly savesModels: boolean;
  readonly resources: Resources;
}

/** Where things lie in the directory of a run. */
export interface JobDirectory {
  readonly path: string;
  readonly job: ClusterJob;
  readonly screenScript: string;
  readonly fullScript: string;
  shardJournal(shard: number): string;
  /** There once the shard is done. */
  shardResult(shard: number): string;
  /** With %a, or the number of a shard. */
  shardLog(shard: number | "%a"): string;
  readonly fullJournal: string;
  readonly fullLog: string;
  readonly result: string;
}

/** Makes the directory of a run: job.json, the library's index and the scripts. Throws `input` when there is a run already. */
export async function makeJobDirectory(
  path: string,
  job: Omit<ClusterJob, "version">,
  index: string,
): Promise<JobDirectory> {
  await makeFolder(join(path, "shards"));
  if ((await readdir(path)).includes("job.json")) {
    throw new AppError(
      "input",
      `${path} holds a run already: go on with it by --follow ${path}, or name another --job-dir.`,
    );
  }
  const directory = directoryOf(path, { version: VERSION, ...job });
  await writeAtomic(libraryIndexOf(path), index);
  await writeAtomic(directory.screenScript, screenScript(directory));
  await writeAtomic(directory.fullScript, fullScript(directory));
  // Last: a directory with it is complete.
  await writeAtomic(join(path, "job.json"), `${JSON.stringify(directory.job, null, 2)}\n`);
  return directory;
}

/** Where the index of the library lies in a run's directory. */
export function libraryIndexOf(path: string): string {
  return join(resolve(path), "library.index");
}

/** The run of a directory. Throws `input` when there is none. */
export async function openJobDirectory(path: string): Promise<JobDirectory> {
  const text = await readFile(join(path, "job.json"), "utf8").catch(() => {
    throw new AppError("input", `${path} is no directory of a run: it has no job.json.`);
  });
  const job = JSON.parse(text) as ClusterJob;
  if (job.version === VERSION) return directoryOf(path, job);
  throw new AppError("input", `${path} was made by another version of Mapwright; follow it with that one.`);
}

/** A claim without a note is given up after this: whoever made it died on the way. */
const STALE = 60_000; // ms

/** Claims a step that must be done once, however many follow the same directory. Undefined when somebody else has it. */
export async function claim(directory: JobDirectory, step: string): Promise<Claim | undefined> {
  const path = claimPath(directory, step);
  const handle = await open(path, "wx").catch(async (thrown) => {
    if (!isThere(thrown)) throw notWritten(directory, thrown);
    if (!(await isStale(path))) return undefined;
    await rm(path, { force: true });
    return open(path, "wx").catch(() => undefined);
  });
  if (!handle) return undefined;
  return {
    async keep(note) {
      await handle.writeFile(note);
      await handle.close();
    },
    async giveUp() {
      await handle.close();
      await rm(path, { force: true });
    },
  };
}

async function isStale(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  return info !== undefined && info.size === 0 && Date.now() - info.mtimeMs > STALE;
}

function isThere(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST";
}

function notWritten({ path }: JobDirectory, thrown: unknown): AppError {
  const reason = (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\.$/, "");
  return new AppError("resource", `${path} cannot be written: ${reason}.`);
}

interface Claim {
  /** Says what was done. */
  keep(note: string): Promise<void>;
  /** It could not be done: somebody else may try. */
  giveUp(): Promise<void>;
}

/** What the claimant of a step noted; undefined while nobody has. */
export async function claimed(directory: JobDirectory, step: string): Promise<string | undefined> {
  const note = await readFile(claimPath(directory, step), "utf8").catch(() => "");
  return note === "" ? undefined : note;
}

function claimPath({ path }: JobDirectory, step: string): string {
  return join(path, "shards", `${step}.submitted`);
}

function directoryOf(given: string, job: ClusterJob): JobDirectory {
  const path = resolve(given);
  return {
    path,
    job,
    screenScript: join(path, "screen.sh"),
    fullScript: join(path, "full.sh"),
    shardJournal: (shard) => join(path, "shards", `${shard}.jsonl`),
    shardResult: (shard) => join(path, "shards", `${shard}.json`),
    shardLog: (shard) => join(path, "shards", `${shard}.log`),
    fullJournal: join(path, "full.jsonl"),
    fullLog: join(path, "full.log"),
    result: join(path, "result.json"),
  };
}

function screenScript({ path, job }: JobDirectory): string {
  return `#!/bin/bash
# Screens one shard of the library. By hand: SLURM_ARRAY_TASK_ID=3 bash screen.sh
set -eu
cd ${shellWord(path)}
n="$SLURM_ARRAY_TASK_ID"
exec ${job.words.map(shellWord).join(" ")} --quiet --threads "\${SLURM_CPUS_PER_TASK:-1}" \\
  --shard "$n/${job.shards}" --journal "shards/$n.jsonl" --json "shards/$n.json"
`;
}

function fullScript({ path, job }: JobDirectory): string {
  const models = job.savesModels ? " --save-dir placed" : "";
  return `#!/bin/bash
# Puts the shards together, gives the best candidates the full search and writes the results.
set -eu
cd ${shellWord(path)}
for journal in shards/*.jsonl; do set -- "$@" --merge "$journal"; done
exec ${job.words.map(shellWord).join(" ")} --quiet --threads "\${SLURM_CPUS_PER_TASK:-1}" --finish "$@" \\
  --journal full.jsonl --csv result.csv --report result.html${models} --json result.json
`;
}
