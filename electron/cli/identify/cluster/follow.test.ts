import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { JOURNAL_VERSION, journalText } from "#core/identify/journal/journal-lines.ts";
import { madeUpItem } from "#core/identify/screen/records.testing.ts";
import { followJob, submitShards } from "#electron/cli/identify/cluster/follow.ts";
import {
  type JobDirectory,
  makeJobDirectory,
  openJobDirectory,
} from "#electron/cli/identify/cluster/job-directory.ts";
import type { Ran } from "#electron/cli/identify/cluster/run-program.ts";
import { MISSING_POLLS, taskStatus } from "#electron/cli/identify/cluster/shard-status.ts";
import { createSlurm } from "#electron/cli/identify/cluster/slurm.ts";
import { createReporter } from "#electron/cli/reporter.ts";

const folder = mkdtempSync(join(tmpdir(), "mapwright-test-"));
afterAll(() => rmSync(folder, { recursive: true, maxRetries: 10 }));

/** The lines in which squeue of Slurm 22.05.8 answers, and its words when it has forgotten a job or cannot be reached. */
const rows = (...lines: string[]): Ran => ({
  code: 0,
  out: lines.map((line) => `${line}\n`).join(""),
  err: "",
});
const FORGOTTEN: Ran = { code: 1, out: "", err: "slurm_load_jobs error: Invalid job id specified\n" };
const DOWN: Ran = {
  code: 1,
  out: "",
  err: "slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n",
};

