import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { matrixOf } from "#core/math/rigid.ts";
import { type Symmetric3, turned } from "#core/math/symmetric3.ts";
import { untruncatedDensity } from "#core/simulate/vrm/atom-image.ts";
import { type DensityAtoms, exactDensity } from "#core/simulate/vrm/exact-density.ts";
import { fourierMap } from "#core/simulate/vrm/fourier-map.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { formFactorOrCarbon, scatteringAt } from "#core/simulate/vrm/scattering.ts";
import { createGrid, ijkToXyz } from "#core/volume/grid.ts";

const CARBON = formFactorOrCarbon("electron", "C");
const GRID = createGrid([21, 21, 21], [-5, -5, -5], [0.5, 0.5, 0.5]);

function atom(change: Partial<DensityAtoms>): DensityAtoms {
  return { xyz: Float64Array.of(0.1, -0.2, 0.3), element: ["C"], occupancy: [1], bFactor: [20], ...change };
}

describe("density without a limit of resolution", () => {
  it("is the sum of an atom's Gaussians at every sample, times its occupancy", async () => {
    const { values } = await exactDensity(atom({ occupancy: [0.5] }), GRID);
    for (const [i, j, k] of [
      [10, 10, 10],
      [11, 9, 12],
      [3, 10, 15],
    ]) {
      const [x, y, z] = ijkToXyz(GRID, [i, j, k]);
      const expected = 0.5 * untruncatedDensity(CARBON, 20, Math.hypot(x - 0.1, y + 0.2, z - 0.3));
      expect(values[i + 21 * (j + 21 * k)]).toBeCloseTo(expected, 6);
    }
  });

  it("of a tensor that is round is that of its B", async () => {
    const u = 20 / (8 * Math.PI ** 2);
    const round = await exactDensity(atom({}), GRID);
    const tensor = await exactDensity(atom({ bFactor: [0], anisotropicU: [u, u, u, 0, 0, 0] }), GRID);
    for (const [n, value] of tensor.values.entries()) expect(value).toBeCloseTo(round.values[n], 6);
  });

  it("turns with its tensor", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1000), async (seed) => {
        const rotation = matrixOf(randomRotation(createRandom(seed)));
        const tensor: Symmetric3 = [0.5, 0.2, 0.3, 0.1, -0.05, 0.02];
        const at = (x: number, y: number, z: number, u: Symmetric3) =>
          exactDensity(
            { ...atom({ anisotropicU: u }), xyz: new Float64Array(3) },
            createGrid([1, 1, 1], [x, y, z], [1, 1, 1]),
          );
        const [x, y, z] = [0.4, -0.7, 0.9];
        const moved = [0, 3, 6].map((n) => rotation[n] * x + rotation[n + 1] * y + rotation[n + 2] * z);
        const before = await at(x, y, z, tensor);
        const after = await at(moved[0], moved[1], moved[2], turned(tensor, rotation));
        expect(after.values[0]).toBeCloseTo(before.values[0], 6);
      }),
      { numRuns: 20 },
    );
  });

  it("is refused where a Gaussian has no width left, with a sentence that names the atom", async () => {
    const sharpened = exactDensity(atom({ bFactor: [-3] }), GRID);
    await expect(sharpened).rejects.toThrow(/Atom 1 \(C\) at B -3 Å² .* larger B/);
    const constant = exactDensity(atom({ scattering: "xray", bFactor: [0] }), GRID);
    await expect(constant).rejects.toThrow(/no width left/);
    const flat = exactDensity(atom({ anisotropicU: [0.1, 0.1, -0.1, 0, 0, 0] }), GRID);
    await expect(flat).rejects.toThrow(/no width left/);
    expect((await exactDensity(atom({ scattering: "xray", bFactor: [20] }), GRID)).values[0]).toBeDefined();
  });
});

it("by Fourier transform keeps tensors: the sum of f(q) exp(−2π² q·U·q) cos 2πq·(x − r) over |q| ≤ 1 ⁄ d", async () => {
  const box = createGrid([16, 15, 18], [0, 0, 0], [1, 1, 1]);
  const [u11, u22, u33, u12, u13, u23] = [0.6, 0.2, 0.4, 0.15, -0.1, 0.05];
  const atoms = {
    ...atom({ anisotropicU: [u11, u22, u33, u12, u13, u23], xyz: Float64Array.of(3.2, 7.1, 9.4) }),
    resolution: 3.07,
  };
  const { values } = await fourierMap(atoms, box, { periodic: true, accuracy: 1e-5 }, referenceImageKernel);
  const density = (x: number, y: number, z: number) => {
    let sum = 0;
    for (let h = -6; h <= 6; h++) {
      for (let k = -6; k <= 6; k++) {
        for (let l = -6; l <= 6; l++) {
          const [a, b, c] = [h / 16, k / 15, l / 18];
          const q = Math.hypot(a, b, c);
          if (q > 1 / 3.07) continue;
          const form =
            u11 * a * a + u22 * b * b + u33 * c * c + 2 * (u12 * a * b + u13 * a * c + u23 * b * c);
          const phase = 2 * Math.PI * (a * (x - 3.2) + b * (y - 7.1) + c * (z - 9.4));
          sum += scatteringAt(CARBON, q) * Math.exp(-2 * Math.PI ** 2 * form) * Math.cos(phase);
        }
      }
    }
    return sum / (16 * 15 * 18);
  };
  const peak = density(3.2, 7.1, 9.4);
  for (const [i, j, k] of [
    [3, 7, 9],
    [5, 6, 8],
    [12, 2, 15],
  ]) {
    expect(Math.abs(values[i + 16 * (j + 15 * k)] - density(i, j, k)) / peak).toBeLessThan(1e-5);
  }
});
