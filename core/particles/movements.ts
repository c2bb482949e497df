import { matrixOfRelion } from "#core/math/euler.ts";
import { angleBetween, type Quaternion, quaternionOf } from "#core/math/rigid.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";

/** How far every particle's pose lies from another set's: degrees and Å. */
export function movements(
  before: ParticleSet,
  after: ParticleSet,
): { readonly turned: Float64Array; readonly shifted: Float64Array } {
  const turned = new Float64Array(before.count);
  const shifted = new Float64Array(before.count);
  for (let row = 0; row < before.count; row++) {
    turned[row] = angleBetween(rotationOf(before, row), rotationOf(after, row));
    shifted[row] = Math.hypot(
      before.origins[2 * row] - after.origins[2 * row],
      before.origins[2 * row + 1] - after.origins[2 * row + 1],
    );
  }
  return { turned, shifted };
}

function rotationOf({ angles }: ParticleSet, row: number): Quaternion {
  const [rot, tilt, psi] = angles?.subarray(3 * row, 3 * row + 3) ?? [0, 0, 0];
  return quaternionOf(matrixOfRelion({ rot, tilt, psi }));
}