/** A cluster that answers squeue from a script of turns, each of which may first put files into the run's directory. */
function cluster(directory: () => JobDirectory, turns: ((directory: JobDirectory, turn: number) => Ran)[]) {
  const submitted: string[] = [];
  let turn = 0;
  const slurm = createSlurm(async (program, words) => {
    if (program === "sbatch") {
      submitted.push(
        words
          .filter((word) => /^--array|\.sh$/.test(word))
          .join(" ")
          .replace(/\/.*\//, ""),
      );
      return { code: 0, out: `${100 + submitted.length}\n`, err: "" };
    }
    const answer = turns[Math.min(turn, turns.length - 1)];
    return answer ? answer(directory(), turn++) : FORGOTTEN;
  });
  return { slurm, submitted };
}

let runs = 0;

async function run(shards: number, turns: ((directory: JobDirectory, turn: number) => Ran)[]) {
  const directory = await makeJobDirectory(
    join(folder, `run${runs++}`),
    {
      about: "",
      shards,
      files: shards,
      resolution: 4,
      words: ["true"],
      savesModels: false,
      resources: { cpus: 1 },
    },
    "# an index\n",
  );
  const { slurm, submitted } = cluster(() => directory, turns);
  const said = { out: "", err: "" };
  const stop = new AbortController();
  const host = {
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
    hasProgress: false,
    hasColour: false,
    columns: 100,
    signal: stop.signal,
    engineFiles: { kernel: new URL("file:///k"), thread: new URL("file:///t") },
    seconds: () => 0,
  };
  const params = { directory, slurm, reporter: createReporter(host, {}), signal: stop.signal, poll: 0.001 };
  return { directory, submitted, said, stop, params };
}

const finish = (directory: JobDirectory, shard: number) => writeFileSync(directory.shardResult(shard), "{}");
const finishAll = (directory: JobDirectory) => writeFileSync(directory.result, "{}");

describe("following a run on a cluster", () => {
  it("submits the shards once, then what puts them together, and ends with its result", async () => {
    const { submitted, said, params, directory } = await run(2, [
      () => rows("101_1|RUNNING", "101_2|PENDING"),
      (dir) => {
        finish(dir, 1);
        return rows("101_1|COMPLETED", "101_2|RUNNING");
      },
      (dir) => {
        finish(dir, 2);
        return rows("101_1|COMPLETED", "101_2|COMPLETED");
      },
      () => rows("102|RUNNING"),
      (dir) => {
        finishAll(dir);
        return FORGOTTEN;
      },
    ]);
    await submitShards(params);
    await submitShards(params);
    expect(await followJob(params)).toBe("done");
    expect(submitted).toEqual(["--array=1-2 screen.sh", "full.sh"]);
    expect(said.out).toContain("0 of 2 shards done, 1 running, 1 waiting\n");
    expect(said.out).toContain("1 of 2 shards done, 1 running\n");
    expect(said.out).toContain("Full search of the best");
    // Whoever comes later finds it done, and submits nothing.
    const later = { ...params, directory: await openJobDirectory(directory.path) };
    await submitShards(later);
    expect(await followJob(later)).toBe("done");
    expect(submitted).toHaveLength(2);
  });

  it("tells of the leaders as results come in", async () => {
    const { said, params } = await run(1, [
      (dir) => {
        const items = Array.from({ length: 14 }, (_, n) =>
          madeUpItem(n, `m${n}`, n === 7 ? 0.5 : 0.1 + 0.001 * n),
        );
        const header = { kind: "identify", version: JOURNAL_VERSION, run: "x", about: "x" } as const;
        const text = [header, ...items].map(journalText).join("");
        writeFileSync(dir.shardJournal(1), text.slice(0, -30)); // the last line is still being written
        return rows("101_1|RUNNING");
      },
      (dir) => {
        finish(dir, 1);
        finishAll(dir);
        return rows("101_1|COMPLETED");
      },
    ]);
    await submitShards(params);
    await followJob(params);
    expect(said.out).toMatch(/ {2}13 of 1: 1\. m7 z \d/);
  });

  it("submits a failed shard once more, by its number, and names it when it fails again", async () => {
    const { submitted, said, params, directory } = await run(3, [
      (dir) => {
        finish(dir, 1);
        finish(dir, 3);
        writeFileSync(dir.shardLog(2), "something\nmapwright: There is no file x.pdb.\nmore\n");
        return rows("101_1|COMPLETED", "101_2|OUT_OF_MEMORY", "101_3|COMPLETED");
      },
      () => rows("102_2|RUNNING"),
      () => rows("102_2|TIMEOUT"),
      (dir) => {
        finishAll(dir);
        return rows("102_2|TIMEOUT");
      },
    ]);
    await submitShards(params);
    expect(await followJob(params)).toBe("done");
    expect(submitted).toEqual(["--array=1-3 screen.sh", "--array=2 screen.sh", "full.sh"]);
    expect(said.err).toContain("Shard 2 failed (OUT_OF_MEMORY) and is submitted once more");
    expect(said.err).toContain(
      `Shard 2 failed twice (TIMEOUT); its files without a result are left out. It said last: mapwright: There is no file x.pdb. All it said is in ${directory.shardLog(2)}.`,
    );
    expect(said.err.match(/failed twice/g)).toHaveLength(1);
  });

  it("gives a task that Slurm has forgotten some time to show its result, and a queue that is down all it needs", async () => {
    const late = await run(1, [
      ...Array.from({ length: 10 }, () => () => DOWN),
      ...Array.from({ length: MISSING_POLLS - 1 }, () => () => FORGOTTEN),
      (dir) => {
        finish(dir, 1);
        finishAll(dir);
        return FORGOTTEN;
      },
    ]);
    // Files are looked at before the queue: the result is seen in the next turn.
    await submitShards(late.params);
    expect(await followJob(late.params)).toBe("done");
    const status = (missingFor: number) =>
      taskStatus({ hasResult: false, state: undefined, missingFor }).kind;
    expect([status(1), status(MISSING_POLLS - 1), status(MISSING_POLLS)]).toEqual([
      "missing",
      "missing",
      "failed",
    ]);
  });

  it("says so when what puts the shards together fails twice", async () => {
    const { submitted, params } = await run(1, [
      (dir) => {
        finish(dir, 1);
        return rows("101_1|COMPLETED");
      },
      () => rows("102|FAILED", "103|FAILED"),
    ]);
    await submitShards(params);
    await expect(followJob(params)).rejects.toThrow(
      /The last task, .* failed twice \(FAILED\)\. .*full\.sh does its work here/,
    );
    expect(submitted).toEqual(["--array=1 screen.sh", "full.sh", "full.sh"]);
  });

  it("stops watching when asked to, and lets the jobs go on", async () => {
    const { params, stop, submitted } = await run(1, [
      () => {
        stop.abort();
        return rows("101_1|RUNNING");
      },
    ]);
    await submitShards(params);
    expect(await followJob(params)).toBe("stopped");
    expect(submitted).toHaveLength(1);
  });

  it("takes over from a follower that died while it submitted, after a minute", async () => {
    const { params, submitted, directory } = await run(1, [() => FORGOTTEN]);
    const half = join(directory.path, "shards/shards-1.submitted");
    writeFileSync(half, "");
    // Written just now, and for as long as the next line may take.
    utimesSync(half, new Date(Date.now() + 3_600_000), new Date(Date.now() + 3_600_000));
    await submitShards(params);
    expect(submitted).toEqual([]);
    utimesSync(half, new Date(Date.now() - 120_000), new Date(Date.now() - 120_000));
    await submitShards(params);
    expect(submitted).toEqual(["--array=1 screen.sh"]);
    expect(readFileSync(half, "utf8")).toBe("101");
  });
});

describe("the scripts of a run", () => {
  it("run by themselves, whatever the folder is called", async () => {
    const directory = await makeJobDirectory(
      join(folder, "it's a run"),
      {
        about: "",
        shards: 2,
        files: 2,
        resolution: 4,
        words: ["printf", "%s|", "a b", "$HOME"],
        savesModels: true,
        resources: { cpus: 1 },
      },
      "",
    );
    writeFileSync(directory.shardJournal(1), "");
    const { runProgram } = await import("#electron/cli/identify/cluster/run-program.ts");
    const env = { SLURM_ARRAY_TASK_ID: "2", SLURM_CPUS_PER_TASK: "3" };
    const said = async (script: string) =>
      (await runProgram("env", [...Object.entries(env).map((pair) => pair.join("=")), "bash", script])).out;
    expect(await said(directory.screenScript)).toBe(
      "a b|$HOME|--quiet|--threads|3|--shard|2/2|--journal|shards/2.jsonl|--json|shards/2.json|",
    );
    expect(await said(directory.fullScript)).toBe(
      "a b|$HOME|--quiet|--threads|3|--finish|--merge|shards/1.jsonl|--journal|full.jsonl|--csv|result.csv|--report|result.html|--save-dir|placed|--json|result.json|",
    );
  });
});
