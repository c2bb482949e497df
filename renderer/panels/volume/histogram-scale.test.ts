import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barsOf, handleAt, levelAt, pixelOf, scaleOf } from "#renderer/panels/volume/histogram-scale.ts";

const histogram = { start: -2, binWidth: 0.5, counts: [1, 10, 100, 1000, 100, 10, 1, 0] }; // −2 … 2

describe("the scale of a histogram", () => {
  it("puts the ends of the densities at the ends of the drawing", () => {
    const scale = scaleOf(histogram, 200);
    expect(pixelOf(scale, -2)).toBe(0);
    expect(pixelOf(scale, 2)).toBe(200);
    expect(levelAt(scale, 50)).toBe(-1);
  });

  it("finds the pixel of the level of a pixel", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 300, noNaN: true }),
        fc.integer({ min: 50, max: 400 }),
        (pixel, width) => {
          const scale = scaleOf(histogram, width);
          expect(pixelOf(scale, levelAt(scale, pixel))).toBeCloseTo(pixel, 9);
        },
      ),
    );
  });

  it("finds the handle under the pointer, the nearest of several", () => {
    const scale = scaleOf(histogram, 200); // 50 pixels per unit: levels 0 and 0.2 at pixels 100 and 110
    expect(handleAt(scale, [0, 0.2], 104)).toBe(0);
    expect(handleAt(scale, [0, 0.2], 106)).toBe(1);
    expect(handleAt(scale, [0, 0.2], 130)).toBeNull();
    expect(handleAt(scale, [], 100)).toBeNull();
  });

  it("has a place for a map of one density", () => {
    const scale = scaleOf({ start: 5, binWidth: 0, counts: [27, 0] }, 100);
    expect(pixelOf(scale, 5)).toBe(0);
    expect(levelAt(scale, 60)).toBe(5);
  });
});

describe("the bars", () => {
  it("have logarithmic heights, so that a thousandth of the voxels still shows", () => {
    const bars = barsOf(histogram, 80);
    expect(bars).toHaveLength(8);
    expect(bars[3]?.height).toBe(1);
    expect(bars[0]?.height).toBeCloseTo(Math.log(2) / Math.log(1001), 9);
    expect(bars[7]?.height).toBe(0);
    expect(bars[2]).toMatchObject({ x: 20, width: 10 });
  });

  it("are joined when they would be too narrow to see", () => {
    const bars = barsOf(histogram, 8, 2);
    expect(bars).toHaveLength(4);
    expect(bars[0]?.width).toBe(2);
    expect(bars[1]?.height).toBe(1);
  });

  it("lie flat for an empty map", () => {
    expect(barsOf({ start: 0, binWidth: 1, counts: [0, 0] }, 10).every(({ height }) => height === 0)).toBe(
      true,
    );
  });
});
