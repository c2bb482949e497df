import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cancelled } from "#core/errors.ts";
import { fitInto, makeBlob, mapOf, rmsdBetween } from "#core/fit/fit.testing.ts";
import { makeProbes } from "#core/fit/fit-models.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import type { FitRequest } from "#core/fit/params.ts";
import type { FitResult } from "#core/fit/result.ts";
import { pointGroup, rotationAbout, symmetryCentre } from "#core/fit/symmetry.ts";
import type { JobContext, Progress } from "#core/job/job-context.ts";
import type { FitKernel } from "#core/kernel/fit-kernel.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { anyPoint, anyRigid } from "#core/math/rigid.testing.ts";
import { angleBetween, compose, IDENTITY, invert, type Rigid } from "#core/math/rigid.ts";
import { moveStructure } from "#core/structure/move.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import type { Structure } from "#core/structure/structure.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

const blob = makeBlob(1);
const map = mapOf([blob]);
const random = createRandom(1, 3);
const shake: Rigid = { rotation: randomRotation(random), shift: [50, -60, 70] };
const FEW: Partial<FitRequest> = { starts: 200 };

/** Fits on this thread with the reference kernel. */
function fit(
  volume: Volume,
  structures: readonly Structure[],
  wanted: Partial<FitRequest> = FEW,
  job?: JobContext,
  kernel: FitKernel = createReferenceKernel(),
): Promise<FitResult[]> {
  return fitInto(createLocalEngine(kernel), volume, structures, wanted, job);
}

describe("fitting a made-up body into its own map", () => {
  it("finds it from anywhere, and says so clearly", async () => {
    const moved = moveStructure(blob, shake);
    const [result] = await fit(map, [moved], {});
    const [first] = result.clusters;
    expect(rmsdBetween(moved, first.best.motion, invert(shake))).toBeLessThan(0.1);
    expect(result).toMatchObject({ name: "blob 1", atoms: 60, warnings: [] });
    expect(result.verdict).toMatchObject({ kind: "clear", label: "clear", sites: 1 });
    expect(result.verdict.hits).toBeLessThanOrEqual(result.starts);
    expect(first).toMatchObject({ rank: 1, equivalent: true });
    expect(first.best.scores.correlation).toBeGreaterThan(0.9);
    expect(first.best.scores.correlationAboutMean).toBeGreaterThan(0.8);
    // An easy case stops long before the budget.
    expect(result.starts).toBeLessThanOrEqual(2000);
  });

  it("scores against the molmap where that is wished: of a molmap, nearly 1, at the same place", async () => {
    const moved = moveStructure(blob, shake);
    const [result] = await fit(map, [moved], { score: "molmap" });
    const { motion, scores } = result.clusters[0].best;
    expect(rmsdBetween(moved, motion, invert(shake))).toBeLessThan(0.1);
    expect(scores.correlation).toBeGreaterThan(0.97);
    expect(scores.correlationAboutMean).toBeGreaterThan(0.9);
  });

  it("tables are in order: ranks, scores, hits", async () => {
    const [{ clusters, placements, starts }] = await fit(map, [blob], { starts: 300 });
    expect(starts).toBe(300);
    expect(clusters.map(({ rank }) => rank)).toEqual(clusters.map((_, n) => n + 1));
    const scores = clusters.map(({ best }) => best.scores.correlationAboutMean);
    expect(scores.toSorted((a, b) => b - a)).toEqual(scores);
    expect(placements.length).toBeGreaterThanOrEqual(clusters.length);
    const hits = (list: readonly { hits: number }[]) => list.reduce((sum, entry) => sum + entry.hits, 0);
    expect(hits(clusters)).toBeLessThanOrEqual(300);
    expect(hits(clusters)).toBeLessThanOrEqual(hits(placements));
    expect(clusters[0].best).toEqual(placements[0].placement);
  });

  it("DiffFit's optimiser finds it as well", async () => {
    const moved = moveStructure(blob, shake);
    const [result] = await fit(map, [moved], { starts: 40, optimizer: "difffit" });
    expect(rmsdBetween(moved, result.clusters[0].best.motion, invert(shake))).toBeLessThan(0.1);
  });

  it("searching around the right point finds it with few starts, elsewhere not", async () => {
    const near = { centre: [1, 1, -1], radius: 3 } as const;
    const [found] = await fit(map, [blob], { starts: 60, around: near });
    expect(rmsdBetween(blob, found.clusters[0].best.motion, IDENTITY)).toBeLessThan(0.1);
    const far = { centre: [300, 300, 300], radius: 3 } as const;
    const [lost] = await fit(map, [blob], { starts: 60, around: far });
    expect(lost.verdict.kind).toBe("none");
  });

  it("keeps no more clusters than asked for", async () => {
    const [{ clusters }] = await fit(map, [blob], { ...FEW, top: 2 });
    expect(clusters).toHaveLength(2);
  });

  // Once, all surviving starts shared one basin, and a rank 1 without rivals was called clear.
  it.each([11, 12, 13])("a wrong model alone in a small map, blob %d, is not called clear", async (seed) => {
    const [{ verdict }] = await fit(map, [makeBlob(seed)], { starts: 600 });
    expect(verdict.kind).toBe("none");
    expect(verdict.sentence).toContain("not found");
  });

  it("the fewest starts there can be give a table, too", async () => {
    const [{ starts, clusters }] = await fit(map, [blob], { starts: 1 });
    expect(starts).toBe(1);
    expect(clusters).toHaveLength(1);
  });
});

