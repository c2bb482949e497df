import { findHelix } from "#core/composite/symmetry/helix.ts";
import { findPointGroup, type LyingGroup } from "#core/composite/symmetry/point-group.ts";
import {
  createFinder,
  middleOf,
  type Relation,
  relationsBetween,
} from "#core/composite/symmetry/relations.ts";
import { fixedPoint } from "#core/composite/symmetry/screw.ts";
import type { MotionTolerance, PlacedCopy, Symmetry } from "#core/composite/symmetry/symmetry.ts";
import { poseDistance } from "#core/fit/pose.ts";
import { rotationAbout } from "#core/fit/symmetry.ts";
import { compose, invert, type Rigid, rotate } from "#core/math/rigid.ts";

/** Share of the copies that have an equal elsewhere which a relation must carry onto a copy. */
const SUPPORTED = 0.5;

/**
 * The symmetry that relates placed copies, of one or several kinds: the smallest point group that explains the motions between
 * copies, else a helix. Motions that carry fewer than half of the copies onto others are taken for chance. Undefined when
 * there is none, or no kind has two copies.
 */
export function findSymmetry(
  copies: readonly PlacedCopy[],
  tolerance: MotionTolerance,
): Symmetry | undefined {
  const paired = copies.filter((copy) => copies.some((other) => other !== copy && other.kind === copy.kind));
  if (paired.length < 2) return undefined;
  const relations = relationsBetween(paired, tolerance);
  const turns = relations.filter(
    ({ screw, support }) => screw.rise <= tolerance.shift && support >= SUPPORTED * paired.length,
  );
  const group = findPointGroup(turns, tolerance.angle);
  if (group) return aboutCentre(group, turns, paired, tolerance);
  const helix = findHelix(paired, relations, tolerance);
  if (!helix) return undefined;
  const { axis, centre, twist, rise, step } = helix;
  const operations = [step, invert(step)];
  return {
    name: "helical",
    axis,
    centre,
    helix: { twist, rise },
    operations: [...operations, ...operations.map((one) => compose(one, one))],
    misfit: misfitOf(operations, paired, tolerance),
  };
}

function aboutCentre(
  { name, frame, rotations }: LyingGroup,
  turns: readonly Relation[],
  copies: readonly PlacedCopy[],
  tolerance: MotionTolerance,
): Symmetry {
  const centre = fixedPoint(
    turns.map(({ motion }) => motion),
    middleOf(copies),
  );
  const operations = rotations.slice(1).map((rotation) => rotationAbout(rotation, centre));
  const misfit = misfitOf(operations, copies, tolerance);
  return { name, axis: rotate(frame, [0, 0, 1]), centre, operations, misfit };
}

/** How far copies lie from the images of others, root mean square. */
function misfitOf(
  operations: readonly Rigid[],
  copies: readonly PlacedCopy[],
  tolerance: MotionTolerance,
): Symmetry["misfit"] {
  const find = createFinder(copies, { shift: 2 * tolerance.shift, angle: 2 * tolerance.angle });
  const sums = { shift: 0, angle: 0, count: 0 };
  for (const operation of operations) {
    for (const { from, to } of find(operation)) {
      const { shift, angle } = poseDistance(compose(operation, from.pose), to.pose);
      sums.shift += shift * shift;
      sums.angle += angle * angle;
      sums.count++;
    }
  }
  const mean = (squares: number) => Math.sqrt(squares / Math.max(sums.count, 1));
  return { shift: mean(sums.shift), angle: mean(sums.angle) };
}
