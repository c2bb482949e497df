import type { FitRequest } from "#core/fit/params.ts";
import { randomSupportPoint, type Support } from "#core/fit/support.ts";
import { POSE_SIZE } from "#core/kernel/fit-kernel.ts";
import { createRandom, type Random, randomRotation } from "#core/math/random.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/**
 * Poses to start from: centres uniform over the support (or over the ball `around`), rotations uniform (or the one given).
 * Batch `batch` of a seed is the same whatever came before it.
 */
export function makeStarts(
  support: Support,
  { around, rotation }: Pick<FitRequest, "around" | "rotation">,
  count: number,
  seed: number,
  batch: number,
): Float64Array {
  const random = createRandom(seed, batch);
  const poses = new Float64Array(count * POSE_SIZE);
  for (let n = 0; n < count; n++) {
    const centre = around
      ? randomBallPoint(around.centre, around.radius, random)
      : randomSupportPoint(support, random);
    poses.set(rotation ?? randomRotation(random), n * POSE_SIZE);
    poses.set(centre, n * POSE_SIZE + 4);
  }
  return poses;
}

function randomBallPoint(centre: Vec3, radius: number, random: Random): Vec3 {
  const z = 2 * random() - 1;
  const angle = 2 * Math.PI * random();
  const r = radius * Math.cbrt(random());
  const ring = r * Math.sqrt(1 - z * z);
  return [centre[0] + ring * Math.cos(angle), centre[1] + ring * Math.sin(angle), centre[2] + r * z];
}
