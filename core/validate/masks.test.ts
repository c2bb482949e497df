import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import { focused, focusedModel, focusOn } from "#core/validate/focus.ts";
import { imageRadius, neighbourhood } from "#core/validate/image-radius.ts";
import { molecularMask } from "#core/validate/molecular-mask.ts";
import { createGrid, ijkToXyz } from "#core/volume/grid.ts";
import { type Mask, maskWithin } from "#core/volume/mask.ts";
import { volumeOf } from "#core/volume/volume.testing.ts";

describe("the radius of an atom's image", () => {
  it("is that of the specification: 2.44 Å at 3 Å without B, 2.80 Å with B 100, 4.9 Å at 6 Å", () => {
    // The specification's were read off curves with steps of 0.01 Å or more.
    expect(Math.abs(imageRadius(3, 0) - 2.44)).toBeLessThan(0.025);
    expect(Math.abs(imageRadius(3, 100) - 2.8)).toBeLessThan(0.025);
    expect(imageRadius(6, 0)).toBeLessThan(4.9);
    expect(imageRadius(6, 100)).toBeGreaterThan(4.9);
  });

  it("gives neighbourhoods of 3 to 10 Å, never below the resolution", () => {
    expect(neighbourhood(1.5, 10)).toBe(3);
    expect(neighbourhood(3.5, 0)).toBe(3.5);
    expect(neighbourhood(3, 300)).toBe(imageRadius(3, 300));
    expect(neighbourhood(3, 300)).toBeGreaterThan(3.1);
    expect(neighbourhood(15, 50)).toBe(10);
  });
});

describe("the molecular mask", () => {
  const grid = createGrid([26, 22, 20], [-3, -2, -2.5], [0.5, 0.55, 0.6]);
  const radii: Readonly<Record<string, number>> = { C: 1.775, N: 1.5, ZN: 1.39, XE: 1.775 };

  it("is what atoms enlarged by 1.1 Å cover, less what lies within 0.9 Å of the rest", async () => {
    const random = createRandom(5);
    const rows = ["C", "N", "ZN", "C", "XE"].map((element) => ({
      element,
      x: 9 * random(),
      y: 8 * random(),
      z: 7 * random(),
    }));
    const mask = await molecularMask(grid, makeStructure(rows), quietJob);
    const places = Array.from({ length: mask.inside.length }, (_, n) =>
      ijkToXyz(grid, [n % 26, Math.floor(n / 26) % 22, Math.floor(n / 572)]),
    );
    const enlarged = places.map((place) =>
      rows.some(
        ({ element, x, y, z }) =>
          Math.hypot(place[0] - x, place[1] - y, place[2] - z) <= radii[element] + 1.1,
      ),
    );
    const outside = places.filter((_, n) => !enlarged[n]);
    const expected = places.map((place, n) => {
      const isNear = (other: readonly number[]) =>
        Math.hypot(...place.map((x, axis) => x - other[axis])) <= 0.9;
      return enlarged[n] && !outside.some(isNear) ? 1 : 0;
    });
    expect([...mask.inside]).toEqual(expected);
    expect(expected.filter((x) => x === 1).length).toBeGreaterThan(100);
  });
});

describe("the focus on a model", () => {
  const grid = createGrid([31, 29, 37], [1, 2, 3], [1, 1, 1]);
  const xyz = Float64Array.of(12, 13, 14, 16, 15, 18);
  const map = volumeOf(grid, (i, j, k) => 5 + Math.sin(i + 2 * j) * Math.cos(k));
  const focusOf = async (mask?: Mask) =>
    focusOn(mask ?? (await maskWithin(grid, xyz, 3, quietJob)), 1, quietJob);

  it("holds the masked part of the map without its solvent level, in sizes good for transforms", async () => {
    const focus = await focusOf();
    for (const n of focus.grid.size) expect([10, 12, 15, 16, 18, 20]).toContain(n);
    const part = focused(map, focus);
    // The sample on the first atom.
    const [i, j, k] = focus.box.first.map((first) => 11 - first);
    const n = i + focus.grid.size[0] * (j + focus.grid.size[1] * k);
    const outside = map.values.filter((_, voxel) => focus.mask.inside[voxel] === 0);
    const level = outside.reduce((sum, value) => sum + value, 0) / outside.length;
    const soft =
      focus.softMask.values[i + focus.softMask.grid.size[0] * (j + focus.softMask.grid.size[1] * k)];
    expect(soft).toBeGreaterThan(0.9);
    expect(part.values[n]).toBeCloseTo(soft * (5 + Math.sin(33) * Math.cos(11) - level), 5);
    expect(Math.max(...focus.softMask.values)).toBeLessThanOrEqual(1 + 1e-6);
  });

  it("takes a model map made on its grid as it is, under the mask", async () => {
    const focus = await focusOf();
    const ones = volumeOf(focus.grid, () => 1);
    const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);
    expect(sum(focusedModel(ones, focus).values)).toBeCloseTo(sum(focus.softMask.values), 3);
  });

  it("is refused when no voxel belongs to the model", async () => {
    const empty = { grid, inside: new Uint8Array(31 * 29 * 37) };
    await expect(focusOf(empty)).rejects.toThrow("outside the map");
  });
});
