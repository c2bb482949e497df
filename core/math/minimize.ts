import { type JobContext, quietJob } from "#core/job/job-context.ts";
import { CurvaturePairs, type LinearMap } from "#core/math/curvature-pairs.ts";

/** A function's value and its derivative against every variable. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** A smooth function of many variables. It must not keep or change the array it is given. */
export type Objective = (x: Float64Array) => Promise<Evaluation>;

/** Where a minimisation stands after a round. */
export interface Round {
  readonly round: number;
  readonly x: Float64Array;
  readonly value: number;
  /** Largest change of a variable in this round. */
  readonly step: number;
}

/** How far and how long to go. All variables should be scaled so that a change by 1 matters alike in each. */
export interface MinimizeOptions {
  /** Smallest and largest values of the variables; none where absent. */
  readonly lower?: ArrayLike<number>;
  readonly upper?: ArrayLike<number>;
  /** Most rounds; each costs one evaluation, seldom more. */
  readonly rounds: number;
  /** Largest change of a variable in the first round, before anything is known of the curvature. */
  readonly firstStep: number;
  /** Largest change of a variable in any round. */
  readonly largestStep: number;
  /** Done when no variable would change by more. */
  readonly smallestStep: number;
  /**
   * Takes a vector through a guess of the inverse Hessian at a place, which what the steps teach is added to: with a
   * good one steps have about the right length from the first round on.
   */
  readonly guess?: (x: Float64Array) => LinearMap;
  /** Name of the step in progress reports. */
  readonly step: string;
  /** Called after every round; stops the minimisation when it answers false. */
  readonly goesOn?: (round: Round) => boolean | Promise<boolean>;
}

/** The lowest place found. */
export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly rounds: number;
  readonly evaluations: number;
  /** Whether it stopped because nothing was left to gain. */
  readonly settled: boolean;
}

/** Share of the decrease that the slope promises which a step must deliver (Armijo; Nocedal & Wright 2006, 3.4). */
const ENOUGH = 1e-4;
/** Shorter and shorter trials along one direction. */
const MOST_TRIALS = 12;
/** A slope that has not taught any curvature is trusted this much farther the next time. */
const GROW = 2;

/**
 * The minimum of a function near `start` within bounds: limited-memory BFGS on the variables that no bound holds, with
 * steps bent along the bounds (Bertsekas 1982, projected Newton; pairs of curvature as in Nocedal & Wright 2006, 7.2).
 * The value never increases from round to round. Throws `cancelled`.
 */
export async function minimize(
  objective: Objective,
  start: ArrayLike<number>,
  options: MinimizeOptions,
  job: JobContext = quietJob,
): Promise<Minimum> {
  const search = new Search(objective, options);
  await search.begin(start);
  for (let round = 1; round <= options.rounds; round++) {
    const step = await search.advance();
    if (step === 0) return search.result(round - 1, true);
    await job.checkpoint({ step: options.step, done: round, total: options.rounds });
    const { x, value } = search;
    const goesOn = (await options.goesOn?.({ round, x, value, step })) ?? true;
    if (!goesOn) return search.result(round, false);
    if (step < options.smallestStep) return search.result(round, true);
  }
  return search.result(options.rounds, false);
}

class Search {
  readonly #objective: Objective;
  readonly #options: MinimizeOptions;
  readonly #pairs = new CurvaturePairs();
  x: Float64Array = new Float64Array();
  value = Number.POSITIVE_INFINITY;
  #gradient: Float64Array = new Float64Array();
  #free: Uint8Array = new Uint8Array();
  #reach: number;
  #evaluations = 0;

  constructor(objective: Objective, options: MinimizeOptions) {
    this.#objective = objective;
    this.#options = options;
    this.#reach = options.firstStep;
  }

  async begin(start: ArrayLike<number>): Promise<void> {
    this.x = this.#bounded(Float64Array.from(start));
    this.#free = new Uint8Array(this.x.length);
    const { value, gradient } = await this.#evaluate(this.x);
    this.value = value;
    this.#gradient = Float64Array.from(gradient);
  }

