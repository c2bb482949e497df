import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FitRow } from "#renderer/stores/fit-rows.ts";
import {
  axisAt,
  draggedRange,
  heightAt,
  heightOf,
  heightY,
  lineAt,
  nudgedRange,
  plotLines,
  rangeEnds,
  valueAt,
} from "#renderer/stores/parallel-plot.ts";

function row(rank: number, hits: number, z = Number.NaN): FitRow {
  return { rank, hits, z, clash: null } as unknown as FitRow;
}

const rows = [row(1, 40), row(2, 10), row(3, 25)];
const area = { left: 100, right: 300, top: 20, bottom: 120 };
const all = { reach: 6, counts: () => true };

describe("lines over axes", () => {
  it("have the good end on top: many hits, rank 1", () => {
    const { axes, heights } = plotLines(rows, ["rank", "hits"]);
    expect(axes).toEqual([
      { column: "rank", foot: 3, top: 1 },
      { column: "hits", foot: 10, top: 40 },
    ]);
    expect([...heights].map((height) => height + 0)).toEqual([1, 1, 0.5, 0, 0, 0.5]);
  });

  it("leave out columns without a value, and have a gap where a row has none", () => {
    const { axes, heights } = plotLines([row(1, 5, 2), row(2, 5)], ["clash", "z", "hits"]);
    expect(axes.map(({ column }) => column)).toEqual(["z", "hits"]);
    // All values equal: in the middle.
    expect([...heights]).toEqual([0.5, 0.5, Number.NaN, 0.5]);
    expect(plotLines([], ["hits"]).axes).toEqual([]);
  });

  it("know the value of each height, and the y", () => {
    const axis = { column: "shift", foot: 30, top: 2 } as const;
    fc.assert(
      fc.property(fc.double({ min: 2, max: 30, noNaN: true }), (value) => {
        expect(valueAt(axis, heightOf(axis, value))).toBeCloseTo(value, 9);
        const y = heightY(area, heightOf(axis, value));
        expect(heightAt(area, y)).toBeCloseTo(heightOf(axis, value), 9);
      }),
    );
    expect([valueAt(axis, -1), valueAt(axis, 2), heightAt(area, -50)]).toEqual([30, 2, 1]);
  });
});

describe("what the pointer means", () => {
  const lines = plotLines(rows, ["rank", "hits", "rank"]); // axes at x = 100, 200, 300

  it("is the axis near it", () => {
    expect([95, 205, 150, 309].map((x) => axisAt(area, 3, x, 9))).toEqual([0, 1, -1, 2]);
    expect(axisAt(area, 1, 200, 9)).toBe(0);
  });

  it("is the line that passes nearest, none further than its reach", () => {
    // Row 1 runs along the top (y = 20); row 2 from y = 70 to 120 to 70; row 3 from y = 120 to 70 to 120.
    expect(lineAt(lines, area, { x: 150, y: 22 }, all)).toBe(0);
    expect(lineAt(lines, area, { x: 120, y: 80 }, all)).toBe(1);
    expect(lineAt(lines, area, { x: 120, y: 110 }, all)).toBe(2);
    expect(lineAt(lines, area, { x: 280, y: 80 }, all)).toBe(1);
    expect(lineAt(lines, area, { x: 120, y: 50 }, all)).toBe(-1);
    const counts = (n: number) => n !== 1;
    expect(lineAt(lines, area, { x: 120, y: 80 }, { reach: 6, counts })).toBe(-1);
  });

  it("is the best of lines that lie on each other, and no line across a gap", () => {
    const same = plotLines([row(1, 5), row(1, 5)], ["rank", "hits"]);
    expect(lineAt(same, area, { x: 200, y: 70 }, all)).toBe(0);
    const gap = plotLines([row(1, 5, 1), row(2, 5)], ["hits", "z"]);
    expect(lineAt(gap, area, { x: 200, y: 70 }, { reach: 6, counts: (n) => n === 1 })).toBe(-1);
    expect(lineAt(plotLines(rows, ["rank"]), area, { x: 200, y: 20 }, all)).toBe(-1);
  });
});

describe("a range of an axis", () => {
  const hits = { column: "hits", foot: 0, top: 200 } as const;
  const rank = { column: "rank", foot: 21, top: 1 } as const;

  it("is dragged out either way, ends with the axis, and is none when the pointer hardly moved", () => {
    expect(draggedRange(hits, area, 70, 45)).toEqual([100, 150]);
    expect(draggedRange(hits, area, 45, 70)).toEqual([100, 150]);
    expect(draggedRange(rank, area, 20, 70)).toEqual([1, 11]);
    expect(draggedRange(hits, area, 70, 900)).toEqual([0, 100]);
    expect(draggedRange(hits, area, 70, 73)).toBeNull();
  });

  it("has an upper and a lower end, those of the axis at first", () => {
    expect(rangeEnds(hits, undefined)).toEqual({ top: 200, foot: 0 });
    expect(rangeEnds(hits, [5, 6])).toEqual({ top: 6, foot: 5 });
    expect(rangeEnds(rank, [5, 6])).toEqual({ top: 5, foot: 6 });
  });

  it("is moved by keys, up to its other end, and is gone when it is the whole axis again", () => {
    expect(nudgedRange(hits, undefined, "top", -0.1)).toEqual([0, 180]);
    expect(nudgedRange(hits, [0, 180], "top", 0.1)).toBeNull();
    expect(nudgedRange(hits, [100, 180], "foot", 0.1)).toEqual([120, 180]);
    expect(nudgedRange(hits, [100, 110], "foot", 0.1)).toEqual([110, 110]);
    expect(nudgedRange(rank, undefined, "foot", 0.5)).toEqual([1, 11]);
    expect(nudgedRange(rank, [1, 11], "top", -1)).toEqual([11, 11]);
  });
});
