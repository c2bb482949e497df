import { expect, it } from "vitest";
import { imagesThatStandOut } from "#core/composite/image-evidence.ts";
import type { Symmetry } from "#core/composite/symmetry/symmetry.ts";
import { makeBlob, mapOf } from "#core/fit/fit.testing.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { poseOfMotion } from "#core/fit/pose.ts";
import { makeProbe } from "#core/fit/probe.ts";
import { createSearch, type Optimum } from "#core/fit/search.ts";
import { pointGroup, rotationAbout } from "#core/fit/symmetry.ts";
import { prepareTarget } from "#core/fit/target.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { IDENTITY } from "#core/math/rigid.ts";
import { moveStructure } from "#core/structure/move.ts";

/** A body 22 Å from an axis along z through (5, −3), and what turns it by quarters about that axis. */
const body = moveStructure(makeBlob(1), { rotation: IDENTITY.rotation, shift: [27, -3, 8] });
const c4 = pointGroup("C4").map((rotation) => rotationAbout(rotation, [5, -3, 0]));
const symmetry: Symmetry = {
  ...{ name: "C4", axis: [0, 0, 1], centre: [5, -3, 0], misfit: { shift: 0, angle: 0 } },
  operations: c4.slice(1),
};
const { value: probe } = makeProbe(body, "all");
const found = (score: number, hits: number, n: number): Optimum => ({
  pose: poseOfMotion(c4[n], probe.centre),
  ...{ score, hits, refined: true },
});
const wrong: Optimum = {
  pose: { rotation: IDENTITY.rotation, shift: [5, -3, 8] },
  ...{ score: 0.3, hits: 1, refined: true },
};

/** The images of the first copy that stand out in a map that holds some of the copies, the box of all four around them. */
async function imagesIn(copies: readonly number[], sites: readonly Optimum[]): Promise<number> {
  const all = mapOf(
    c4.map((operation) => moveStructure(body, operation)),
    1.6,
  );
  const some = mapOf(
    copies.map((n) => moveStructure(body, c4[n])),
    all.grid,
  );
  const engine = createLocalEngine(createReferenceKernel());
  const resolution = { value: 5, reason: "given" };
  const request = FIT_DEFAULTS;
  const target = await prepareTarget(engine, some, probe.extent, resolution, request, () => 0, quietJob);
  const search = await createSearch(engine, probe, target, request);
  return imagesThatStandOut({ request, map: some, job: quietJob }, search, sites, symmetry);
}

it("counts the images that the map holds", async () => {
  const sites = [found(0.95, 1, 0), wrong];
  expect(await imagesIn([0, 1, 2, 3], sites)).toBe(3);
  expect(await imagesIn([0, 2], sites)).toBe(1);
  expect(await imagesIn([0], sites)).toBe(0);
});

it("does not count twice what leads itself, nor look for what does not lead", async () => {
  expect(await imagesIn([0, 1, 2, 3], [found(0.95, 1, 0), found(0.94, 1, 2), wrong])).toBe(2);
  expect(await imagesIn([0, 1, 2, 3], [found(0.38, 1, 0), wrong])).toBe(0);
});
