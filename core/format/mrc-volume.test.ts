import { describe, expect, it } from "vitest";
import { type MrcParts, makeMrc } from "#core/format/mrc.testing.ts";
import { readMrc } from "#core/format/mrc.ts";
import { originSource, volumeFromMrc } from "#core/format/mrc-volume.ts";

function volumeOf(parts: Partial<MrcParts>) {
  return volumeFromMrc(readMrc(makeMrc({ n: [2, 3, 4], ...parts })).value);
}

const ORDERS = [
  [1, 2, 3],
  [1, 3, 2],
  [2, 1, 3],
  [2, 3, 1],
  [3, 1, 2],
  [3, 2, 1],
] as const;

describe("volumeFromMrc", () => {
  it.each(ORDERS)("brings axis order %i %i %i to x fastest, NSTART with it", (...mapcrs) => {
    // A map of 2 × 3 × 4 voxels whose density is 100 k + 10 j + i, starting at index (5, 6, 7), written in this order.
    const size = [2, 3, 4];
    const n = mapcrs.map((axis) => size[axis - 1]) as [number, number, number];
    const start = mapcrs.map((axis) => [5, 6, 7][axis - 1]) as [number, number, number];
    const values: number[] = [];
    for (let s = 0; s < n[2]; s++) {
      for (let r = 0; r < n[1]; r++) {
        for (let c = 0; c < n[0]; c++) {
          const ijk = [0, 0, 0];
          [c, r, s].forEach((index, k) => {
            ijk[mapcrs[k] - 1] = index;
          });
          values.push(100 * ijk[2] + 10 * ijk[1] + ijk[0]);
        }
      }
    }
    const { value, warnings } = volumeOf({
      n,
      mapcrs,
      start,
      m: [2, 3, 4],
      cell: [4, 3, 2, 90, 90, 90],
      values,
    });
    expect(warnings).toEqual([]);
    expect(value.grid).toEqual({ size, voxelSize: [2, 1, 0.5], origin: [10, 6, 3.5] });
    const expected = Array.from(
      { length: 24 },
      (_, m) => 100 * Math.floor(m / 6) + 10 * (Math.floor(m / 2) % 3) + (m % 2),
    );
    expect([...value.values]).toEqual(expected);
  });

  it("takes the voxel size from cell and M, not N", () => {
    expect(volumeOf({ m: [20, 30, 5], cell: [40, 30, 30, 90, 90, 90] }).value.grid.voxelSize).toEqual([
      2, 1, 6,
    ]);
  });

  it("uses ORIGIN where it is not zero, else NSTART, never both", () => {
    const start = [1, 2, 3] as const;
    const cell = [4, 6, 8, 90, 90, 90];
    expect(volumeOf({ start, cell }).value.grid.origin).toEqual([2, 4, 6]);
    const both = volumeOf({ start, cell, origin: [0, 0, 10] });
    expect(both.value.grid.origin).toEqual([0, 0, 10]);
    expect(both.warnings.join()).toContain("disagree");
    const same = volumeOf({ start, cell, origin: [2, 4, 6] });
    expect(same.value.grid.origin).toEqual([2, 4, 6]);
    expect(same.warnings).toEqual([]);
    const broken = volumeOf({ start, cell, origin: [Number.NaN, 0, 1] });
    expect(broken.value.grid.origin).toEqual([2, 4, 6]);
    expect(broken.warnings.join()).toContain("not finite");
  });

  it("says where the origin came from", () => {
    const source = (parts: Partial<MrcParts>) =>
      originSource(readMrc(makeMrc({ n: [1, 1, 1], ...parts })).value.header);
    expect(source({ origin: [0, 0, 1], start: [1, 1, 1] })).toBe("ORIGIN");
    expect(source({ start: [0, 0, -1] })).toBe("NSTART");
    expect(source({})).toBe("none");
  });

  it("assumes 1 Å, 90° and x y z where the header says nothing, with warnings", () => {
    const { value, warnings } = volumeOf({ cell: [0, 6, 8, 0, 0, 0], mapcrs: [0, 0, 0], m: [2, 0, 4] });
    expect(value.grid.voxelSize).toEqual([1, 2, 2]);
    expect(warnings).toHaveLength(4);
  });

  it("applies a skew record without rotation and refuses one with", () => {
    const straight = { 26: 1, 27: 0, 28: 0, 29: 0, 30: 1, 31: 0, 32: 0, 33: 0, 34: 1, 35: 1, 36: 2, 37: 3 };
    const moved = volumeOf({ words: { 25: 1 }, floats: straight, start: [1, 1, 1] });
    expect(moved.value.grid.origin).toEqual([2, 3, 4]);
    expect(moved.warnings.join()).toContain("1.00, 2.00, 3.00");
    const turned = { ...straight, 26: 0, 27: -1, 29: 1, 30: 0 };
    expect(() => volumeOf({ words: { 25: 1 }, floats: turned })).toThrow(/rotated/);
  });

  it("sets NaN and infinities to 0 without touching the bytes read", () => {
    const values = [Number.NaN, 1, Number.POSITIVE_INFINITY, 2, ...Array(20).fill(3)];
    const bytes = makeMrc({ n: [2, 3, 4], values });
    const before = bytes.slice();
    const { value, warnings } = volumeFromMrc(readMrc(bytes).value);
    expect([...value.values.subarray(0, 5)]).toEqual([0, 1, 0, 2, 3]);
    expect(warnings).toEqual(["2 densities are NaN or infinite; they were set to 0."]);
    expect(bytes).toEqual(before);
  });

  it("shares memory with the file when nothing has to change", () => {
    const file = readMrc(makeMrc({ n: [2, 3, 4] })).value;
    expect(volumeFromMrc(file).value.values).toBe(file.values);
  });

  it("refuses slanted cells, impossible axes and stacks of volumes; warns of image stacks", () => {
    expect(() => volumeOf({ cell: [2, 3, 4, 90, 94.3, 90] })).toThrow(/not rectangular.*94\.3/);
    expect(() => volumeOf({ mapcrs: [1, 1, 3] })).toThrow(/once each/);
    expect(() => volumeOf({ ispg: 401, m: [2, 3, 2] })).toThrow(/stack of 2 volumes/);
    expect(volumeOf({ ispg: 0, m: [2, 3, 1] }).warnings.join()).toContain("4 images");
  });
});
