import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createBlockIndex } from "#core/surface/block-index.ts";
import { contour } from "#core/surface/contour.ts";
import { type DustMetric, meshSize, withoutDust } from "#core/surface/dust.ts";
import { eulerCharacteristic, sizeOf, unpairedSides } from "#core/surface/surface.testing.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

/** Two balls, of radius 6 (905 Å³) and 2 (34 Å³). */
const balls = volumeOf(unitGrid(30, 16, 16), (i, j, k) =>
  Math.max(6 - Math.hypot(i - 8, j - 8, k - 8), 2 - Math.hypot(i - 22, j - 8, k - 8)),
);
const surfaceOf = async () => contour(balls, createBlockIndex(balls), 0, quietJob);

describe("withoutDust", () => {
  it("leaves out the pieces that enclose too little, whole", async () => {
    const mesh = await surfaceOf();
    expect(eulerCharacteristic(mesh)).toBe(4);
    const clean = withoutDust(mesh, 100);
    expect(eulerCharacteristic(clean)).toBe(2);
    expect(unpairedSides(clean)).toBe(0);
    expect(sizeOf(clean).volume).toBeGreaterThan(800);
    expect(Math.max(...clean.positions.filter((_, n) => n % 3 === 0))).toBeLessThan(14.5);
    expect(clean.normals).toHaveLength(clean.positions.length);
  });

  it("gives back the same mesh when nothing is small, and an empty one when everything is", async () => {
    const mesh = await surfaceOf();
    expect(withoutDust(mesh, 0)).toBe(mesh);
    expect(withoutDust(mesh, 10)).toBe(mesh);
    expect(withoutDust(mesh, 1e6)).toEqual({
      positions: new Float32Array(0),
      normals: new Float32Array(0),
      indices: new Uint32Array(0),
    });
  });

  it("counts a cavity by its size", async () => {
    const shell = { ...balls, values: balls.values.map((value) => (value > 4 ? -1 : value)) };
    const mesh = await contour(shell, createBlockIndex(shell), 0, quietJob);
    expect(eulerCharacteristic(mesh)).toBe(6);
    expect(eulerCharacteristic(withoutDust(mesh, 100))).toBe(2);
  });

  it("measures by extent, area, or rank as asked", async () => {
    const mesh = await surfaceOf();
    const pieces = async (limit: number, metric: DustMetric) =>
      eulerCharacteristic(withoutDust(mesh, limit, metric)) / 2;
    // Diameters of 12 and 4 Å, areas of 452 and 50 Å².
    expect([await pieces(3, "size"), await pieces(6, "size"), await pieces(13, "size")]).toEqual([2, 1, 0]);
    expect([await pieces(30, "area"), await pieces(200, "area"), await pieces(500, "area")]).toEqual([
      2, 1, 0,
    ]);
    for (const metric of ["size rank", "area rank", "volume rank"] as const) {
      expect([await pieces(1, metric), await pieces(2, metric), await pieces(9, metric)]).toEqual([1, 2, 2]);
    }
  });

  it("keeps a large piece that the edge of the box cuts open", async () => {
    const half = volumeOf(unitGrid(10, 20, 20), (i, j, k) => 7 - Math.hypot(i, j - 10, k - 10));
    const mesh = await contour(half, createBlockIndex(half), 0, quietJob);
    // A half ball of 718 Å³; from the middle of its box the open side hides at most a cone of it.
    expect(withoutDust(mesh, 300)).toBe(mesh);
  });
});

describe("meshSize", () => {
  it("is near the area, volume and number of the balls it was made from", async () => {
    const { area, volume, pieces } = meshSize(await surfaceOf());
    expect(pieces).toBe(2);
    expect(area / (4 * Math.PI * (36 + 4))).toBeCloseTo(1, 1);
    expect(volume / ((4 / 3) * Math.PI * (216 + 8))).toBeCloseTo(1, 1);
  });

  it("takes cavities off the volume and adds their area", async () => {
    const shell = { ...balls, values: balls.values.map((value) => Math.min(value, 4 - value)) }; // 2 < r < 6, and a ball
    const { volume, pieces } = meshSize(await contour(shell, createBlockIndex(shell), 0, quietJob));
    expect(pieces).toBe(3);
    expect(volume / ((4 / 3) * Math.PI * (216 - 8 + 8))).toBeCloseTo(1, 1);
  });
});
