import type { AssignedSite } from "#core/composite/assign-members.ts";
import { type CompositeContext, toleranceOf } from "#core/composite/context.ts";
import { type JointRefinement, refineJointly } from "#core/composite/joint/refine-jointly.ts";
import { scorePlaced } from "#core/composite/joint/score-placed.ts";
import { restOf, untilCancelled } from "#core/composite/until-cancelled.ts";
import { poseDistance } from "#core/fit/pose.ts";
import type { Scores } from "#core/fit/result.ts";
import { compose, type Rigid } from "#core/math/rigid.ts";

/** A placed chain as it is in the end. */
export interface PlacedChain extends AssignedSite {
  /** In the whole map. */
  readonly scores: Scores;
  /** Heavy atoms within 2 Å of heavy atoms of other placed chains. */
  readonly clash: number;
  /** As it was before all chains were refined together, and how far that moved it; absent for a chain by itself. */
  readonly before?: {
    readonly scores: Scores;
    readonly clash: number;
    /** Of its centre, Å. */
    readonly shift: number;
    /** Degrees. */
    readonly angle: number;
  };
}

/** Placed chains, and how they were refined together. */
export interface RefinedChains {
  readonly placed: readonly PlacedChain[];
  readonly joint: JointRefinement | undefined;
  /** That they were not refined, when a cancel came first. */
  readonly cancelled?: string;
}

const NOT_REFINED = "Cancelled: the placed chains were not refined together.";

/**
 * Refines placed chains together against the whole map (`refineJointly`), none farther than placements may differ to count as
 * one, and scores each in the whole map, as it was and as it is. `level`: contour level, map units. A cancel leaves them where they are.
 */
export async function refinePlaced(
  context: CompositeContext,
  assigned: readonly AssignedSite[],
  level: number,
): Promise<RefinedChains> {
  const { job } = context;
  const isJoint = assigned.length > 1 && !job.signal.aborted;
  const joint = isJoint ? await untilCancelled(() => refineAssigned(context, assigned)) : undefined;
  await restOf(job).checkpoint({ step: "score", done: 0, total: 1 });
  const moved = assigned.map((one, n) => (joint ? correctedBy(one, joint.corrections[n]) : one));
  const chains = assigned.map(({ member, motion }, n) => ({
    structure: member.part.structure,
    motions: [moved[n].motion, motion],
  }));
  const scores = await scorePlaced(context, chains, level);
  const placed = moved.map((one, n): PlacedChain => {
    const [after, before] = scores[n];
    if (!joint) return { ...one, scores: after, clash: 0 };
    const way = poseDistance(assigned[n].site.pose, one.site.pose);
    const was = { scores: before, clash: joint.before.clashes[n], ...way };
    return { ...one, scores: after, clash: joint.after.clashes[n], before: was };
  });
  return { placed, joint, ...(isJoint && !joint && { cancelled: NOT_REFINED }) };
}

function refineAssigned(
  { map, resolution, request, images, job }: CompositeContext,
  assigned: readonly AssignedSite[],
): Promise<JointRefinement> {
  const bodies = assigned.map(({ member, motion }) => ({ structure: member.part.structure, motion }));
  const limit = toleranceOf(request);
  return refineJointly(bodies, { map, resolution: resolution.value, limit, images, job });
}

function correctedBy(one: AssignedSite, correction: Rigid): AssignedSite {
  const pose = compose(correction, one.site.pose);
  return { ...one, site: { ...one.site, pose }, motion: compose(correction, one.motion) };
}
