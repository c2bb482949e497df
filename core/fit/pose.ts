import { POSE_SIZE } from "#core/kernel/fit-kernel.ts";
import { angleBetween, type Rigid, rotate } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/** Writes pose `from` of `poses`, moved by a shift (Å) and turned by a rotation vector (radians), to `out`. */
export function movePoseInto(
  poses: Float64Array,
  from: number,
  step: Float64Array,
  out: Float64Array,
  to: number,
): void {
  const p = from * POSE_SIZE;
  const o = to * POSE_SIZE;
  const angle = Math.sqrt(step[3] * step[3] + step[4] * step[4] + step[5] * step[5]);
  const s = angle > 1e-9 ? Math.sin(angle / 2) / angle : 0.5;
  const ax = step[3] * s;
  const ay = step[4] * s;
  const az = step[5] * s;
  const aw = Math.cos(angle / 2);
  const bx = poses[p];
  const by = poses[p + 1];
  const bz = poses[p + 2];
  const bw = poses[p + 3];
  const x = aw * bx + ax * bw + ay * bz - az * by;
  const y = aw * by - ax * bz + ay * bw + az * bx;
  const z = aw * bz + ax * by - ay * bx + az * bw;
  const w = aw * bw - ax * bx - ay * by - az * bz;
  const unit = 1 / Math.sqrt(x * x + y * y + z * z + w * w);
  out[o] = x * unit;
  out[o + 1] = y * unit;
  out[o + 2] = z * unit;
  out[o + 3] = w * unit;
  out[o + 4] = poses[p + 4] + step[0];
  out[o + 5] = poses[p + 5] + step[1];
  out[o + 6] = poses[p + 6] + step[2];
}

/** Pose `index` of an array: where the body's centre sits (Å) and how the body is turned. */
export function poseAt(poses: Float64Array, index: number): Rigid {
  const p = index * POSE_SIZE;
  return {
    rotation: [poses[p], poses[p + 1], poses[p + 2], poses[p + 3]],
    shift: [poses[p + 4], poses[p + 5], poses[p + 6]],
  };
}

export function packPoses(poses: readonly Rigid[]): Float64Array {
  const out = new Float64Array(poses.length * POSE_SIZE);
  poses.forEach((pose, index) => {
    out.set(pose.rotation, index * POSE_SIZE);
    out.set(pose.shift, index * POSE_SIZE + 4);
  });
  return out;
}

/** The chosen poses, in the order chosen. */
export function pickPoses(poses: Float64Array, chosen: readonly number[]): Float64Array {
  const out = new Float64Array(chosen.length * POSE_SIZE);
  chosen.forEach((index, to) => {
    out.set(poses.subarray(index * POSE_SIZE, (index + 1) * POSE_SIZE), to * POSE_SIZE);
  });
  return out;
}

/** Distance between two centres (Å) and angle between two rotations (degrees). */
export function poseDistance(a: Rigid, b: Rigid): { shift: number; angle: number } {
  return {
    shift: Math.hypot(a.shift[0] - b.shift[0], a.shift[1] - b.shift[1], a.shift[2] - b.shift[2]),
    angle: angleBetween(a.rotation, b.rotation),
  };
}

/**
 * The motion of the input file's coordinates that puts a body, whose centre was at `centre`, into a pose:
 * x' = R (x − centre) + position.
 */
export function motionOfPose(pose: Rigid, centre: Vec3): Rigid {
  const turned = rotate(pose.rotation, centre);
  return {
    rotation: pose.rotation,
    shift: [pose.shift[0] - turned[0], pose.shift[1] - turned[1], pose.shift[2] - turned[2]],
  };
}

/**
 * The pose of a body, centred at `centre` in its file, after a motion of the file's coordinates.
 * @public
 */
export function poseOfMotion(motion: Rigid, centre: Vec3): Rigid {
  const turned = rotate(motion.rotation, centre);
  return {
    rotation: motion.rotation,
    shift: [turned[0] + motion.shift[0], turned[1] + motion.shift[1], turned[2] + motion.shift[2]],
  };
}
