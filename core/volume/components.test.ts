import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import {
  type Connectivity,
  findComponents,
  keepLargeComponents,
  labelVoxels,
  removeIslands,
} from "#core/volume/components.ts";
import { threshold } from "#core/volume/filter.ts";
import type { Grid } from "#core/volume/grid.ts";
import { anyVolume, cancelledJob, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

/** One plane per array of strings; '#' is density 1. */
function drawing(...planes: string[][]): Volume {
  const grid = unitGrid(planes[0][0].length, planes[0].length, planes.length);
  return volumeOf(grid, (i, j, k) => (planes[k][j][i] === "#" ? 1 : 0));
}

/** The voxels that touch voxel n. */
function neighboursOf({ size: [nx, ny, nz] }: Grid, n: number, connectivity: Connectivity): number[] {
  const [x, y, z] = [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))];
  return Array.from({ length: 27 }, (_, d) => [
    (d % 3) - 1,
    (Math.floor(d / 3) % 3) - 1,
    Math.floor(d / 9) - 1,
  ])
    .filter(([dx, dy, dz]) => connectivity === 26 || Math.abs(dx) + Math.abs(dy) + Math.abs(dz) === 1)
    .map(([dx, dy, dz]) => [x + dx, y + dy, z + dz])
    .filter(([i, j, k]) => i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz)
    .map(([i, j, k]) => i + nx * (j + ny * k));
}

/** Components by flood fill, as the lists of their voxels: the slow definition. */
function floodFill(volume: Volume, level: number, connectivity: Connectivity): number[][] {
  const left = new Set([...volume.values.keys()].filter((n) => volume.values[n] >= level));
  const found: number[][] = [];
  for (const start of left) {
    left.delete(start);
    const component = [start];
    for (const n of component) {
      component.push(...neighboursOf(volume.grid, n, connectivity).filter((m) => left.delete(m)));
    }
    found.push(component.sort((a, b) => a - b));
  }
  return found.sort((a, b) => b.length - a.length || a[0] - b[0]);
}

describe("findComponents", () => {
  it("joins voxels across a corner with 26 neighbours and not with 6", async () => {
    const corner = drawing(["#.", ".."], ["..", ".#"]);
    expect([...(await findComponents(corner, 1, 26, quietJob)).sizes]).toEqual([2]);
    expect([...(await findComponents(corner, 1, 6, quietJob)).sizes]).toEqual([1, 1]);
  });

  it("joins the arms of a U that meet only in a later row", async () => {
    const letter = drawing(["#...#", "#...#", "#####"]);
    expect([...(await findComponents(letter, 1, 6, quietJob)).sizes]).toEqual([9]);
  });

  it("does not join the end of one row with the start of the next", async () => {
    const rows = drawing(["...#", "#..."]);
    expect([...(await findComponents(rows, 1, 26, quietJob)).sizes]).toEqual([1, 1]);
  });

  it("does not join the last row of a plane with the first row of the next", async () => {
    const planes = drawing(["..", "..", "##"], ["##", "..", ".."]);
    expect([...(await findComponents(planes, 1, 26, quietJob)).sizes]).toEqual([2, 2]);
  });

  it("labels the largest component 1 and ties in the order of their first voxel", async () => {
    const three = drawing(["#.##.#"]);
    const components = await findComponents(three, 1, 26, quietJob);
    expect([...components.sizes]).toEqual([2, 1, 1]);
    expect([...labelVoxels(components)]).toEqual([2, 0, 1, 1, 0, 3]);
  });

  it("counts voxels at the level as inside, and NaN as outside", async () => {
    const volume = { grid: unitGrid(3, 1, 1), values: Float32Array.of(0.5, Number.NaN, 0.25) };
    expect([...labelVoxels(await findComponents(volume, 0.5, 26, quietJob))]).toEqual([1, 0, 0]);
  });

  it.each([6, 26] as const)("finds what a flood fill finds with %i neighbours", async (connectivity) => {
    await fc.assert(
      fc.asyncProperty(anyVolume, fc.double({ min: -10, max: 10, noNaN: true }), async (volume, level) => {
        const components = await findComponents(volume, level, connectivity, quietJob);
        const labels = labelVoxels(components);
        const expected = new Uint32Array(labels.length);
        const found = floodFill(volume, level, connectivity);
        found.forEach((voxels, c) => {
          for (const n of voxels) expected[n] = c + 1;
        });
        expect([...components.sizes]).toEqual(found.map((voxels) => voxels.length));
        expect([...labels]).toEqual([...expected]);
      }),
    );
  });

  it("stops when cancelled", async () => {
    await expect(findComponents(drawing(["#"]), 1, 26, cancelledJob)).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});

describe("removeIslands", () => {
  const volume = { grid: unitGrid(7, 1, 1), values: Float32Array.of(5, 0.5, 4, 4, -1, 6, 6) };

  it("sets islands smaller than the size to 0 and keeps the rest, also below the level", async () => {
    const cleaned = await removeIslands(volume, 1, 2, quietJob);
    expect([...cleaned.values]).toEqual([0, 0.5, 4, 4, -1, 6, 6]);
    expect(volume.values[0]).toBe(5);
  });

  it("refuses a level that is not a number", async () => {
    await expect(removeIslands(volume, Number.NaN, 2, quietJob)).rejects.toThrow(/finite level/);
  });
});

describe("keepLargeComponents", () => {
  it("is the threshold followed by island removal", async () => {
    await fc.assert(
      fc.asyncProperty(anyVolume, fc.integer({ min: 0, max: 8 }), async (volume, minSize) => {
        const direct = await keepLargeComponents(volume, 5, minSize, quietJob);
        const inSteps = await removeIslands(threshold(volume, 5), 5, minSize, quietJob);
        expect([...direct.values]).toEqual([...inSteps.values]);
      }),
    );
  });
});
