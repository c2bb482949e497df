import { pointGroup, rotationAbout, symmetryCentre } from "#core/fit/symmetry.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { resampleMoved } from "#core/volume/resample-moved.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * The mean of a map's copies under a point group about the middle of its box: what a symmetry that was expanded is given
 * back with. Trilinear. Throws `input` for unknown groups, `cancelled`.
 */
export async function symmetrise(map: Volume, group: string, job: JobContext): Promise<Volume> {
  const operators = pointGroup(group);
  const centre = symmetryCentre(map.grid);
  const values = new Float32Array(map.values.length);
  for (const rotation of operators) {
    const copy = await resampleMoved(map, map.grid, rotationAbout(rotation, centre), job);
    for (let n = 0; n < values.length; n++) values[n] += copy.values[n] / operators.length;
  }
  return { grid: map.grid, values };
}
