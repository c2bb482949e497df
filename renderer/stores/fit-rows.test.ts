import { describe, expect, it } from "vitest";
import { IDENTITY, quaternionFromRotationVector } from "#core/math/rigid.ts";
import { cellOf, rowsOf, sortRows } from "#renderer/stores/fit-rows.ts";
import { testTable as table } from "#renderer/stores/fits.testing.ts";

const four = table([
  { x: 0, score: 0.8, hits: 4 },
  { x: 1, turn: 5, score: 0.7, hits: 2 },
  { x: 1, turn: 30, score: 0.5, hits: 3 },
  { x: 50, score: 0.3, hits: 1 },
]);
const tolerance = { shift: 3, angle: 6 };

describe("rows", () => {
  it("hold placements that are near and alike, led by the best", () => {
    expect(rowsOf(four, tolerance).map(({ rank, placement, hits }) => [rank, placement, hits])).toEqual([
      [1, 0, 6],
      [2, 2, 3],
      [3, 3, 1],
    ]);
  });

  it("say how far the model moves and turns from its file", () => {
    const [, second, third] = rowsOf(four, tolerance);
    expect(second?.turn).toBeCloseTo(30, 9);
    expect(second?.shift).toBeCloseTo(1, 9);
    expect(third?.shift).toBeCloseTo(50, 9);
  });

  it("measure scores by the wrong placements of the search, however they are grouped", () => {
    expect(rowsOf(four, tolerance)[0]?.z).toBeCloseTo(6, 9);
    expect(rowsOf(four, { shift: 100, angle: 180 })[0]?.z).toBeCloseTo(6, 9);
    expect(rowsOf({ ...four, wrong: null }, tolerance)[0]?.z).toBeNaN();
  });

  it("keep what the user decided and what was counted", () => {
    expect(rowsOf(four, tolerance)[1]).toMatchObject({ state: "placed", clash: 5 });
  });

  it("join over the symmetry of the map", () => {
    const half = { rotation: quaternionFromRotationVector([0, 0, Math.PI]), shift: [0, 0, 0] } as const;
    const two = table([
      { x: 10, score: 0.8, hits: 1 },
      { x: -10, turn: 180, score: 0.79, hits: 1 },
    ]);
    expect(rowsOf(two, tolerance)).toHaveLength(2);
    expect(rowsOf({ ...two, symmetry: [half] }, tolerance)).toHaveLength(1);
  });

  it("mark other sites as good as rank 1", () => {
    const sites = table([
      { x: 0, score: 0.8, hits: 1 },
      { x: 30, score: 0.79, hits: 1 },
      { x: 60, score: 0.4, hits: 1 },
    ]);
    expect(rowsOf(sites, tolerance).map(({ equivalent }) => equivalent)).toEqual([true, true, false]);
  });

  it("are none for a fit that found nothing", () => {
    expect(rowsOf(table([]), tolerance)).toEqual([]);
  });
});

describe("sorting", () => {
  it("goes both ways, with equal rows in order of rank", () => {
    const rows = rowsOf(four, tolerance);
    expect(sortRows(rows, "hits", true).map(({ rank }) => rank)).toEqual([1, 2, 3]);
    expect(sortRows(rows, "hits", false).map(({ rank }) => rank)).toEqual([3, 2, 1]);
    expect(sortRows(rows, "name", true).map(({ rank }) => rank)).toEqual([1, 2, 3]);
  });

  it("puts what is not known below everything", () => {
    const rows = rowsOf({ ...four, wrong: null }, tolerance);
    expect(sortRows(rows, "clash", true)[0]?.clash).toBe(5);
    expect(cellOf(rows[0] ?? fail(), "clash")).toBe(-1);
  });
});

it("knows where the file has the model", () => {
  expect(rowsOf(table([{ x: 0, score: 1, hits: 1 }]), tolerance)[0]?.motion).toEqual(IDENTITY);
});

function fail(): never {
  throw new Error("There is no row.");
}
