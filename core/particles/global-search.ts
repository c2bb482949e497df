import type { PoseKernel } from "#core/gmm/pose-kernel.ts";
import { ringObjective } from "#core/gmm/pose-objective.ts";
import { type Pose, refinePose } from "#core/gmm/refine-pose.ts";
import { createMoments } from "#core/gmm/ring-moments.ts";
import { matrixOf, type Quaternion } from "#core/math/rigid.ts";
import type { PreparedImage } from "#core/particles/pose-image.ts";
import type { FoundPose } from "#core/particles/pose-search.ts";

/** How many of the best are followed up, stage by stage, and the views that each of them gets. */
const STAGES = [
  { keep: 400, views: 3 },
  { keep: 30, views: 6 },
] as const;
/** Part of the rings that all orientations are compared in: coarse ones forgive a particle off its middle. */
const COARSE = 0.6;
/** Radians: a smaller turn ends a follow-up. */
const STILL = 2e-3;
const FREE = { turn: Number.POSITIVE_INFINITY, shift: Number.POSITIVE_INFINITY };

/**
 * The pose of a particle of which nothing is known but about where its middle is (`shift`, Å): all orientations are looked
 * at, the best of them refined with their shift, and the best of these is it. Told by the mean ring correlation, which
 * needs no idea of the noise; the model and the image are the kernel's.
 */
export function orientParticle(
  kernel: PoseKernel,
  image: PreparedImage,
  rotations: readonly Quaternion[],
  shift: Pose["shift"],
  rings: { readonly first: number; readonly last: number },
  size: number,
): FoundPose {
  const coarse = ringObjective(coarser(rings), image.power);
  const fine = ringObjective(rings, image.power);
  const moments = createMoments(size);
  let candidates: Candidate[] = rotations.map((rotation) => {
    kernel.moments({ matrix: matrixOf(rotation), shift }, coarse.rings, false, moments);
    return { pose: { rotation, shift }, score: coarse.value(moments) };
  });
  let used = rotations.length;
  for (const { keep, views } of STAGES) {
    candidates = bestOf(candidates, keep).map(({ pose }) => {
      const held = { centre: pose, prior: FREE };
      const end = refinePose(kernel, pose, fine, held, { views, still: STILL }, size);
      used += end.views;
      return { pose: end.pose, score: end.value[1] };
    });
  }
  const [best] = bestOf(candidates, 1);
  if (!best) throw new TypeError("There are no orientations to look at.");
  return { ...best, views: used };
}

interface Candidate {
  readonly pose: Pose;
  readonly score: number;
}

function bestOf(candidates: readonly Candidate[], keep: number): Candidate[] {
  return [...candidates].sort((a, b) => b.score - a.score).slice(0, keep);
}

function coarser({ first, last }: { readonly first: number; readonly last: number }) {
  return { first, last: Math.min(last, Math.max(first + 2, Math.round(COARSE * last))) };
}
