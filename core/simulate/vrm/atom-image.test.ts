import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atomImage, sinc, sincSlope, untruncatedDensity } from "#core/simulate/vrm/atom-image.ts";
import { electronFormFactor, type FormFactor } from "#core/simulate/vrm/scattering.ts";

const CARBON = factorOf("C");
const reference = new URL("../../../../shared/reference/vrm.json", import.meta.url);

function factorOf(symbol: string): FormFactor {
  const factor = electronFormFactor(symbol);
  if (!factor) throw new TypeError(`No scattering for ${symbol}.`);
  return factor;
}

describe("the image of an atom", () => {
  it("of one Gaussian is that Gaussian where the resolution does not cut it", () => {
    const wide: FormFactor = { a: [2], b: [300] };
    for (const r of [0, 0.7, 2, 5]) {
      expect(atomImage(wide, 0.9, 0, r).value).toBeCloseTo(untruncatedDensity(wide, 0, r), 11);
    }
  });

  it("holds at its centre the mean scattering within the limit: 4π ∫ f q² dq", () => {
    const flat: FormFactor = { a: [1], b: [0] };
    expect(atomImage(flat, 2, 0, 0).value).toBeCloseTo((4 * Math.PI) / 3 / 8, 14);
  });

  it("has the slopes that differences show", () => {
    const image = (d: number, b: number, r: number) => atomImage(CARBON, d, b, r).value;
    fc.assert(
      fc.property(
        fc.double({ min: 1.2, max: 9, noNaN: true }),
        fc.double({ min: 0, max: 150, noNaN: true }),
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        (d, b, r) => {
          const { slope, perB, perResolution } = atomImage(CARBON, d, b, r);
          const peak = image(d, b, 0);
          const h = 1e-4;
          const difference = (plus: number, minus: number) => (plus - minus) / (2 * h * peak);
          expect(slope / peak).toBeCloseTo(difference(image(d, b, r + h), image(d, b, r - h)), 6);
          expect(perB / peak).toBeCloseTo(difference(image(d, b + h, r), image(d, b - h, r)), 6);
          expect(perResolution / peak).toBeCloseTo(difference(image(d + h, b, r), image(d - h, b, r)), 5);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("obeys the heat equation: ∂ρ ⁄ ∂B is its Laplacian over 16π²", () => {
    const [d, b, r, h] = [3, 20, 2.3, 1e-3];
    const at = (x: number) => atomImage(CARBON, d, b, x).value;
    const laplacian =
      (at(r + h) - 2 * at(r) + at(r - h)) / h ** 2 + (2 / r) * atomImage(CARBON, d, b, r).slope;
    expect(atomImage(CARBON, d, b, r).perB).toBeCloseTo(laplacian / (16 * Math.PI ** 2), 8);
  });

  it("knows sinc and its slope across their series", () => {
    for (const t of [0.003, 0.0032, 0.5, 1.5]) {
      expect(sinc(t)).toBeCloseTo(Math.sin(Math.PI * t) / (Math.PI * t), 12);
      const h = 1e-6;
      expect(sincSlope(t)).toBeCloseTo((sinc(t + h) - sinc(t - h)) / (2 * h), 8);
    }
    expect(sincSlope(0)).toBe(0);
  });
});

interface Case {
  readonly element: string;
  readonly d: number;
  readonly B: number;
  readonly rho: number[];
  readonly drho_dr: number[];
  readonly drho_dB: number[];
  readonly exact: number[];
}

describe.skipIf(!existsSync(reference))("the reference table of nine elements", () => {
  it("agrees to 1e-9 of the peak in value and slopes, and in the untruncated density", () => {
    const { r, cases } = JSON.parse(readFileSync(reference, "utf8")) as { r: number[]; cases: Case[] };
    expect(cases).toHaveLength(324);
    let worst = 0;
    for (const { element, d, B, rho, drho_dr, drho_dB, exact } of cases) {
      const factor = factorOf(element.toUpperCase());
      for (const [n, distance] of r.entries()) {
        const image = atomImage(factor, d, B, distance);
        worst = Math.max(
          worst,
          Math.abs(image.value - rho[n]) / rho[0],
          Math.abs(image.slope - drho_dr[n]) / rho[0],
          Math.abs(image.perB - drho_dB[n]) / rho[0],
          Math.abs(untruncatedDensity(factor, B, distance) - exact[n]) / exact[0],
        );
      }
    }
    expect(worst).toBeLessThan(1e-9);
  });
});
