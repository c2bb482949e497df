import { describe, expect, it } from "vitest";
import { difffitOutside, difffitTarget } from "#core/fit/difffit-target.ts";
import { FIT_DEFAULTS, type FitRequest } from "#core/fit/params.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { createGrid, ijkToXyz } from "#core/volume/grid.ts";
import { valueAt } from "#core/volume/trilinear.ts";
import { cancelledJob, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import { createVolume, type Volume } from "#core/volume/volume.ts";

const request: FitRequest = { ...FIT_DEFAULTS, minIsland: 1 };

describe("difffitTarget", () => {
  it("one row of voxels by hand: threshold, scale, smooth once, negative space", async () => {
    // Kept: 4 of 0.4, 4, 0.2 …; scaled to 1. Weights e^−2, e^−½, 1, e^−½, e^−2 over their sum 2.48374.
    const row = createVolume(unitGrid(5, 1, 1), Float32Array.of(0.4, 0.2, 4, 0.3, 0));
    const target = await difffitTarget(row, 0.5, 10, { ...request, smoothLevels: 1 }, quietJob);
    const sum = 1 + 2 * Math.exp(-0.5) + 2 * Math.exp(-2);
    const [w0, w1, w2] = [1 / sum, Math.exp(-0.5) / sum, Math.exp(-2) / sum];
    // The border reflects: the end voxel sees the middle on both sides.
    const expected = [-0.5 + 2 * w2, -0.5 + w1, 1 + w0, -0.5 + w1, -0.5 + 2 * w2];
    for (const [n, value] of expected.entries()) expect(target.values[n]).toBeCloseTo(value, 6);
  });

  it("below 5 Å the second smoothing sees the negative space of the first", async () => {
    const row = createVolume(unitGrid(9, 1, 1), Float32Array.of(0, 0, 0, 0, 4, 0, 0, 0, 0));
    const secondLevel = async (resolution: number, voxel: number) => {
      const [one, two] = await Promise.all(
        [1, 2].map((smoothLevels) =>
          difffitTarget(row, 0.5, resolution, { ...request, smoothLevels }, quietJob),
        ),
      );
      return two.values[voxel] - one.values[voxel];
    };
    const sum = 1 + 2 * Math.exp(-0.5) + 2 * Math.exp(-2);
    const [w0, w1, w2] = [1 / sum, Math.exp(-0.5) / sum, Math.exp(-2) / sum];
    // After one smoothing: w2 w1 w0 w1 w2 about the middle (voxel 4), nothing at voxels 0 and 1.
    for (const resolution of [4, 6]) {
      expect(await secondLevel(resolution, 4)).toBeCloseTo(w0 * w0 + 2 * w1 * w1 + 2 * w2 * w2, 6);
    }
    // Voxel 3 sees 1 (nothing), 2, itself, 4 and 5.
    const seen = w1 * w2 + w0 * w1 + w1 * w0 + w2 * w1;
    expect(await secondLevel(6, 3)).toBeCloseTo(seen, 6);
    expect(await secondLevel(4, 3)).toBeCloseTo(seen - 0.5 * w2, 6);
    // Voxel 2 sees nothing at 0 and 1: enough negative space to sink below 0, and so to become −0.5 itself.
    expect(await secondLevel(6, 2)).toBeCloseTo(2 * w0 * w2 + w1 * w1, 6);
    expect(await secondLevel(4, 2)).toBeCloseTo(-0.5, 6);
  });

  it.each([3, 8])("at %d Å it is the sum of its levels, each sampled by itself", async (resolution) => {
    const random = createRandom(1);
    const grid = createGrid([9, 8, 10], [3, -5, 2], [1.2, 0.9, 1.5]);
    const map = volumeOf(
      grid,
      (i, j, k) => random() * Math.exp(-((i - 4) ** 2 + (j - 4) ** 2 + (k - 5) ** 2) / 6),
    );
    const level = 0.08;
    const target = await difffitTarget(map, level, resolution, request, quietJob);
    const levels = slowLevels(map, level, resolution < 5);
    expect(levels).toHaveLength(4);
    for (let n = 0; n < 500; n++) {
      const xyz = ijkToXyz(grid, [9 * random() - 0.5, 8 * random() - 0.5, 10 * random() - 0.5]);
      const expected = levels.reduce((sum, volume) => sum + valueAt(volume, xyz), 0);
      expect(Math.abs(valueAt(target, xyz) - expected)).toBeLessThan(1e-6);
    }
  });

  it("forgets islands and says how low the space outside the box is", async () => {
    const two = createVolume(unitGrid(7, 1, 1), Float32Array.of(3, 3, 3, 0, 0, 0, 9));
    const none = { ...request, smoothLevels: 0 };
    const kept = await difffitTarget(two, 1, 10, { ...none, minIsland: 2 }, quietJob);
    expect([...kept.values]).toEqual([1, 1, 1, -0.5, -0.5, -0.5, -0.5]);
    const all = await difffitTarget(two, 1, 10, { ...none, negativeSpace: -2 }, quietJob);
    expect(all.values[6]).toBe(1);
    expect(all.values[3]).toBe(-2);
    expect(difffitOutside(none)).toBe(-0.5);
    expect(difffitOutside(request)).toBe(-2); // four levels of −0.5
  });

  it("a map without density is negative space throughout", async () => {
    const flat = volumeOf(unitGrid(4, 4, 4), () => 0);
    const target = await difffitTarget(flat, 1, 10, request, quietJob);
    expect([...target.values]).toEqual(new Array(64).fill(-2));
  });

  it("can be cancelled", async () => {
    const flat = volumeOf(unitGrid(4, 4, 4), () => 1);
    await expect(difffitTarget(flat, 0.5, 10, request, cancelledJob)).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});

/** DiffFit's levels one by one, smoothed three times. */
function slowLevels(map: Volume, level: number, shrinks: boolean): Volume[] {
  const kept = Array.from(map.values, (v) => (v >= level ? v : 0));
  const highest = Math.max(...kept);
  const withNegative = (values: number[]) => values.map((v) => (v > 1e-7 ? v : -0.5));
  const asVolume = (values: number[]) => createVolume(map.grid, Float32Array.from(withNegative(values)));
  let current = kept.map((v) => v / highest);
  const volumes = [asVolume(current)];
  for (let round = 0; round < 3; round++) {
    const smooth = slowSmooth(current, map.grid.size);
    volumes.push(asVolume(smooth));
    current = shrinks ? withNegative(smooth) : smooth;
  }
  return volumes;
}

/** Smoothing as its definition: every voxel the weighted mean of 5 × 5 × 5 neighbours, the border reflected. */
function slowSmooth(values: readonly number[], size: Vec3): number[] {
  const mirror = (n: number, length: number) => (n < 0 ? -n : n >= length ? 2 * (length - 1) - n : n);
  const reach = [-2, -1, 0, 1, 2];
  const neighbours = reach.flatMap((a) => reach.flatMap((b) => reach.map((c) => [a, b, c] as const)));
  const weights = neighbours.map(([a, b, c]) => Math.exp(-(a * a + b * b + c * c) / 2));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return values.map((_, n) => {
    const i = n % size[0];
    const j = Math.floor(n / size[0]) % size[1];
    const k = Math.floor(n / size[0] / size[1]);
    const at = ([a, b, c]: Vec3) =>
      mirror(i + a, size[0]) + size[0] * (mirror(j + b, size[1]) + size[1] * mirror(k + c, size[2]));
    return neighbours.reduce((sum, offset, m) => sum + (weights[m] / total) * values[at(offset)], 0);
  });
}
