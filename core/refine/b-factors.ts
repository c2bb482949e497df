import type { Pace, Variables } from "#core/refine/refine-variables.ts";
import type { Restraint } from "#core/refine/restraint.ts";
import { type Neighbours, similarityEnergy } from "#core/refine/similar-b.ts";
import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";

/** A change of a variable by 1, Å². */
export const B_UNIT = 10;
/** What B factors may become, Å². */
export interface BRange {
  readonly lowest: number;
  readonly highest: number;
}

/** Below there is no motion, above an atom is no more than a smear. */
export const B_RANGE: BRange = { lowest: 0, highest: 500 };

/** Steps in variables of 10 Å²; below 0.1 Å² nothing is left to gain. */
export const B_PACE: Pace = { rounds: 80, firstStep: 0.5, largestStep: 4, smallestStep: 0.01 };

/**
 * One change of B per group of atoms: differences within a group stay as they are, and the group stops where its first
 * atom comes to the end of the range. `groups` hold atom indices, none in two of them.
 */
export function bFactorVariables(
  { xyz, occupancy, bFactor }: ScatteringAtoms,
  groups: readonly Int32Array[],
  { lowest, highest }: BRange = B_RANGE,
): Variables {
  const least = (group: Int32Array) => group.reduce((low, n) => Math.min(low, bFactor[n]), Infinity);
  const most = (group: Int32Array) => group.reduce((high, n) => Math.max(high, bFactor[n]), -Infinity);
  return {
    start: new Float64Array(groups.length),
    // What a file holds beyond the range may stay.
    lower: Float64Array.from(groups, (group) => Math.min(0, (lowest - least(group)) / B_UNIT)),
    upper: Float64Array.from(groups, (group) => Math.max(0, (highest - most(group)) / B_UNIT)),
    values: (x) => {
      const b = Float64Array.from(bFactor);
      for (const [g, group] of groups.entries()) for (const n of group) b[n] += B_UNIT * x[g];
      return { xyz, occupancy, bFactor: b };
    },
    slopes: (_x, _values, perAtom) => perGroup(groups, perAtom.bFactor),
  };
}

/** Slopes per B of an atom as slopes per variable. */
function perGroup(groups: readonly Int32Array[], perB: Float64Array): Float64Array {
  return Float64Array.from(groups, (group) => B_UNIT * group.reduce((sum, n) => sum + perB[n], 0));
}

/** Neighbours in different groups should have like B factors. */
export function similarityRestraint(
  neighbours: Neighbours,
  groups: readonly Int32Array[],
  count: number,
): Restraint {
  const { pairs, weight } = neighbours;
  const diagonal = new Float64Array(count);
  for (let n = 0; n < weight.length; n++) {
    diagonal[pairs[2 * n]] += weight[n] / B_UNIT ** 2;
    diagonal[pairs[2 * n + 1]] += weight[n] / B_UNIT ** 2;
  }
  const spread = (vector: Float64Array) => {
    const b = new Float64Array(count);
    for (const [g, group] of groups.entries()) for (const n of group) b[n] = B_UNIT * vector[g];
    return b;
  };
  const curvature = {
    // The energy is quadratic: its slopes at a vector are its Hessian times the vector.
    multiply: (vector: Float64Array) =>
      perGroup(groups, similarityEnergy(neighbours, spread(vector), B_UNIT).gradient),
    diagonal: Float64Array.from(
      groups,
      (group) => B_UNIT ** 2 * group.reduce((sum, n) => sum + diagonal[n], 0),
    ),
  };
  return {
    evaluate(_x, { bFactor }) {
      const { value, gradient } = similarityEnergy(neighbours, bFactor, B_UNIT);
      return { value, gradient: perGroup(groups, gradient) };
    },
    curvature: () => curvature,
  };
}
