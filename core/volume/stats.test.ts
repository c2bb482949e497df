import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "#core/math/random.ts";
import { createGrid } from "#core/volume/grid.ts";
import { levelEnclosingVolume, levelForFraction, measure } from "#core/volume/stats.ts";
import { anyVolume, unitGrid } from "#core/volume/volume.testing.ts";

const line = (values: number[]) => ({
  grid: unitGrid(values.length, 1, 1),
  values: Float32Array.from(values),
});
const upTo = (n: number) => line(Array.from({ length: n }, (_, i) => i + 1));

describe("measure", () => {
  it("gives min, max, mean and the standard deviation over all voxels", () => {
    // 1…8: mean 4.5, mean of squares 25.5, variance 25.5 − 20.25 = 5.25.
    const { min, max, mean, sd, notFinite } = measure(upTo(8));
    expect([min, max, mean, notFinite]).toEqual([1, 8, 4.5, 0]);
    expect(sd).toBeCloseTo(Math.sqrt(5.25), 12);
  });

  it("keeps a small spread on a large offset", () => {
    expect(measure(line([100000, 100001])).sd).toBeCloseTo(0.5, 12);
  });

  it("counts every density once, the largest in the last bin", () => {
    // 0…255.5 in steps of 0.5: bins of width 255.5/256, so every bin holds two.
    const { histogram } = measure(line(Array.from({ length: 512 }, (_, i) => i / 2)));
    expect(histogram.start).toBe(0);
    expect(histogram.binWidth).toBeCloseTo(255.5 / 256, 12);
    expect([...histogram.counts]).toEqual(new Array(256).fill(2));
  });

  it("leaves out densities that are not numbers, and says how many", () => {
    const { min, max, mean, notFinite } = measure(line([Number.NaN, 2, Number.POSITIVE_INFINITY, 4]));
    expect([min, max, mean, notFinite]).toEqual([2, 4, 3, 2]);
    expect(measure(line([Number.NaN])).histogram.counts.reduce((a, b) => a + b)).toBe(0);
  });

  it("puts a constant map in one bin", () => {
    const { sd, histogram } = measure(line([3, 3, 3]));
    expect([sd, histogram.binWidth, histogram.counts[0]]).toEqual([0, 0, 3]);
  });

  it("histogram counts sum to the number of voxels", () => {
    fc.assert(
      fc.property(anyVolume, (volume) => {
        expect(measure(volume).histogram.counts.reduce((a, b) => a + b)).toBe(volume.values.length);
      }),
    );
  });
});

describe("levelForFraction", () => {
  it("is exceeded by exactly the asked number of voxels", () => {
    expect(levelForFraction(upTo(100), 0.01)).toBe(99);
    expect(levelForFraction(upTo(100), 0.25)).toBe(75);
    expect(levelForFraction(upTo(300))).toBe(297);
  });

  it("is the maximum for none and the minimum for all", () => {
    expect(levelForFraction(upTo(100), 0)).toBe(100);
    expect(levelForFraction(upTo(100), 1)).toBe(1);
  });

  it("equals the value found by sorting, for densities of either sign", () => {
    fc.assert(
      fc.property(anyVolume, fc.double({ min: 0, max: 1, noNaN: true }), (volume, fraction) => {
        const sorted = [...volume.values].sort((a, b) => b - a);
        const rank = Math.min(sorted.length - 1, Math.round(fraction * sorted.length));
        expect(levelForFraction(volume, fraction)).toBe(sorted[rank] + 0);
      }),
    );
  });

  it("ignores densities that are not finite", () => {
    expect(levelForFraction(line([Number.NaN, Number.POSITIVE_INFINITY, 1, 2]), 0)).toBe(2);
  });

  it("refuses a fraction outside 0…1", () => {
    expect(() => levelForFraction(upTo(3), 1.5)).toThrow(/between 0 and 1/);
    expect(() => levelForFraction(upTo(3), Number.NaN)).toThrow(/between 0 and 1/);
  });
});

describe("levelEnclosingVolume", () => {
  const grid = createGrid([10, 1, 1], [0, 0, 0], [2, 2, 2]); // 8 Å³ per voxel
  const volume = { grid, values: Float32Array.from([5, 9, 1, 7, 3, 10, 2, 8, 4, 6]) };

  it("encloses the asked volume in voxels at or above it", () => {
    expect(levelEnclosingVolume(volume, 24)).toBe(8);
    expect(levelEnclosingVolume(volume, 80)).toBe(1);
    expect(levelEnclosingVolume(volume, 0.1)).toBe(10);
  });

  it("refuses a volume larger than the map, or none", () => {
    expect(() => levelEnclosingVolume(volume, 81)).toThrow(/no larger than the map/);
    expect(() => levelEnclosingVolume(volume, 0)).toThrow(/positive/);
  });
});

describe("levelForFraction on maps large enough for its sampled bound", () => {
  const size = 100_000;
  const expected = (values: Float32Array, fraction: number) =>
    values.slice().sort().reverse()[Math.min(size - 1, Math.round(fraction * size))];
  const level = (values: Float32Array, fraction: number) =>
    levelForFraction({ grid: createGrid([size, 1, 1], [0, 0, 0], [1, 1, 1]), values }, fraction);

  it("is the exact order statistic, with and without ties", () => {
    const random = createRandom(4);
    const smooth = Float32Array.from({ length: size }, () => random() - 0.5);
    const stepped = smooth.map((value) => Math.round(value * 20) / 20);
    for (const values of [smooth, stepped]) {
      for (const fraction of [0.001, 0.01, 0.05]) {
        expect(level(values, fraction)).toBe(expected(values, fraction));
      }
    }
  });

  it("is exact when the voxels that are sampled mislead: only those are dense, or only those are not", () => {
    const stride = Math.floor(size / 16_384);
    const dense = Float32Array.from({ length: size }, (_, n) => (n % stride === 0 ? 5 + n / size : n / size));
    const empty = dense.map((value) => 6 - value);
    for (const values of [dense, empty]) expect(level(values, 0.01)).toBe(expected(values, 0.01));
  });

  it("leaves out values that are not finite", () => {
    const values = Float32Array.from({ length: size }, (_, n) => n);
    values[7] = Number.NaN;
    expect(level(values, 0.01)).toBe(size - 1 - Math.round(0.01 * (size - 1)));
  });
});
