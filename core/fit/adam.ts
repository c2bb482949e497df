import {
  type Evaluator,
  POSE_SIZE,
  type PointsHandle,
  SUMS_SIZE,
  type VolumeHandle,
} from "#core/kernel/fit-kernel.ts";
import type { AdamMethod } from "#core/kernel/pose-engine.ts";

const BETA1 = 0.9; // decay of the mean gradient, Kingma & Ba 2015
const BETA2 = 0.999;
const EPSILON = 1e-8;

/**
 * The optimiser of DiffFit: Adam on quaternion and shift of every pose, the quaternion kept raw
 * (not normalised between steps). Of all steps the pose with the highest Σ w V is kept; DiffFit keeps
 * the best of every tenth. `poses` is moved in place; returns Σ w V per pose.
 */
export async function adam(
  kernel: Evaluator,
  volume: VolumeHandle,
  points: PointsHandle,
  poses: Float64Array,
  method: AdamMethod,
): Promise<Float64Array> {
  const count = poses.length / POSE_SIZE;
  const raw = poses.slice();
  const unit = poses.slice();
  const mean = new Float64Array(poses.length);
  const square = new Float64Array(poses.length);
  const sums = new Float64Array(count * SUMS_SIZE);
  const best = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  const gradient = new Float64Array(POSE_SIZE);
  for (let i = 0; i <= method.iterations; i++) {
    normalizeInto(raw, unit);
    await kernel.evaluate(volume, points, unit, count, sums);
    const c1 = 1 - BETA1 ** (i + 1);
    const c2 = 1 - BETA2 ** (i + 1);
    for (let n = 0; n < count; n++) {
      if (sums[n * SUMS_SIZE] > best[n]) {
        best[n] = sums[n * SUMS_SIZE];
        poses.set(unit.subarray(n * POSE_SIZE, (n + 1) * POSE_SIZE), n * POSE_SIZE);
      }
      gradientInto(raw, unit, sums, n, gradient);
      for (let k = 0; k < POSE_SIZE; k++) {
        const at = n * POSE_SIZE + k;
        mean[at] = BETA1 * mean[at] + (1 - BETA1) * gradient[k];
        square[at] = BETA2 * square[at] + (1 - BETA2) * gradient[k] * gradient[k];
        const rate = k < 4 ? method.quaternionRate : method.shiftRate;
        raw[at] += (rate * (mean[at] / c1)) / (Math.sqrt(square[at] / c2) + EPSILON);
      }
    }
  }
  return best;
}

function normalizeInto(raw: Float64Array, unit: Float64Array): void {
  unit.set(raw);
  for (let p = 0; p < raw.length; p += POSE_SIZE) {
    const s = 1 / Math.hypot(raw[p], raw[p + 1], raw[p + 2], raw[p + 3]);
    for (let k = 0; k < 4; k++) unit[p + k] = raw[p + k] * s;
  }
}

/**
 * Gradient with respect to the raw quaternion and the shift. A change dq of the unit quaternion q turns
 * by the vector part of 2 dq q*, so dΣ/dq_i = 2 τ · vec(e_i q*); a raw length s divides it by s.
 */
function gradientInto(
  raw: Float64Array,
  unit: Float64Array,
  sums: Float64Array,
  n: number,
  out: Float64Array,
): void {
  const p = n * POSE_SIZE;
  const s = n * SUMS_SIZE;
  const length = Math.hypot(raw[p], raw[p + 1], raw[p + 2], raw[p + 3]);
  const scale = 2 / length;
  const x = unit[p];
  const y = unit[p + 1];
  const z = unit[p + 2];
  const w = unit[p + 3];
  const tx = sums[s + 4];
  const ty = sums[s + 5];
  const tz = sums[s + 6];
  out[0] = scale * (tx * w + ty * z - tz * y);
  out[1] = scale * (ty * w + tz * x - tx * z);
  out[2] = scale * (tz * w + tx * y - ty * x);
  out[3] = -scale * (tx * x + ty * y + tz * z);
  out[4] = sums[s + 1];
  out[5] = sums[s + 2];
  out[6] = sums[s + 3];
}
