import { describe, expect, it } from "vitest";
import { testTable } from "#renderer/stores/fits.testing.ts";
import type { FitsState } from "#renderer/stores/fits.ts";
import { NO_FILTER, type RowFilter, withFilter, withRange } from "#renderer/stores/results.ts";
import { comparedPoses, visibleRows } from "#renderer/stores/visible-rows.ts";
import type { ModelId } from "#workers/protocol.ts";

const model = "m1" as ModelId;
const fits: FitsState = {
  tolerance: { shift: 3, angle: 6 },
  tables: [
    testTable(
      [
        { x: 0, score: 0.8, hits: 4 },
        { x: 20, score: 0.79, hits: 2 },
        { x: 40, score: 0.4, hits: 3 },
        { x: 60, score: 0.3, hits: 1 },
        { x: 80, score: 0.2, hits: 9 },
      ],
      "m1",
      { name: "chain A", notes: { 3: "Upside down?" } },
    ),
    testTable([{ x: 5, score: 0.5, hits: 1 }], "m2", {
      name: "chain B",
      verdict: { kind: "none", label: "none", sentence: "No.", sites: 1, gap: 0, z: 1, hits: 1 },
      states: {},
    }),
  ],
};
const ranks = (front: ModelId | "all", filter: Partial<RowFilter> = {}) =>
  visibleRows(fits, front, { sort: null, filter: { ...NO_FILTER, ...filter } }).map(
    ({ name, rank }) => `${name.at(-1)}${rank}`,
  );

describe("the rows that are seen", () => {
  it("are by rank for one model, by score for all", () => {
    expect(ranks(model)).toEqual(["A1", "A2", "A3", "A4", "A5"]);
    expect(ranks("all")).toEqual(["A1", "A2", "B1", "A3", "A4", "A5"]);
  });

  it("pass the filter: text in name, state or note; least score; what a clear verdict stands for", () => {
    expect(ranks("all", { text: "upside CHAIN" })).toEqual(["A4"]);
    expect(ranks("all", { text: "placed" })).toEqual(["A3"]);
    expect(ranks("all", { least: 0.4 })).toEqual(["A1", "A2", "B1", "A3"]);
    // 0.79 is within 0.02 of 0.8; chain B was not found at all.
    expect(ranks("all", { clearOnly: true })).toEqual(["A1", "A2"]);
  });

  it("lie within the ranges of columns; what has no value in one lies in none", () => {
    expect(ranks("all", { ranges: { hits: [2, 4] } })).toEqual(["A1", "A2", "A3"]);
    expect(ranks("all", { ranges: { hits: [2, 4], shift: [10, 90] } })).toEqual(["A2", "A3"]);
    // Only the third was compared with what is placed.
    expect(ranks("all", { ranges: { clash: [0, 99] } })).toEqual(["A3"]);
  });

  it("are all of them again when the last part of a filter goes", () => {
    const hits = withRange(NO_FILTER, "hits", [2, 4]);
    const both = withRange(hits, "z", [1, 2]);
    expect(withRange(both, "hits", null).ranges).toEqual({ z: [1, 2] });
    expect(withRange(hits, "hits", null)).toBe(NO_FILTER);
    expect(withFilter(withFilter(hits, { text: "a" }), { ranges: {} })).toMatchObject({ text: "a" });
    expect(withFilter(hits, { ranges: {} })).toBe(NO_FILTER);
  });
});

describe("poses compared side by side", () => {
  const compared = (placement: number, count: 1 | 4 | 9) =>
    comparedPoses(
      fits,
      { table: model, pose: { model, placement } },
      { sort: null, filter: NO_FILTER, compared: count },
    );

  it("are the page of rows that holds the one shown, with rank and score", () => {
    expect(compared(0, 4).map(({ caption }) => caption)).toEqual([
      "Rank 1 · 0.800",
      "Rank 2 · 0.790",
      "Rank 3 · 0.400",
      "Rank 4 · 0.300",
    ]);
    expect(compared(1, 4).map(({ shown }) => shown)).toEqual([false, true, false, false]);
    expect(compared(4, 4).map(({ placement }) => placement)).toEqual([4]);
    expect(compared(0, 9)).toHaveLength(5);
    expect(compared(0, 1)).toEqual([]);
  });
});
