import { describe, expect, it } from "vitest";
import type { Ran } from "#electron/cli/identify/cluster/run-program.ts";
import { createSlurm, ranges } from "#electron/cli/identify/cluster/slurm.ts";

/** Answers as Slurm 22.05.8 (Debian 12) gave them to the words after each comment. */
const RECORDED = {
  // sbatch --parsable --array=1-4 a.sh
  submitted: { code: 0, out: "1\n", err: "" },
  // the same in a federation (manual page of sbatch: "job id and cluster name if present")
  onCluster: { code: 0, out: "4711;alpha\n", err: "" },
  // sbatch --parsable --array=1-4 --partition=nope a.sh
  noPartition: {
    code: 1,
    out: "",
    err: "sbatch: error: invalid partition specified: nope\nsbatch: error: Batch job submission failed: Invalid partition name specified\n",
  },
  // squeue --noheader --array --states=all --jobs 1 --format '%i|%T', two seconds after
  running: { code: 0, out: "1_3|PENDING\n1_4|PENDING\n1_2|RUNNING\n1_1|RUNNING\n", err: "" },
  // …when the tasks had ended, the second with exit code 7
  ended: { code: 0, out: "1_4|COMPLETED\n1_3|COMPLETED\n1_1|COMPLETED\n1_2|FAILED\n", err: "" },
  // after scancel 9_2
  cancelled: { code: 0, out: "9_2|CANCELLED\n9_3|RUNNING\n9_1|RUNNING\n", err: "" },
  // squeue … --jobs 99999, as for every job some minutes after its end
  forgotten: { code: 1, out: "", err: "slurm_load_jobs error: Invalid job id specified\n" },
  // squeue while slurmctld was down
  down: {
    code: 1,
    out: "",
    err: "slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n",
  },
  missing: { code: null, out: "", err: "spawn sbatch ENOENT" },
} satisfies Record<string, Ran>;

const answering = (answer: Ran) => {
  const asked: string[][] = [];
  const slurm = createSlurm(async (program, words) => {
    asked.push([program, ...words]);
    return answer;
  });
  return { slurm, asked };
};

const SUBMISSION = {
  script: "/job/screen.sh",
  name: "mapwright",
  log: "/job/%a.log",
  resources: { cpus: 2 },
};

describe("Slurm", () => {
  it("is given a job array, with what was asked for and no more", async () => {
    const { slurm, asked } = answering(RECORDED.submitted);
    expect(await slurm.submit({ ...SUBMISSION, tasks: [1, 2, 3, 7] })).toBe("1");
    const resources = { cpus: 4, partition: "main", time: "2:00:00", memory: "4G" };
    await slurm.submit({ ...SUBMISSION, resources });
    const common = [
      "sbatch",
      "--parsable",
      "--job-name=mapwright",
      "--output=/job/%a.log",
      "--open-mode=append",
    ];
    expect(asked).toEqual([
      [...common, "--cpus-per-task=2", "--array=1-3,7", "/job/screen.sh"],
      [...common, "--cpus-per-task=4", "--partition=main", "--time=2:00:00", "--mem=4G", "/job/screen.sh"],
    ]);
    expect(await answering(RECORDED.onCluster).slurm.submit(SUBMISSION)).toBe("4711");
  });

  it("says why it does not take a job, or that it is not there", async () => {
    await expect(answering(RECORDED.noPartition).slurm.submit(SUBMISSION)).rejects.toThrow(
      "Slurm did not take the job: Batch job submission failed: Invalid partition name specified.",
    );
    await expect(answering(RECORDED.missing).slurm.submit(SUBMISSION)).rejects.toThrow(
      "There is no sbatch here",
    );
  });

  it("tells what has become of tasks", async () => {
    const states = async (answer: Ran) =>
      Object.fromEntries((await answering(answer).slurm.states(["1"])) ?? []);
    expect(await states(RECORDED.running)).toEqual({
      "1_1": "running",
      "1_2": "running",
      "1_3": "waiting",
      "1_4": "waiting",
    });
    expect(await states(RECORDED.ended)).toEqual({
      "1_1": "ended",
      "1_2": { failed: "FAILED" },
      "1_3": "ended",
      "1_4": "ended",
    });
    expect(await states(RECORDED.cancelled)).toMatchObject({ "9_2": { failed: "CANCELLED" } });
    expect(await states(RECORDED.forgotten)).toEqual({});
    expect(await answering(RECORDED.down).slurm.states(["1"])).toBeUndefined();
  });

  it("is told of tasks in ranges", () => {
    expect(ranges([1])).toBe("1");
    expect(ranges([5, 3, 4, 9, 1, 10])).toBe("1,3-5,9-10");
  });
});
