import type { PoseKernel } from "#core/gmm/pose-kernel.ts";
import type { PoseObjective } from "#core/gmm/pose-objective.ts";
import { moved, type Pose } from "#core/gmm/refine-pose.ts";
import { createMoments, POSE_NUMBERS } from "#core/gmm/ring-moments.ts";
import { matrixOf } from "#core/math/rigid.ts";

/** Kingma & Ba 2015 with the small constant of Keras, as e2gmm has it. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** What e2gmm does to a pose: steps, and radians or fractions of the edge per step at most, about. */
export const ADAM_DEFAULTS = { steps: 10, rate: 1e-3 } as const;

/**
 * The pose search of e2gmm, kept as the reference for the faster one: Adam on a turn and a shift (fractions of the edge),
 * a fixed number of steps without a search along the line. The turn is a rotation vector about the current view, which is
 * the same to first order as e2gmm's Euler angles and has no poles.
 */
export function climbByAdam(
  kernel: PoseKernel,
  start: Pose,
  objective: PoseObjective,
  { steps, rate }: { readonly steps: number; readonly rate: number },
  { size, edge }: { readonly size: number; readonly edge: number },
): Pose {
  const moments = createMoments(size);
  const gradient = new Float64Array(POSE_NUMBERS);
  const curvature = new Float64Array(POSE_NUMBERS ** 2);
  const mean = new Float64Array(POSE_NUMBERS);
  const square = new Float64Array(POSE_NUMBERS);
  const unit = [1, 1, 1, edge, edge];
  let pose = start;
  for (let n = 1; n <= steps; n++) {
    kernel.moments({ matrix: matrixOf(pose.rotation), shift: pose.shift }, objective.rings, true, moments);
    objective.slopes(moments, gradient, curvature);
    const step = gradient.map((slope, p) => {
      const g = slope * unit[p];
      mean[p] = BETA1 * mean[p] + (1 - BETA1) * g;
      square[p] = BETA2 * square[p] + (1 - BETA2) * g * g;
      const way = mean[p] / (1 - BETA1 ** n) / (Math.sqrt(square[p] / (1 - BETA2 ** n)) + EPSILON);
      return rate * way * unit[p];
    });
    pose = moved(pose, step);
  }
  return pose;
}
