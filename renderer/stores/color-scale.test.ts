import { expect, it } from "vitest";
import { scaleOf } from "#renderer/stores/color-scale.ts";
import { rowsOf } from "#renderer/stores/fit-rows.ts";
import { testTable } from "#renderer/stores/fits.testing.ts";

const rows = rowsOf(
  testTable([
    { x: 0, score: 0.8, hits: 4 },
    { x: 20, score: 0.6, hits: 2 },
    { x: 40, score: 0.4, hits: 9 },
  ]),
  { shift: 3, angle: 6 },
);

it("runs from the worst to the best value, which for clashes and ranks is the smallest", () => {
  const scale = scaleOf(rows, "correlation");
  expect([scale.low, scale.high]).toEqual([0.4, 0.8]);
  expect(rows.map((row) => Number(scale.at(row).toFixed(9)))).toEqual([1, 0.5, 0]);
  expect(rows.map(scaleOf(rows, "rank").at)).toEqual([1, 0.5, 0]);
});

it("takes equal values for the best, and what has none for the worst", () => {
  expect(rows.slice(0, 1).map(scaleOf(rows.slice(0, 1), "hits").at)).toEqual([1]);
  // Only the third row has a clash count.
  const scale = scaleOf(rows, "clash");
  expect([scale.low, scale.high]).toEqual([5, 5]);
});
