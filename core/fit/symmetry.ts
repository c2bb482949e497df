import { AppError } from "#core/errors.ts";
import {
  angleBetween,
  multiplyQuaternions,
  normalizeQuaternion,
  type Quaternion,
  type Rigid,
  rotate,
} from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import type { Grid } from "#core/volume/grid.ts";

const LARGEST_ORDER = 60; // rotations in I, and more than any ring one would search with
const SAME = 0.01; // degrees

/**
 * The rotations of a point group named as in cryo-EM: C4, D7, T, O, I. The main axis is z, the
 * two-fold of D lies along x, the two-folds of T, O and I along x, y, z.
 * Throws `input` for other names.
 */
export function pointGroup(name: string): readonly Quaternion[] {
  const match = /^([CD])([1-9]\d*)$|^([TOI])$/i.exec(name.trim());
  if (!match) {
    throw new AppError("input", `Unknown symmetry "${name}"; use C4, D7, T, O or I.`, { seen: name });
  }
  const order = Number(match[2] ?? 1);
  if (order > LARGEST_ORDER) {
    throw new AppError("input", `Symmetry ${name} has too many copies; at most C${LARGEST_ORDER}.`, {
      order,
    });
  }
  return closure(generators((match[1] ?? match[3]).toUpperCase(), order));
}

/** The centre about which a map's symmetry is meant: index n/2 along each axis, Å. */
export function symmetryCentre(grid: Grid): Vec3 {
  const at = (axis: 0 | 1 | 2) => grid.origin[axis] + Math.floor(grid.size[axis] / 2) * grid.voxelSize[axis];
  return [at(0), at(1), at(2)];
}

/** A rotation about a point as a motion: x' = R (x − centre) + centre. */
export function rotationAbout(rotation: Quaternion, centre: Vec3): Rigid {
  const turned = rotate(rotation, centre);
  return {
    rotation,
    shift: [centre[0] - turned[0], centre[1] - turned[1], centre[2] - turned[2]],
  };
}

function generators(family: string, order: number): Quaternion[] {
  const z = axisAngle([0, 0, 1], 360 / order);
  const twofoldX = axisAngle([1, 0, 0], 180);
  const twofoldZ = axisAngle([0, 0, 1], 180);
  const threefold = axisAngle([1, 1, 1], 120);
  const golden = (1 + Math.sqrt(5)) / 2;
  switch (family) {
    case "C":
      return [z];
    case "D":
      return [z, twofoldX];
    case "T":
      return [twofoldZ, threefold];
    case "O":
      return [axisAngle([0, 0, 1], 90), threefold];
    default:
      return [twofoldZ, threefold, axisAngle([0, 1, golden], 72)];
  }
}

function axisAngle(axis: Vec3, degrees: number): Quaternion {
  const half = (degrees * Math.PI) / 360;
  const s = Math.sin(half) / Math.hypot(...axis);
  return [axis[0] * s, axis[1] * s, axis[2] * s, Math.cos(half)];
}

/** All products of the generators. */
function closure(elements: readonly Quaternion[]): Quaternion[] {
  const group: Quaternion[] = [[0, 0, 0, 1]];
  for (let n = 0; n < group.length; n++) {
    for (const g of elements) {
      const product = normalizeQuaternion(multiplyQuaternions(g, group[n]));
      if (!group.some((known) => angleBetween(known, product) < SAME)) group.push(product);
    }
    if (group.length > 2 * LARGEST_ORDER) {
      throw new AppError("internal", "A point group did not close.", { size: group.length });
    }
  }
  return group;
}
