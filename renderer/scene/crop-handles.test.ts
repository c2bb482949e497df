import { expect, it } from "vitest";
import { createGrid } from "#core/volume/grid.ts";
import { cropBox, EDGES } from "#renderer/scene/crop-handles.ts";

const grid = createGrid([11, 21, 31], [100, 0, -5], [1, 2, 0.5]);

it("has its handles at the middles of the faces of the region", () => {
  // x 102…105 Å, y 8…16 Å, z −5…5 Å.
  const { handles, corners } = cropBox({ grid, region: { first: [2, 4, 0], last: [5, 8, 20] } }, "#1");
  expect(corners[0]).toEqual([102, 8, -5]);
  expect(corners[7]).toEqual([105, 16, 5]);
  expect(handles.find(({ axis, side }) => axis === 1 && side === "last")?.xyz).toEqual([103.5, 16, 0]);
  expect(handles).toHaveLength(6);
});

it("is the whole map without a region, with twelve edges along the axes", () => {
  const { corners } = cropBox({ grid, region: null }, "#1");
  expect(corners[7]).toEqual([110, 40, 10]);
  expect(EDGES).toHaveLength(12);
  for (const [a, b] of EDGES) {
    const differs = (corners[a] ?? []).filter((x, axis) => x !== corners[b]?.[axis]);
    expect(differs).toHaveLength(1);
  }
});
