import { describe, expect, it } from "vitest";
import { atomImage, untruncatedDensity } from "#core/simulate/vrm/atom-image.ts";
import { CUBIC, DensityTables, RadialTables } from "#core/simulate/vrm/radial-tables.ts";
import { electronFormFactor, type FormFactor } from "#core/simulate/vrm/scattering.ts";
import { densityShape, imageShape, type TableDetail } from "#core/simulate/vrm/table-shape.ts";

const D = 3; // Å
const SAMPLES = 500;

function factorOf(symbol: string): FormFactor {
  const factor = electronFormFactor(symbol);
  if (!factor) throw new TypeError(symbol);
  return factor;
}

/** Value of a table at `part` of its pieces, by its cubics or by straight lines between steps of them. */
function tableAt(table: Float32Array, part: number): number {
  const n = Math.min(Math.floor(part), table.length / CUBIC - 1);
  const [c0, c1, c2, c3] = table.subarray(CUBIC * n, CUBIC * (n + 1));
  const t = part - n;
  return c0 + t * (c1 + t * (c2 + t * c3));
}

/** The largest errors of cubics and of lines against the truth, which is given at u. */
function worst(table: Float32Array, detail: TableDetail, truth: (u: number) => number): [number, number] {
  const { shape, fine } = detail;
  let [ofCubics, ofLines] = [0, 0];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const part = (sample / SAMPLES) * shape.segments;
    const expected = truth(shape.cutoff * Math.sqrt(part / shape.segments));
    ofCubics = Math.max(ofCubics, Math.abs(tableAt(table, part) - expected));
    const line = Math.floor(part * fine) / fine;
    const rest = part * fine - Math.floor(part * fine);
    const between = (1 - rest) * tableAt(table, line) + rest * tableAt(table, line + 1 / fine);
    ofLines = Math.max(ofLines, Math.abs(between - expected));
  }
  return [ofCubics, ofLines];
}

describe("tables of images", () => {
  for (const accuracy of [1e-2, 1e-3, 1e-4]) {
    for (const [cutoff, fade] of [
      [0.7, 0.1],
      [2, 0.1],
      [2, 0],
      [4, 0.1],
    ] as const) {
      it(`are within ${accuracy} of the peak up to ${cutoff} d, faded over ${fade} of it`, () => {
        const detail = imageShape({ cutoff, fade, accuracy });
        const filler = new RadialTables(detail.shape);
        const table = () => new Float32Array(CUBIC * detail.shape.segments);
        const [image, perBeta] = [table(), table()];
        for (const symbol of ["H", "C", "ZN"]) {
          for (const b of [0, 30, 120]) {
            const factor = factorOf(symbol);
            filler.fill(factor, D, b / D ** 2, image, perBeta);
            const window = (u: number) => {
              const into = fade === 0 ? 0 : Math.max(0, (u / cutoff - 1 + fade) / fade);
              return (1 + Math.cos(Math.PI * into)) / 2;
            };
            const peak = atomImage(factor, D, b, 0).value * D ** 3;
            const [cubics, lines] = worst(
              image,
              detail,
              (u) => window(u) * atomImage(factor, D, b, u * D).value * D ** 3,
            );
            expect(cubics / peak).toBeLessThan(accuracy / 2);
            expect(lines / peak).toBeLessThan(accuracy);
            const steepest = Math.abs(atomImage(factor, D, b, 0).perB) * D ** 5;
            const [rates] = worst(
              perBeta,
              detail,
              (u) => window(u) * atomImage(factor, D, b, u * D).perB * D ** 5,
            );
            expect(rates / steepest).toBeLessThan(accuracy);
          }
        }
      });
    }
  }
});

it("tables of densities are within the accuracy of the peak", () => {
  const [b, blur, accuracy, cutoff] = [12, 30, 1e-4, 5];
  for (const symbol of ["H", "C", "ZN"]) {
    const factor = factorOf(symbol);
    const detail = densityShape(cutoff, Math.min(...factor.b) + b + blur, accuracy);
    const image = new Float32Array(CUBIC * detail.shape.segments);
    new DensityTables(detail.shape, blur).fill(factor, 1, b, image, image.slice());
    const [cubics, lines] = worst(image, detail, (r) => untruncatedDensity(factor, b + blur, r));
    const peak = untruncatedDensity(factor, b + blur, 0);
    expect(cubics / peak).toBeLessThan(accuracy / 2);
    expect(lines / peak).toBeLessThan(accuracy);
  }
});
