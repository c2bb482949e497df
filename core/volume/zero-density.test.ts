import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createGrid } from "#core/volume/grid.ts";
import { anyVolume, unitGrid } from "#core/volume/volume.testing.ts";
import { coveredBy, explainedFraction, subtractModelMap, zeroDensity } from "#core/volume/zero-density.ts";

const line = (values: number[]) => ({
  grid: unitGrid(values.length, 1, 1),
  values: Float32Array.from(values),
});
const noAtoms = new Float64Array(0);

describe("zeroDensity", () => {
  it("sets voxels near the atoms to 0 in a copy", async () => {
    const map = line([1, 2, 3, 4, 5, 6, 7]);
    const zeroed = await zeroDensity(map, Float64Array.of(3, 0, 0), { radius: 1.5 }, quietJob);
    expect([...zeroed.values]).toEqual([1, 2, 0, 0, 0, 6, 7]);
    expect([...map.values]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("sets voxels the model map covers to 0, whatever its grid", async () => {
    // The model map rises 0 → 4 → 0 over x = 1…5 in steps of 2 Å: at x = 1…5 it is 0, 2, 4, 2, 0.
    const modelMap = { grid: createGrid([3, 1, 1], [1, 0, 0], [2, 1, 1]), values: Float32Array.of(0, 4, 0) };
    const map = line([9, 9, 9, 9, 9, 9, 9]);
    const zero = async (threshold: number) =>
      [...(await zeroDensity(map, noAtoms, { modelMap, threshold }, quietJob)).values].map((v) => v / 9);
    expect(await zero(0)).toEqual([1, 1, 0, 0, 0, 1, 1]);
    expect(await zero(2)).toEqual([1, 1, 1, 0, 1, 1, 1]);
    expect(await zero(4)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it("with shrink stays that far inside the border of what is covered", async () => {
    const map = line(new Array(11).fill(1));
    const zero = async (shrink: number) =>
      [...(await zeroDensity(map, Float64Array.of(5, 0, 0), { radius: 3, shrink }, quietJob)).values].map(
        Number,
      );
    expect(await zero(0)).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    expect(await zero(1)).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1]);
    expect(await zero(2.5)).toEqual([1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1]);
    expect(await zero(10)).toEqual(new Array(11).fill(1));
  });

  it("erases exactly what the preview shows, and less the more it shrinks", async () => {
    const xyz = Float64Array.of(1, 1, 1, 4, 2, 3);
    await fc.assert(
      fc.asyncProperty(anyVolume, fc.double({ min: 0, max: 3, noNaN: true }), async (volume, shrink) => {
        const coverage = { radius: 4, shrink };
        const mask = await coveredBy(volume.grid, xyz, coverage, quietJob);
        const all = await coveredBy(volume.grid, xyz, { radius: 4 }, quietJob);
        const { values } = await zeroDensity(volume, xyz, coverage, quietJob);
        values.forEach((value, n) => {
          expect(value + 0).toBe(mask.inside[n] === 1 ? 0 : volume.values[n] + 0);
          expect(mask.inside[n]).toBeLessThanOrEqual(all.inside[n]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("refuses a negative shrink", async () => {
    const zeroed = zeroDensity(line([1]), Float64Array.of(0, 0, 0), { radius: 1, shrink: -1 }, quietJob);
    await expect(zeroed).rejects.toThrow(/shrink/);
  });
});

describe("subtractModelMap", () => {
  it("takes the scaled model away, never below 0, and leaves negative densities alone", async () => {
    const map = line([5, 5, 5, -1, 0]);
    const modelMap = line([0, 1, 9, 3, 3]);
    expect([...(await subtractModelMap(map, modelMap, 2, quietJob)).values]).toEqual([5, 3, 0, -1, 0]);
  });

  it("refuses a negative scale", async () => {
    await expect(subtractModelMap(line([1]), line([1]), -1, quietJob)).rejects.toThrow(/scale/);
  });
});

describe("explainedFraction", () => {
  it("is the share of the density above the level that is gone", async () => {
    // Above 2: 3 + 5 + 8 = 16, of which 3 and half of 8 are gone.
    expect(explainedFraction(line([1, 3, 5, 8]), line([0, 0, 5, 4]), 2)).toBe(7 / 16);
    expect(explainedFraction(line([1]), line([0]), 2)).toBe(0);
  });

  it("refuses maps of different size", () => {
    expect(() => explainedFraction(line([1]), line([1, 2]), 0)).toThrow(/same grid/);
  });
});
