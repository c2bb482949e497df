import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { gaussianBlur, threshold } from "#core/volume/filter.ts";
import { createGrid } from "#core/volume/grid.ts";
import { anyVolume, cancelledJob, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The weight at a distance of d samples of a Gaussian of width sigma samples, cut at 5 sigma, sum 1. */
function weight(d: number, sigma: number): number {
  const reach = Math.floor(5 * sigma);
  if (Math.abs(d) > reach) return 0;
  let total = 0;
  for (let n = -reach; n <= reach; n++) total += sigma > 0 ? Math.exp((-n * n) / (2 * sigma * sigma)) : 1;
  return (sigma > 0 ? Math.exp((-d * d) / (2 * sigma * sigma)) : 1) / total;
}

/** The definition: every voxel is the weighted sum of all voxels. */
function blurredAt(volume: Volume, sigma: readonly number[], n: number): number {
  const { size, voxelSize } = volume.grid;
  const at = (m: number) => [
    m % size[0],
    Math.floor(m / size[0]) % size[1],
    Math.floor(m / (size[0] * size[1])),
  ];
  const here = at(n);
  return volume.values.reduce((sum, value, m) => {
    const there = at(m);
    return (
      there.reduce((w, index, axis) => w * weight(index - here[axis], sigma[axis] / voxelSize[axis]), value) +
      sum
    );
  }, 0);
}

describe("threshold", () => {
  it("keeps densities at or above the level, unshifted, and leaves the input alone", () => {
    const volume = { grid: unitGrid(4, 1, 1), values: Float32Array.of(-1, 1, 2, Number.NaN) };
    expect([...threshold(volume, 1).values]).toEqual([0, 1, 2, 0]);
    expect(volume.values[0]).toBe(-1);
  });
});

describe("gaussianBlur", () => {
  it("turns one voxel into a Gaussian whose width is in Å on every axis", async () => {
    const grid = createGrid([41, 21, 31], [0, 0, 0], [0.5, 1, 2]);
    const spike = volumeOf(grid, (i, j, k) => (i === 20 && j === 10 && k === 15 ? 1 : 0));
    const { values } = await gaussianBlur(spike, 1.5, quietJob);
    const centre = 20 + 41 * (10 + 21 * 15);
    const peak = values[centre];
    // 3 Å along x is 6 samples, along y 3; 2 Å along z is 1: the drop is exp(−d²/2σ²) on each.
    expect(values[centre + 6] / peak).toBeCloseTo(Math.exp(-2), 6);
    expect(values[centre + 3 * 41] / peak).toBeCloseTo(Math.exp(-2), 6);
    expect(values[centre + 41 * 21] / peak).toBeCloseTo(Math.exp(-4 / 4.5), 6);
  });

  it("keeps the sum of a density away from the edge", async () => {
    const spike = volumeOf(unitGrid(25, 25, 25), (i, j, k) => (i === 12 && j === 12 && k === 12 ? 7 : 0));
    const { values } = await gaussianBlur(spike, 2, quietJob);
    expect(values.reduce((a, b) => a + b, 0)).toBeCloseTo(7, 5);
  });

  it("counts density outside the box as 0", async () => {
    // A corner of a block of ones sees the share of the kernel at distances ≥ 0, cubed.
    const ones = volumeOf(unitGrid(12, 12, 12), () => 1);
    const { values } = await gaussianBlur(ones, 1, quietJob);
    const half = [0, 1, 2, 3, 4, 5].reduce((sum, d) => sum + weight(d, 1), 0);
    expect(values[0]).toBeCloseTo(half ** 3, 6);
    expect(values[6 + 12 * (6 + 12 * 6)]).toBeCloseTo(1, 5);
  });

  it("ends 5 sigma from the voxel", async () => {
    const spike = volumeOf(unitGrid(31, 1, 1), (i) => (i === 15 ? 1 : 0));
    const { values } = await gaussianBlur(spike, [2, 0, 0], quietJob);
    expect(values[25]).toBeGreaterThan(0);
    expect(values[26]).toBe(0);
  });

  it("with width 0 returns the densities as they are", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, async (volume) => {
        expect((await gaussianBlur(volume, 0, quietJob)).values).toEqual(volume.values.map((v) => v + 0));
      }),
      { numRuns: 30 },
    );
  });

  it("equals the direct sum over all voxels, for any widths and any zeros", async () => {
    const width = fc.constantFrom(0, 0.4, 1, 2.5);
    await fc.assert(
      fc.asyncProperty(anyVolume, fc.tuple(width, width, width), async (volume, sigma) => {
        const sparse = threshold(volume, 2);
        const { values } = await gaussianBlur(sparse, sigma, quietJob);
        values.forEach((value, n) => {
          expect(Math.abs(value - blurredAt(sparse, sigma, n))).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("refuses a negative width and stops when cancelled", async () => {
    const volume = volumeOf(unitGrid(2, 2, 2), () => 1);
    await expect(gaussianBlur(volume, -1, quietJob)).rejects.toThrow(/positive length/);
    await expect(gaussianBlur(volume, 1, cancelledJob)).rejects.toMatchObject({ code: "cancelled" });
  });
});