  result(rounds: number, settled: boolean): Minimum {
    return { x: this.x, value: this.value, rounds, evaluations: this.#evaluations, settled };
  }

  /** Takes one step downhill and returns its largest part; 0 when there is none to take. */
  async advance(): Promise<number> {
    if (this.#releaseFree() === 0) return 0;
    const isTold = this.#pairs.count > 0 || this.#options.guess !== undefined;
    const direction = isTold ? this.#newton() : undefined;
    const step = direction === undefined ? 0 : await this.#descend(direction);
    if (step > 0) return step;
    // What the curvature says leads nowhere: forget it and follow the slope.
    this.#pairs.clear();
    this.#releaseFree();
    return this.#descend(this.#slope());
  }

  /** Frees every variable but those which the slope presses against a bound; returns how many have a slope. */
  #releaseFree(): number {
    const { x } = this;
    let moving = 0;
    for (let n = 0; n < x.length; n++) {
      const g = this.#gradient[n];
      const held = (g > 0 && x[n] <= this.#lower(n)) || (g < 0 && x[n] >= this.#upper(n));
      this.#free[n] = held ? 0 : 1;
      if (!held && g !== 0) moving++;
    }
    return moving;
  }

  /** −H g on the free variables; undefined when that does not lead downhill. */
  #newton(): Float64Array | undefined {
    const guess = this.#options.guess?.(this.x);
    // A free variable on a bound may be sent through it: hold it and ask again.
    for (let pass = 0; pass < 8; pass++) {
      const direction = this.#pairs.direction(this.#gradient, this.#free, guess);
      if (direction === undefined) return undefined;
      if (this.#holdOutward(direction) > 0) continue;
      const largest = largestOf(direction);
      const cut = Math.min(1, this.#options.largestStep / largest);
      return largest > 0 ? direction.map((d) => d * cut) : undefined;
    }
    return undefined;
  }

  #holdOutward(direction: Float64Array): number {
    let outward = 0;
    for (let n = 0; n < direction.length; n++) {
      const isOut =
        (direction[n] < 0 && this.x[n] <= this.#lower(n)) ||
        (direction[n] > 0 && this.x[n] >= this.#upper(n));
      if (!isOut) continue;
      this.#free[n] = 0;
      outward++;
    }
    return outward;
  }

  #slope(): Float64Array {
    const downhill = this.#gradient.map((g, n) => (this.#free[n] === 1 ? -g : 0));
    const scale = Math.min(this.#reach, this.#options.largestStep) / largestOf(downhill);
    return downhill.map((d) => d * scale);
  }

  /** Tries shorter and shorter parts of a direction until one is low enough; returns the largest part of the step. */
  async #descend(direction: Float64Array): Promise<number> {
    const { x } = this;
    let part = 1;
    for (let trial = 0; trial < MOST_TRIALS; trial++) {
      const there = this.#bounded(x.map((value, n) => value + part * direction[n]));
      const step = there.map((value, n) => value - x[n]);
      const slope = dotOf(step, this.#gradient);
      const length = largestOf(step);
      if (!(length > 0.1 * this.#options.smallestStep)) return 0;
      const found = await this.#evaluate(there);
      if (slope < 0 && found.value < this.value && found.value <= this.value + ENOUGH * slope) {
        this.#take(there, step, found);
        return length;
      }
      part *= shorter(this.value, slope, found.value);
    }
    return 0;
  }

  #take(there: Float64Array, step: Float64Array, { value, gradient }: Evaluation): void {
    const change = gradient.map((g, n) => g - this.#gradient[n]);
    const isLearnt = this.#pairs.add(step, change);
    if (!isLearnt) this.#reach = Math.min(GROW * this.#reach, this.#options.largestStep);
    this.x = there;
    this.value = value;
    this.#gradient = Float64Array.from(gradient);
  }

  async #evaluate(x: Float64Array): Promise<Evaluation> {
    this.#evaluations++;
    return this.#objective(x);
  }

  #bounded(x: Float64Array): Float64Array {
    for (let n = 0; n < x.length; n++) x[n] = Math.min(this.#upper(n), Math.max(this.#lower(n), x[n]));
    return x;
  }

  #lower(n: number): number {
    return this.#options.lower?.[n] ?? Number.NEGATIVE_INFINITY;
  }

  #upper(n: number): number {
    return this.#options.upper?.[n] ?? Number.POSITIVE_INFINITY;
  }
}

/** Where the parabola through value and slope here and the value there has its minimum, within 0.1 … 0.5 of the way. */
function shorter(here: number, slope: number, there: number): number {
  const rise = there - here - slope;
  const lowest = Number.isFinite(there) && slope < 0 && rise > 0 ? -slope / (2 * rise) : 0.5;
  return Math.min(0.5, Math.max(0.1, lowest));
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (let n = 0; n < values.length; n++) largest = Math.max(largest, Math.abs(values[n]));
  return largest;
}

function dotOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n] * b[n];
  return sum;
}
