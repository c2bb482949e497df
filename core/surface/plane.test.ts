import { describe, expect, it } from "vitest";
import { planeOf } from "#core/surface/plane.ts";
import { unitGrid, volumeOf } from "#core/volume/volume.testing.ts";

const volume = volumeOf(unitGrid(2, 3, 4), (i, j, k) => i + 10 * j + 100 * k);

describe("planeOf", () => {
  it("cuts across each axis, rows along the first of the two others", () => {
    expect(planeOf(volume, 0, 1)).toEqual({
      width: 3,
      height: 4,
      values: Float32Array.of(1, 11, 21, 101, 111, 121, 201, 211, 221, 301, 311, 321),
    });
    expect(planeOf(volume, 1, 2)).toEqual({
      width: 2,
      height: 4,
      values: Float32Array.of(20, 21, 120, 121, 220, 221, 320, 321),
    });
    expect(planeOf(volume, 2, 3)).toEqual({
      width: 2,
      height: 3,
      values: Float32Array.of(300, 301, 310, 311, 320, 321),
    });
  });

  it("refuses planes outside the box", () => {
    for (const index of [-1, 2, 0.5, Number.NaN]) expect(() => planeOf(volume, 0, index)).toThrow("no plane");
  });
});
