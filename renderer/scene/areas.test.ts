import fc from "fast-check";
import { expect, it } from "vitest";
import { areaAt, areasOf } from "#renderer/scene/areas.ts";

it("shares the width between the main view and the clusters, or gives one of them all", () => {
  const size = { width: 1000, height: 400 };
  expect(areasOf(size, 0.64, 1).map(({ kind, x, width }) => [kind, x, width])).toEqual([
    ["main", 0, 640],
    ["beside", 640, 360],
  ]);
  expect(areasOf(size, 1, 1).map(({ kind, width }) => [kind, width])).toEqual([["main", 1000]]);
  expect(areasOf(size, 0, 9).map(({ kind, width }) => [kind, width])).toEqual([["beside", 1000]]);
});

it("divides the main view into a grid, row by row", () => {
  const cells = areasOf({ width: 1000, height: 400 }, 0.6, 4).filter(({ kind }) => kind === "cell");
  expect(cells.map(({ cell, x, y, width, height }) => [cell, x, y, width, height])).toEqual([
    [0, 0, 0, 300, 200],
    [1, 300, 0, 300, 200],
    [2, 0, 200, 300, 200],
    [3, 300, 200, 300, 200],
  ]);
});

it("covers the canvas without gaps or overlaps, and every pixel finds its area", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 500 }),
      fc.integer({ min: 20, max: 500 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(1, 4, 9),
      (width, height, share, cells) => {
        const areas = areasOf({ width, height }, share, cells);
        const sum = areas.reduce((total, area) => total + area.width * area.height, 0);
        expect(sum).toBe(width * height);
        for (const area of areas) expect(areaAt(areas, area.x, area.y)).toBe(area);
      },
    ),
  );
});
