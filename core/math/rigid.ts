import { cross, dot, length, scale, type Vec3 } from "#core/math/vec3.ts";

/** Unit quaternion, order x, y, z, w. */
export type Quaternion = readonly [number, number, number, number];

/** Row-major 3 × 3 rotation matrix. */
export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number];

/** A rigid motion: x' = rotation · x + shift, shift in Å. */
export interface Rigid {
  readonly rotation: Quaternion;
  readonly shift: Vec3;
}

export const IDENTITY: Rigid = { rotation: [0, 0, 0, 1], shift: [0, 0, 0] };

const DEGREES = 180 / Math.PI;

/** The quaternion scaled to unit length. */
export function normalizeQuaternion(q: Quaternion): Quaternion {
  const s = 1 / Math.hypot(q[0], q[1], q[2], q[3]);
  return [q[0] * s, q[1] * s, q[2] * s, q[3] * s];
}

/** The rotation that first turns by `b`, then by `a`. */
export function multiplyQuaternions(a: Quaternion, b: Quaternion): Quaternion {
  const [ax, ay, az, aw] = a;
  const [bx, by, bz, bw] = b;
  return [
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ];
}

export function conjugate(q: Quaternion): Quaternion {
  return [-q[0], -q[1], -q[2], q[3]];
}

/** The rotation matrix, row-major, of a unit quaternion. */
export function matrixOf(q: Quaternion): Matrix3 {
  const [x, y, z, w] = q;
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - z * w),
    2 * (x * z + y * w),
    2 * (x * y + z * w),
    1 - 2 * (x * x + z * z),
    2 * (y * z - x * w),
    2 * (x * z - y * w),
    2 * (y * z + x * w),
    1 - 2 * (x * x + y * y),
  ];
}

/** The unit quaternion (w ≥ 0) of a row-major rotation matrix. */
export function quaternionOf(m: Matrix3): Quaternion {
  const [a, b, c, d, e, f, g, h, i] = m;
  const trace = a + e + i;
  let q: Quaternion;
  if (trace > 0) q = [h - f, c - g, d - b, 1 + trace];
  else if (a >= e && a >= i) q = [1 + a - e - i, b + d, c + g, h - f];
  else if (e >= i) q = [b + d, 1 + e - a - i, f + h, c - g];
  else q = [c + g, f + h, 1 + i - a - e, d - b];
  const unit = normalizeQuaternion(q);
  return unit[3] < 0 ? [-unit[0], -unit[1], -unit[2], -unit[3]] : unit;
}

/** The rotation by |v| radians about the axis v. */
export function quaternionFromRotationVector(v: Vec3): Quaternion {
  const angle = Math.hypot(v[0], v[1], v[2]);
  const s = angle > 1e-12 ? Math.sin(angle / 2) / angle : 0.5;
  return normalizeQuaternion([v[0] * s, v[1] * s, v[2] * s, Math.cos(angle / 2)]);
}

/** The shortest rotation that takes the direction of one vector to that of another; half a turn when they are opposite. */
export function quaternionBetween(from: Vec3, to: Vec3): Quaternion {
  const [a, b] = [scale(from, 1 / length(from)), scale(to, 1 / length(to))];
  const w = 1 + dot(a, b);
  if (w > 1e-9) {
    const [x, y, z] = cross(a, b);
    return normalizeQuaternion([x, y, z, w]);
  }
  const [x, y, z] = cross(a, Math.abs(a[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0]);
  return normalizeQuaternion([x, y, z, 0]);
}

/** Angle between two rotations, degrees, 0…180. */
export function angleBetween(a: Quaternion, b: Quaternion): number {
  const d = conjugate(a);
  const [x, y, z, w] = multiplyQuaternions(d, b);
  return 2 * Math.atan2(Math.hypot(x, y, z), Math.abs(w)) * DEGREES;
}

export function rotate(q: Quaternion, v: Vec3): Vec3 {
  const m = matrixOf(q);
  return [
    m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
    m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
    m[6] * v[0] + m[7] * v[1] + m[8] * v[2],
  ];
}

export function applyRigid(motion: Rigid, v: Vec3): Vec3 {
  const r = rotate(motion.rotation, v);
  return [r[0] + motion.shift[0], r[1] + motion.shift[1], r[2] + motion.shift[2]];
}

/** The motion that first applies `first`, then `then`. */
export function compose(then: Rigid, first: Rigid): Rigid {
  return {
    rotation: normalizeQuaternion(multiplyQuaternions(then.rotation, first.rotation)),
    shift: applyRigid(then, first.shift),
  };
}

export function invert(motion: Rigid): Rigid {
  const rotation = conjugate(motion.rotation);
  const s = rotate(rotation, motion.shift);
  return { rotation, shift: [-s[0], -s[1], -s[2]] };
}

/** Whether two motions are the same numbers: copies of one motion are, two roundings of it are not. */
export function isSameRigid(a: Rigid, b: Rigid): boolean {
  return a.shift.every((x, n) => x === b.shift[n]) && a.rotation.every((q, n) => q === b.rotation[n]);
}
