import { describe, expect, it } from "vitest";
import { agree } from "#core/fit/cluster.ts";
import { makeBlob, mapOf } from "#core/fit/fit.testing.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { poseOfMotion } from "#core/fit/pose.ts";
import { makeProbe } from "#core/fit/probe.ts";
import { createSearch, type Optimum, refineOptima, type Search } from "#core/fit/search.ts";
import { completeSites, cutOffCopies, equivalentSites } from "#core/fit/sites.ts";
import { pointGroup, rotationAbout } from "#core/fit/symmetry.ts";
import { prepareTarget } from "#core/fit/target.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { nudge } from "#core/math/rigid.testing.ts";
import { compose, IDENTITY, type Rigid } from "#core/math/rigid.ts";
import { moveStructure } from "#core/structure/move.ts";
import { cropToBox } from "#core/volume/crop.ts";
import type { Volume } from "#core/volume/volume.ts";

const tolerance = { shift: 3, angle: 6 };

/** Four copies of a body about an axis along z through (5, −3): the body itself lies 22 Å from it. */
const body = moveStructure(makeBlob(1), { rotation: IDENTITY.rotation, shift: [27, -3, 8] });
const c4 = pointGroup("C4").map((rotation) => rotationAbout(rotation, [5, -3, 0]));
const map = mapOf(
  c4.map((operation) => moveStructure(body, operation)),
  1.6,
);
const { value: probe } = makeProbe(body, "all");
const truths = c4.map((operation) => poseOfMotion(operation, probe.centre));

async function searchOf(volume: Volume): Promise<Search> {
  const engine = createLocalEngine(createReferenceKernel());
  const resolution = { value: 5, reason: "given" };
  const target = await prepareTarget(
    engine,
    volume,
    probe.extent,
    resolution,
    FIT_DEFAULTS,
    () => 0,
    quietJob,
  );
  return createSearch(engine, probe, target, FIT_DEFAULTS);
}

/** Optima near poses, refined on the map. */
function refinedAt(search: Search, poses: readonly Rigid[], hits = 3): Promise<Optimum[]> {
  const rough = poses.map((pose) => ({
    ...{ hits, score: 0, refined: false },
    pose: nudge(pose, [0.7, -0.5, 0.6], [1, 2, -1], 4),
  }));
  return refineOptima(search, rough, quietJob);
}

const byScore = (optima: readonly Optimum[]) => optima.toSorted((a, b) => b.score - a.score);
const isFound = (optima: readonly Optimum[], pose: Rigid) =>
  optima.some((o) => agree(o.pose, pose, tolerance));

describe("refineOptima", () => {
  it("brings a pose near the truth to it, and scores it alike at every equivalent site", async () => {
    const search = await searchOf(map);
    const refined = await refinedAt(search, truths);
    for (const [n, optimum] of refined.entries()) {
      expect(agree(optimum.pose, truths[n], { shift: 0.2, angle: 1 })).toBe(true);
      expect(optimum).toMatchObject({ refined: true, hits: 3 });
      expect(optimum.score).toBeGreaterThan(0.9);
      expect(Math.abs(optimum.score - refined[0].score)).toBeLessThan(0.01);
    }
  });
});

describe("equivalentSites", () => {
  const optimum = (score: number, x: number, hits = 1): Optimum => ({
    pose: { rotation: IDENTITY.rotation, shift: [x, 0, 0] },
    ...{ score, hits, refined: true },
  });

  it("are the distinct places that score like the best", () => {
    const sites = equivalentSites(
      [optimum(0.6, 0, 2), optimum(0.595, 1, 3), optimum(0.59, 50), optimum(0.5, 100)],
      tolerance,
    );
    expect(sites.map((site) => [site.pose.shift[0], site.hits])).toEqual([
      [0, 5],
      [50, 1],
    ]);
    expect(equivalentSites([], tolerance)).toEqual([]);
  });
});

