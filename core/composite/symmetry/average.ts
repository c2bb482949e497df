import type { JobContext } from "#core/job/job-context.ts";
import type { Rigid } from "#core/math/rigid.ts";
import { resampleMoved } from "#core/volume/resample-moved.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * The mean of what is left of a map and its images under operations (Å): what follows the symmetry stays, noise becomes
 * smaller by the root of their number. Each voxel counts as far as it is left of the whole map: what was taken away, or lies
 * outside the box, says nothing of the copy that is still missing there. Throws `cancelled`.
 */
export async function averageLeft(
  left: Volume,
  whole: Volume,
  operations: readonly Rigid[],
  job: JobContext,
): Promise<Volume> {
  const { grid } = left;
  const share = { grid, values: left.values.map((value, n) => shareLeft(value, whole.values[n])) };
  const values = left.values.map((value, n) => share.values[n] * value);
  const shares = share.values.slice();
  for (const operation of operations) {
    const image = await resampleMoved(left, grid, operation, job);
    const counts = await resampleMoved(share, grid, operation, job);
    for (let n = 0; n < values.length; n++) {
      values[n] += counts.values[n] * image.values[n];
      shares[n] += counts.values[n];
    }
  }
  for (let n = 0; n < values.length; n++) if (shares[n] > 0) values[n] /= shares[n];
  return { grid, values };
}

/** Nothing is taken away where the whole map is not positive. */
function shareLeft(left: number, whole: number): number {
  return whole > 0 ? left / whole : 1;
}
