import { CLASH } from "#core/composite/bodies.ts";
import { type PlacedAtoms, type PlacedBody, placedAtoms } from "#core/composite/joint/placed-atoms.ts";
import type { Tolerance } from "#core/fit/cluster.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { IDENTITY, type Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { apartPenalty, clashesByGroup } from "#core/refine/group-clashes.ts";
import { createRigidProblem, RIGID_DEFAULTS, type RigidProblem } from "#core/refine/rigid-groups.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import { blockMeans } from "#core/volume/block-means.ts";
import type { Volume } from "#core/volume/volume.ts";

/** How all placed chains together agree with the map, and with each other. */
export interface JointScore {
  /** About the mean, of the model map of all chains, over the voxels near them. */
  readonly correlation: number;
  /** The correlation less what atoms that are too near cost, at the weight that was needed in the end: it never falls. */
  readonly worth: number;
  /** Per chain: its heavy atoms within 2 Å of heavy atoms of others. */
  readonly clashes: readonly number[];
}

/** Where the chains went. */
export interface JointRefinement {
  /** Per chain, in the frame of the map: from where it was placed to where it is now. */
  readonly corrections: readonly Rigid[];
  readonly before: JointScore;
  readonly after: JointScore;
  /** No chain went farther: Å of its centre, degrees. */
  readonly limit: Tolerance;
  readonly rounds: number;
}

/** What a joint refinement works with. */
export interface JointContext {
  readonly map: Volume;
  /** Å. */
  readonly resolution: number;
  /** No chain goes farther from where it was placed: a placement stays the one that was judged. */
  readonly limit: Tolerance;
  readonly images: ImageKernel;
  readonly job: JobContext;
}

/** Å: atoms of different chains are pushed apart up to here, a little farther than where clashes are counted. */
const APART = CLASH + 0.3;
/**
 * What a pair costs per Å², in units of correlation: at first so little that the map decides; while atoms still clash ten
 * times as much, and so on. With the largest from the start chains would be thrown about before the map has spoken.
 */
const WEIGHTS = [1e-4, 1e-3, 1e-2] as const;
/** Images end here, in units of the resolution: beyond, only ripples are left, which tell nothing of where a chain lies. */
const CUTOFF = 1;
/** Beyond a hundredth of an Å there is nothing to be won: deposited models differ by more. */
const PACE = { ...RIGID_DEFAULTS.pace, rounds: 30, smallestStep: 0.01 };
/**
 * Voxels within this of an atom count, in units of the resolution: farther away lies the density of chains that are not placed,
 * which would draw their neighbours.
 */
const NEAR = 0.5;
/** Samples per resolution beyond which a finer map places a chain no better. */
const SAMPLES = 3;

/**
 * Moves all placed chains as rigid bodies, all together, to where their common model map agrees best with the whole map and
 * no atoms of two chains are too near to each other. Neither the correlation less what near atoms cost falls, nor do more atoms
 * clash than before: else all stay where they are. Throws `input` when the chains lie outside the map, `cancelled`.
 */
export async function refineJointly(
  bodies: readonly PlacedBody[],
  context: JointContext,
): Promise<JointRefinement> {
  const { limit, job } = context;
  const placed = placedAtoms(bodies, context.resolution);
  const { owner } = placed;
  const problem = await asSharpAsMap(placed, context);
  const clashesAt = (x: Float64Array) =>
    Array.from(clashesByGroup(problem.variables.values(x).xyz, owner, bodies.length, CLASH));
  const { start, end, rounds } = await pressApart(problem, owner, clashesAt, job);
  const [before, after] = [start, end].map(({ x, correlation, worth }) => ({
    correlation,
    worth,
    clashes: clashesAt(x),
  }));
  const isBetter = after.worth >= before.worth && total(after.clashes) <= total(before.clashes);
  return {
    corrections: isBetter ? problem.variables.motions(end.x) : bodies.map(() => IDENTITY),
    before,
    after: isBetter ? after : before,
    limit,
    rounds,
  };
}

/**
 * The placed chains as rigid groups, their images as blurred as the map shows them: of images that are more blurred than the
 * map, neighbours overlap too much, which drives them apart, and what is missing beside them is made up for by those that are
 * there. Never sharper than the resolution says: ripples would tell of nothing.
 */
async function asSharpAsMap(
  { atoms, groups }: PlacedAtoms,
  { map, resolution, limit, images, job }: JointContext,
): Promise<RigidProblem> {
  const observed = thinned(map, resolution);
  const settings = { ...RIGID_DEFAULTS, margin: (NEAR - 1) * resolution, cutoff: CUTOFF, pace: PACE, limit };
  const withB = (bFactor: ArrayLike<number>) =>
    createRigidProblem({ ...atoms, bFactor }, groups, observed, settings, images, job);
  const more = await (await withB(atoms.bFactor)).overallB(job);
  return withB(Float64Array.from(atoms.bFactor, (b) => Math.max(0, b + more)));
}

/** A place of all chains. */
interface State {
  readonly x: Float64Array;
  readonly correlation: number;
  /** Correlation less what near atoms cost at the last weight. */
  readonly worth: number;
}

/** Refines with heavier and heavier weights until no atoms clash. */
async function pressApart(
  problem: RigidProblem,
  owner: Int32Array,
  clashesAt: (x: Float64Array) => readonly number[],
  job: JobContext,
): Promise<{ readonly start: State; readonly end: State; readonly rounds: number }> {
  const { values, start: given } = problem.variables;
  let x = given;
  let rounds = 0;
  let first: number | undefined;
  for (const [n, weight] of WEIGHTS.entries()) {
    const penalty = apartPenalty(owner, { nearest: APART, weight });
    const found = await problem.solve(x, penalty, partOf(job, n));
    first ??= found.before.correlation;
    rounds += found.rounds;
    x = found.x;
    const isLast = weight === WEIGHTS[WEIGHTS.length - 1] || total(clashesAt(x)) === 0;
    if (!isLast) continue;
    const { correlation } = found.after;
    return {
      start: { x: given, correlation: first, worth: first - penalty(values(given).xyz).value },
      end: { x, correlation, worth: correlation - found.after.penalty },
      rounds,
    };
  }
  throw new TypeError("A joint refinement without a weight.");
}

/** The job of one weight, as a part of that of all. */
function partOf({ signal, checkpoint }: JobContext, n: number): JobContext {
  return {
    signal,
    checkpoint: ({ done, total: all }) =>
      checkpoint({ step: "joint refinement", done: n * all + done, total: WEIGHTS.length * all }),
  };
}

function total(clashes: readonly number[]): number {
  return clashes.reduce((sum, count) => sum + count, 0);
}

/** The map with blocks of voxels averaged, as long as three samples are left per resolution. */
function thinned(map: Volume, resolution: number): Volume {
  const factor = (axis: 0 | 1 | 2) =>
    Math.max(1, Math.floor(resolution / SAMPLES / map.grid.voxelSize[axis]));
  const factors: Vec3 = [factor(0), factor(1), factor(2)];
  return factors.some((k) => k > 1) ? blockMeans(map, factors) : map;
}
