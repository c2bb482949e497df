import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createGrid, ijkToXyz, xyzToIjk } from "#core/volume/grid.ts";
import { resample } from "#core/volume/resample.ts";
import { valueAt, valueAtIndex } from "#core/volume/trilinear.ts";
import { anyGrid, anyVolume, cancelledJob, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

describe("resample", () => {
  it("reproduces a linear ramp exactly between the samples, and gives 0 outside", async () => {
    const ramp = volumeOf(createGrid([3, 3, 3], [10, 0, 0], [2, 1, 1]), (i, j, k) => i + 10 * j + 100 * k);
    const grid = createGrid([4, 1, 1], [9, 0.5, 1.25], [1.5, 1, 1]); // x = 9, 10.5, 12, 13.5 → i = −0.5, 0.25, 1, 1.75
    const { values } = await resample(ramp, grid, quietJob);
    expect([...values]).toEqual([0, 130.25, 131, 131.75]);
  });

  it("includes the outermost sample centres and nothing beyond", async () => {
    const ones = volumeOf(unitGrid(3, 3, 3), () => 1);
    const grid = createGrid([2, 1, 1], [2, 2, 2], [0.01, 1, 1]);
    expect([...(await resample(ones, grid, quietJob)).values]).toEqual([1, 0]);
  });

  it("onto its own grid is the same volume", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, async (volume) => {
        const { values } = await resample(volume, volume.grid, quietJob);
        values.forEach((value, n) => {
          expect(Math.abs(value - volume.values[n])).toBeLessThan(1e-4);
        });
      }),
      { numRuns: 50 },
    );
  });

  it("equals the trilinear value at every sample of the new grid", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, anyGrid, async (volume, grid) => {
        const { values } = await resample(volume, grid, quietJob);
        const [nx, ny] = grid.size;
        values.forEach((value, n) => {
          const xyz = ijkToXyz(grid, [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))]);
          const onBorder = xyzToIjk(volume.grid, xyz).some((at, axis) => {
            return Math.abs(at) < 1e-5 || Math.abs(at - (volume.grid.size[axis] - 1)) < 1e-5;
          });
          if (!onBorder) expect(Math.abs(value - valueAt(volume, xyz))).toBeLessThan(1e-4);
        });
      }),
      { numRuns: 100 },
    );
  });

  it("stops when cancelled", async () => {
    const volume = volumeOf(unitGrid(2, 2, 2), () => 1);
    await expect(resample(volume, volume.grid, cancelledJob)).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("valueAtIndex", () => {
  it("is trilinear inside, exact on the last sample, 0 outside", () => {
    const ramp = volumeOf(unitGrid(3, 2, 1), (i, j) => i + 10 * j);
    expect(valueAtIndex(ramp, 1.5, 0.5, 0)).toBe(6.5);
    expect(valueAtIndex(ramp, 2, 1, 0)).toBe(12);
    expect(valueAtIndex(ramp, 2.001, 1, 0)).toBe(0);
    expect(valueAtIndex(ramp, Number.NaN, 1, 0)).toBe(0);
  });

  it("agrees with the value at the same point in Å", () => {
    // Shares of the way through the box, off its very border, which rounding may put on either side.
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(anyVolume, fc.tuple(share, share, share), (volume, shares) => {
        const [x, y, z] = shares.map((s, axis) => s * (volume.grid.size[axis] - 1));
        fc.pre(volume.grid.size.every((n) => n > 1));
        const expected = valueAt(volume, ijkToXyz(volume.grid, [x, y, z]));
        expect(Math.abs(valueAtIndex(volume, x, y, z) - expected)).toBeLessThan(1e-9);
      }),
    );
  });
});
