import { AppError } from "#core/errors.ts";
import { type JobContext, quietJob } from "#core/job/job-context.ts";
import type { Rigid } from "#core/math/rigid.ts";
import { ModelImages, noSlopes } from "#core/refine/model-images.ts";
import { overallB } from "#core/refine/overall-b.ts";
import { type Pace, refineVariables, type Variables } from "#core/refine/refine-variables.ts";
import { regionAround } from "#core/refine/region.ts";
import type { Restraint } from "#core/refine/restraint.ts";
import { type MotionLimit, RigidParameters } from "#core/refine/rigid-parameters.ts";
import { oneMinusCorrelation } from "#core/refine/targets.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { resolutionRange, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { imageSettings } from "#core/simulate/vrm/model-map.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What else a position of the atoms costs, such as clashes; in units of 1 − correlation. */
export interface Penalty {
  readonly value: number;
  /** Per Å, n × 3, all atoms of the model. */
  readonly gradient: Float64Array;
}

/** The penalty of atoms at these places (n × 3, Å). */
export type PenaltyOf = (xyz: Float64Array) => Penalty;

/** How groups are refined; `RIGID_DEFAULTS` says why. */
export interface RigidSettings {
  /** Largest error of the atoms' images, as part of a peak. */
  readonly accuracy: number;
  /** Where images end, in units of the resolution; chosen from the accuracy when absent. */
  readonly cutoff?: number;
  /** Voxels within this of an atom, beyond its resolution, count: how far a group can be from home, Å. */
  readonly margin: number;
  /** Rounds at most, and steps in Å of the mean group. */
  readonly pace: Pace;
  /** No group goes farther from where it was given; left out, as far as the map leads. */
  readonly limit?: MotionLimit;
}

/**
 * Images good to 2 % of a peak move groups by less than 0.01 Å against exact ones; 3 Å of margin let a chain that is 5°
 * off find back; the first step is smaller than a voxel; 0.002 Å is where every fit of this program stops.
 */
export const RIGID_DEFAULTS: RigidSettings = {
  accuracy: 0.02,
  margin: 3,
  pace: { rounds: 60, firstStep: 0.3, largestStep: 1, smallestStep: 0.002 },
};

/** How well the model agrees with the map. */
export interface RigidScore {
  /** About the mean, over the voxels near the model as it was given. */
  readonly correlation: number;
  /** 0 without a penalty. */
  readonly penalty: number;
}

/** Where the groups went. */
export interface RigidGroupsResult {
  /** One per group, in the frame of the model. */
  readonly motions: readonly Rigid[];
  readonly before: RigidScore;
  readonly after: RigidScore;
  readonly rounds: number;
  /** Whether nothing was left to gain. */
  readonly settled: boolean;
}

/**
 * Moves groups of atoms as rigid bodies, all together, to where the model map agrees best with the observed one:
 * 1 − correlation about the mean near the model, plus the penalty, is made as small as it gets from here. Atoms in no
 * group stay and count. `groups` hold atom indices. Throws `input` for empty or overlapping groups and for a model
 * outside the map, `cancelled`.
 * @public
 */
export async function refineRigidGroups(
  atoms: ScatteringAtoms,
  groups: readonly Int32Array[],
  observed: Volume,
  settings: RigidSettings & { readonly penalty?: PenaltyOf },
  kernel: ImageKernel,
  job: JobContext = quietJob,
): Promise<RigidGroupsResult> {
  const problem = await createRigidProblem(atoms, groups, observed, settings, kernel, job);
  const { x, ...found } = await problem.solve(problem.variables.start, settings.penalty, job);
  return { motions: problem.variables.motions(x), ...found };
}

/** Rigid groups in a map, made ready to be moved more than once. */
export interface RigidProblem {
  readonly variables: RigidVariables;
  /** By how much all B factors would have to rise for the best agreement of the groups where they were given, Å². */
  overallB(job: JobContext): Promise<number>;
  /** Goes as low as it gets from some variables with a penalty; scores of all solutions are over the same voxels. */
  solve(
    from: Float64Array,
    penalty: PenaltyOf | undefined,
    job: JobContext,
  ): Promise<Omit<RigidGroupsResult, "motions"> & { readonly x: Float64Array }>;
}