describe("what must not matter", () => {
  it("the same seed gives the same result, number for number", async () => {
    expect(await fit(map, [blob])).toEqual(await fit(map, [blob]));
  });

  it("another seed gives the same answer by other ways", async () => {
    const [a] = await fit(map, [blob], { ...FEW, seed: 1 });
    const [b] = await fit(map, [blob], { ...FEW, seed: 2 });
    expect(rmsdBetween(blob, a.clusters[0].best.motion, b.clusters[0].best.motion)).toBeLessThan(0.05);
    expect(a.placements).not.toEqual(b.placements);
  });

  it("shifting the map shifts the placement by the same vector", async () => {
    const [still] = await fit(map, [blob]);
    const { motion } = still.clusters[0].best;
    await fc.assert(
      fc.asyncProperty(anyPoint(300), async (by) => {
        const { size, origin, voxelSize } = map.grid;
        const to = [origin[0] + by[0], origin[1] + by[1], origin[2] + by[2]] as const;
        const [seen] = await fit({ ...map, grid: createGrid(size, to, voxelSize) }, [blob]);
        const expected = compose({ rotation: IDENTITY.rotation, shift: by }, motion);
        expect(rmsdBetween(blob, seen.clusters[0].best.motion, expected)).toBeLessThan(0.01);
      }),
      { numRuns: 8 },
    );
  });

  it("moving the input model leaves the placed coordinates where they are", async () => {
    await fc.assert(
      fc.asyncProperty(anyRigid(200), async (motion) => {
        const moved = moveStructure(blob, motion);
        const [seen] = await fit(map, [moved]);
        const placed = compose(seen.clusters[0].best.motion, motion);
        // The truth itself is only reached to the grid: 0.05 Å is what the start leaves open.
        const [still] = await fit(map, [blob]);
        expect(rmsdBetween(blob, placed, still.clusters[0].best.motion)).toBeLessThan(0.05);
      }),
      { numRuns: 8 },
    );
  });

  it("the scale of the map does not change the placement", async () => {
    const [plain] = await fit(map, [blob]);
    const scaled = { ...map, values: map.values.map((v) => 1024 * v) }; // a power of two: exact in float32
    const [seen] = await fit(scaled, [blob]);
    const [a, b] = [plain.clusters[0].best, seen.clusters[0].best];
    expect(rmsdBetween(blob, a.motion, b.motion)).toBeLessThan(0.01);
    expect(b.scores.averageDensity / a.scores.averageDensity / 1024).toBeCloseTo(1, 4);
  });
});

