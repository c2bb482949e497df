import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createGrid, type Grid, ijkToXyz, sampleCount } from "#core/volume/grid.ts";
import { applyMask, eraseMask, type Mask, maskWithin, shrinkMask } from "#core/volume/mask.ts";
import { anyGrid, cancelledJob, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

const centre = (grid: Grid, n: number) => {
  const [nx, ny] = grid.size;
  return ijkToXyz(grid, [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))]);
};
const chosen = (mask: Mask) => mask.inside.reduce((sum, v) => sum + v, 0);
const coordinate = fc.double({ min: -6, max: 12, noNaN: true });

describe("maskWithin", () => {
  it("takes a voxel and its six neighbours at a radius of one voxel", async () => {
    const mask = await maskWithin(unitGrid(5, 5, 5), Float64Array.of(2, 2, 2), 1, quietJob);
    expect(chosen(mask)).toBe(7);
    expect(mask.inside[2 + 5 * (2 + 5 * 2)]).toBe(1);
  });

  it("measures in Å on every axis", async () => {
    const grid = createGrid([9, 9, 9], [0, 0, 0], [0.5, 1, 2]);
    // Radius 2 about a sample: 4, 2 and 1 samples on each side along the axes.
    const mask = await maskWithin(grid, Float64Array.of(2, 4, 8), 2, quietJob);
    const along = [0, 1, 2].map(
      (axis) =>
        [...mask.inside.keys()].filter((n) => {
          const offset = centre(grid, n).map((v, a) => v - [2, 4, 8][a]);
          return mask.inside[n] === 1 && offset.every((d, a) => a === axis || d === 0);
        }).length,
    );
    expect(along).toEqual([9, 5, 3]);
  });

  it("chooses exactly the voxels whose distance to a point is within the radius", async () => {
    const points = fc.array(fc.tuple(coordinate, coordinate, coordinate), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        anyGrid,
        points,
        fc.double({ min: 0, max: 5, noNaN: true }),
        async (grid, xyz, radius) => {
          const mask = await maskWithin(grid, Float64Array.from(xyz.flat()), radius, quietJob);
          mask.inside.forEach((inside, n) => {
            const c = centre(grid, n);
            const nearest = Math.min(...xyz.map((p) => Math.hypot(p[0] - c[0], p[1] - c[1], p[2] - c[2])));
            if (Math.abs(nearest - radius) > 1e-4) expect(inside).toBe(nearest < radius ? 1 : 0);
          });
        },
      ),
    );
  });

  it("refuses a negative radius and stops when cancelled", async () => {
    await expect(maskWithin(unitGrid(1, 1, 1), Float64Array.of(0, 0, 0), -1, quietJob)).rejects.toThrow(
      /radius/,
    );
    await expect(
      maskWithin(unitGrid(1, 1, 1), Float64Array.of(0, 0, 0), 1, cancelledJob),
    ).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});

describe("shrinkMask", () => {
  it("takes one layer off a box, and none where the grid ends", async () => {
    const grid = unitGrid(7, 7, 7);
    const box = { grid, inside: new Uint8Array(343) };
    // Planes k = 0…3 of rows 1…5: the box touches the end of the grid along x and at k = 0.
    for (let k = 0; k < 4; k++)
      for (let j = 1; j < 6; j++) box.inside.fill(1, 7 * (j + 7 * k), 7 * (j + 7 * k) + 7);
    const shrunk = await shrinkMask(box, 1, quietJob);
    expect(chosen(shrunk)).toBe(7 * 3 * 3);
    expect(chosen(box)).toBe(7 * 5 * 4);
  });

  it("keeps exactly the voxels farther than the distance from every voxel outside", async () => {
    const mask = anyGrid.chain((grid) =>
      fc
        .array(fc.boolean(), { minLength: sampleCount(grid), maxLength: sampleCount(grid) })
        .map((bits): Mask => ({ grid, inside: Uint8Array.from(bits, Number) })),
    );
    await fc.assert(
      fc.asyncProperty(mask, fc.double({ min: 0, max: 5, noNaN: true }), async (before, distance) => {
        const after = await shrinkMask(before, distance, quietJob);
        const outside = [...before.inside.keys()]
          .filter((n) => before.inside[n] === 0)
          .map((n) => centre(before.grid, n));
        after.inside.forEach((inside, n) => {
          const c = centre(before.grid, n);
          const border = Math.min(...outside.map((p) => Math.hypot(p[0] - c[0], p[1] - c[1], p[2] - c[2])));
          if (Math.abs(border - distance) > 1e-4) expect(inside).toBe(border > distance ? 1 : 0);
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe("applyMask and eraseMask", () => {
  it("divide the densities between them", () => {
    const volume = volumeOf(unitGrid(3, 1, 1), (i) => i + 1);
    const mask = { grid: volume.grid, inside: Uint8Array.of(1, 0, 1) };
    expect([...applyMask(volume, mask).values]).toEqual([1, 0, 3]);
    expect([...eraseMask(volume, mask).values]).toEqual([0, 2, 0]);
    expect([...volume.values]).toEqual([1, 2, 3]);
  });

  it("refuse a mask of another size", () => {
    const volume = volumeOf(unitGrid(3, 1, 1), () => 1);
    expect(() => applyMask(volume, { grid: unitGrid(2, 1, 1), inside: new Uint8Array(2) })).toThrow(
      /does not fit/,
    );
  });
});
