import { expect, it } from "vitest";
import { searchKind } from "#core/composite/search-kind.ts";
import { agree } from "#core/fit/cluster.ts";
import { makeBlob, mapOf } from "#core/fit/fit.testing.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { poseOfMotion } from "#core/fit/pose.ts";
import { makeProbe } from "#core/fit/probe.ts";
import { createSearch } from "#core/fit/search.ts";
import { prepareTarget } from "#core/fit/target.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { nudge } from "#core/math/rigid.testing.ts";
import { IDENTITY } from "#core/math/rigid.ts";

it("goes on with what is known: climbed in this map, with the starts that had led there", async () => {
  const body = makeBlob(1);
  const { value: probe } = makeProbe(body, "all");
  const map = mapOf([body], 1.6);
  const engine = createLocalEngine(createReferenceKernel());
  const resolution = { value: 5, reason: "given" };
  const request = FIT_DEFAULTS;
  const target = await prepareTarget(engine, map, probe.extent, resolution, request, () => 0, quietJob);
  const search = await createSearch(engine, probe, target, request);
  const truth = poseOfMotion(IDENTITY, probe.centre);
  const near = {
    pose: nudge(truth, [0.7, -0.5, 0.6], [1, 2, -1], 4),
    ...{ score: 0.1, hits: 3, refined: true },
  };
  const tolerance = { shift: 3, angle: 6 };
  const wish = { copies: 1, most: 0, tolerance, isLeftOut: () => false };
  const found = await searchKind(search, { ...wish, known: { sites: [near], starts: 500 } }, quietJob);
  expect(found.starts).toBe(500);
  expect(found.sites).toHaveLength(1);
  expect(found.sites[0]).toMatchObject({ hits: 3, refined: true });
  expect(found.sites[0].score).toBeGreaterThan(0.9);
  expect(agree(found.sites[0].pose, truth, { shift: 0.2, angle: 1 })).toBe(true);
  expect(await searchKind(search, wish, quietJob)).toEqual({ sites: [], starts: 0 });
});
