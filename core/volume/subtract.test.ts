import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createGrid } from "#core/volume/grid.ts";
import { minimumRmsScale, subtractScaled } from "#core/volume/subtract.ts";
import { anyVolume, unitGrid } from "#core/volume/volume.testing.ts";

const line = (values: number[]) => ({
  grid: unitGrid(values.length, 1, 1),
  values: Float32Array.from(values),
});

describe("subtractScaled", () => {
  it("subtracts the scaled, interpolated other map on the grid of the first", async () => {
    const other = { grid: createGrid([2, 1, 1], [1, 0, 0], [2, 1, 1]), values: Float32Array.of(2, 4) }; // 2, 3, 4 at 1, 2, 3
    const map = line([10, 10, 10, 10, 10]);
    expect([...(await subtractScaled(map, other, { factors: [1, 2] }, quietJob)).values]).toEqual([
      10, 6, 4, 2, 10,
    ]);
    expect(map.values[1]).toBe(10);
  });

  it("scales both and takes any grid", async () => {
    const grid = createGrid([2, 1, 1], [0.5, 0, 0], [1, 1, 1]);
    const { values } = await subtractScaled(
      line([1, 3, 5]),
      line([0, 2, 2]),
      { factors: [2, 3], grid },
      quietJob,
    );
    expect([...values]).toEqual([1, 2]); // 2·2 − 3·1, 2·4 − 3·2
  });
});

describe("minimumRmsScale", () => {
  it("is Σvu ⁄ Σu² over the voxels where the other map reaches the level", async () => {
    // Where u ≥ 2: (3·2 + 10·4) ⁄ (4 + 16) = 2.3.
    expect(await minimumRmsScale(line([100, 3, 10]), line([1, 2, 4]), 2, quietJob)).toBeCloseTo(2.3, 12);
  });

  it("is 0 where the other map has nothing", async () => {
    expect(await minimumRmsScale(line([1, 2]), line([0, 0]), 0, quietJob)).toBe(0);
    expect(await minimumRmsScale(line([1, 2]), line([1, 1]), 5, quietJob)).toBe(0);
  });

  it("leaves no smaller sum of squares on either side of it", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, fc.integer(), async (volume, seed) => {
        const other = { grid: volume.grid, values: volume.values.map((v, n) => v + Math.sin(seed + n)) };
        const scale = await minimumRmsScale(volume, other, Number.NEGATIVE_INFINITY, quietJob);
        const left = async (s: number) =>
          (await subtractScaled(volume, other, { factors: [1, s] }, quietJob)).values.reduce(
            (sum, v) => sum + v * v,
            0,
          );
        const best = await left(scale);
        expect(await left(scale + 0.1)).toBeGreaterThanOrEqual(best * (1 - 1e-5));
        expect(await left(scale - 0.1)).toBeGreaterThanOrEqual(best * (1 - 1e-5));
      }),
      { numRuns: 40 },
    );
  });
});