describe("several models", () => {
  const parts = [
    makeBlob(1, 58),
    moveStructure(makeBlob(2, 62), { rotation: IDENTITY.rotation, shift: [30, 5, 0] }),
  ];

  it("are fitted into one map, the largest first", async () => {
    const both = mapOf(parts);
    const results = await fit(both, parts, {});
    expect(results.map(({ name, atoms }) => [name, atoms])).toEqual([
      ["blob 2", 62],
      ["blob 1", 58],
    ]);
    for (const [n, { clusters }] of results.entries()) {
      expect(rmsdBetween(parts[1 - n], clusters[0].best.motion, IDENTITY)).toBeLessThan(0.3);
    }
  });

  it("what cannot be fitted is left out with a warning, and refused when nothing is left", () => {
    const pair = makeStructure([{ x: 0 }, { x: 1 }], "pair");
    const { value, warnings } = makeProbes([pair, blob], "all");
    expect(value.map(({ name }) => name)).toEqual(["blob 1"]);
    expect(warnings).toEqual([expect.stringMatching(/^Left out: pair has too few atoms/)]);
    expect(() => makeProbes([pair], "all")).toThrow(expect.objectContaining({ code: "input" }));
    expect(() => makeProbes([], "all")).toThrow(expect.objectContaining({ code: "input" }));
  });
});

describe("symmetry", () => {
  // Three copies about an axis along z through sample (24, 24, 12), the centre of a box of 48 × 48 × 24 samples.
  const grid = createGrid([48, 48, 24], [-24 * 1.7, -24 * 1.7, -12 * 1.7], [1.7, 1.7, 1.7]);
  const arm = moveStructure(blob, { rotation: IDENTITY.rotation, shift: [20, 3, 0] });
  const operations = pointGroup("C3").map((rotation) => rotationAbout(rotation, symmetryCentre(grid)));
  const trimer = mapOf(
    operations.map((operation) => moveStructure(arm, operation)),
    grid,
  );

  it("three equal sites are found and reported as one answer", async () => {
    const [{ verdict, clusters }] = await fit(trimer, [arm], {});
    expect(verdict).toMatchObject({ kind: "equivalent", label: "clear, 3 equivalent sites", sites: 3 });
    expect(clusters.filter(({ equivalent }) => equivalent)).toHaveLength(3);
    for (const operation of operations) {
      const nearest = Math.min(...clusters.map(({ best }) => rmsdBetween(arm, best.motion, operation)));
      expect(nearest).toBeLessThan(0.5);
    }
  });

  it("with the point group given, the copies are one row of the table", async () => {
    const [plain] = await fit(trimer, [arm], { starts: 900 });
    const [given] = await fit(trimer, [arm], { starts: 900, symmetry: "C3" });
    expect(given.verdict).toMatchObject({ kind: "equivalent", sites: 3 });
    const equal = (result: FitResult) => result.clusters.filter(({ equivalent }) => equivalent);
    expect(equal(plain)).toHaveLength(3);
    expect(equal(given)).toHaveLength(1);
    expect(equal(given)[0].hits).toBe(equal(plain).reduce((sum, { hits }) => sum + hits, 0));
  });

  it("an unknown point group is refused before the search", async () => {
    const { job, seen } = watched(() => false);
    const refused = fit(map, [blob], { ...FEW, symmetry: "Q4" }, job);
    await expect(refused).rejects.toMatchObject({ code: "input" });
    expect(seen.filter(({ step }) => step.startsWith("search"))).toEqual([]);
  });
});

