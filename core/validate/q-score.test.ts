import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import type { Structure } from "#core/structure/structure.ts";
import { expectedQ } from "#core/validate/expected-q.ts";
import { Q_SCORE_DEFAULTS, type QScoreSettings, qScores } from "#core/validate/q-score.ts";
import { spherePoints } from "#core/validate/sphere-points.ts";
import { createGrid, ijkToXyz } from "#core/volume/grid.ts";
import { valueAt } from "#core/volume/trilinear.ts";
import { cancelledJob, volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

const GRID = createGrid([40, 36, 38], [-1, -2, 0.5], [0.3, 0.3, 0.3]);

function atoms(...places: readonly [number, number, number][]): Structure {
  return makeStructure(places.map(([x, y, z]) => ({ x, y, z, atomName: "CA" })));
}

/** Gaussians of one width at places. */
function gaussians(places: readonly (readonly [number, number, number])[], sigma: number): Volume {
  return volumeOf(GRID, (i, j, k) => {
    const [x, y, z] = ijkToXyz(GRID, [i, j, k]);
    return places.reduce(
      (sum, [a, b, c]) => sum + Math.exp(-((x - a) ** 2 + (y - b) ** 2 + (z - c) ** 2) / (2 * sigma * sigma)),
      0,
    );
  });
}

function noise(seed: number): Volume {
  const random = createRandom(seed);
  return volumeOf(GRID, () => randomNormal(random));
}

type Place = readonly [number, number, number];

/** The definition, step by step: no cell list, distances instead of cosines, arrays of all values. */
function slowScore(structure: Structure, atom: number, map: Volume, settings: QScoreSettings): number {
  const places = Array.from({ length: structure.atomCount }, (_, n): Place => {
    const [x, y, z] = structure.xyz.subarray(3 * n, 3 * n + 3);
    return [x, y, z];
  });
  const others = places.filter((_, n) => n !== atom && structure.element[n] !== "H");
  const profile = (r: number) => 5 * Math.exp(-(r * r) / (2 * settings.sigma ** 2)) + 3;
  const seen: number[] = Array.from({ length: 8 }, () => valueAt(map, places[atom]));
  const expected: number[] = Array.from({ length: 8 }, () => profile(0));
  for (let shell = 1; shell <= 20; shell++) {
    const free = slowPoints(places[atom], 0.1 * shell, others);
    if (free.length < 8 && settings.sparse === "skip") continue;
    seen.push(...free.map((point) => valueAt(map, point)));
    expected.push(...free.map(() => profile(0.1 * shell)));
  }
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [a, b] = [mean(seen), mean(expected)];
  const product = (f: (n: number) => number) => seen.reduce((sum, _, n) => sum + f(n), 0);
  const ab = product((n) => (seen[n] - a) * (expected[n] - b));
  return ab / Math.sqrt(product((n) => (seen[n] - a) ** 2) * product((n) => (expected[n] - b) ** 2));
}

/** The points of the first try that leaves eight, or of the last. */
function slowPoints(centre: Place, radius: number, others: readonly Place[]): Place[] {
  let free: Place[] = [];
  for (let count = 8; count < 108 && free.length < 8; count += 2) {
    const directions = spherePoints(count);
    const points = Array.from({ length: count }, (_, n): Place => {
      const [x, y, z] = directions.subarray(3 * n, 3 * n + 3);
      return [centre[0] + radius * x, centre[1] + radius * y, centre[2] + radius * z];
    });
    free = points.filter((point) =>
      others.every((other) => Math.hypot(...other.map((x, n) => x - point[n])) >= 0.9 * radius),
    );
  }
  return free;
}

describe("Q-scores", () => {
  it("are 1 for atoms that look like the Gaussian, up to what interpolation between samples changes", async () => {
    const places = [
      [3, 2, 5],
      [8, 5, 7.1],
    ] as const;
    const map = gaussians(places, 0.6);
    const scores = await qScores(atoms([3, 2, 5], [8, 5, 7.1]), map, Q_SCORE_DEFAULTS, quietJob);
    for (const score of scores) expect(score).toBeGreaterThan(0.998);
    const narrow = await qScores(atoms([3, 2, 5]), map, { ...Q_SCORE_DEFAULTS, sigma: 0.4 }, quietJob);
    expect(narrow[0]).toBeLessThan(0.96);
  });

  it("are 0 in a flat map, about 0 in noise, and negative in a hole", async () => {
    const random = createRandom(3);
    const many = atoms(
      ...Array.from(
        { length: 60 },
        () => [2 + 6 * random(), 1 + 5 * random(), 3 + 6 * random()] as [number, number, number],
      ),
    );
    const flat = await qScores(
      many,
      volumeOf(GRID, () => 7),
      Q_SCORE_DEFAULTS,
      quietJob,
    );
    expect([...flat]).toEqual(Array.from({ length: 60 }, () => 0));
    const scores = await qScores(many, noise(1), Q_SCORE_DEFAULTS, quietJob);
    expect(Math.abs(scores.reduce((sum, q) => sum + q, 0) / 60)).toBeLessThan(0.1);
    const hole = gaussians([[5, 3, 6]], 0.6);
    const inverted = { grid: GRID, values: hole.values.map((value) => -value) };
    const [score] = await qScores(atoms([5, 3, 6]), inverted, Q_SCORE_DEFAULTS, quietJob);
    expect(score).toBeLessThan(-0.99);
  });

  it.each(["skip", "keep"] as const)("follow the definition in a crowd (%s)", async (sparse) => {
    const settings = { sigma: 0.6, sparse };
    const place = fc.tuple(
      fc.double({ min: 2, max: 6, noNaN: true }),
      fc.double({ min: 1, max: 5, noNaN: true }),
      fc.double({ min: 3, max: 7, noNaN: true }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(place, { minLength: 1, maxLength: 12 }),
        fc.nat(1000),
        async (places, seed) => {
          const map = noise(seed);
          const structure = atoms(...places);
          const scores = await qScores(structure, map, settings, quietJob);
          for (let n = 0; n < places.length; n++) {
            expect(scores[n]).toBeCloseTo(slowScore(structure, n, map, settings), 9);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it("do not change with the scale and offset of the map", async () => {
    const structure = atoms([3, 2, 5], [4.2, 2.4, 5.5], [5, 4, 6]);
    const map = noise(2);
    const before = await qScores(structure, map, Q_SCORE_DEFAULTS, quietJob);
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: -10, max: 10, noNaN: true }),
        async (scale, offset) => {
          const values = map.values.map((value) => scale * (value + offset));
          const after = await qScores(structure, { grid: GRID, values }, Q_SCORE_DEFAULTS, quietJob);
          for (const [n, score] of after.entries()) expect(score).toBeCloseTo(before[n], 3);
        },
      ),
      { numRuns: 20 },
    );
  });

  it("leave hydrogens out, as scored and as neighbours, and atoms outside the map", async () => {
    const map = noise(4);
    const alone = await qScores(atoms([4, 3, 5]), map, Q_SCORE_DEFAULTS, quietJob);
    const withOthers = makeStructure([
      { x: 4, y: 3, z: 5, atomName: "N" },
      { x: 4.6, y: 3, z: 5, atomName: "H", element: "H" },
      { x: 40, y: 3, z: 5, atomName: "CA" },
    ]);
    const scores = await qScores(withOthers, map, Q_SCORE_DEFAULTS, quietJob);
    expect(scores[0]).toBe(alone[0]);
    expect([scores[1], scores[2]]).toEqual([Number.NaN, Number.NaN]);
  });

  it("can be cancelled", async () => {
    await expect(qScores(atoms([4, 3, 5]), noise(4), Q_SCORE_DEFAULTS, cancelledJob)).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});

describe("points on a sphere", () => {
  it("have unit length, reach both poles and surround the middle", () => {
    for (const count of [8, 20, 106]) {
      const points = spherePoints(count);
      const sum = [0, 0, 0];
      for (let n = 0; n < count; n++) {
        const point = points.subarray(3 * n, 3 * n + 3);
        expect(Math.hypot(...point)).toBeCloseTo(1, 12);
        for (let axis = 0; axis < 3; axis++) sum[axis] += point[axis] / count;
      }
      expect([...points.subarray(0, 3)]).toEqual([0, 0, -1]);
      expect([...points.subarray(3 * count - 3)]).toEqual([0, 0, 1]);
      expect(Math.hypot(...sum)).toBeLessThan(0.15);
    }
  });

  it("of four are the poles and two at heights ∓1⁄3, at azimuths of 3.6 ⁄ √(4 · 8⁄9) and twice that", () => {
    const step = 3.6 / Math.sqrt((4 * 8) / 9);
    const across = Math.sqrt(8) / 3;
    const [, a, b] = [0, 1, 2].map((n) => [...spherePoints(4).subarray(3 * n, 3 * n + 3)]);
    for (const [point, turns, height] of [
      [a, 1, -1 / 3],
      [b, 2, 1 / 3],
    ] as const) {
      expect(point[0]).toBeCloseTo(across * Math.cos(turns * step), 12);
      expect(point[1]).toBeCloseTo(across * Math.sin(turns * step), 12);
      expect(point[2]).toBeCloseTo(height, 12);
    }
  });
});

it("what to expect falls with the resolution as the fits say", () => {
  // By hand at 3 Å: −0.0019064058 · 27 + 0.0499875375 · 9 − 0.4513945578 · 3 + 1.5361860733.
  expect(expectedQ(3, 0.6)?.value).toBeCloseTo(0.5804172807, 9);
  expect(expectedQ(3, 0.4)?.value).toBeCloseTo(0.5212, 9);
  expect(expectedQ(3, 0.4)?.low).toBeCloseTo(0.3712, 9);
  expect(expectedQ(3, 0.5)).toBeUndefined();
});
