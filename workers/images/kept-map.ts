import { AppError } from "#core/errors.ts";
import type { KeptMap } from "#core/simulate/vrm/image-kernel.ts";
import type { ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import type { Grid } from "#core/volume/grid.ts";
import { mapOf, placeAtom } from "#workers/images/image-memory.ts";
import { createImageWorker } from "#workers/images/image-worker.ts";
import type { ImageJob } from "#workers/volumes/messages.ts";

/** A map that a job has summed, kept in the job's memory; moves are done on the calling thread. */
export function keptMap(job: ImageJob, { count }: ImagePlan, grid: Grid): KeptMap {
  const work = createImageWorker(job, 0);
  const planes = [0, grid.size[2] - 1] as const;
  const add = (atom: number, sign: 1 | -1) => work({ kind: "sum", first: atom, count: 1, planes, sign });
  return {
    get volume() {
      return mapOf(job, grid);
    },
    move(atoms, xyz) {
      for (let n = 0; n < atoms.length; n++) {
        if (!(atoms[n] >= 0 && atoms[n] < count)) {
          throw new AppError("input", `The model map has ${count} atoms; there is no number ${atoms[n]}.`);
        }
      }
      if (xyz.length !== 3 * atoms.length || !Array.from(xyz).every(Number.isFinite)) {
        throw new AppError("input", "Every moved atom needs a place of its own: three finite numbers in Å.");
      }
      for (let n = 0; n < atoms.length; n++) {
        add(atoms[n], -1);
        placeAtom(job, grid, atoms[n], [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]]);
        add(atoms[n], 1);
      }
    },
  };
}
