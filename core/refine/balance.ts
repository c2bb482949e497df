import type { JobContext } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import type { Problem } from "#core/refine/refine-variables.ts";

/** A weight of the map against restraints, and why it is that. */
export interface Balance {
  readonly weight: number;
  /** Root mean square slopes of the target and of the restraint at the disturbed model, per variable. */
  readonly mapSlope: number;
  readonly restraintSlope: number;
  /** How much the slope of the target rises per variable. */
  readonly mapCurvature: number;
}

const SEED = 20_031; // any: the same model gets the same weight

/**
 * The weight at which the map pulls as hard as the restraints do when every variable is disturbed at random by `spread`
 * (in variables; the same random numbers each time): the ratio of root mean square slopes there. At the model itself
 * restraints would not pull at all. Throws `cancelled`.
 */
export async function balanceOf(
  { variables, images, target, restraint }: Omit<Problem, "weight">,
  spread: number,
  job: JobContext,
): Promise<Balance> {
  const random = createRandom(SEED);
  const { start, lower, upper } = variables;
  const disturbed = start.map((from, n) => {
    const there = from + spread * randomNormal(random);
    return Math.min(upper?.[n] ?? there, Math.max(lower?.[n] ?? there, there));
  });
  const slopesAt = async (x: Float64Array) => {
    const values = variables.values(x);
    const { weights } = await target(await images.map(values, job), job);
    return variables.slopes(x, values, await images.slopes(values, weights, job));
  };
  const there = await slopesAt(disturbed);
  const here = await slopesAt(start);
  const mapSlope = rms(there);
  const mapCurvature =
    rms(there.map((slope, n) => slope - here[n])) / rms(disturbed.map((x, n) => x - start[n]));
  const held = restraint?.evaluate(disturbed, variables.values(disturbed));
  const restraintSlope = held ? rms(held.gradient) : 0;
  const weight = mapSlope > 0 && restraintSlope > 0 ? restraintSlope / mapSlope : 1;
  return { weight, mapSlope, restraintSlope, mapCurvature };
}

function rms(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
}
