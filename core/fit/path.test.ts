import { describe, expect, it } from "vitest";
import { fitInto, makeBlob, mapOf, rmsdBetween } from "#core/fit/fit.testing.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { FIT_DEFAULTS, type FitRequest } from "#core/fit/params.ts";
import { type FitPath, replayPath } from "#core/fit/path.ts";
import { poseOfMotion } from "#core/fit/pose.ts";
import { makeProbe } from "#core/fit/probe.ts";
import { createSearch } from "#core/fit/search.ts";
import { prepareTarget } from "#core/fit/target.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import type { Rigid } from "#core/math/rigid.ts";

const blob = makeBlob(1);
const map = mapOf([blob]);
const engine = createLocalEngine(createReferenceKernel());
const request: FitRequest = { ...FIT_DEFAULTS, resolution: 5, starts: 200 };

async function pathTo(motion: Rigid, wanted: Partial<FitRequest> = {}): Promise<FitPath> {
  const { value: probe } = makeProbe(blob, "all");
  const asked = { ...request, ...wanted };
  const resolution = { value: 5, reason: "given" };
  const target = await prepareTarget(engine, map, probe.extent, resolution, asked, () => 0, quietJob);
  const search = await createSearch(engine, probe, target, asked);
  return replayPath(search, poseOfMotion(motion, probe.centre), asked.starts ?? 0, quietJob);
}

describe("the path of the best start of a placement", () => {
  it("ends at the placement, with its score, having begun far away", async () => {
    const [{ clusters }] = await fitInto(engine, map, [blob], request);
    const { motion, scores } = clusters[0].best;
    const { start, steps } = await pathTo(motion);
    const [first, last] = [steps[0], steps[steps.length - 1]];
    expect(rmsdBetween(blob, last.motion, motion)).toBeLessThan(0.02);
    expect(last.score).toBeCloseTo(scores.correlationAboutMean, 4);
    expect(rmsdBetween(blob, first.motion, motion)).toBeGreaterThan(3);
    expect(first.score).toBeLessThan(last.score);
    expect(start).toBeGreaterThanOrEqual(1);
    expect(start).toBeLessThanOrEqual(200);
  });

  it("goes through the stages in order, and no step stands still", async () => {
    const [{ clusters }] = await fitInto(engine, map, [blob], request);
    const { steps } = await pathTo(clusters[0].best.motion);
    const order = ["smooth map", "full map", "all atoms"];
    const stages = steps.map(({ stage }) => order.indexOf(stage));
    expect(stages).toEqual(stages.toSorted((a, b) => a - b));
    expect(new Set(stages).size).toBe(3);
    for (let n = 1; n < steps.length; n++) expect(steps[n].motion).not.toEqual(steps[n - 1].motion);
  });

  it("is the same every time", async () => {
    const [{ clusters }] = await fitInto(engine, map, [blob], request);
    expect(await pathTo(clusters[0].best.motion)).toEqual(await pathTo(clusters[0].best.motion));
  });

  it("says so when no start leads there", async () => {
    const nowhere: Rigid = { rotation: [0, 0, 0, 1], shift: [500, 0, 0] };
    await expect(pathTo(nowhere)).rejects.toMatchObject({
      code: "input",
      message: expect.stringMatching(/No start/),
    });
  });

  it("can be followed for DiffFit's optimiser too", async () => {
    const wanted = { starts: 40, optimizer: "difffit" } as const;
    const [{ clusters }] = await fitInto(engine, map, [blob], { ...request, ...wanted });
    const { steps } = await pathTo(clusters[0].best.motion, wanted);
    expect(rmsdBetween(blob, steps[steps.length - 1].motion, clusters[0].best.motion)).toBeLessThan(0.02);
  });
});
