import type { CompositeContext, Site } from "#core/composite/context.ts";
import type { Kind, Member } from "#core/composite/plan.ts";
import { motionOfPose } from "#core/fit/pose.ts";
import { angleBetween, applyRigid, compose, invert, type Rigid } from "#core/math/rigid.ts";
import { distance, length, type Vec3 } from "#core/math/vec3.ts";

/** A chain of the input at a site. */
export interface AssignedSite {
  readonly site: Site;
  readonly member: Member;
  /** 1 for the chain of the input itself; further copies are numbered on. */
  readonly copy: number;
  /** Moves the coordinates of the input file into the map. */
  readonly motion: Rigid;
}

/** Å: a chain this near to where the arrangement of the input has it keeps its place in it. */
const IN_PLACE = 8;

/**
 * Which chain of the input goes to which of the sites of its kind: as many as possible keep the places they have to each other
 * in the input, so that ids keep their order around a ring. Sites beyond the chains of the input get copies of the first.
 */
export function assignMembers(
  { plan, bodies }: Pick<CompositeContext, "plan" | "bodies">,
  sites: readonly Site[],
): AssignedSite[] {
  return plan.kinds.flatMap((kind, n) => {
    const own = sites.filter((site) => site.kind === n);
    return assignKind(kind, own, bodies[n].probe.centre);
  });
}

function assignKind(kind: Kind, sites: readonly Site[], centre: Vec3): AssignedSite[] {
  const motions = sites.map(({ pose }) => motionOfPose(pose, centre));
  const order = bestArrangement(kind.members, motions, centre);
  return order.map((n, place) => {
    const member = kind.members[place] ?? kind.members[0];
    const copy = place < kind.members.length ? 1 : place - kind.members.length + 2;
    return { site: sites[n], member, copy, motion: compose(motions[n], invert(member.fromFirst)) };
  });
}

/** The sites in the order of the members that take them, those nobody takes last. */
function bestArrangement(members: readonly Member[], motions: readonly Rigid[], centre: Vec3): number[] {
  let best: { order: number[]; kept: number; moved: number } = { order: [], kept: -1, moved: 0 };
  for (const whole of motions) {
    const taken = new Set<number>();
    const order = members.map((member) => {
      const wanted = applyRigid(compose(whole, member.fromFirst), centre);
      const near = nearestFree(wanted, motions, taken, centre);
      if (near >= 0) taken.add(near);
      return near;
    });
    const kept = taken.size;
    const moved = length(whole.shift) + angleBetween(whole.rotation, [0, 0, 0, 1]);
    if (kept < best.kept || (kept === best.kept && moved >= best.moved)) continue;
    best = { order, kept, moved };
  }
  const free = motions.map((_, n) => n).filter((n) => !best.order.includes(n));
  const filled = best.order.map((n) => (n >= 0 ? n : (free.shift() ?? -1))).filter((n) => n >= 0);
  return [...filled, ...free];
}

function nearestFree(
  wanted: Vec3,
  motions: readonly Rigid[],
  taken: ReadonlySet<number>,
  centre: Vec3,
): number {
  let best = -1;
  let least = IN_PLACE;
  motions.forEach((motion, n) => {
    const apart = distance(applyRigid(motion, centre), wanted);
    if (taken.has(n) || apart > least) return;
    least = apart;
    best = n;
  });
  return best;
}
