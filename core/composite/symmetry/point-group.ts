import { type Axis, axesOf } from "#core/composite/symmetry/axes.ts";
import type { Relation } from "#core/composite/symmetry/relations.ts";
import { pointGroup } from "#core/fit/symmetry.ts";
import { angleBetween, conjugate, multiplyQuaternions, type Quaternion, rotate } from "#core/math/rigid.ts";
import { superpose } from "#core/math/superpose.ts";
import { cross, dot, length, scale, type Vec3 } from "#core/math/vec3.ts";

/** A point group and how it lies: `frame` turns its standard axes (main axis along z) onto the real ones. */
export interface LyingGroup {
  readonly name: string;
  readonly frame: Quaternion;
  /** All its rotations, in the real frame, the first of them none. */
  readonly rotations: readonly Quaternion[];
}

/** Share of the relations' support that a group must explain to be believed. */
const EXPLAINED = 0.9;
/** Degrees within which axes are taken for one, or for perpendicular. */
const SAME_AXIS = 10;

/** The smallest point group that explains relations without a rise; undefined when none does. `angle`: tolerance, degrees. */
export function findPointGroup(relations: readonly Relation[], angle: number): LyingGroup | undefined {
  const axes = axesOf(
    relations.map(({ motion }) => motion.rotation),
    angle,
  );
  if (axes.length === 0) return undefined;
  const all = relations.reduce((sum, { support }) => sum + support, 0);
  const candidates = candidateNames(axes)
    .map((name) => ({ name, group: pointGroup(name) }))
    .sort((a, b) => a.group.length - b.group.length);
  for (const { name, group } of candidates) {
    for (const frame of framesFor(group, axes, angle)) {
      const fitted = refinedFrame(group, frame, relations, angle);
      const explained = relations.filter(
        ({ motion }) => nearest(group, fitted, motion.rotation).off <= angle,
      );
      const share = explained.reduce((sum, { support }) => sum + support, 0) / all;
      if (share >= EXPLAINED) return { name, frame: fitted, rotations: group.map((g) => inFrame(g, fitted)) };
    }
  }
  return undefined;
}

function candidateNames(axes: readonly Axis[]): string[] {
  const orders = [...new Set(axes.map(({ order }) => order))];
  const names = orders.flatMap((order) => [`C${order}`, `D${order}`]);
  return axes.length > 2 ? [...names, "T", "O", "I"] : names;
}

/** Ways to lay a group so that two of its axes fall on the two leading ones of like order. */
function framesFor(group: readonly Quaternion[], axes: readonly Axis[], angle: number): Quaternion[] {
  const own = axesOf(group, 0.1);
  const [first] = axes;
  const second = axes.find(
    (axis) => Math.abs(dot(axis.direction, first.direction)) < Math.cos(radians(SAME_AXIS)),
  );
  const fits = (axis: Axis, found: Axis) => axis.order % found.order === 0;
  if (!second || own.length === 1) {
    return own
      .filter((axis) => fits(axis, first))
      .map(({ direction }) => shortestTurn(direction, first.direction));
  }
  const frames: Quaternion[] = [];
  for (const a of own.filter((axis) => fits(axis, first))) {
    for (const b of own.filter((axis) => axis !== a && fits(axis, second))) {
      for (const sign of [1, -1]) {
        const to = scale(second.direction, sign);
        const apart = Math.abs(angleOf(a.direction, b.direction) - angleOf(first.direction, to));
        if (apart <= 2 * angle) frames.push(turnOfPair([a.direction, b.direction], [first.direction, to]));
      }
    }
  }
  return frames;
}

/** The frame turned to where the axes of the relations are nearest to the group's own. */
function refinedFrame(
  group: readonly Quaternion[],
  frame: Quaternion,
  relations: readonly Relation[],
  angle: number,
): Quaternion {
  const standard: number[] = [];
  const real: number[] = [];
  for (const { motion, support } of relations) {
    const { index, off } = nearest(group, frame, motion.rotation);
    if (off > 2 * angle || index === 0) continue;
    const from = axisOf(group[index]);
    const to = axisOf(motion.rotation);
    const sign = dot(rotate(frame, from), to) < 0 ? -1 : 1;
    // Both ends of an axis, so that the means of both sets are at the centre; longer where more copies agree.
    for (const end of [1, -1]) {
      standard.push(...scale(from, end * Math.sqrt(support)));
      real.push(...scale(to, sign * end * Math.sqrt(support)));
    }
  }
  if (standard.length === 0) return frame;
  const { rotation } = superpose(standard, real).motion;
  // About a single axis the superposition is free to turn; nothing depends on it.
  return rotation;
}

/** The rotation of the group, laid in a frame, that is nearest to a rotation, and how far off it is, degrees. */
function nearest(
  group: readonly Quaternion[],
  frame: Quaternion,
  rotation: Quaternion,
): { index: number; off: number } {
  let best = { index: 0, off: Number.POSITIVE_INFINITY };
  group.forEach((g, index) => {
    const off = angleBetween(inFrame(g, frame), rotation);
    if (off < best.off) best = { index, off };
  });
  return best;
}

function inFrame(rotation: Quaternion, frame: Quaternion): Quaternion {
  return multiplyQuaternions(multiplyQuaternions(frame, rotation), conjugate(frame));
}

function axisOf([x, y, z, w]: Quaternion): Vec3 {
  const s = Math.hypot(x, y, z) * (w < 0 ? -1 : 1);
  return s === 0 ? [0, 0, 1] : [x / s, y / s, z / s];
}

/** A rotation that turns one unit vector onto another by the shortest way. */
function shortestTurn(from: Vec3, to: Vec3): Quaternion {
  return turnOfPair([from, perpendicularTo(from)], [to, perpendicularTo(to)]);
}

/** The rotation that lays two directions onto two others, the first exactly. */
function turnOfPair(from: readonly [Vec3, Vec3], to: readonly [Vec3, Vec3]): Quaternion {
  const points = ([a, b]: readonly [Vec3, Vec3]) => {
    const c = unit(cross(a, b));
    return [a, cross(c, a), c].flatMap((v) => [...v, ...scale(v, -1)]);
  };
  return superpose(points(from), points(to)).motion.rotation;
}

function perpendicularTo(v: Vec3): Vec3 {
  const helper: Vec3 = Math.abs(v[0]) < 0.8 ? [1, 0, 0] : [0, 1, 0];
  return unit(cross(v, helper));
}

function unit(v: Vec3): Vec3 {
  return scale(v, 1 / length(v));
}

function angleOf(a: Vec3, b: Vec3): number {
  return (Math.acos(Math.min(1, Math.max(-1, dot(a, b)))) * 180) / Math.PI;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
