import type { JobContext } from "#core/job/job-context.ts";
import { longStep } from "#core/job/long-step.ts";
import type { LinearMap } from "#core/math/curvature-pairs.ts";
import { type Evaluation, minimize, type Round } from "#core/math/minimize.ts";
import type { AtomValues, ModelImages } from "#core/refine/model-images.ts";
import { inverseOf, type Restraint } from "#core/refine/restraint.ts";
import type { MapTarget } from "#core/refine/targets.ts";
import type { ImageGradient } from "#core/simulate/vrm/image-kernel.ts";

/** What is refined, as one array of numbers scaled so that a change by 1 matters alike in each. */
export interface Variables {
  readonly start: Float64Array;
  readonly lower?: Float64Array;
  readonly upper?: Float64Array;
  /** What the atoms are with these variables. The same array of B factors is handed out while B does not change. */
  values(x: Float64Array): AtomValues;
  /** Slopes against the variables, from those against what the atoms are. */
  slopes(x: Float64Array, values: AtomValues, perAtom: ImageGradient): Float64Array;
}

/** A refinement: weight · target + restraint is made small. */
export interface Problem {
  /** Name of the step in progress reports. */
  readonly step: string;
  readonly variables: Variables;
  readonly images: ModelImages;
  readonly target: MapTarget;
  /** Of the target against the restraint. */
  readonly weight: number;
  /** What counts besides the map. */
  readonly restraint?: Restraint;
  /** About how much the slope of the target rises per variable: makes the first steps as long as they should be. */
  readonly mapCurvature?: number;
}

/** How far and how long to go, in variables. */
export interface Pace {
  readonly rounds: number;
  readonly firstStep: number;
  readonly largestStep: number;
  readonly smallestStep: number;
}

/** How good a state of the model is. */
export interface StateScore {
  /** Of the target, which was made small. */
  readonly target: number;
  /** With the map refined against, about the mean, over what counts of it. */
  readonly correlation: number;
  /** Value of the restraint; 0 without one. */
  readonly restraint: number;
  /** How well data agree that the refinement did not see; absent when it saw all. */
  readonly heldOut?: number;
}

/** The state kept. */
export interface RefinedVariables {
  readonly x: Float64Array;
  readonly before: StateScore;
  readonly after: StateScore;
  /** Rounds done, and the round whose state was kept: what came after it agreed worse with held-out data. */
  readonly rounds: number;
  readonly keptRound: number;
  /** Whether nothing was left to gain. */
  readonly settled: boolean;
}

/** Rounds without a better agreement with held-out data after which there is none to come. */
const PATIENCE = 10;

/**
 * Makes a model agree better with a map by changing some variables. Where data were held out, the state is kept that
 * agrees best with them, and be it the first: a refinement never worsens that score. Throws `cancelled`.
 */
export async function refineVariables(
  problem: Problem,
  pace: Pace,
  job: JobContext,
): Promise<RefinedVariables> {
  const { variables, step } = problem;
  const { outer, inner } = longStep(job, { step, done: 0, total: pace.rounds });
  const states = new Map<Float64Array, StateScore>();
  const stateOf = (x: Float64Array): StateScore => {
    const score = states.get(x);
    if (!score) throw new TypeError("A minimisation stands where it has not been.");
    return score;
  };
  const objective = async (x: Float64Array) => {
    const { evaluation, score } = await evaluate(problem, x, inner);
    states.set(x, score);
    return evaluation;
  };
  let kept: { x: Float64Array; round: number } | undefined;
  const goesOn = ({ x, round }: Round): boolean => {
    const [first] = states.keys();
    kept ??= { x: first, round: 0 };
    const [now, best] = [stateOf(x).heldOut, stateOf(kept.x).heldOut];
    if (now === undefined || best === undefined || now > best) kept = { x, round };
    for (const old of states.keys()) if (old !== first && old !== kept.x && old !== x) states.delete(old);
    return round - kept.round < PATIENCE;
  };
  const { lower, upper } = variables;
  const guess = guessOf(problem);
  const more = { ...(lower && { lower }), ...(upper && { upper }), ...(guess && { guess }) };
  const found = await minimize(objective, variables.start, { ...pace, ...more, step, goesOn }, outer);
  const [first] = states.keys();
  const { x, round } = kept ?? { x: first, round: 0 };
  const { rounds, settled } = found;
  return { x, before: stateOf(first), after: stateOf(x), rounds, keptRound: round, settled };
}

function guessOf({
  variables,
  weight,
  restraint,
  mapCurvature,
}: Problem): ((x: Float64Array) => LinearMap) | undefined {
  if (mapCurvature === undefined || restraint?.curvature === undefined) return undefined;
  const curvature = restraint.curvature.bind(restraint);
  return (x) => inverseOf(curvature(x, variables.values(x)), weight * mapCurvature);
}

async function evaluate(
  { variables, images, target, weight, restraint }: Problem,
  x: Float64Array,
  job: JobContext,
): Promise<{ evaluation: Evaluation; score: StateScore }> {
  const values = variables.values(x);
  const { value, weights, correlation, heldOut } = await target(await images.map(values, job), job);
  const gradient = variables.slopes(x, values, await images.slopes(values, weights, job));
  const held = restraint?.evaluate(x, values) ?? { value: 0, gradient: new Float64Array(x.length) };
  for (let n = 0; n < gradient.length; n++) gradient[n] = weight * gradient[n] + held.gradient[n];
  return {
    evaluation: { value: weight * value + held.value, gradient },
    score: { target: value, correlation, restraint: held.value, ...(heldOut !== undefined && { heldOut }) },
  };
}
