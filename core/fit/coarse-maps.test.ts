import { describe, expect, it } from "vitest";
import { cropToRegion, makeCoarseMaps, regionAround, regionOfSupport } from "#core/fit/coarse-maps.ts";
import { findSupport } from "#core/fit/support.ts";
import { quietJob } from "#core/job/job-context.ts";
import { referenceMaps } from "#core/kernel/reference-maps.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { createGrid, ijkToXyz, sampleCount } from "#core/volume/grid.ts";
import { cancelledJob, volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

describe("regions", () => {
  it("around a ball: radius and margin on every side", () => {
    expect(regionAround([1, 2, 3], 10, 5)).toEqual({ low: [-14, -13, -12], high: [16, 17, 18] });
  });

  it("of a support: from its first to its last voxel, and the margin", async () => {
    const grid = createGrid([10, 10, 10], [100, 0, -50], [1, 2, 3]);
    const map = volumeOf(grid, (i, j, k) => (i > 3 && i < 7 && j === 2 && k > 0 && k < 9 ? 1 : 0));
    const support = await findSupport(referenceMaps, map, 1, 1, quietJob);
    // Voxels 4–6, 2, 1–8.
    expect(regionOfSupport(support, 10)).toEqual({ low: [94, -6, -57], high: [116, 14, -16] });
  });
});

describe("cropToRegion", () => {
  const grid = createGrid([11, 6, 5], [0, 10, -20], [1, 2, 5]);
  const map = volumeOf(grid, (i, j, k) => i + 100 * j + 10_000 * k);

  it("keeps the samples nearest to the region's faces and what lies between, in place", () => {
    // x 2.4 … 7.6 Å is index 2 … 8, y 13.9 … ∞ is 2 … 5 (index 1.95 rounds to 2), z −16 … 0 is 1 … 4.
    const part = cropToRegion(referenceMaps, map, { low: [2.4, 13.9, -16], high: [7.6, 999, 0] });
    expect(part.grid).toEqual(createGrid([7, 4, 4], [2, 14, -15], [1, 2, 5]));
    expect(part.values[0]).toBe(2 + 200 + 10_000);
    expect(part.values.at(-1)).toBe(8 + 500 + 40_000);
  });

  it("is the map itself when the region covers it, and never empty", () => {
    expect(cropToRegion(referenceMaps, map, { low: [-99, -99, -99], high: [99, 99, 99] })).toBe(map);
    const beside = cropToRegion(referenceMaps, map, { low: [50, 10, -20], high: [60, 20, 0] });
    expect(beside.grid.size).toEqual([1, 6, 5]);
  });
});

/** Total, centre (Å) and standard deviation (Å) of a density along each axis. */
function spread({ grid, values }: Volume): { total: number; centre: Vec3; width: Vec3 } {
  const sums = { total: 0, first: [0, 0, 0], second: [0, 0, 0] };
  const [nx, ny] = grid.size;
  values.forEach((value, n) => {
    const xyz = ijkToXyz(grid, [n % nx, Math.floor(n / nx) % ny, Math.floor(n / nx / ny)]);
    sums.total += value;
    for (const k of [0, 1, 2]) {
      sums.first[k] += value * xyz[k];
      sums.second[k] += value * xyz[k] ** 2;
    }
  });
  const centre = sums.first.map((s) => s / sums.total) as [number, number, number];
  const width = sums.second.map((s, k) => Math.sqrt(s / sums.total - centre[k] ** 2));
  const voxel = grid.voxelSize[0] * grid.voxelSize[1] * grid.voxelSize[2];
  return { total: sums.total * voxel, centre, width: width as [number, number, number] };
}

describe("makeCoarseMaps", () => {
  // Odd sizes, so that the last block of a binned row is not full; unequal voxels, so that axes bin differently.
  const grid = createGrid([81, 53, 41], [-40, 7, 3], [0.8, 1.3, 1.9]);
  const peak: Vec3 = [-40 + 39 * 0.8, 7 + 26 * 1.3, 3 + 20 * 1.9];
  const point = volumeOf(grid, (i, j, k) => (i === 39 && j === 26 && k === 20 ? 100 : 0));

  it.each([3, 5, 8, 15])(
    "at %d Å: a point stays in its place, becomes round, and keeps its mass",
    async (d) => {
      const [{ volume, outside }] = await makeCoarseMaps(referenceMaps, point, d, quietJob);
      const { total, centre, width } = spread(volume);
      expect(total / (100 * 0.8 * 1.3 * 1.9)).toBeCloseTo(1, 2);
      for (const k of [0, 1, 2]) {
        // A point has no place finer than the block it falls into.
        expect(Math.abs(centre[k] - peak[k])).toBeLessThan(volume.grid.voxelSize[k] / 2 + 1e-6);
        expect(Math.abs(width[k] / width[0] - 1)).toBeLessThan(0.05);
      }
      expect(width[0]).toBeGreaterThan(2);
      expect(width[0]).toBeLessThan(6);
      expect(outside).toBe(0);
    },
  );

  it("samples its blur well: voxels no wider than the blur", async () => {
    const [{ volume }] = await makeCoarseMaps(referenceMaps, point, 4, quietJob);
    const { width } = spread(volume);
    for (const k of [0, 1, 2]) expect(volume.grid.voxelSize[k]).toBeLessThan(1.2 * width[k]);
    expect(sampleCount(volume.grid)).toBeLessThan(sampleCount(grid) / 4);
  });

  it("a shift by whole blocks shifts both maps and nothing else", async () => {
    const [first, second] = await makeCoarseMaps(referenceMaps, point, 4, quietJob);
    const moved = { ...point, grid: createGrid(grid.size, [60, 27, 33], grid.voxelSize) };
    const [a, b] = await makeCoarseMaps(referenceMaps, moved, 4, quietJob);
    expect(a.volume.values).toEqual(first.volume.values);
    expect(b.volume.values).toEqual(second.volume.values);
    for (const k of [0, 1, 2]) {
      const by = a.volume.grid.origin[k] - first.volume.grid.origin[k];
      expect(by).toBeCloseTo([100, 20, 30][k], 9);
    }
  });

  it("the second map has the local background taken away: a peak inside a moat, nothing in all", async () => {
    const [, { volume, outside }] = await makeCoarseMaps(referenceMaps, point, 3, quietJob);
    const highest = volume.values.reduce((most, v) => Math.max(most, v));
    const lowest = volume.values.reduce((least, v) => Math.min(least, v));
    const sum = volume.values.reduce((total, v) => total + v, 0);
    expect(highest).toBeGreaterThan(-5 * lowest);
    expect(lowest).toBeLessThan(0);
    expect(Math.abs(sum)).toBeLessThan(0.3 * volume.values.reduce((total, v) => total + Math.abs(v), 0));
    expect(outside).toBeLessThanOrEqual(0);
  });

  it("a wide plateau is high in the first map and nothing special in the second", async () => {
    const plateau = volumeOf(createGrid([60, 60, 60], [0, 0, 0], [2, 2, 2]), (i) => (i < 40 ? 5 : 0));
    const [smooth, contrast] = await makeCoarseMaps(referenceMaps, plateau, 3, quietJob);
    const middle = (volume: Volume) => {
      const [nx, ny, nz] = volume.grid.size;
      return volume.values[Math.floor(nx / 3) + nx * (Math.floor(ny / 2) + ny * Math.floor(nz / 2))];
    };
    expect(middle(smooth.volume)).toBeCloseTo(5, 3);
    expect(Math.abs(middle(contrast.volume))).toBeLessThan(0.1);
  });

  it("both maps lie where the map lies, to a voxel", async () => {
    const [first, second] = await makeCoarseMaps(referenceMaps, point, 4, quietJob);
    expect(second.volume.grid).toEqual(first.volume.grid);
    const { grid: coarse } = first.volume;
    const last = ijkToXyz(coarse, [coarse.size[0] - 1, coarse.size[1] - 1, coarse.size[2] - 1]);
    const end = ijkToXyz(grid, [80, 52, 40]);
    for (const k of [0, 1, 2]) {
      expect(Math.abs(coarse.origin[k] - grid.origin[k])).toBeLessThan(coarse.voxelSize[k]);
      expect(Math.abs(last[k] - end[k])).toBeLessThan(coarse.voxelSize[k]);
    }
  });

  it("maps with large voxels are not binned", async () => {
    const coarse = volumeOf(createGrid([9, 9, 9], [0, 0, 0], [6, 6, 6]), (i, j, k) => i + j + k);
    const [{ volume }] = await makeCoarseMaps(referenceMaps, coarse, 12, quietJob);
    expect(volume.grid).toEqual(coarse.grid);
  });

  it("a map below zero on average is continued below zero", async () => {
    const low = volumeOf(createGrid([20, 20, 20], [0, 0, 0], [2, 2, 2]), () => -3);
    const [{ outside }] = await makeCoarseMaps(referenceMaps, low, 4, quietJob);
    expect(outside).toBeLessThan(0);
    expect(outside).toBeGreaterThanOrEqual(-3);
  });

  it("can be cancelled", async () => {
    const going = makeCoarseMaps(referenceMaps, point, 4, cancelledJob);
    await expect(going).rejects.toMatchObject({ code: "cancelled" });
  });
});
