import { describe, expect, it } from "vitest";
import { chooseLevel, findSupport, randomSupportPoint, smoothSupport } from "#core/fit/support.ts";
import { quietJob } from "#core/job/job-context.ts";
import { referenceMaps } from "#core/kernel/reference-maps.ts";
import { createRandom } from "#core/math/random.ts";
import { createGrid, xyzToIjk } from "#core/volume/grid.ts";
import { highestDensity } from "#core/volume/stats.ts";
import { cancelledJob, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";

const choose = (map: Volume, given?: number) => chooseLevel(referenceMaps, map, highestDensity(map), given);

describe("chooseLevel", () => {
  const thousand = volumeOf(unitGrid(10, 10, 10), (i, j, k) => i + 10 * j + 100 * k);

  it("1 % of 1000 voxels: ten lie above 989", () => {
    expect(choose(thousand)).toEqual({ value: 989, reason: "1 % of the voxels lie above it" });
  });

  it("takes the one given, if anything lies above it", () => {
    expect(choose(thousand, 998.5)).toEqual({ value: 998.5, reason: "given" });
    expect(choose(thousand, -5)).toMatchObject({ value: -5 });
    expect(() => choose(thousand, 999)).toThrow(expect.objectContaining({ code: "input" }));
    expect(() => choose(thousand, Number.NaN)).toThrow(expect.objectContaining({ code: "input" }));
    expect(() => choose(thousand, 1e6)).toThrow("the map's maximum is 999.0");
  });

  it("on a segment, 0 nearly everywhere, half of the positive voxels lie above it", () => {
    const segment = volumeOf(unitGrid(10, 10, 10), (i, j, k) => (j === 4 && k === 4 && i < 6 ? i + 1 : 0));
    expect(choose(segment)).toEqual({
      value: 3, // of 1 … 6
      reason: "half of the voxels with positive density lie above it",
    });
  });

  it.each([
    ["zeros", 0],
    ["a negative constant", -2],
    ["a positive constant", 2],
  ])("a map of %s holds nothing to fit into", (_, density) => {
    const flat = volumeOf(unitGrid(5, 5, 5), () => density);
    expect(() => choose(flat)).toThrow(expect.objectContaining({ code: "input" }));
  });

  it("the highest density does not mind voxels that are not numbers", () => {
    expect(highestDensity(createVolume(unitGrid(3, 1, 1), Float32Array.of(Number.NaN, -3, -1)))).toBe(-1);
    expect(highestDensity(createVolume(unitGrid(1, 1, 1), Float32Array.of(Number.NaN)))).toBe(
      Number.NEGATIVE_INFINITY,
    );
  });
});

/** Two regions: 2 × 3 × 2 voxels from (1, 1, 1), and one voxel at (6, 5, 4). */
const islands = volumeOf(createGrid([8, 7, 6], [10, -20, 5], [1, 2, 0.5]), (i, j, k) =>
  (i >= 1 && i <= 2 && j >= 1 && j <= 3 && k >= 1 && k <= 2) || (i === 6 && j === 5 && k === 4) ? 5 : 1,
);

describe("findSupport", () => {
  it("keeps the regions that are large enough, and counts the others as above the level", async () => {
    const support = await findSupport(referenceMaps, islands, 5, 2, quietJob);
    expect(support).toMatchObject({ voxels: 12, above: 13, first: [1, 1, 1], last: [2, 3, 2], warnings: [] });
    expect(support.grid).toBe(islands.grid);
    const both = await findSupport(referenceMaps, islands, 5, 1, quietJob);
    expect(both).toMatchObject({ voxels: 13, above: 13, first: [1, 1, 1], last: [6, 5, 4] });
  });

  it("keeps the largest region when all are too small, and says so", async () => {
    const support = await findSupport(referenceMaps, islands, 5, 100, quietJob);
    expect(support.voxels).toBe(12);
    expect(support.warnings).toHaveLength(1);
    expect(support.warnings[0]).toMatch(/100 voxels.*\(12\)/);
  });

  it("refuses a level above everything", async () => {
    await expect(findSupport(referenceMaps, islands, 6, 1, quietJob)).rejects.toMatchObject({
      code: "input",
    });
  });

  it("can be cancelled", async () => {
    await expect(findSupport(referenceMaps, islands, 5, 1, cancelledJob)).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});

describe("randomSupportPoint", () => {
  it("hits every voxel of the support equally often, anywhere within it, and nothing else", async () => {
    const support = await findSupport(referenceMaps, islands, 5, 1, quietJob);
    const random = createRandom(4);
    const hits = new Map<string, number>();
    const inVoxel = [0, 0, 0];
    for (let n = 0; n < 13_000; n++) {
      const ijk = xyzToIjk(islands.grid, randomSupportPoint(support, random));
      const voxel = ijk.map(Math.round);
      ijk.forEach((x, axis) => {
        inVoxel[axis] += (x - voxel[axis]) ** 2 / 13_000;
      });
      hits.set(voxel.join(), (hits.get(voxel.join()) ?? 0) + 1);
    }
    expect(hits.size).toBe(13);
    for (const key of hits.keys()) {
      const [i, j, k] = key.split(",").map(Number);
      expect(islands.values[i + 8 * (j + 7 * k)]).toBe(5);
    }
    const chiSquare = [...hits.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(40); // 12 degrees of freedom
    for (const square of inVoxel) expect(Math.abs(square - 1 / 12)).toBeLessThan(0.005); // uniform over one voxel
  });

  it("uses the same random numbers for the same seed", async () => {
    const support = await findSupport(referenceMaps, islands, 5, 1, quietJob);
    const take = () => {
      const random = createRandom(9, 2);
      return [1, 2, 3].map(() => randomSupportPoint(support, random));
    };
    expect(take()).toEqual(take());
  });
});

describe("smoothSupport", () => {
  it("is the densest part of the smooth map: more room than above the contour, not more than half the box", async () => {
    const support = await findSupport(referenceMaps, islands, 5, 2, quietJob); // 13 voxels of 1 Å³ above
    const smooth = volumeOf(
      createGrid([6, 6, 6], [10, -20, 5], [0.8, 0.8, 0.8]),
      (i, j, k) => i + 6 * j + 36 * k,
    );
    const starts = await smoothSupport(referenceMaps, smooth, support, quietJob);
    const room = starts.voxels * 0.8 ** 3;
    expect(room).toBeGreaterThanOrEqual(13);
    expect(starts.voxels).toBeLessThanOrEqual(108 + 1);
    expect(starts.last).toEqual([5, 5, 5]); // where the ramp is highest
    expect(starts.grid).toBe(smooth.grid);
  });

  it("never covers more than half of a small smooth map", async () => {
    const support = await findSupport(referenceMaps, islands, 5, 2, quietJob);
    const small = volumeOf(unitGrid(3, 3, 3), (i, j, k) => i + 3 * j + 9 * k);
    const starts = await smoothSupport(referenceMaps, small, support, quietJob);
    expect(starts.voxels).toBeLessThanOrEqual(15);
  });
});
