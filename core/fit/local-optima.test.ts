import { expect, it } from "vitest";
import { makeBlob, mapOf } from "#core/fit/fit.testing.ts";
import { fitAmongOthers, fitProbe } from "#core/fit/fit-probe.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { FIT_DEFAULTS, type FitRequest } from "#core/fit/params.ts";
import { makeProbe } from "#core/fit/probe.ts";
import { prepareTarget } from "#core/fit/target.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";

const request: FitRequest = { ...FIT_DEFAULTS, starts: 200 };
const resolution = { value: 5, reason: "given" };
const clock = () => 0;

it("local climbs from random starts are what a placement is compared with; they change nothing of the fit", async () => {
  const engine = createLocalEngine(createReferenceKernel());
  const blob = makeBlob(1);
  const { value: probe } = makeProbe(blob, "all");
  const map = mapOf([blob]);
  const target = await prepareTarget(engine, map, probe.extent, resolution, request, clock, quietJob);
  const alone = await fitProbe({ engine, target, probe, request, clock, job: quietJob });
  const { result, scores } = await fitAmongOthers(
    { engine, target, probe, request, clock, job: quietJob },
    60,
  );
  expect(result).toEqual(alone);
  const [best = 0, ...others] = scores;
  expect(best).toBeCloseTo(result.clusters[0]?.best.scores.correlationAboutMean ?? 0, 6);
  expect(others.length).toBeGreaterThan(20);
  expect(others.length).toBeLessThanOrEqual(60);
  expect(others).toEqual(others.toSorted((a, b) => b - a));
  // Most of them are poor, which the end points that a search keeps are not.
  expect(others[Math.floor(others.length / 2)]).toBeLessThan(0.6 * best);
});
