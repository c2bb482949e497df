import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { levelEnclosingMass } from "#core/simulate/mass-level.ts";
import { createGrid } from "#core/volume/grid.ts";

const line = (values: number[]) => ({
  grid: createGrid([values.length, 1, 1], [0, 0, 0], [1, 1, 1]),
  values: Float32Array.from(values),
});

describe("levelEnclosingMass", () => {
  it("is the largest density at or above which the voxels hold the fraction", () => {
    // Sum 20: 8 is 40 %, 8 + 6 is 70 %, 8 + 6 + 4 is 90 %.
    const map = line([2, 8, 0, 6, 4]);
    expect(levelEnclosingMass(map, 0.4)).toBe(8);
    expect(levelEnclosingMass(map, 0.41)).toBe(6);
    expect(levelEnclosingMass(map, 0.9)).toBe(4);
    expect(levelEnclosingMass(map)).toBe(2);
    expect(levelEnclosingMass(map, 1)).toBe(2);
  });

  it("refuses a map without mass and fractions outside 0…1", () => {
    expect(() => levelEnclosingMass(line([0, 0]))).toThrow(/no positive mass/);
    expect(() => levelEnclosingMass(line([1]), 1.1)).toThrow(/between 0 and 1/);
  });

  it("encloses at least the fraction, and less just above it", () => {
    const densities = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(densities, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, fraction) => {
        const total = values.reduce((a, b) => a + b, 0);
        fc.pre(total > 0);
        const level = levelEnclosingMass(line(values), fraction);
        const mass = (keeps: (v: number) => boolean) => values.filter(keeps).reduce((a, b) => a + b, 0);
        expect(mass((v) => v >= level)).toBeGreaterThanOrEqual(fraction * total);
        expect(mass((v) => v > level)).toBeLessThan(fraction * total);
      }),
    );
  });
});
