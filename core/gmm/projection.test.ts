import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EMAN_SIGMA } from "#core/gmm/eman-gaussians.ts";
import { createGaussians, type Gaussians } from "#core/gmm/gaussians.ts";
import { type ImageFrame, project, projectionGradient, type View } from "#core/gmm/projection.ts";
import { correlateRings } from "#core/gmm/ring-correlation.ts";
import { matrixOfRelion } from "#core/math/euler.ts";
import { createRandom, randomNormal, randomRotation } from "#core/math/random.ts";
import { matrixOf, multiplyQuaternions, quaternionFromRotationVector } from "#core/math/rigid.ts";

const FRAME: ImageFrame = { size: 16, edge: 40, centre: [3, -2, 5] };

function someModel(count: number, seed: number): Gaussians {
  const random = createRandom(seed);
  return createGaussians(
    new Float64Array(3 * count).map((_, n) => FRAME.centre[n % 3] + 16 * (random() - 0.5)),
    new Float64Array(count).map(() => 0.5 + random()),
    new Float64Array(count).map(() => 1 + random()),
  );
}

function someData(seed: number): Float64Array {
  const random = createRandom(seed);
  return new Float64Array(2 * FRAME.size * (FRAME.size / 2 + 1)).map(() => randomNormal(random));
}

