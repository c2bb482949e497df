import { createFinder, meanMotion, middleOf, type Relation } from "#core/composite/symmetry/relations.ts";
import { fixedPoint, screwOf } from "#core/composite/symmetry/screw.ts";
import type { MotionTolerance, PlacedCopy } from "#core/composite/symmetry/symmetry.ts";
import { rotationAbout } from "#core/fit/symmetry.ts";
import { compose, IDENTITY, type Quaternion, type Rigid } from "#core/math/rigid.ts";
import { dot, length, scale, type Vec3 } from "#core/math/vec3.ts";

/** A helix on which copies follow each other. */
export interface Helix {
  readonly axis: Vec3;
  readonly centre: Vec3;
  /** Degrees about and Å along the axis from one copy to the next. */
  readonly twist: number;
  readonly rise: number;
  /** From one copy to the next. */
  readonly step: Rigid;
}

/** Two copies always lie on some helix; three that agree do not by chance. */
const LEAST_COPIES = 3;
/** Share of all pairs of a kind that steps of the helix must explain. */
const EXPLAINED = 0.8;

/** The helix whose steps explain the relations between copies; undefined when there is none. */
export function findHelix(
  copies: readonly PlacedCopy[],
  relations: readonly Relation[],
  tolerance: MotionTolerance,
): Helix | undefined {
  if (copies.length < LEAST_COPIES) return undefined;
  const rising = relations
    .filter(({ screw, support }) => screw.rise > tolerance.shift && support >= 2)
    .sort((a, b) => a.screw.rise - b.screw.rise);
  for (const { motion } of rising) {
    const pairs = pairsAlong(motion, copies, tolerance);
    const all = pairCount(copies);
    if (pairs.length >= EXPLAINED * all) return helixOf(pairs, motion, middleOf(copies));
  }
  return undefined;
}

/** A pair of copies, so many steps of the helix apart. */
interface SteppedPair {
  readonly motion: Rigid;
  readonly steps: number;
}

/** All pairs of a kind that whole steps relate; the step is made better with every further turn. */
function pairsAlong(first: Rigid, copies: readonly PlacedCopy[], tolerance: MotionTolerance): SteppedPair[] {
  const find = createFinder(copies, tolerance);
  const middle = middleOf(copies);
  const pairs: SteppedPair[] = [];
  let many: Rigid = IDENTITY;
  for (let steps = 1; steps < copies.length; steps++) {
    many = compose(first, many);
    const found = find(many);
    if (found.length === 0) continue;
    for (const { motion } of found) pairs.push({ motion, steps });
    many = meanMotion(
      found.map(({ motion }) => motion),
      middle,
    );
  }
  return pairs;
}

function pairCount(copies: readonly PlacedCopy[]): number {
  let pairs = 0;
  copies.forEach(({ kind }, n) => {
    pairs += copies.slice(n + 1).filter((other) => other.kind === kind).length;
  });
  return pairs;
}

/** Least squares over all pairs: those many steps apart tell the step best. */
function helixOf(pairs: readonly SteppedPair[], first: Rigid, middle: Vec3): Helix {
  const guess = screwOf(first);
  const weights = pairs.reduce((sum, { steps }) => sum + steps * steps, 0);
  let direction: [number, number, number] = [0, 0, 0];
  let rise = 0;
  let twist = 0;
  for (const { motion, steps } of pairs) {
    const own = screwOf(motion);
    const sign = dot(own.axis, guess.axis) < 0 ? -1 : 1;
    const turned = (steps * steps * Math.abs(Math.sin((own.twist * Math.PI) / 360))) / weights;
    direction = [0, 1, 2].map((k) => direction[k] + turned * sign * own.axis[k]) as [number, number, number];
    rise += (steps * sign * own.rise) / weights;
    const expected = steps * guess.twist;
    const angle = sign * own.twist;
    twist += (steps * (angle + 360 * Math.round((expected - angle) / 360))) / weights;
  }
  const axis = length(direction) > 1e-6 ? scale(direction, 1 / length(direction)) : guess.axis;
  const centre = fixedPoint(
    pairs.map(({ motion }) => motion),
    middle,
  );
  const wrapped = twist - 360 * Math.round(twist / 360);
  return { axis, centre, twist: wrapped, rise, step: stepOf(axis, centre, wrapped, rise) };
}

function stepOf(axis: Vec3, centre: Vec3, twist: number, rise: number): Rigid {
  const half = (twist * Math.PI) / 360;
  const s = Math.sin(half);
  const rotation: Quaternion = [axis[0] * s, axis[1] * s, axis[2] * s, Math.cos(half)];
  const { shift } = rotationAbout(rotation, centre);
  return { rotation, shift: [0, 1, 2].map((k) => shift[k] + rise * axis[k]) as unknown as Vec3 };
}
