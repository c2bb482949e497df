import { type Screw, screwOf } from "#core/composite/symmetry/screw.ts";
import type { MotionTolerance, PlacedCopy } from "#core/composite/symmetry/symmetry.ts";
import { addPose, createPoseList, firstWithin, type PoseList } from "#core/fit/cluster.ts";
import {
  applyRigid,
  compose,
  invert,
  normalizeQuaternion,
  type Quaternion,
  type Rigid,
} from "#core/math/rigid.ts";
import { subtract, type Vec3 } from "#core/math/vec3.ts";

/** A motion that carries copies onto copies: the mean of the motions between the pairs. */
export interface Relation {
  readonly motion: Rigid;
  readonly screw: Screw;
  /** How many copies it carries onto a copy of the same kind. */
  readonly support: number;
}

/** More copies than this are not compared pair by pair; the first ones tell enough. */
const MOST_COPIES = 60;

/** Middle of the copies' centres, Å. */
export function middleOf(copies: readonly PlacedCopy[]): Vec3 {
  const sum: [number, number, number] = [0, 0, 0];
  for (const { pose } of copies) for (let k = 0; k < 3; k++) sum[k] += pose.shift[k] / copies.length;
  return sum;
}

/** The distinct motions between copies of one kind, each pair both ways, those with most support first. */
export function relationsBetween(copies: readonly PlacedCopy[], tolerance: MotionTolerance): Relation[] {
  const some = copies.slice(0, MOST_COPIES);
  const middle = middleOf(copies);
  const known = createPoseList(some.length);
  const finder = createFinder(copies, tolerance);
  const relations: Relation[] = [];
  for (const from of some) {
    for (const to of some) {
      if (from === to || from.kind !== to.kind) continue;
      const raw = between(from.pose, to.pose);
      if (firstWithin(known, aboutPoint(raw, middle), tolerance) >= 0) continue;
      const pairs = finder(raw);
      const motion = meanMotion(
        pairs.map(({ motion: own }) => own),
        middle,
      );
      addPose(known, aboutPoint(motion, middle), 0);
      relations.push({ motion, screw: screwOf(motion), support: pairs.length });
    }
  }
  return relations.sort((a, b) => b.support - a.support);
}

/** Two copies that a motion relates. */
export interface RelatedPair {
  /** From one copy to the other as they are. */
  readonly motion: Rigid;
  readonly from: PlacedCopy;
  readonly to: PlacedCopy;
}

/** Finds the pairs of copies that a motion relates, each copy at most once as the first of a pair. */
export function createFinder(
  copies: readonly PlacedCopy[],
  tolerance: MotionTolerance,
): (motion: Rigid) => RelatedPair[] {
  const lists = new Map<number, PoseList>();
  copies.forEach(({ kind, pose }, n) => {
    const list = lists.get(kind) ?? createPoseList(8);
    lists.set(kind, list);
    addPose(list, pose, n);
  });
  return (motion) =>
    copies.flatMap((from) => {
      const list = lists.get(from.kind);
      const at = list ? firstWithin(list, compose(motion, from.pose), tolerance) : -1;
      if (!list || at < 0) return [];
      const to = copies[list.owner[at]];
      return to === from ? [] : [{ motion: between(from.pose, to.pose), from, to }];
    });
}

/** The motion that carries one pose onto another. */
function between(from: Rigid, to: Rigid): Rigid {
  return compose(to, invert(from));
}

/** Mean of motions that are nearly the same; shifts are compared at a point near which they act. */
export function meanMotion(motions: readonly Rigid[], at: Vec3): Rigid {
  const [first] = motions;
  const q = [0, 0, 0, 0];
  const to = [0, 0, 0];
  for (const motion of motions) {
    const { rotation } = motion;
    const same = rotation.reduce((sum, x, n) => sum + x * first.rotation[n], 0) < 0 ? -1 : 1;
    for (let n = 0; n < 4; n++) q[n] += same * rotation[n];
    const image = applyRigid(motion, at);
    for (let k = 0; k < 3; k++) to[k] += image[k] / motions.length;
  }
  const rotation: Quaternion = normalizeQuaternion([q[0], q[1], q[2], q[3]]);
  const turned = applyRigid({ rotation, shift: [0, 0, 0] }, at);
  return { rotation, shift: [to[0] - turned[0], to[1] - turned[1], to[2] - turned[2]] };
}

/** The motion as seen from a point: its rotation, and how far it moves the point. */
function aboutPoint(motion: Rigid, point: Vec3): Rigid {
  return { rotation: motion.rotation, shift: subtract(applyRigid(motion, point), point) };
}
