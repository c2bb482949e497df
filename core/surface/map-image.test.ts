import { describe, expect, it } from "vitest";
import { float16ToNumber } from "#core/format/float16.ts";
import { mapImageOf } from "#core/surface/map-image.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

describe("the image of a map", () => {
  it("has every sample of a small map, in parts of the largest in size", () => {
    const volume = volumeOf(unitGrid(2, 3, 4), (i, j, k) => i + 10 * j - 100 * k);
    const { grid, block, values, unit } = mapImageOf(volume);
    expect({ grid, block, unit }).toEqual({ grid: volume.grid, block: 1, unit: 300 });
    volume.values.forEach((value, n) => {
      expect(unit * float16ToNumber(values[n])).toBeCloseTo(value, 0);
    });
  });

  it("has only the samples of a region, where they lie", () => {
    const volume = volumeOf(unitGrid(4, 4, 4), (i, j, k) => i + 4 * j + 16 * k);
    const { grid, values, unit } = mapImageOf(volume, { first: [1, 2, 3], last: [2, 3, 3] });
    expect(grid).toMatchObject({ size: [2, 2, 1], origin: [1, 2, 3] });
    expect(unit).toBe(62);
    expect(Array.from(values, (bits) => Math.round(62 * float16ToNumber(bits)))).toEqual([57, 58, 61, 62]);
  });

  it("has means of blocks of a map too long for a graphics card, in their middles", () => {
    const volume = volumeOf(unitGrid(600, 3, 1), (i) => i);
    const { grid, block, values, unit } = mapImageOf(volume);
    expect(block).toBe(3);
    expect(grid).toMatchObject({ size: [200, 1, 1], origin: [1, 1, 1], voxelSize: [3, 3, 3] });
    expect(unit).toBe(598);
    expect(unit * float16ToNumber(values[199])).toBe(598);
  });

  it("of a map without density is 0 throughout", () => {
    const { values, unit } = mapImageOf(volumeOf(unitGrid(2, 2, 2), () => 0));
    expect([unit, ...values]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
