import type { PoseKernel } from "#core/gmm/pose-kernel.ts";
import type { PoseObjective } from "#core/gmm/pose-objective.ts";
import { createMoments, POSE_NUMBERS } from "#core/gmm/ring-moments.ts";
import { solvePositive } from "#core/math/cholesky.ts";
import {
  conjugate,
  matrixOf,
  multiplyQuaternions,
  normalizeQuaternion,
  type Quaternion,
  quaternionFromRotationVector,
} from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/** Orientation and place of a particle: the view matrix as a rotation, and where the centre is seen, x, y in Å. */
export interface Pose {
  readonly rotation: Quaternion;
  readonly shift: readonly [number, number];
}

/** How far from where it started a pose may be expected, standard deviations; infinite for no expectation. */
export interface PosePrior {
  /** Radians, about each axis. */
  readonly turn: number;
  /** Å, along each axis. */
  readonly shift: number;
}

export interface RefinedPose {
  readonly pose: Pose;
  /** The objective where the search began and ended, without the prior. */
  readonly value: readonly [number, number];
  /** Views that were projected. */
  readonly views: number;
  /** Ring sums of the last pose. */
  readonly moments: Float64Array;
  /** Minus the curvature there, row-major 5 × 5, without the prior. */
  readonly curvature: Float64Array;
}

export interface StepParams {
  /** Views to project at most. */
  readonly views: number;
  /** Ends when a step turns by less than this, radians. */
  readonly still: number;
}

const DAMPING = { first: 1e-2, least: 1e-4, better: 0.2, worse: 8 } as const;

/**
 * Climbs from a pose by Levenberg and Marquardt's method on a rotation vector about the current view and a shift: every
 * view projected gives value, gradient and curvature at once, so that three or four of them do. The prior holds the pose
 * near `centre`, where the particle was before any refinement.
 */
export function refinePose(
  kernel: PoseKernel,
  start: Pose,
  objective: PoseObjective,
  { centre, prior }: { readonly centre: Pose; readonly prior: PosePrior },
  { views, still }: StepParams,
  size: number,
): RefinedPose {
  const evaluate = (pose: Pose) => evaluateAt(kernel, pose, objective, centre, prior, size);
  let best = evaluate(start);
  const before = best.plain;
  let used = 1;
  let damping: number = DAMPING.first;
  while (used < views) {
    const step = damped(best, damping);
    if (!step) break;
    const next = evaluate(moved(best.pose, step));
    used++;
    const isBetter = next.value > best.value;
    if (isBetter) best = next;
    damping = isBetter ? Math.max(DAMPING.least, damping * DAMPING.better) : damping * DAMPING.worse;
    if (isBetter && Math.hypot(step[0], step[1], step[2]) < still) break;
  }
  return {
    pose: best.pose,
    value: [before, best.plain],
    views: used,
    moments: best.moments,
    curvature: best.curvature,
  };
}

interface Evaluated {
  readonly pose: Pose;
  readonly plain: number;
  /** With the prior, as are the gradient and `bend`. */
  readonly value: number;
  readonly gradient: Float64Array;
  readonly bend: Float64Array;
  readonly curvature: Float64Array;
  readonly moments: Float64Array;
}

function evaluateAt(
  kernel: PoseKernel,
  pose: Pose,
  objective: PoseObjective,
  centre: Pose,
  prior: PosePrior,
  size: number,
): Evaluated {
  const moments = createMoments(size);
  kernel.moments({ matrix: matrixOf(pose.rotation), shift: pose.shift }, objective.rings, true, moments);
  const gradient = new Float64Array(POSE_NUMBERS);
  const curvature = new Float64Array(POSE_NUMBERS ** 2);
  objective.slopes(moments, gradient, curvature);
  const plain = objective.value(moments);
  const away = [
    ...turnBetween(centre.rotation, pose.rotation),
    pose.shift[0] - centre.shift[0],
    pose.shift[1] - centre.shift[1],
  ];
  const bend = curvature.slice();
  let value = plain;
  for (const [p, distance] of away.entries()) {
    const stiffness = 1 / (p < 3 ? prior.turn : prior.shift) ** 2;
    value -= (stiffness * distance * distance) / 2;
    gradient[p] -= stiffness * distance;
    bend[POSE_NUMBERS * p + p] += stiffness;
  }
  return { pose, plain, value, gradient, bend, curvature, moments };
}

function damped({ bend, gradient }: Evaluated, damping: number): Float64Array | undefined {
  const matrix = bend.slice();
  for (let p = 0; p < POSE_NUMBERS; p++) matrix[POSE_NUMBERS * p + p] *= 1 + damping;
  return solvePositive(matrix, gradient);
}

/** A pose turned further about view x, y, z and shifted. */
export function moved({ rotation, shift }: Pose, step: ArrayLike<number>): Pose {
  const turn = quaternionFromRotationVector([step[0], step[1], step[2]]);
  return {
    rotation: normalizeQuaternion(multiplyQuaternions(turn, rotation)),
    shift: [shift[0] + step[3], shift[1] + step[4]],
  };
}

/** The rotation vector, radians, that leads from one rotation to another. */
function turnBetween(from: Quaternion, to: Quaternion): Vec3 {
  const [x, y, z, w] = multiplyQuaternions(to, conjugate(from));
  const sine = Math.hypot(x, y, z);
  if (sine < 1e-12) return [0, 0, 0];
  const scale = (2 * Math.atan2(sine, Math.abs(w)) * Math.sign(w || 1)) / sine;
  return [scale * x, scale * y, scale * z];
}
