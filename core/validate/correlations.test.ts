import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { GroupCorrelator } from "#core/validate/group-correlations.ts";
import { mapCorrelations } from "#core/validate/map-correlations.ts";
import { PairSums } from "#core/validate/pearson.ts";
import { createGrid, ijkToXyz } from "#core/volume/grid.ts";
import { volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

const GRID = createGrid([7, 8, 9], [2, -1, 0], [1, 1.2, 0.9]);
const COUNT = 7 * 8 * 9;

function noise(seed: number, offset = 0): Volume {
  const random = createRandom(seed);
  return volumeOf(GRID, () => randomNormal(random) + offset);
}

/** Pearson's correlation as it is defined. */
function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (f: (n: number) => number) => a.reduce((total, _, n) => total + f(n), 0);
  return (
    sum((n) => (a[n] - ma) * (b[n] - mb)) /
    Math.sqrt(sum((n) => (a[n] - ma) ** 2) * sum((n) => (b[n] - mb) ** 2))
  );
}

describe("sums of pairs", () => {
  it("give the correlation and the line of least squares", () => {
    const sums = new PairSums();
    expect(sums.correlation()).toBeNaN();
    // b = 2 a + 1 + (1, −1, −1, 1): the rest is orthogonal to a and to constants.
    for (const [a, b] of [
      [0, 2],
      [1, 2],
      [2, 4],
      [3, 8],
    ]) {
      sums.add(a, b);
    }
    expect(sums.line()).toEqual({ slope: 2, intercept: 1 });
    expect(sums.correlation()).toBeCloseTo(pearson([0, 1, 2, 3], [2, 2, 4, 8]), 12);
    sums.clear();
    sums.add(3, 1, 2);
    sums.add(3, 5);
    expect(sums.correlation()).toBe(0);
    expect(sums.line().slope).toBe(0);
    expect(sums.line().intercept).toBeCloseTo(7 / 3, 12);
  });
});

describe("correlations of the whole", () => {
  it("use all voxels, the mask's, or as many of the highest: as the definition, by sorting", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.integer({ min: 3, max: 200 }), (seed, wanted) => {
        const random = createRandom(seed);
        const [map, model] = [noise(seed, 3), noise(seed + 1, -2)];
        const inside = Uint8Array.from({ length: COUNT }, (_, n) => (n < wanted ? 1 : 0)).sort(
          () => random() - 0.5,
        );
        const image = Uint8Array.from({ length: COUNT }, () => (random() < 0.4 ? 1 : 0));
        const found = mapCorrelations(map, model, {
          mask: { grid: GRID, inside },
          image: { grid: GRID, inside: image },
        });
        const over = (uses: (n: number) => boolean) => {
          const chosen = Array.from({ length: COUNT }, (_, n) => n).filter(uses);
          return pearson(
            chosen.map((n) => map.values[n]),
            chosen.map((n) => model.values[n]),
          );
        };
        const highest = ({ values }: Volume) =>
          new Set(
            Array.from({ length: COUNT }, (_, n) => n)
              .sort((a, b) => values[b] - values[a])
              .slice(0, wanted),
          );
        const [inModel, inMap] = [highest(model), highest(map)];
        expect(found.box).toBeCloseTo(
          over(() => true),
          9,
        );
        expect(found.mask).toBeCloseTo(
          over((n) => inside[n] === 1),
          9,
        );
        expect(found.image).toBeCloseTo(
          over((n) => image[n] === 1),
          9,
        );
        expect(found.volume).toBeCloseTo(
          over((n) => inModel.has(n)),
          9,
        );
        expect(found.peaks).toBeCloseTo(
          over((n) => inModel.has(n) || inMap.has(n)),
          9,
        );
      }),
      { numRuns: 30 },
    );
  });

  it("are not numbers without a voxel", () => {
    const none = { grid: GRID, inside: new Uint8Array(COUNT) };
    const found = mapCorrelations(noise(1), noise(2), { mask: none, image: none });
    expect(found.box).not.toBeNaN();
    expect([found.mask, found.volume, found.peaks, found.image]).toEqual(Array(4).fill(Number.NaN));
  });
});

describe("correlations near groups of atoms", () => {
  it("count every voxel near any atom once, group after group", () => {
    const [map, model] = [noise(1), noise(2)];
    const correlator = new GroupCorrelator(map, model);
    const random = createRandom(9);
    const xyz = Float64Array.from({ length: 30 }, (_, n) => GRID.origin[n % 3] + 6 * random());
    for (const [atoms, radius] of [
      [[0, 1, 2], 1.7],
      [[2, 3], 2.5],
      [[0, 1, 2], 1.7],
      [[4], 9],
    ] as const) {
      const near = Array.from({ length: COUNT }, (_, n) => n).filter((n) => {
        const place = ijkToXyz(GRID, [n % 7, Math.floor(n / 7) % 8, Math.floor(n / 56)]);
        return atoms.some(
          (atom) => Math.hypot(...place.map((x, axis) => x - xyz[3 * atom + axis])) <= radius,
        );
      });
      const expected = pearson(
        near.map((n) => map.values[n]),
        near.map((n) => model.values[n]),
      );
      expect(correlator.correlate(xyz, atoms, radius)).toBeCloseTo(expected, 9);
    }
    expect(correlator.correlate(xyz, [], 3)).toBeNaN();
    expect(correlator.correlate(Float64Array.of(500, 0, 0), [0], 3)).toBeNaN();
  });
});
