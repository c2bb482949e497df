import { afterAll, describe, expect, it } from "vitest";
import { cancelled } from "#core/errors.ts";
import { fitInto, makeBlob, mapOf, rmsdBetween } from "#core/fit/fit.testing.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import type { FitRequest } from "#core/fit/params.ts";
import type { FitResult } from "#core/fit/result.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { IDENTITY, invert } from "#core/math/rigid.ts";
import { moveStructure } from "#core/structure/move.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { createCpuEngine } from "#workers/cpu-engine.ts";

const files = builtEngineFiles();
const engines: PoseEngine[] = [];
const blob = makeBlob(1);
const map = mapOf([blob]);
const random = createRandom(2, 3);
const shake = { rotation: randomRotation(random), shift: [-40, 90, 15] } as const;
const moved = moveStructure(blob, shake);

function engine(threads: number): PoseEngine {
  const created = createCpuEngine(threads, files);
  engines.push(created);
  return created;
}

afterAll(async () => {
  await Promise.all(engines.map((one) => one.dispose()));
});

describe("a whole fit on threads", () => {
  const wanted: Partial<FitRequest>[] = [{}, { starts: 300, optimizer: "difffit" }, { starts: 700, seed: 5 }];

  it.each(wanted)(
    "%j: the same result, number for number, for 1, 2 and 3 threads and for none",
    async (request) => {
      const results: FitResult[][] = [];
      for (const threads of [0, 1, 2, 3]) {
        results.push(await fitInto(engine(threads), map, [moved, makeBlob(4, 40)], request));
      }
      for (const other of results.slice(1)) expect(other).toEqual(results[0]);
      expect(rmsdBetween(moved, results[0][0].clusters[0].best.motion, invert(shake))).toBeLessThan(0.1);
    },
  );

  it("agrees with the reference kernel about the answer", async () => {
    const [fast] = await fitInto(engine(2), map, [moved]);
    const [slow] = await fitInto(createLocalEngine(createReferenceKernel()), map, [moved]);
    const [a, b] = [fast.clusters[0].best, slow.clusters[0].best];
    expect(rmsdBetween(moved, a.motion, b.motion)).toBeLessThan(0.01);
    expect(a.scores.correlationAboutMean).toBeCloseTo(b.scores.correlationAboutMean, 3);
    expect(fast.verdict.label).toBe(slow.verdict.label);
  });

  it("a cancel from outside, while threads work, keeps what was found", async () => {
    const signal = { aborted: false };
    const job: JobContext = {
      signal,
      async checkpoint({ step, done }) {
        if (signal.aborted) throw cancelled();
        // The call for the next batch is under way when this fires.
        if (step.startsWith("search") && done > 0)
          setTimeout(() => Object.assign(signal, { aborted: true }), 1);
      },
    };
    const [result] = await fitInto(engine(2), map, [blob], { starts: 400_000 }, job);
    expect(result.starts).toBeGreaterThanOrEqual(1000);
    expect(result.starts).toBeLessThan(400_000);
    expect(result.warnings).toEqual([expect.stringContaining("Cancelled")]);
    expect(rmsdBetween(blob, result.clusters[0].best.motion, IDENTITY)).toBeLessThan(0.1);
  });
});
