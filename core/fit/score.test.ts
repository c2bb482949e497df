import { describe, expect, it } from "vitest";
import { makeBlob, mapOf } from "#core/fit/fit.testing.ts";
import { createLocalEngine } from "#core/fit/local-engine.ts";
import { packPoses, poseAt } from "#core/fit/pose.ts";
import { makeProbe, modelMask } from "#core/fit/probe.ts";
import type { Scores } from "#core/fit/result.ts";
import { atomScores, type Body, rankPoses, sampleAtPose, scorePoses, sumAtoms } from "#core/fit/score.ts";
import { createReferenceKernel } from "#core/kernel/reference-kernel.ts";
import { referenceMaps } from "#core/kernel/reference-maps.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { turn } from "#core/math/rigid.testing.ts";
import { applyRigid, IDENTITY } from "#core/math/rigid.ts";
import { measureCorrelation } from "#core/simulate/correlation.ts";
import { levelEnclosingMass } from "#core/simulate/mass-level.ts";
import { molmapKernel } from "#core/simulate/molmap.ts";
import { createGrid } from "#core/volume/grid.ts";
import { valueAt } from "#core/volume/trilinear.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

const { value: probe } = makeProbe(makeBlob(1), "all");
const mask = modelMask(probe, 5, molmapKernel);
const moments = referenceMaps.moments(mask.points);
const engine = createLocalEngine(createReferenceKernel());
const points = engine.addPoints(mask.points);
const body: Body = {
  ...probe,
  handle: engine.addPoints(probe.atoms),
  modelDensity: referenceMaps.densities(mask.map, probe.atoms.xyz),
};

/** A large map of other bodies, on a grid of its own. */
const map = mapOf([makeBlob(2), makeBlob(3, 90)], 0.9);
const random = createRandom(6);
const poses = packPoses(
  Array.from({ length: 12 }, () => ({
    rotation: randomRotation(random),
    shift: [4 * random() - 2, 4 * random() - 2, 4 * random() - 2],
  })),
);

function allScores(volume: Volume, level: number): Promise<Scores[]> {
  const handle = engine.addVolume(volume, 0);
  const sums = sumAtoms(engine, { map: volume, handle, held: volume.grid }, body, level, poses);
  const atoms = { count: probe.atoms.weight.length, sums };
  return scorePoses(engine, handle, { handle: points, moments }, atoms, poses);
}

describe("map-based scores", () => {
  it("are those of measure correlation of the moved model map, where it lies inside the map", async () => {
    const wide = volumeOf(createGrid([60, 60, 60], [-30, -30, -30], [1, 1, 1]), (i, j, k) =>
      valueAt(map, [i - 30, j - 30, k - 30]),
    );
    const handle = engine.addVolume(wide, 0);
    const level = levelEnclosingMass(mask.map);
    const scores = await allScores(wide, 0.1);
    const ranks = await rankPoses(engine, handle, points, moments, poses);
    for (const [n, seen] of scores.entries()) {
      const expected = measureCorrelation(mask.map, level, wide, poseAt(poses, n));
      expect(expected.points).toBe(moments.count);
      expect(Math.abs(seen.correlation - expected.correlation)).toBeLessThan(1e-5);
      expect(Math.abs(seen.correlationAboutMean - expected.correlationAboutMean)).toBeLessThan(1e-5);
      expect(Math.abs(seen.overlap / expected.overlap - 1)).toBeLessThan(1e-5);
      expect(ranks[n]).toBe(seen.correlationAboutMean);
    }
  });

  it("density at the atoms and the fraction inside the contour are plain means over the atoms", async () => {
    const level = 0.15;
    const scores = await allScores(map, level);
    for (const [n, { averageDensity, inside }] of scores.entries()) {
      const pose = poseAt(poses, n);
      const densities: number[] = [];
      for (let a = 0; a < probe.atoms.xyz.length; a += 3) {
        const [x, y, z] = probe.atoms.xyz.subarray(a, a + 3);
        densities.push(valueAt(map, applyRigid(pose, [x, y, z])));
      }
      expect(averageDensity).toBeCloseTo(densities.reduce((sum, d) => sum + d, 0) / 60, 6);
      expect(inside).toBe(densities.filter((d) => d >= level).length / 60);
    }
  });

  it("are 0 where the map is empty or flat, not NaN", async () => {
    const empty = volumeOf(unitGrid(4, 4, 4), () => 0);
    const zero = await allScores(empty, 1);
    expect(zero[0]).toEqual({
      correlation: 0,
      correlationAboutMean: 0,
      overlap: 0,
      averageDensity: 0,
      inside: 0,
    });
  });

  it("do not depend on the scale of the map", async () => {
    const tripled = { grid: map.grid, values: map.values.map((v) => 3 * v) };
    const plain = await rankPoses(engine, engine.addVolume(map, 0), points, moments, poses);
    const scaled = await rankPoses(engine, engine.addVolume(tripled, 0), points, moments, poses);
    for (const n of plain.keys()) expect(Math.abs(scaled[n] - plain[n])).toBeLessThan(1e-6);
  });
});

