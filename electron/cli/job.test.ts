import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { progressLine } from "#electron/cli/progress-bar.ts";
import { createJob, type ProgressReport } from "#workers/job.ts";

describe("a job", () => {
  it("reports at most every 100 ms and estimates the time left from the speed so far", async () => {
    let now = 0;
    const reports: ProgressReport[] = [];
    const job = createJob(
      new AbortController().signal,
      (report) => reports.push(report),
      () => now,
    );
    for (now = 0; now <= 250; now += 50) await job.checkpoint({ step: "search", done: now, total: 1000 });
    expect(reports.map(({ done }) => done)).toEqual([100, 200]);
    // 200 of 1000 in 200 ms: the other 800 take 0.8 s.
    expect(reports.map(({ secondsLeft }) => secondsLeft)).toEqual([0.9, 0.8]);
  });

  it("never goes back within a step, whatever it is told", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(100), { minLength: 1 }), async (steps) => {
        let now = 0;
        const fractions: number[] = [];
        const job = createJob(
          new AbortController().signal,
          (report) => fractions.push(report.fraction),
          () => now,
        );
        for (const done of steps) {
          now += 100;
          await job.checkpoint({ step: "s", done, total: 100 });
        }
        expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
        expect(fractions).toHaveLength(steps.length);
      }),
      { numRuns: 20 },
    );
  });

  it("ends with its signal, even when that comes while the thread is lent", async () => {
    const controller = new AbortController();
    const job = createJob(controller.signal, undefined, () => Date.now() * 1000);
    await job.checkpoint({ step: "s", done: 0, total: 1 });
    setImmediate(() => controller.abort());
    const loop = async () => {
      for (;;) await job.checkpoint({ step: "s", done: 0, total: 1 });
    };
    await expect(loop()).rejects.toEqual(expect.objectContaining({ code: "cancelled" }));
  });
});

describe("the progress line", () => {
  it("shows step, bar, per cent and time left", () => {
    const line = progressLine({ step: "search x", done: 1, total: 2, fraction: 0.5, secondsLeft: 2.2 }, 100);
    expect(line).toBe(`search x  ${"█".repeat(12)}${"░".repeat(12)} 50 %, up to 3 s left`);
  });

  it("stays within the terminal", () => {
    const line = progressLine({ step: "a long step", done: 1, total: 2, fraction: 0.5, secondsLeft: 1 }, 20);
    expect(line).toHaveLength(19);
  });
});
