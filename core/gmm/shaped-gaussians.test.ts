import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { gaussiansOfAtoms, structureOfGaussians } from "#core/gmm/gaussian-structure.ts";
import { createGaussians, createShapedGaussians } from "#core/gmm/gaussians.ts";
import { readGaussianJson, writeGaussianJson } from "#core/gmm/gmm-json.ts";
import { drawGaussians } from "#core/gmm/model-agreement.ts";
import { moveStructure } from "#core/structure/move.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

const GRID = createGrid([31, 29, 27], [-15, -14, -13], [1, 1, 1]);
const long = createShapedGaussians(
  Float64Array.of(0, 0, 0),
  Float64Array.of(100),
  Float64Array.of(9, 4, 1, 1.5, 0, 0.5),
);

function largestDifference(a: Volume, b: Volume): number {
  return a.values.reduce((most, value, n) => Math.max(most, Math.abs(value - b.values[n])), 0);
}

describe("Gaussians that are longer than wide", () => {
  it("have their peak at the centre, and fall as the covariance says", () => {
    const { values } = drawGaussians(long, GRID);
    const at = (x: number, y: number, z: number) => values[15 + x + 31 * (14 + y + 29 * (13 + z))];
    // det C = 9 (4 − 0.25) − 1.5 · 1.5 = 31.5
    const peak = 100 / Math.sqrt((2 * Math.PI) ** 3 * 31.5);
    expect(at(0, 0, 0) / peak).toBeCloseTo(1, 6);
    // C⁻¹ along x: (4 · 1 − 0.5²) ⁄ 31.5; along y: 9 · 1 ⁄ 31.5; between them: −1.5 · 1 ⁄ 31.5
    expect(at(2, 0, 0) / peak).toBeCloseTo(Math.exp((-4 * 3.75) / 31.5 / 2), 6);
    expect(at(1, 1, 0) / peak).toBeCloseTo(Math.exp(-(3.75 + 9 - 2 * 1.5) / 31.5 / 2), 6);
    expect(values.reduce((sum, value) => sum + value, 0) / 100).toBeCloseTo(1, 2);
  });

  it("are drawn as round ones where they are round", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 6, maxLength: 6 }),
        fc.double({ min: 1, max: 3, noNaN: true }),
        (xyz, sigma) => {
          const round = createGaussians(
            Float64Array.from(xyz),
            Float64Array.of(50, 70),
            Float64Array.of(sigma, 2),
          );
          const covariance = Float64Array.of(sigma ** 2, sigma ** 2, sigma ** 2, 0, 0, 0, 4, 4, 4, 0, 0, 0);
          const same = { ...round, covariance };
          const peak = 70 / (2 * Math.PI) ** 1.5;
          expect(
            largestDifference(drawGaussians(round, GRID), drawGaussians(same, GRID)) / peak,
          ).toBeLessThan(1e-4);
          expect(createShapedGaussians(round.xyz, round.amplitude, covariance).covariance).toBeUndefined();
        },
      ),
      { numRuns: 20 },
    );
  });

  it("survive in JSON, as atoms in a file, and turn with the model", async () => {
    const { model } = readGaussianJson(writeGaussianJson(long));
    expect([...(model.covariance ?? [])]).toEqual([9, 4, 1, 1.5, 0, 0.5]);
    const { value } = await readStructure("long.cif", writeMmcif([structureOfGaussians(long, "long")]));
    const [atoms] = value.structures;
    expect([...(gaussiansOfAtoms(atoms).covariance ?? [])]).toEqual([9, 4, 1, 1.5, 0, 0.5]);
    // A quarter turn about z: x goes to y, y to −x.
    const quarter = { rotation: [0, 0, Math.SQRT1_2, Math.SQRT1_2], shift: [0, 0, 0] } as const;
    const turned = gaussiansOfAtoms(moveStructure(atoms, quarter)).covariance ?? [];
    for (const [n, value] of [4, 9, 1, -1.5, -0.5, 0].entries()) expect(turned[n]).toBeCloseTo(value, 5);
  });

  it("need a width along every axis", () => {
    const flat = Float64Array.of(4, 4, 0, 0, 0, 0);
    expect(() => createShapedGaussians(Float64Array.of(0, 0, 0), Float64Array.of(1), flat)).toThrow(
      "no width",
    );
  });
});
