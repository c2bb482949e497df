import type { FitMetric } from "#core/fit/correlation-climb.ts";
import type { ClimbWishes } from "#core/fit/map-fit.ts";
import type { Grid } from "#core/volume/grid.ts";

/** How a local fit may differ from the usual one, as `fitmap` says it. */
export interface LocalWishes {
  readonly shift: boolean;
  readonly rotate: boolean;
  readonly metric?: FitMetric | undefined;
  readonly maxSteps?: number | undefined;
  /** Longest step, and the step at which the climb ends, in voxels of the map that is fitted into. */
  readonly gridStepMax?: number | undefined;
  readonly gridStepMin?: number | undefined;
}

export const USUAL: LocalWishes = { shift: true, rotate: true };

/** The same as the engine understands it, Å. */
export function climbOf({ shift, rotate, metric, ...steps }: LocalWishes, { voxelSize }: Grid): ClimbWishes {
  const voxel = Math.min(...voxelSize);
  const { maxSteps, gridStepMax, gridStepMin } = steps;
  return {
    ...(metric === undefined ? {} : { metric }),
    ...(shift ? {} : { hold: "shift" as const }),
    ...(rotate ? {} : { hold: "rotation" as const }),
    ...(maxSteps === undefined ? {} : { iterations: maxSteps }),
    ...(gridStepMax === undefined ? {} : { largestStep: gridStepMax * voxel }),
    ...(gridStepMin === undefined ? {} : { smallestStep: gridStepMin * voxel }),
  };
}

/** The words of the command, those of the usual fit left out; each begins with a blank. */
export function wordsOfClimb({ shift, rotate, ...rest }: LocalWishes): string {
  const words = [
    shift ? "" : " shift false",
    rotate ? "" : " rotate false",
    ...Object.entries(rest).map(([word, value]) => (value === undefined ? "" : ` ${word} ${value}`)),
  ];
  return words.join("");
}
