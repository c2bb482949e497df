import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussLegendre } from "#core/math/gauss-legendre.ts";
import { sinc } from "#core/simulate/vrm/atom-image.ts";
import { shell } from "#core/simulate/vrm/shells/omega.ts";

const length = fc.double({ min: 0.01, max: 8, noNaN: true });
const width = fc.double({ min: 0.5, max: 200, noNaN: true });

/** The definition: a unit Gaussian of width B averaged over the sphere, by quadrature over the cosine of the angle. */
function averaged(r: number, radius: number, b: number): number {
  const { nodes, weights } = gaussLegendre(80);
  const gaussian = (square: number) =>
    ((4 * Math.PI) / b) ** 1.5 * Math.exp((-4 * Math.PI ** 2 * square) / b);
  return nodes.reduce((sum, node, n) => {
    const cosine = 2 * node - 1;
    return sum + weights[n] * gaussian(r * r + radius * radius - 2 * r * radius * cosine);
  }, 0);
}

describe("the shell function", () => {
  it("is a Gaussian averaged over a sphere", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (r, radius) => {
          const b = 40;
          expect(shell(r, radius, b).value).toBeCloseTo(averaged(r, radius, b), 10);
        },
      ),
    );
  });

  it("is symmetric in r and R, and a Gaussian where either is 0", () => {
    fc.assert(
      fc.property(length, length, width, (r, radius, b) => {
        const peak = ((4 * Math.PI) / b) ** 1.5;
        expect(shell(r, radius, b).value / peak).toBeCloseTo(shell(radius, r, b).value / peak, 12);
        const gaussian = Math.exp((-4 * Math.PI ** 2 * r * r) / b);
        expect(shell(r, 0, b).value / peak).toBeCloseTo(gaussian, 12);
        expect(shell(0, r, b).value / peak).toBeCloseTo(gaussian, 12);
      }),
    );
  });

  it("has the slopes that differences show, near the centre too", () => {
    const near = fc.double({ min: 0, max: 1e-3, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(length, near), fc.oneof(length, near), width, (r, radius, b) => {
        const scale = ((4 * Math.PI) / b) ** 1.5;
        const found = shell(r, radius, b);
        const h = 1e-5;
        const at = (dr: number, dR: number, dB: number) =>
          shell(Math.abs(r + dr), Math.abs(radius + dR), b + dB).value / scale;
        expect(found.slope / scale).toBeCloseTo((at(h, 0, 0) - at(-h, 0, 0)) / (2 * h), 4);
        expect(found.perRadius / scale).toBeCloseTo((at(0, h, 0) - at(0, -h, 0)) / (2 * h), 4);
        expect(found.perB / scale).toBeCloseTo((at(0, 0, h) - at(0, 0, -h)) / (2 * h), 6);
      }),
    );
  });

  it("integrates to 1 and has the transform sinc(2qR) exp(−B q² ⁄ 4)", () => {
    const { nodes, weights } = gaussLegendre(200);
    for (const [radius, b] of [
      [0, 20],
      [1.7, 30],
      [3, 90],
    ]) {
      for (const q of [0, 0.1, 0.3]) {
        const transform = nodes.reduce((sum, node, n) => {
          const r = 12 * node;
          return sum + 12 * weights[n] * 4 * Math.PI * r * r * sinc(2 * q * r) * shell(r, radius, b).value;
        }, 0);
        expect(transform).toBeCloseTo(sinc(2 * q * radius) * Math.exp((-b * q * q) / 4), 8);
      }
    }
  });
});
