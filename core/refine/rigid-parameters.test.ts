import fc from "fast-check";
import { expect, it } from "vitest";
import { createRandom } from "#core/math/random.ts";
import { applyRigid } from "#core/math/rigid.ts";
import { RigidParameters } from "#core/refine/rigid-parameters.ts";

const random = createRandom(5);
const XYZ = new Float64Array(36).map(() => 20 * random());
/** Atom 11 belongs to none. */
const GROUPS = [Int32Array.of(0, 2, 4, 6, 8), Int32Array.of(1, 3, 5, 7, 9), Int32Array.of(10)];
const turns = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 18, maxLength: 18 });

it("moves nothing where all variables are 0, and a group by an Å per variable of shift", () => {
  const parameters = new RigidParameters(XYZ, GROUPS);
  for (const [n, x] of parameters.coordinates(new Float64Array(18)).entries())
    expect(x).toBeCloseTo(XYZ[n], 12);
  const moved = parameters.coordinates(new Float64Array(18).fill(1, 3, 4));
  // 5 atoms of 11 / 3 in the mean group.
  expect(moved[0] - XYZ[0]).toBeCloseTo(1 / Math.sqrt(15 / 11), 12);
  expect(moved[33]).toBe(XYZ[33]);
});

it("moves atoms as the motions say", () => {
  fc.assert(
    fc.property(turns, (variables) => {
      const parameters = new RigidParameters(XYZ, GROUPS);
      const x = Float64Array.from(variables);
      const moved = parameters.coordinates(x);
      for (const [n, motion] of parameters.motions(x).entries()) {
        for (const atom of GROUPS[n]) {
          const [a, b, c] = XYZ.subarray(3 * atom, 3 * atom + 3);
          const there = applyRigid(motion, [a, b, c]);
          for (let axis = 0; axis < 3; axis++) expect(moved[3 * atom + axis]).toBeCloseTo(there[axis], 9);
        }
      }
    }),
  );
});

it("turns slopes per coordinate into slopes per variable, at any rotation", () => {
  // A linear target Σ w x: its change is exactly that of the coordinates.
  const weights = new Float64Array(36).map((_, n) => Math.sin(3 * n));
  const parameters = new RigidParameters(XYZ, GROUPS);
  const target = (x: Float64Array) =>
    parameters.coordinates(x).reduce((sum, v, n) => sum + weights[n] * v, 0);
  fc.assert(
    fc.property(turns, (variables) => {
      const x = Float64Array.from(variables);
      const gradient = parameters.gradient(x, parameters.coordinates(x), weights);
      const h = 1e-5;
      for (let n = 0; n < 18; n++) {
        const at = (step: number) => target(x.map((v, m) => (m === n ? v + step : v)));
        expect(gradient[n]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 5);
      }
    }),
    { numRuns: 30 },
  );
});
