import { ADAM_DEFAULTS, climbByAdam } from "#core/gmm/adam-pose.ts";
import type { PoseKernel } from "#core/gmm/pose-kernel.ts";
import {
  correlation,
  likelihoodObjective,
  type PoseObjective,
  type RingCalibration,
  ringObjective,
} from "#core/gmm/pose-objective.ts";
import { type Pose, type PosePrior, refinePose } from "#core/gmm/refine-pose.ts";
import { createMoments } from "#core/gmm/ring-moments.ts";
import { matrixOfRelion, relionOf } from "#core/math/euler.ts";
import { matrixOf, quaternionOf } from "#core/math/rigid.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import type { PreparedImage } from "#core/particles/pose-image.ts";
import type { CtfUse } from "#core/particles/slices.ts";

/** How poses are searched for. */
export interface PoseSettings {
  /** `newton`: second-order steps on the likelihood; `adam`: e2gmm's way, for comparison. */
  readonly method: "newton" | "adam";
  readonly rings: { readonly first: number; readonly last: number };
  /** How the model shows in the images; `newton` needs it. */
  readonly calibration: RingCalibration;
  readonly prior: PosePrior;
  /** Views projected per particle at most. */
  readonly views: number;
}

/** Four views bring the second-order search as far as ten to twenty steps of Adam. */
export const POSE_VIEWS = { newton: 4, adam: ADAM_DEFAULTS.steps } as const;
/** Radians: a smaller turn ends the search. */
const STILL = 5e-4;

/** What the CTF of the images is used for: Adam sees images with flipped phases, as e2gmm does. */
export function ctfUseOf(method: PoseSettings["method"]): CtfUse {
  return method === "adam" ? "flip" : "weight";
}

export interface FoundPose {
  readonly pose: Pose;
  /** Mean ring correlation at the pose found. */
  readonly score: number;
  readonly views: number;
}

/** The pose of a particle from a start; the model and the image are the kernel's. */
export function searchPose(
  kernel: PoseKernel,
  image: PreparedImage,
  start: Pose,
  centre: Pose,
  settings: PoseSettings,
  frame: { readonly size: number; readonly edge: number },
): FoundPose {
  const { rings, views } = settings;
  if (settings.method === "adam") {
    const objective = ringObjective(rings, image.power);
    const pose = climbByAdam(kernel, start, objective, { steps: views, rate: ADAM_DEFAULTS.rate }, frame);
    const moments = createMoments(frame.size);
    kernel.moments({ matrix: matrixOf(pose.rotation), shift: pose.shift }, rings, false, moments);
    return { pose, score: meanCorrelation(moments, rings, image.power), views };
  }
  const objective: PoseObjective = likelihoodObjective(rings, settings.calibration);
  const found = refinePose(
    kernel,
    start,
    objective,
    { centre, prior: settings.prior },
    { views, still: STILL },
    frame.size,
  );
  return { pose: found.pose, score: meanCorrelation(found.moments, rings, image.power), views: found.views };
}

function meanCorrelation(
  moments: Float64Array,
  { first, last }: PoseSettings["rings"],
  power: Float64Array,
): number {
  let sum = 0;
  for (let r = first; r < last; r++) sum += correlation(moments, r, power[r]);
  return sum / Math.max(1, last - first);
}

/** The pose of a particle as the kernel takes it. Throws `TypeError` for a set without orientations. */
export function poseOf({ angles, origins }: ParticleSet, row: number): Pose {
  if (!angles) throw new TypeError("There are no orientations.");
  const [rot, tilt, psi] = angles.subarray(3 * row, 3 * row + 3);
  return {
    rotation: quaternionOf(matrixOfRelion({ rot, tilt, psi })),
    shift: [-origins[2 * row], -origins[2 * row + 1]],
  };
}

/** Writes a pose back as RELION's angles and origin. */
export function putPose(
  { rotation, shift }: Pose,
  row: number,
  { angles, origins }: { readonly angles: Float64Array; readonly origins: Float64Array },
): void {
  const { rot, tilt, psi } = relionOf(matrixOf(rotation));
  angles.set([rot, tilt, psi], 3 * row);
  origins.set([-shift[0], -shift[1]], 2 * row);
}
