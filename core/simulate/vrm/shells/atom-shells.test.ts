import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atomImage } from "#core/simulate/vrm/atom-image.ts";
import { type FormFactor, formFactorOrCarbon, type Scattering } from "#core/simulate/vrm/scattering.ts";
import { atomShells, followedTo, shellImage, shellsFor } from "#core/simulate/vrm/shells/atom-shells.ts";
import { kernelError } from "#core/simulate/vrm/shells/decompose-kernel.ts";
import type { KernelShells } from "#core/simulate/vrm/shells/shell-sum.ts";

const shipped = new URL("../../../../assets/shells/kernel.json", import.meta.url);
const { sets } = JSON.parse(readFileSync(shipped, "utf8")) as { sets: KernelShells[] };
const reference = new URL("../../../../../shared/reference/vrm.json", import.meta.url);

/** Largest difference between shells and quadrature within `most` (Å), as part of the peak. */
function worstError(set: KernelShells, factor: FormFactor, d: number, b: number, most: number): number {
  const shells = atomShells(set, factor, d, b);
  const peak = atomImage(factor, d, b, 0).value;
  let worst = 0;
  for (let n = 0; n <= 60; n++) {
    const r = (n * most) / 60;
    const difference = shellImage(shells, r).value - atomImage(factor, d, b, r).value;
    worst = Math.max(worst, Math.abs(difference) / peak);
  }
  return worst;
}

const setOf = (reach: number, terms: number) => {
  const found = sets.find((set) => set.reach === reach && set.C.length === terms);
  if (!found) throw new TypeError(`No set of ${terms} shells to ${reach} d.`);
  return found;
};

describe("the shipped sums of shells", () => {
  // Errors of the specification's own fits (largest of G on the whole axis), by reach: one shell per ripple, one more.
  it.each([
    [2, 5.9e-5, 2.6e-7],
    [3, 1.5e-5, 1.05e-6],
    [4, 8.7e-6, 9.1e-7],
    [5, 4.65e-6, 3.2e-7],
    [6, 2.55e-6, 1.4e-7],
    [8, 1.5e-6, 1.35e-8],
    [11, 6.6e-7, 1.05e-8],
    [16, 3e-7, 2e-8],
  ])("follow the kernel to %d d as well as is known to be possible", (reach, perRipple, oneMore) => {
    for (const [terms, limit] of [
      [2 * reach, perRipple],
      [2 * reach + 1, oneMore],
    ]) {
      const set = setOf(reach, terms);
      const error = kernelError(set, reach);
      expect(error).toBeLessThan(limit);
      expect(error / set.error).toBeCloseTo(1, 2);
    }
  });
});

describe("the image of an atom by shells", () => {
  // Worst of C Fe H Zn at B 0 … 100 within reach − 1 (units of d), from the specification of the method.
  it.each([
    [3, 6.4e-5, 3.3e-3, 2.5e-2],
    [4, 6.1e-5, 1.5e-3, 6.9e-3],
    [5, 4.2e-5, 1.0e-3, 4.8e-3],
    [8, 3.4e-6, 2.1e-4, 1.7e-3],
    [11, 1.5e-6, 9.7e-5, 7.6e-4],
  ])("of %d d is right to the known accuracy within a d of its end", (reach, ...limits) => {
    const set = setOf(reach, 2 * reach + 1);
    for (const [n, d] of [3, 2, 1.5].entries()) {
      for (const label of ["C", "FE", "H", "ZN"]) {
        for (const b of [0, 20, 57.79, 100]) {
          const error = worstError(set, formFactorOrCarbon("electron", label), d, b, (reach - 1) * d);
          expect(error, `${label} at ${d} Å, B ${b}`).toBeLessThan(1.5 * limits[n]);
        }
      }
    }
  });

  it("is right to 3e-5 for any element, ion, B and resolution up to where it is followed", () => {
    const atom = fc.constantFrom<[Scattering, string]>(
      ["electron", "H"],
      ["electron", "C"],
      ["electron", "U"],
      ["electron", "RB"],
      ["xray", "C"],
      ["xray", "N"],
      ["xray", "O2-"],
      ["xray", "FE3+"],
    );
    const resolution = fc.double({ min: 1.3, max: 12, noNaN: true });
    const displacement = fc.double({ min: -2, max: 150, noNaN: true });
    fc.assert(
      fc.property(atom, resolution, displacement, ([scattering, label], d, b) => {
        const factor = formFactorOrCarbon(scattering, label);
        const set = shellsFor(sets, factor, d, b, 3 * d);
        const most = followedTo(set, factor, d, b);
        fc.pre(most >= 3 * d);
        expect(worstError(set, factor, d, b, most)).toBeLessThan(3e-5);
      }),
      { numRuns: 60 },
    );
  });

  it("has the slopes of the image", () => {
    const factor = formFactorOrCarbon("electron", "O");
    const shells = atomShells(setOf(8, 17), factor, 3, 30);
    const peak = atomImage(factor, 3, 30, 0).value;
    for (const r of [0, 0.4, 2, 7]) {
      const [found, expected] = [shellImage(shells, r), atomImage(factor, 3, 30, r)];
      expect(found.slope / peak).toBeCloseTo(expected.slope / peak, 5);
      expect(found.perB / peak).toBeCloseTo(expected.perB / peak, 5);
    }
  });

  it("bears a sharpening B until a shell has no width left, and then says how far", () => {
    const factor = formFactorOrCarbon("electron", "C");
    expect(worstError(setOf(8, 17), factor, 3, -20, 12)).toBeLessThan(1e-5);
    expect(() => atomShells(setOf(8, 17), factor, 3, -200)).toThrow(/bear a B down to −\d+\.\d Å², not -200/);
  });
});

interface Case {
  readonly element: string;
  readonly d: number;
  readonly B: number;
  readonly rho: number[];
}

describe.skipIf(!existsSync(reference))("the reference table of nine elements", () => {
  it("agrees to 1e-6 of the peak with shells wherever they follow the image", () => {
    const { r, cases } = JSON.parse(readFileSync(reference, "utf8")) as { r: number[]; cases: Case[] };
    let worst = 0;
    let compared = 0;
    for (const { element, d, B, rho } of cases) {
      const factor = formFactorOrCarbon("electron", element.toUpperCase());
      const set = setOf(16, 33);
      const shells = atomShells(set, factor, d, B);
      for (const [n, distance] of r.entries()) {
        if (distance > followedTo(set, factor, d, B)) continue;
        compared++;
        worst = Math.max(worst, Math.abs(shellImage(shells, distance).value - rho[n]) / rho[0]);
      }
    }
    expect(compared).toBeGreaterThan(3000);
    expect(worst).toBeLessThan(1e-6);
  });
});
