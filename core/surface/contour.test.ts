import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { type BlockIndex, createBlockIndex } from "#core/surface/block-index.ts";
import { contour } from "#core/surface/contour.ts";
import { eulerCharacteristic, sizeOf, unpairedSides } from "#core/surface/surface.testing.ts";
import { createGrid, ijkToXyz } from "#core/volume/grid.ts";
import { anyVolume, cancelledJob, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

const contourOf = (volume: Volume, level: number) =>
  contour(volume, createBlockIndex(volume), level, quietJob);

/** Density that falls by 1 per Å from the centre: the surface at `-r` is a sphere of radius r. */
function cone(size: Vec3, voxelSize: Vec3, centre: Vec3): Volume {
  const grid = createGrid(size, [-3, 5, 11], voxelSize);
  return volumeOf(grid, (i, j, k) => {
    const [x, y, z] = ijkToXyz(grid, [i, j, k]);
    return -Math.hypot(x - centre[0], y - centre[1], z - centre[2]);
  });
}

describe("contour", () => {
  it.each<{ size: Vec3; voxelSize: Vec3 }>([
    { size: [30, 30, 30], voxelSize: [1, 1, 1] },
    { size: [30, 60, 20], voxelSize: [1, 0.5, 1.5] },
  ])("draws a sphere of radius 10 Å on $voxelSize Å voxels", async ({ size, voxelSize }) => {
    const centre: Vec3 = [11.6, 19.7, 25.4];
    const mesh = await contourOf(cone(size, voxelSize, centre), -10);
    const { area, volume } = sizeOf(mesh);
    expect(area / (4 * Math.PI * 100)).toBeCloseTo(1, 1.5);
    expect(volume / ((4 / 3) * Math.PI * 1000)).toBeCloseTo(1, 1.5);
    expect(eulerCharacteristic(mesh)).toBe(2);
    expect(unpairedSides(mesh)).toBe(0);
    for (let n = 0; n < mesh.positions.length; n += 3) {
      const radial = centre.map((c, axis) => (mesh.positions[n + axis] - c) / 10);
      const cosine = radial.reduce((sum, r, axis) => sum + r * mesh.normals[n + axis], 0);
      expect(Math.hypot(...radial)).toBeCloseTo(1, 1);
      expect(cosine / Math.hypot(...radial)).toBeGreaterThan(0.998);
    }
  });

  it("draws a torus with one hole", async () => {
    const torus = volumeOf(unitGrid(30, 30, 14), (i, j, k) => {
      const fromRing = Math.hypot(i - 14.3, j - 14.6) - 9;
      return 4 - Math.hypot(fromRing, k - 6.7);
    });
    const mesh = await contourOf(torus, 0);
    expect(eulerCharacteristic(mesh)).toBe(0);
    // 2π²Rr² with R = 9, r = 4; nets lie inside strongly curved surfaces, by 2 % at four voxels.
    expect(Math.abs(sizeOf(mesh).volume / (2 * Math.PI ** 2 * 9 * 16) - 1)).toBeLessThan(0.03);
  });

  it("puts the surface of a linear ramp exactly on its plane, open at the edge of the box", async () => {
    const grid = createGrid([20, 11, 9], [1, 2, 3], [1, 2, 0.5]);
    const ramp = volumeOf(grid, (i, j, k) => 2 * i + j - k);
    const mesh = await contourOf(ramp, 12.5);
    // Per Å the gradient is (2, 1/2, -2); outside is where the density is lower.
    const length = Math.hypot(2, 0.5, 2);
    expect(mesh.indices.length).toBeGreaterThan(0);
    for (let n = 0; n < mesh.positions.length; n += 3) {
      const [x, y, z] = mesh.positions.subarray(n, n + 3);
      expect(2 * (x - 1) + (y - 2) / 2 - 2 * (z - 3)).toBeCloseTo(12.5, 4);
      expect(mesh.normals[n]).toBeCloseTo(-2 / length, 5);
      expect(mesh.normals[n + 1]).toBeCloseTo(-0.5 / length, 5);
      expect(mesh.normals[n + 2]).toBeCloseTo(2 / length, 5);
    }
    expect(unpairedSides(mesh)).toBeGreaterThan(0);
  });

  it("draws one dense voxel as a small cube of eight vertices", async () => {
    const volume = volumeOf(unitGrid(3, 3, 3), (i, j, k) => (i === 1 && j === 1 && k === 1 ? 2 : 0));
    const mesh = await contourOf(volume, 1);
    // Every cell has three crossings, each half-way: their mean is 1/6 from the voxel along every axis.
    expect([...mesh.positions.subarray(0, 3)].map((x) => x.toFixed(5))).toEqual([
      "0.83333",
      "0.83333",
      "0.83333",
    ]);
    expect(mesh.positions.length / 3).toBe(8);
    expect(mesh.indices.length / 3).toBe(12);
    expect(sizeOf(mesh).volume).toBeCloseTo((1 / 3) ** 3, 5);
  });

  it("is empty when no density or every density reaches the level", async () => {
    const volume = volumeOf(unitGrid(9, 2, 3), (i) => i);
    for (const level of [-1, 0, 8.5]) expect((await contourOf(volume, level)).positions).toHaveLength(0);
    expect(
      (
        await contourOf(
          volumeOf(unitGrid(1, 5, 5), (_, j) => j),
          2,
        )
      ).indices,
    ).toHaveLength(0);
  });

  it("skips nothing that it should draw: the same mesh when no block may be skipped", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: -15, max: 0 }),
        async (nx, level) => {
          const volume = cone([10 + nx, 18, 25 - nx], [1, 1.2, 0.9], [3, 9, 20]);
          const index = createBlockIndex(volume);
          const all: BlockIndex = {
            size: index.size,
            min: index.min.map(() => Number.NEGATIVE_INFINITY),
            max: index.max.map(() => Number.POSITIVE_INFINITY),
          };
          const skipped = await contour(volume, index, level, quietJob);
          // The order of vertices is the same, because blocks keep theirs.
          expect(skipped).toEqual(await contour(volume, all, level, quietJob));
        },
      ),
      { numRuns: 20 },
    );
  });

  it("gives finite vertices inside the box, unit normals and valid triangles for any densities", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, fc.double({ min: -9, max: 9, noNaN: true }), async (volume, level) => {
        const { positions, normals, indices } = await contourOf(volume, level);
        const { origin, size, voxelSize } = volume.grid;
        expect(indices.every((n) => n < positions.length / 3)).toBe(true);
        for (let n = 0; n < positions.length; n++) {
          const axis = n % 3;
          const index = (positions[n] - origin[axis]) / voxelSize[axis];
          expect(index).toBeGreaterThan(-1e-4);
          expect(index).toBeLessThan(size[axis] - 1 + 1e-4);
        }
        for (let n = 0; n < normals.length; n += 3) {
          expect(Math.hypot(normals[n], normals[n + 1], normals[n + 2])).toBeCloseTo(1, 5);
        }
      }),
    );
  });

  it("is closed and oriented for any densities that do not reach the edge of the box", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, async ({ grid, values }) => {
        const [nx, ny, nz] = grid.size;
        const isEdge = (n: number, count: number) => n === 0 || n === count + 1;
        const padded = volumeOf(unitGrid(nx + 2, ny + 2, nz + 2), (i, j, k) =>
          isEdge(i, nx) || isEdge(j, ny) || isEdge(k, nz) ? -1 : values[i - 1 + nx * (j - 1 + ny * (k - 1))],
        );
        const mesh = await contourOf(padded, 0.5);
        expect(unpairedSides(mesh)).toBe(0);
        expect(sizeOf(mesh).volume).toBeGreaterThanOrEqual(-1e-4);
      }),
    );
  });

  it("does not change when all densities and the level grow by the same amount", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 60, maxLength: 60 }),
        fc.integer({ min: -1000, max: 1000 }),
        async (numbers, shift) => {
          // Halves and integers of this size are exact in single precision.
          const at = (offset: number) =>
            contourOf(
              volumeOf(unitGrid(5, 4, 3), (i, j, k) => numbers[i + 5 * (j + 4 * k)] + offset),
              offset + 0.5,
            );
          expect(await at(shift)).toEqual(await at(0));
        },
      ),
    );
  });

  it("refuses levels that are no number, and stops when cancelled", async () => {
    const volume = volumeOf(unitGrid(4, 4, 4), (i) => i);
    await expect(contourOf(volume, Number.NaN)).rejects.toMatchObject({ code: "input" });
    const cancelledContour = contour(volume, createBlockIndex(volume), 1.5, cancelledJob);
    await expect(cancelledContour).rejects.toMatchObject({ code: "cancelled" });
  });
});
