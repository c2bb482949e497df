import type { Body } from "#core/composite/bodies.ts";
import type { Plan } from "#core/composite/plan.ts";
import { agree, type Tolerance } from "#core/fit/cluster.ts";
import type { Chosen, FitRequest } from "#core/fit/params.ts";
import type { Clock } from "#core/fit/target.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { PoseEngine } from "#core/kernel/pose-engine.ts";
import type { Rigid } from "#core/math/rigid.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import type { Volume } from "#core/volume/volume.ts";

/** What every step of a composite works with. */
export interface CompositeContext {
  readonly engine: PoseEngine;
  /** Sums the images of atoms. */
  readonly images: ImageKernel;
  readonly map: Volume;
  readonly plan: Plan;
  /** The first member of each kind of the plan, ready to be searched for. */
  readonly bodies: readonly Body[];
  readonly resolution: Chosen<number>;
  readonly request: FitRequest;
  readonly clock: Clock;
  readonly job: JobContext;
}

export type Confidence = "clear" | "equivalent" | "ambiguous";

/** A copy of a kind, placed. */
export interface Site {
  /** Place of its kind in the plan. */
  readonly kind: number;
  /** Of the centre of the kind's first member. */
  readonly pose: Rigid;
  /** Correlation about the mean in the map of its round. */
  readonly score: number;
  /** Mean density at its atoms in that map, map units. */
  readonly density: number;
  /** Starts that ended there; 0 for copies that symmetry led to. */
  readonly hits: number;
  /** From 1 on. */
  readonly round: number;
  readonly source: "search" | "symmetry";
  /** Correlation that would be lost, per placement changed, without it: how far the choice is from the next best one. */
  readonly margin: number;
  readonly confidence: Confidence;
  /** Why it was chosen, and how sure that is. */
  readonly reason: string;
}

/** Bodies that share more of the smaller one's volume exclude each other; touching chains, placed a little off, share less. */
export const SHARED = 0.12;

/** How far placements may differ to count as one. */
export function toleranceOf({ clusterShift, clusterAngle }: FitRequest): Tolerance {
  return { shift: clusterShift, angle: clusterAngle };
}

/** Whether a placement that was refined stayed about where it had been put. */
export function hasStayed(put: Rigid, refined: Rigid, { shift, angle }: Tolerance): boolean {
  return agree(put, refined, { shift: 2 * shift, angle: 2 * angle });
}

/** Expected copies of a kind that are not placed. */
export function missingOf(
  { plan }: Pick<CompositeContext, "plan">,
  placed: readonly { readonly kind: number }[],
  kind: number,
): number {
  return Math.max(0, plan.kinds[kind].copies.value - placed.filter((site) => site.kind === kind).length);
}
