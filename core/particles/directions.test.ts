import { describe, expect, it } from "vitest";
import { cellAt, directionsOf } from "#core/particles/directions.ts";

describe("directions of view", () => {
  it("puts few particles into cells of one area: 4 rows of cos(tilt), 8 of rot", () => {
    // Row 0 ends where cos(tilt) = 1/2: 60°. Row 1 ends at the equator.
    const { rows, counts } = directionsOf([-180, 59, 7, -180, 61, 7, 179, 119, 7, 540, 179, 7]);
    expect(rows).toBe(4);
    expect(counts.flatMap((count, cell) => (count > 0 ? [[cell, count]] : []))).toEqual([
      [0, 1], // rot −180, tilt 59
      [8, 1], // rot −180, tilt 61
      [23, 1], // rot 179, tilt 119: third row, last cell
      [24, 1], // rot 540 is −180, tilt 179: last row
    ]);
  });

  it("says where a cell lies", () => {
    const { rot, tilt } = cellAt({ rows: 4, counts: [] }, 9);
    expect(rot).toEqual([-135, -90]);
    expect(tilt[0]).toBeCloseTo(60, 10);
    expect(tilt[1]).toBeCloseTo(90, 10);
  });
});
