import type { JobContext } from "#core/job/job-context.ts";
import { B_UNIT } from "#core/refine/b-factors.ts";
import type { ModelImages } from "#core/refine/model-images.ts";
import { type Pace, refineVariables, type Variables } from "#core/refine/refine-variables.ts";
import type { MapTarget } from "#core/refine/targets.ts";
import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";

/** Steps in variables of 10 Å²; a tenth of an Å² is as good as none. */
const PACE: Pace = { rounds: 30, firstStep: 2, largestStep: 15, smallestStep: 0.01 };
/** Sharper than this against the model, or more blurred, Å², no map is. */
const MOST = 400;

/**
 * By how much a map is more blurred (or, negative, more sharpened) than a model's B factors say, Å²: what all of them
 * have to be raised by for the best agreement. Maps are sharpened as one likes, so that this says nothing of the model.
 */
export async function overallB(
  atoms: ScatteringAtoms,
  images: ModelImages,
  target: MapTarget,
  job: JobContext,
): Promise<number> {
  const { xyz, occupancy, bFactor } = atoms;
  const variables: Variables = {
    start: new Float64Array(1),
    lower: Float64Array.of(-MOST / B_UNIT),
    upper: Float64Array.of(MOST / B_UNIT),
    values: ([x]) => ({ xyz, occupancy, bFactor: Float64Array.from(bFactor, (b) => b + B_UNIT * x) }),
    slopes: (_x, _values, perAtom) =>
      Float64Array.of(B_UNIT * perAtom.bFactor.reduce((sum, slope) => sum + slope, 0)),
  };
  // The best of the target, not of what is held out: nothing of the model changes.
  const unchecked: MapTarget = async (model, job) => {
    const { heldOut: _, ...score } = await target(model, job);
    return score;
  };
  const problem = { step: "overall blur", variables, images, target: unchecked, weight: 1 };
  const { x } = await refineVariables(problem, PACE, job);
  return B_UNIT * x[0];
}
