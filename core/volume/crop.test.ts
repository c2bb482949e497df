import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxAbove, cropToBox, cropToLevel } from "#core/volume/crop.ts";
import { createGrid, ijkToXyz } from "#core/volume/grid.ts";
import { valueAt } from "#core/volume/trilinear.ts";
import { anyVolume, unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

const numbered = volumeOf(createGrid([4, 3, 2], [10, 20, 30], [1, 2, 3]), (i, j, k) => i + 10 * j + 100 * k);

describe("cropToBox", () => {
  it("keeps the samples of the box where they were in space", () => {
    const block = cropToBox(numbered, { first: [1, 1, 1], last: [2, 2, 1] });
    expect(block.grid).toEqual({ size: [2, 2, 1], origin: [11, 22, 33], voxelSize: [1, 2, 3] });
    expect([...block.values]).toEqual([111, 112, 121, 122]);
  });

  it.each([
    ["beyond the map", { first: [0, 0, 0], last: [4, 0, 0] }],
    ["before the map", { first: [-1, 0, 0], last: [0, 0, 0] }],
    ["turned round", { first: [2, 0, 0], last: [1, 0, 0] }],
    ["between samples", { first: [0.5, 0, 0], last: [1, 0, 0] }],
  ] as const)("refuses a box %s", (_, box) => {
    expect(() => cropToBox(numbered, box)).toThrow(/inside the map/);
  });
});

describe("cropToLevel", () => {
  // Voxels of 2 Å; only (3, 4, 5) and (5, 4, 6) reach the level.
  const grid = createGrid([10, 10, 10], [0, 0, 0], [2, 2, 2]);
  const two = volumeOf(grid, (i, j, k) =>
    j === 4 && ((i === 3 && k === 5) || (i === 5 && k === 6)) ? 1 : 0,
  );

  it("takes the smallest box around the voxels at the level", () => {
    expect(boxAbove(two, 1)).toEqual({ first: [3, 4, 5], last: [5, 4, 6] });
    expect(cropToLevel(two, 1).grid).toEqual({ size: [3, 1, 2], origin: [6, 8, 10], voxelSize: [2, 2, 2] });
  });

  it("widens it by a margin in Å, as far as the map goes", () => {
    expect(cropToLevel(two, 1, 2).grid.size).toEqual([5, 3, 4]);
    expect(cropToLevel(two, 1, 2.1).grid.size).toEqual([7, 5, 6]);
    expect(cropToLevel(two, 1, 1000).grid).toEqual(grid);
  });

  it("refuses a level nothing reaches and a negative margin", () => {
    expect(boxAbove(two, 2)).toBeUndefined();
    expect(() => cropToLevel(two, 2)).toThrow(/choose a lower one/);
    expect(() => cropToLevel(two, 1, -1)).toThrow(/margin/);
  });

  it("keeps every voxel at the level, with its density at the same point", () => {
    fc.assert(
      fc.property(anyVolume, (volume) => {
        const level = volume.values[0];
        const block = cropToLevel(volume, level);
        const count = (values: Float32Array) => values.filter((v) => v >= level).length;
        expect(count(block.values)).toBe(count(volume.values));
        expect(block.values[0]).toBeCloseTo(valueAt(volume, ijkToXyz(block.grid, [0, 0, 0])), 4);
      }),
    );
  });

  it("works on a map of one voxel", () => {
    expect(
      cropToLevel(
        volumeOf(unitGrid(1, 1, 1), () => 1),
        1,
      ).values,
    ).toEqual(Float32Array.of(1));
  });
});
