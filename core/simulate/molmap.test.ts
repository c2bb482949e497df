import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { molmapGrid, molmapKernel, sigmaOfResolution, simulateMolmap } from "#core/simulate/molmap.ts";
import { createGrid, ijkToXyz, sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

const sum = (volume: Volume) => volume.values.reduce((total, v) => total + v, 0);

describe("molmapGrid", () => {
  it("is centred on the atoms, in steps of a third of the resolution, padded by three resolutions", () => {
    // Resolution 3: step 1, padding 9. Extents 4, 0 and 2.5 give 22, 18 and ceil(20.5) = 21 samples.
    const grid = molmapGrid(Float64Array.of(0, 5, 1, 4, 5, 3.5), 3);
    expect(grid.size).toEqual([22, 18, 21]);
    expect(grid.voxelSize).toEqual([1, 1, 1]);
    expect(grid.origin).toEqual([2 - 10.5, 5 - 8.5, 2.25 - 10]);
  });

  it("takes another spacing and padding", () => {
    const grid = molmapGrid(Float64Array.of(0, 0, 0), 3, { gridSpacing: 0.5, edgePadding: 2 });
    expect(grid.size).toEqual([8, 8, 8]);
    expect(grid.origin).toEqual([-1.75, -1.75, -1.75]);
  });

  it("refuses no atoms, lengths that are not positive, and grids beyond memory", () => {
    expect(() => molmapGrid(new Float64Array(0), 3)).toThrow(/at least one atom/);
    expect(() => molmapGrid(Float64Array.of(0, 0, 0), 3, { gridSpacing: 0 })).toThrow(/positive lengths/);
    expect(() => molmapGrid(Float64Array.of(0, 0, 0, 1e5, 1e5, 1e5), 3)).toThrow(/too large/);
    expect(() => molmapGrid(Float64Array.of(0, 0, Number.NaN), 3)).toThrow(/finite numbers/);
  });
});

describe("simulateMolmap", () => {
  it("puts a Gaussian of width 0.225 × resolution that integrates to the weight on an atom", () => {
    const sigma = 4 / (Math.PI * Math.SQRT2);
    expect(sigmaOfResolution(4)).toBeCloseTo(sigma, 15);
    const grid = createGrid([31, 31, 31], [-4.5, -4.5, -4.5], [0.3, 0.3, 0.3]);
    const volume = simulateMolmap({ xyz: Float64Array.of(0, 0, 0), weights: Float64Array.of(6) }, 4, grid);
    const peak = 6 / ((2 * Math.PI) ** 1.5 * sigma ** 3);
    expect(volume.values[15 + 31 * (15 + 31 * 15)]).toBeCloseTo(peak, 6);
    // (0.6, −0.9, 1.2) Å away: d² = 2.61.
    const aside = volume.values[17 + 31 * (12 + 31 * 19)];
    expect(aside).toBeCloseTo(peak * Math.exp(-2.61 / (2 * sigma * sigma)), 6);
    expect(sum(volume) * 0.3 ** 3).toBeCloseTo(6, 4);
  });

  it("ends five sigma from the atom along each axis, corners of the cube included", () => {
    const sigma = sigmaOfResolution(Math.PI * Math.SQRT2); // 1 Å
    expect(sigma).toBeCloseTo(1, 12);
    const grid = createGrid([15, 15, 15], [-7, -7, -7], [1, 1, 1]);
    const atoms = { xyz: Float64Array.of(0.001, 0.001, 0.001), weights: Float64Array.of(1) };
    const { values } = simulateMolmap(atoms, Math.PI * Math.SQRT2, grid);
    const at = (i: number, j: number, k: number) => values[i + 7 + 15 * (j + 7 + 15 * (k + 7))];
    // 5 Å on the far side is within 5 sigma of 0.001, −5 Å is not.
    expect(at(5, 5, 5)).toBeGreaterThan(0);
    expect(at(-5, 0, 0)).toBe(0);
    expect(at(6, 0, 0)).toBe(0);
  });

  it("equals the sum of Gaussians written out, on any grid, atoms outside it included", () => {
    const coordinate = fc.double({ min: -6, max: 10, noNaN: true });
    const atom = fc.tuple(coordinate, coordinate, coordinate, fc.integer({ min: 1, max: 30 }));
    const grid = createGrid([4, 5, 3], [0, -1, 1], [1.3, 0.9, 1.7]);
    fc.assert(
      fc.property(
        fc.array(atom, { maxLength: 4 }),
        fc.double({ min: 2, max: 12, noNaN: true }),
        (atoms, d) => {
          const sigma = sigmaOfResolution(d);
          const input = {
            xyz: Float64Array.from(atoms.flatMap((a) => a.slice(0, 3))),
            weights: Float64Array.from(atoms, (a) => a[3]),
          };
          const peak = (2 * Math.PI) ** -1.5 * sigma ** -3;
          simulateMolmap(input, d, grid).values.forEach((value, n) => {
            const at = ijkToXyz(grid, [n % 4, Math.floor(n / 4) % 5, Math.floor(n / 20)]);
            let expected = 0;
            for (const [x, y, z, weight] of atoms) {
              const offset = [at[0] - x, at[1] - y, at[2] - z];
              if (offset.some((o) => Math.abs(o) > 5 * sigma)) continue;
              expected +=
                weight * peak * Math.exp(-offset.reduce((s, o) => s + o * o, 0) / (2 * sigma * sigma));
            }
            // The last sample within 5 sigma is worth 4e-6 of the peak; rounding may count it or not.
            expect(Math.abs(value - expected)).toBeLessThan(30 * peak * 2e-5);
          });
        },
      ),
    );
  });

  it("moves with its atoms, and adds up over them", () => {
    const one = { xyz: Float64Array.of(1, 2, 3), weights: Float64Array.of(8) };
    const two = { xyz: Float64Array.of(1, 2, 3, 2, 2, 2), weights: Float64Array.of(8, 16) };
    const moved = { xyz: one.xyz.map((v) => v + 10), weights: one.weights };
    const [a, b] = [simulateMolmap(one, 5), simulateMolmap(moved, 5)];
    a.values.forEach((value, n) => {
      expect(value).toBeCloseTo(b.values[n], 6);
    });
    expect(b.grid.origin[0] - a.grid.origin[0]).toBeCloseTo(10, 10);
    // Three samples per resolution sum a Gaussian to within 3 · 2 exp(−2π²(0.675)²) = 0.07 %.
    const voxel = (5 / 3) ** 3;
    expect(Math.abs(sum(simulateMolmap(two, 5)) * voxel - 24)).toBeLessThan(24 * 7.5e-4);
  });

  it("gives an empty map for atoms far from the grid", () => {
    const grid = createGrid([3, 3, 3], [0, 0, 0], [1, 1, 1]);
    const far = { xyz: Float64Array.of(1e6, 0, 0, -1e6, 0, 0), weights: Float64Array.of(6, 6) };
    expect(sum(simulateMolmap(far, 3, grid))).toBe(0);
  });

  it("refuses atoms without weights, coordinates that are not numbers, and no resolution", () => {
    const xyz = Float64Array.of(0, 0, 0);
    const weights = Float64Array.of(6);
    expect(() => simulateMolmap({ xyz, weights: new Float64Array(0) }, 3)).toThrow(/one weight/);
    expect(() => simulateMolmap({ xyz: Float64Array.of(0, 0, Number.NaN), weights }, 3)).toThrow(/finite/);
    expect(() => simulateMolmap({ xyz, weights }, 0)).toThrow(/resolution/);
  });
});

describe("molmapKernel", () => {
  it("simulates on its own grid", () => {
    const atoms = { xyz: Float64Array.of(0, 0, 0), weights: Float64Array.of(6) };
    const grid = molmapKernel.gridFor(atoms, 3);
    expect(molmapKernel.simulate(atoms, 3, grid).values).toHaveLength(sampleCount(grid));
    expect(molmapKernel.name).toBe("molmap");
  });
});
