import fc from "fast-check";
import { multiplyQuaternions, normalizeQuaternion, type Quaternion, type Rigid } from "#core/math/rigid.ts";
import { add, type Vec3 } from "#core/math/vec3.ts";

const entry = fc.double({ min: -1, max: 1, noNaN: true });

/** Any rotation, with quaternions of both signs. */
export const anyRotation: fc.Arbitrary<Quaternion> = fc
  .tuple(entry, entry, entry, entry)
  .filter((q) => Math.hypot(...q) > 0.1)
  .map((q) => normalizeQuaternion(q));

/** Any point within `reach` Å of the origin along each axis. */
export function anyPoint(reach: number): fc.Arbitrary<Vec3> {
  const x = fc.double({ min: -reach, max: reach, noNaN: true });
  return fc.tuple(x, x, x);
}

/** Any rigid motion with shifts of up to `reach` Å along each axis. */
export function anyRigid(reach: number): fc.Arbitrary<Rigid> {
  return fc.record({ rotation: anyRotation, shift: anyPoint(reach) });
}

/** The rotation by an angle (degrees) about an axis of any length. */
export function turn(axis: Vec3, degrees: number): Quaternion {
  const half = (degrees * Math.PI) / 360;
  const s = Math.sin(half) / Math.hypot(...axis);
  return [axis[0] * s, axis[1] * s, axis[2] * s, Math.cos(half)];
}

/** A pose shifted (Å) and turned further by an angle (degrees) about an axis through its centre. */
export function nudge(pose: Rigid, shift: Vec3, axis: Vec3, degrees: number): Rigid {
  return {
    rotation: multiplyQuaternions(turn(axis, degrees), pose.rotation),
    shift: add(pose.shift, shift),
  };
}