/** A job that notes its progress and is cancelled when `when` says so. */
function watched(when: (progress: Progress) => boolean) {
  const signal = { aborted: false };
  const seen: Progress[] = [];
  const job: JobContext = {
    signal,
    async checkpoint(progress) {
      seen.push(progress);
      if (when(progress)) signal.aborted = true;
      if (signal.aborted) throw cancelled();
    },
  };
  return { job, seen, signal };
}

describe("cancelling", () => {
  it("before anything is found is an error", async () => {
    const { job } = watched(() => true);
    await expect(fit(map, [blob], FEW, job)).rejects.toMatchObject({ code: "cancelled" });
    const atSearch = watched(({ step }) => step.startsWith("search"));
    await expect(fit(map, [blob], FEW, atSearch.job)).rejects.toMatchObject({ code: "cancelled" });
  });

  it("between batches keeps what was found, refined and judged, with a warning", async () => {
    const { job } = watched(({ step, done }) => step.startsWith("search") && done > 0);
    const [result] = await fit(map, [blob], { starts: 5000 }, job);
    expect(result.starts).toBe(1000);
    expect(result.warnings).toEqual([expect.stringContaining("Cancelled")]);
    expect(result.verdict.kind).toBe("clear");
    expect(rmsdBetween(blob, result.clusters[0].best.motion, IDENTITY)).toBeLessThan(0.1);
  });

  it("in the middle of a batch stops within a few evaluations and keeps the batches before", async () => {
    const inner = createReferenceKernel();
    const { job, signal, seen } = watched(() => false);
    let after = 0;
    let inSecond = 0;
    const kernel: FitKernel = {
      ...inner,
      evaluate(volume, points, poses, count, sums) {
        if (seen.some(({ step, done }) => step.startsWith("search") && done > 0)) inSecond += count;
        if (signal.aborted) after += count;
        if (inSecond > 2000) signal.aborted = true;
        return inner.evaluate(volume, points, poses, count, sums);
      },
    };
    const [result] = await fit(map, [blob], { starts: 5000 }, job, kernel);
    expect(result.starts).toBe(1000);
    expect(result.warnings).toHaveLength(1);
    expect(rmsdBetween(blob, result.clusters[0].best.motion, IDENTITY)).toBeLessThan(0.1);
    // The rest of one small batch, then the heads refined: far from the 20,000 evaluations of a batch of starts.
    expect(after).toBeLessThan(5000);
  });

  it("at the very end keeps everything", async () => {
    const { job } = watched(({ step, done, total }) => step.startsWith("search") && done === total);
    const [result] = await fit(map, [blob], FEW, job);
    expect(result.starts).toBe(200);
    expect(result.warnings).toEqual([expect.stringContaining("Cancelled")]);
    expect(angleBetween(result.clusters[0].best.motion.rotation, IDENTITY.rotation)).toBeLessThan(1);
  });

  it("gives the memory of the probe back, whether it ends well or not", async () => {
    const held = new Set<number>();
    const inner = createReferenceKernel();
    const kernel: FitKernel = {
      ...inner,
      addPoints(points) {
        const handle = inner.addPoints(points);
        held.add(handle.id);
        return handle;
      },
      release(handle) {
        held.delete(handle.id);
        inner.release(handle);
      },
    };
    await fit(map, [blob], FEW, undefined, kernel);
    expect(held.size).toBe(0);
    const { job } = watched(({ step }) => step.startsWith("search"));
    await expect(fit(map, [blob], FEW, job, kernel)).rejects.toMatchObject({ code: "cancelled" });
    expect(held.size).toBe(0);
  });

  it("progress never goes back within a step", async () => {
    const { job, seen } = watched(() => false);
    await fit(map, [blob], { starts: 2500 }, job);
    const last = new Map<string, number>();
    for (const { step, done, total } of seen) {
      expect(done).toBeLessThanOrEqual(total);
      if (step.startsWith("search") || step === "prepare") {
        expect(done).toBeGreaterThanOrEqual(last.get(step) ?? 0);
        last.set(step, done);
      }
    }
    expect(last.get("search blob 1")).toBe(2500);
  });
});