/** Prepares what `refineRigidGroups` does. Throws as it. */
export async function createRigidProblem(
  atoms: ScatteringAtoms,
  groups: readonly Int32Array[],
  observed: Volume,
  settings: RigidSettings,
  kernel: ImageKernel,
  job: JobContext,
): Promise<RigidProblem> {
  const changes = membersOf(groups, atoms.element.length);
  const [, coarsest] = resolutionRange(atoms);
  const { images } = imageSettings(atoms, settings);
  const around = { reach: images.cutoff * coarsest, radius: coarsest + settings.margin };
  const { observed: near, mask } = await regionAround(observed, atoms.xyz, around, job);
  const maker = { images, kernel };
  const variables = rigidVariables(atoms, groups, settings.limit);
  const common = {
    step: "rigid groups",
    images: await ModelImages.create(atoms, changes, near.grid, maker, job),
    target: oneMinusCorrelation(near, mask.inside),
    weight: 1,
  };
  return {
    variables,
    overallB: (asking) => overallB(atoms, common.images, common.target, asking),
    async solve(from, penalty, solving) {
      const restraint = penalty && { restraint: throughVariables(variables, penalty) };
      const problem = { ...common, variables: { ...variables, start: from }, ...restraint };
      const { x, before, after, rounds, settled } = await refineVariables(problem, settings.pace, solving);
      const scoreOf = ({ correlation, restraint: paid }: typeof before) => ({ correlation, penalty: paid });
      return { x, before: scoreOf(before), after: scoreOf(after), rounds, settled };
    },
  };
}

/** The motions of groups as variables of a refinement; 1 is an Å of the mean group. */
export interface RigidVariables extends Variables {
  motions(x: Float64Array): Rigid[];
}

/** `groups` hold atom indices, none in two of them. */
export function rigidVariables(
  atoms: ScatteringAtoms,
  groups: readonly Int32Array[],
  limit?: MotionLimit,
): RigidVariables {
  const parameters = new RigidParameters(atoms.xyz, groups);
  const { occupancy, bFactor } = atoms;
  const upper = limit && parameters.limits(limit);
  return {
    start: new Float64Array(parameters.count),
    ...(upper && { upper, lower: upper.map((most) => -most) }),
    values: (x) => ({ xyz: parameters.coordinates(x), occupancy, bFactor }),
    slopes: (x, values, perAtom) => parameters.gradient(x, values.xyz, perAtom.xyz),
    motions: (x) => parameters.motions(x),
  };
}

/** 1 for every atom of a group. Throws `input` for empty or overlapping groups and atoms that are not there. */
export function membersOf(groups: readonly Int32Array[], count: number): Uint8Array {
  const seen = new Uint8Array(count);
  if (groups.length === 0 || groups.some(({ length }) => length === 0)) {
    throw new AppError("input", "Every group to be moved needs at least one atom.", {
      sizes: groups.map(({ length }) => length),
    });
  }
  for (const atom of groups.flatMap((group) => Array.from(group))) {
    if (!(atom >= 0 && atom < count)) {
      throw new AppError("input", "A group names an atom that the model does not have.", { atom, count });
    }
    if (seen[atom] === 1) {
      throw new AppError("input", "An atom can move with one group only; these groups overlap.", { atom });
    }
    seen[atom] = 1;
  }
  return seen;
}

function throughVariables(variables: Variables, penalty: PenaltyOf): Restraint {
  return {
    evaluate(x, values) {
      const { value, gradient } = penalty(values.xyz);
      const perAtom = { ...noSlopes(values.occupancy.length), xyz: gradient };
      return { value, gradient: variables.slopes(x, values, perAtom) };
    },
  };
}
