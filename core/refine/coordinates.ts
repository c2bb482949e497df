import { type Chemistry, chemistryEnergy } from "#core/refine/chemistry.ts";
import type { Pace, Variables } from "#core/refine/refine-variables.ts";
import type { Restraint } from "#core/refine/restraint.ts";
import { type Curvature, springCurvature } from "#core/refine/springs.ts";
import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";

/** A change of a variable by 1, Å. */
const UNIT = 0.1;
/** Small shifts: no coordinate goes farther from where it began, Å. */
const FARTHEST = 2;

/**
 * Turns about bonds cost springs nothing, and a step would swing side chains about: a part of the mean stiffness holds
 * every coordinate in each step (Levenberg–Marquardt). What it is does not change where a refinement ends.
 */
const DAMPING = 0.1;

/** Steps in variables of 0.1 Å; below 0.002 Å nothing is left to gain. */
export const COORDINATE_PACE: Pace = { rounds: 40, firstStep: 0.3, largestStep: 10, smallestStep: 0.02 };

/** Every coordinate of every atom. */
export function coordinateVariables({ xyz, occupancy, bFactor }: ScatteringAtoms): Variables {
  const bound = FARTHEST / UNIT;
  return {
    start: new Float64Array(xyz.length),
    lower: new Float64Array(xyz.length).fill(-bound),
    upper: new Float64Array(xyz.length).fill(bound),
    values: (x) => ({ xyz: xyz.map((at, n) => at + UNIT * x[n]), occupancy, bFactor }),
    slopes: (_x, _values, perAtom) => perAtom.xyz.map((slope) => UNIT * slope),
  };
}

/** Bonds, angles and contacts as a restraint of `coordinateVariables`. */
export function chemistryRestraint(chemistry: Chemistry): Restraint {
  return {
    evaluate(_x, { xyz }) {
      const { value, gradient } = chemistryEnergy(chemistry, xyz);
      return { value, gradient: gradient.map((slope) => UNIT * slope) };
    },
    curvature(_x, { xyz }) {
      const { springs } = chemistryEnergy(chemistry, xyz);
      return damped(springCurvature(springs, UNIT ** 2));
    },
  };
}

function damped({ multiply, diagonal }: Curvature): Curvature {
  const extra = (DAMPING * diagonal.reduce((sum, d) => sum + d, 0)) / diagonal.length;
  return {
    multiply: (vector) => multiply(vector).map((value, n) => value + extra * vector[n]),
    diagonal: diagonal.map((d) => d + extra),
  };
}