describe("a projection", () => {
  it("of one Gaussian at the centre is its amplitude times exp(−2π² σ² q²), without phase", () => {
    const model = createGaussians(Float64Array.from(FRAME.centre), Float64Array.of(3), Float64Array.of(2));
    const image = project(model, { matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], shift: [0, 0] }, FRAME);
    expect(image[0]).toBeCloseTo(3, 12);
    // k = (2, −3): q² = 13 ⁄ 1600.
    const at = 2 * (13 * 9 + 2);
    expect(image[at]).toBeCloseTo(3 * Math.exp(-2 * Math.PI ** 2 * 4 * (13 / 1600)), 12);
    expect(image[at + 1]).toBeCloseTo(0, 12);
  });

  it("moves by the shift: a phase of −2π q · shift", () => {
    const model = createGaussians(Float64Array.of(8, 2, 5), Float64Array.of(1), Float64Array.of(2));
    // Turned by 90° about view z, x' = y − centre y = 4 and y' = −(x − centre x) = −5.
    const image = project(model, { matrix: [0, 1, 0, -1, 0, 0, 0, 0, 1], shift: [1, 7] }, FRAME);
    const [re, im] = [image[2 * (1 * 9 + 3)], image[2 * (1 * 9 + 3) + 1]];
    const phase = (-2 * Math.PI * (3 * 5 + 1 * 2)) / 40;
    expect(Math.atan2(im, re)).toBeCloseTo(Math.atan2(Math.sin(phase), Math.cos(phase)), 10);
  });

  it("has the gradient that small steps measure", () => {
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        const model = someModel(3, seed);
        const data = someData(seed + 1);
        const rotation = randomRotation(createRandom(seed, 2));
        const scoreOf = (changed: Gaussians, view: View) =>
          correlateRings(project(changed, view, FRAME), data, FRAME.size, { first: 1, last: 8 }).score;
        const view: View = { matrix: matrixOf(rotation), shift: [1.5, -2] };
        const { slope } = correlateRings(project(model, view, FRAME), data, FRAME.size, {
          first: 1,
          last: 8,
        });
        const gradient = projectionGradient(model, view, FRAME, slope);
        const step = 1e-5;
        const slopeOf = (at: (h: number) => number) => (at(step) - at(-step)) / (2 * step);
        for (const key of ["xyz", "amplitude", "sigma"] as const) {
          const measured = slopeOf((h) => {
            const column = model[key].slice();
            column[1] += h;
            return scoreOf({ ...model, [key]: column }, view);
          });
          expect(gradient[key][1]).toBeCloseTo(measured, 7);
        }
        for (const axis of [0, 1, 2]) {
          const measured = slopeOf((h) => {
            const turn = quaternionFromRotationVector([
              axis === 0 ? h : 0,
              axis === 1 ? h : 0,
              axis === 2 ? h : 0,
            ]);
            return scoreOf(model, { ...view, matrix: matrixOf(multiplyQuaternions(turn, rotation)) });
          });
          expect(gradient.turn[axis]).toBeCloseTo(measured, 6);
        }
        for (const axis of [0, 1]) {
          const measured = slopeOf((h) => {
            const shift: [number, number] = axis === 0 ? [1.5 + h, -2] : [1.5, -2 + h];
            return scoreOf(model, { ...view, shift });
          });
          expect(gradient.shift[axis]).toBeCloseTo(measured, 7);
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe("the correlation of rings", () => {
  it("of an image with itself is 1 in every ring", () => {
    const data = someData(3);
    const { rings, score } = correlateRings(data, data, FRAME.size, { first: 1, last: 8 });
    for (const ring of rings) expect(ring).toBeCloseTo(1, 12);
    expect(score).toBeCloseTo(1, 12);
  });

  it("does not change when one image goes through a positive radial filter", () => {
    const [model, data] = [someData(4), someData(5)];
    const half = FRAME.size / 2 + 1;
    const filtered = data.map((value, n) => {
      const at = n >> 1;
      const j = Math.floor(at / half);
      const ring = Math.round(Math.hypot(at % half, j > 8 ? j - 16 : j));
      return value * (0.3 + ring * ring);
    });
    const choice = { first: 1, last: 8 };
    const plain = correlateRings(model, data, FRAME.size, choice);
    const other = correlateRings(model, filtered, FRAME.size, choice);
    expect(other.score).toBeCloseTo(plain.score, 12);
  });

  it("weighs rings as asked", () => {
    const [model, data] = [someData(6), someData(7)];
    const weights = [0, 0, 3, 0, 1, 0, 0, 0];
    const { rings, score } = correlateRings(model, data, FRAME.size, { first: 1, last: 8, weights });
    expect(score).toBeCloseTo((3 * rings[2] + rings[4]) / 4, 12);
  });
});

const FILE = join(import.meta.dirname, "../../../shared/reference/gmm_projection.json");
const isThere = existsSync(FILE);
if (!isThere) console.log("Skipped: projections of e2gmm need ../shared/reference/gmm_projection.json.");

interface Reference {
  readonly M: number;
  readonly minpx: number;
  readonly maxpx: number;
  readonly gaussians: number[][];
  readonly angles_deg: [number, number, number];
  readonly shift: [number, number];
  readonly data_re: number[][];
  readonly data_im: number[][];
  readonly model_re: number[][];
  readonly model_im: number[][];
  readonly frc: number[];
  readonly score: number;
  readonly grad_gaussians: number[][];
  readonly grad_angles: [number, number, number];
  readonly grad_shift: [number, number];
}

describe.skipIf(!isThere)("e2gmm's projection, ring correlation and gradients, to 1e-9", () => {
  const reference = (isThere ? JSON.parse(readFileSync(FILE, "utf8")) : {}) as Reference;
  const EDGE = 173; // Å: nothing depends on it
  const frame: ImageFrame = { size: 24, edge: EDGE, centre: [0, 0, 0] };
  const read = () => {
    const { gaussians, angles_deg, shift, data_re, data_im } = reference;
    const model = createGaussians(
      Float64Array.from(gaussians.flatMap(([x, y, z]) => [x * EDGE, y * EDGE, z * EDGE])),
      Float64Array.from(gaussians, ([, , , a]) => a * a),
      Float64Array.from(gaussians, ([, , , , s]) => EDGE * EMAN_SIGMA * Math.sqrt(s)),
    );
    const [rot, tilt, psi] = angles_deg;
    const matrix = matrixOfRelion({ rot, tilt, psi });
    const view: View = { matrix, shift: [shift[0] * EDGE, shift[1] * EDGE] };
    const data = Float64Array.from(data_re.flatMap((row, j) => row.flatMap((re, i) => [re, data_im[j][i]])));
    return { model, view, data };
  };
  const close = (seen: number, expected: number) => expect(Math.abs(seen - expected)).toBeLessThan(1e-9);

  it("coefficients", () => {
    const { model, view } = read();
    const image = project(model, view, frame);
    for (const [j, row] of reference.model_re.entries()) {
      // The row ky = −M ⁄ 2 has its sign in the reference as in FFT order.
      for (const [i, re] of row.entries()) {
        close(image[2 * (j * 13 + i)], re);
        close(image[2 * (j * 13 + i) + 1], reference.model_im[j][i]);
      }
    }
  });

  it("rings, score and every gradient", () => {
    const { model, view, data } = read();
    const image = project(model, view, frame);
    const choice = { first: reference.minpx, last: reference.maxpx };
    const { rings, score, slope } = correlateRings(image, data, 24, choice);
    for (const [r, expected] of reference.frc.entries()) close(rings[r], expected);
    close(score, reference.score);
    const gradient = projectionGradient(model, view, frame, slope);
    for (const [n, [gx, gy, gz, ga, gs]] of reference.grad_gaussians.entries()) {
      const [, , , a, s] = reference.gaussians[n];
      close(gradient.xyz[3 * n] * EDGE, gx);
      close(gradient.xyz[3 * n + 1] * EDGE, gy);
      close(gradient.xyz[3 * n + 2] * EDGE, gz);
      // A = a², σ = EDGE · EMAN_SIGMA √s.
      close(gradient.amplitude[n] * 2 * a, ga);
      close((gradient.sigma[n] * EDGE * EMAN_SIGMA) / (2 * Math.sqrt(s)), gs);
    }
    close(gradient.shift[0] * EDGE, reference.grad_shift[0]);
    close(gradient.shift[1] * EDGE, reference.grad_shift[1]);
    // RELION's matrices turn by minus their angle: psi about view z, tilt about Rz(psi) y, rot about A z.
    const [wx, wy, wz] = gradient.turn;
    const psi = (reference.angles_deg[2] * Math.PI) / 180;
    const { matrix } = view;
    close(-(wx * matrix[2] + wy * matrix[5] + wz * matrix[8]), reference.grad_angles[0]);
    close(-(wx * Math.sin(psi) + wy * Math.cos(psi)), reference.grad_angles[1]);
    close(-wz, reference.grad_angles[2]);
  });
});