describe("completeSites", () => {
  it.each([
    ["two neighbours", [0, 1]],
    ["three", [1, 2, 3]],
  ])("%s found of a four-fold map lead to all four", async (_, found) => {
    const search = await searchOf(map);
    const known = byScore(
      await refinedAt(
        search,
        found.map((n) => truths[n]),
      ),
    );
    const all = await completeSites(search, known, [], tolerance, quietJob);
    expect(all).toHaveLength(4);
    for (const truth of truths) expect(isFound(all, truth)).toBe(true);
    expect(all.toSorted((a, b) => b.hits - a.hits).map((o) => o.hits)).toEqual(
      [3, 3, 3, 3].fill(0, found.length), // those completed were not found by any start
    );
    expect(byScore(all)).toEqual(all);
  });

  it("a poorer optimum beside a site does not hide it", async () => {
    const search = await searchOf(map);
    const good = await refinedAt(search, [truths[0], truths[1]]);
    const beside = { ...good[0], score: 0.2, pose: nudge(truths[3], [1.5, 0, 0], [0, 0, 1], 3) };
    const all = await completeSites(search, byScore([...good, beside]), [], tolerance, quietJob);
    expect(equivalentSites(all, tolerance)).toHaveLength(4);
  });

  it("one found and the symmetry given lead to all four", async () => {
    const search = await searchOf(map);
    const known = await refinedAt(search, [truths[2]]);
    const all = await completeSites(search, known, c4.slice(1), tolerance, quietJob);
    for (const truth of truths) expect(isFound(all, truth)).toBe(true);
    expect(all).toHaveLength(4);
  });

  it("one found and nothing given stays alone; a symmetry the map does not have adds nothing that is not there", async () => {
    const search = await searchOf(map);
    const known = await refinedAt(search, [truths[2]]);
    expect(await completeSites(search, known, [], tolerance, quietJob)).toEqual(known);
    const c3 = pointGroup("C3").map((rotation) => rotationAbout(rotation, [5, -3, 0]));
    for (const { pose } of await completeSites(search, known, c3.slice(1), tolerance, quietJob)) {
      expect(truths.some((truth) => agree(pose, truth, tolerance))).toBe(true);
    }
  });

  it("keeps what scores less", async () => {
    const search = await searchOf(map);
    const known = byScore(await refinedAt(search, [truths[0], truths[1]]));
    const wrong: Optimum = {
      pose: nudge(truths[0], [0, 0, 9], [0, 0, 1], 90),
      hits: 7,
      score: 0.2,
      refined: true,
    };
    const all = await completeSites(search, [...known, wrong], [], tolerance, quietJob);
    expect(all.at(-1)).toEqual(wrong);
    expect(all).toHaveLength(5);
  });
});

describe("cutOffCopies", () => {
  // The copy of the half turn lies at low x; cutting the map there leaves it half outside.
  const [nx, ny, nz] = map.grid.size;
  const cut = cropToBox(map, { first: [Math.round(0.22 * nx), 0, 0], last: [nx - 1, ny - 1, nz - 1] });

  it("knows a copy that the edge of the map cuts off from a wrong placement", async () => {
    const search = await searchOf(cut);
    const sites = await refinedAt(search, [truths[0], truths[1]]);
    const isCutOff = cutOffCopies(search, cut.grid, sites, tolerance);
    const optimum = (pose: Rigid): Optimum => ({ pose, hits: 1, score: 0.3, refined: true });
    expect(isCutOff(optimum(truths[2]))).toBe(true);
    expect(isCutOff(optimum(truths[0]))).toBe(false); // wholly inside
    expect(isCutOff(optimum(nudge(truths[2], [0, 0, 0], [0, 0, 1], 40)))).toBe(false); // outside, but no copy
    expect(isCutOff(optimum(compose(c4[2], nudge(truths[0], [0, 0, 12], [1, 0, 0], 0))))).toBe(false);
  });

  it("knows nothing from one site alone", async () => {
    const search = await searchOf(cut);
    const sites = await refinedAt(search, [truths[0]]);
    const isCutOff = cutOffCopies(search, cut.grid, sites, tolerance);
    expect(isCutOff({ pose: truths[2], hits: 1, score: 0.3, refined: true })).toBe(false);
  });
});
