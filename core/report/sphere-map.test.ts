import { describe, expect, it } from "vitest";
import { cellOutline, placeOnSphere } from "#core/report/sphere-map.ts";

describe("a map of the sphere", () => {
  it("has tilt 0 on top, side views along the middle and rot ±180 at the ends", () => {
    const near = (place: readonly number[], x: number, y: number) => {
      // At the poles x is the root of a rounding error.
      expect(place[0]).toBeCloseTo(x, 4);
      expect(place[1]).toBeCloseTo(y, 6);
    };
    near(placeOnSphere(120, 0), 0, 1);
    near(placeOnSphere(-180, 90), -2, 0);
    near(placeOnSphere(90, 90), 1, 0);
    near(placeOnSphere(0, 180), 0, -1);
  });

  it("gives every cell the same area: π ⁄ 16 of the ellipse's 2π for 32 cells", () => {
    const directions = { rows: 4, counts: [] };
    for (const cell of [0, 5, 11, 31]) {
      // The outline follows the curved sides in straight pieces, which costs a little.
      expect(areaOf(cellOutline(directions, cell))).toBeCloseTo(Math.PI / 16, 2);
    }
  });
});

function areaOf(outline: readonly (readonly [number, number])[]): number {
  let twice = 0;
  for (const [n, [x, y]] of outline.entries()) {
    const [nextX, nextY] = outline[(n + 1) % outline.length] ?? [0, 0];
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice) / 2;
}