describe("sampleAtPose", () => {
  it("samples where the turned and shifted atoms lie, 0 outside", () => {
    const ramp = volumeOf(createGrid([5, 5, 5], [10, 0, 0], [1, 2, 1]), (i, j, k) => i + 10 * j + 100 * k);
    const atoms = { xyz: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 9), weight: new Float64Array(3).fill(1) };
    // A quarter turn about z takes x to y and y to −x; the centre is sample (2, 1, 1).
    const seen = sampleAtPose(atoms, ramp, { rotation: turn([0, 0, 1], 90), shift: [12, 2, 1] });
    expect(seen[0]).toBeCloseTo(2 + 15 + 100, 9); // y = 3 Å is index 1.5
    expect(seen[1]).toBeCloseTo(1 + 10 + 100, 9);
    expect(seen[2]).toBe(0);
  });
});

/** DiffFit's scores of atoms that lie on samples of these densities. */
function scoresAt(densities: readonly number[], model: readonly number[], level: number, highest: number) {
  const row = volumeOf(unitGrid(densities.length, 1, 1), (i) => densities[i]);
  const xyz = Float64Array.from(densities.flatMap((_, n) => [n, 0, 0]));
  const atoms = { xyz, weight: new Float64Array(densities.length).fill(1) };
  const own: Body = {
    atoms,
    handle: engine.addPoints(atoms),
    extent: densities.length,
    modelDensity: Float64Array.from(model),
  };
  const held = { map: row, handle: engine.addVolume(row, 0), held: row.grid };
  const sums = sumAtoms(engine, held, own, level, packPoses([IDENTITY]));
  return atomScores(sums, 0, densities.length, highest);
}

describe("atomScores", () => {
  it("by hand: three of five atoms above the level", () => {
    // Map 2, 4, 6 above level 1, of a maximum of 8: d = ¼, ½, ¾; model w = 1, 3, 2.
    const seen = scoresAt([2, 0.5, 4, 1, 6], [1, 9, 3, 9, 2], 1, 8);
    expect(seen.density).toBeCloseTo(1.5, 12);
    expect(seen.overlap).toBeCloseTo((0.25 + 1.5 + 1.5) / 3, 12);
    expect(seen.correlation).toBeCloseTo(3.25 / Math.sqrt((1 / 16 + 1 / 4 + 9 / 16) * 14), 12);
    // About the means ½ and 2: products ¼ + 0 + 0, squares 2/16 and 2.
    expect(seen.correlationAboutMean).toBeCloseTo(0.25 / Math.sqrt((2 / 16) * 2), 12);
    expect(seen.inside).toBe(3 / 5);
  });

  it("are 0 when no atom is inside, and about the mean also when only one is", () => {
    const none = scoresAt([0, 0], [1, 2], 0.5, 1);
    expect(none).toEqual({ density: 0, overlap: 0, correlation: 0, correlationAboutMean: 0, inside: 0 });
    const one = scoresAt([1, 0], [4, 2], 0.5, 1);
    expect(one).toMatchObject({
      density: 1,
      overlap: 4,
      correlation: 1,
      correlationAboutMean: 0,
      inside: 0.5,
    });
  });
});
