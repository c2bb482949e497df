import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  enclosedVolume,
  levelEnclosing,
  levelFromRms,
  levelFromSd,
  levelInRms,
  levelInSd,
  proteinMass,
} from "#renderer/stores/level.ts";

// 100 voxels of 2 × 2 × 2 Å: 90 between 0 and 1, 9 between 1 and 2, 1 between 2 and 3.
const map = {
  grid: { size: [10, 10, 1], origin: [0, 0, 0], voxelSize: [2, 2, 2] },
  histogram: { start: 0, binWidth: 1, counts: [90, 9, 1] },
  mean: 0.6,
  sd: 0.2,
} as const;

describe("a level in other units", () => {
  it("counts standard deviations from the mean", () => {
    expect(levelInSd(map, 1)).toBeCloseTo(2, 12);
    expect(levelFromSd(map, 2)).toBeCloseTo(1, 12);
    expect(levelInSd({ mean: 1, sd: 0 }, 3)).toBe(0);
  });

  it("counts multiples of the rms about 0", () => {
    expect(levelInRms({ mean: 3, sd: 4 }, 10)).toBe(2);
    expect(levelFromRms({ mean: 3, sd: 4 }, 0.5)).toBe(2.5);
    expect(levelInRms({ mean: 0, sd: 0 }, 1)).toBe(0);
  });

  it("stands for the mass of protein: 1 kDa fills 1.23 nm³", () => {
    expect(1000 / proteinMass(1)).toBeCloseTo(1230, 0); // 1 ⁄ (1.35 · 0.602214) = 1.2300 Å³ per Da
  });

  it("encloses the voxels above it", () => {
    expect(enclosedVolume(map, 1)).toBe(80); // 10 voxels of 8 Å³
    expect(enclosedVolume(map, 2)).toBe(8);
    expect(enclosedVolume(map, 3)).toBe(0);
    expect(enclosedVolume(map, -1)).toBe(800);
  });

  it("takes a share of the bin it falls into", () => {
    expect(enclosedVolume(map, 1.5)).toBeCloseTo(8 * (1 + 4.5), 9);
    expect(levelEnclosing(map, 8 * 5.5)).toBeCloseTo(1.5, 9);
  });

  it("finds the level of a volume again", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 2.99, noNaN: true }), (level) => {
        expect(levelEnclosing(map, enclosedVolume(map, level))).toBeCloseTo(level, 9);
      }),
    );
  });

  it("ends at the lowest density for more than the whole map", () => {
    expect(levelEnclosing(map, 1e6)).toBe(0);
  });
});
