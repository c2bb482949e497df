import type { JobContext } from "#core/job/job-context.ts";

/** A function to be made small: its value, and its gradient written into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsParams {
  /** Steps at most. */
  readonly steps: number;
  /** Ends when a step lowers the value by less than this part of it. */
  readonly tolerance: number;
  /** Diagonal of an inverse curvature: how far each number may go for a unit of gradient. */
  readonly scale: Float64Array;
  /** Pairs of steps that are remembered. */
  readonly memory?: number;
  /** Name of the work in progress reports. */
  readonly step: string;
}

export interface LbfgsResult {
  readonly x: Float64Array;
  readonly value: number;
  readonly steps: number;
}

const MEMORY = 8;
/** Decrease a step must bring, as part of what its slope promises (Armijo). */
const SUFFICIENT = 1e-4;
const SHORTEST = 1e-6;

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/**
 * Limited-memory BFGS with a diagonal to begin with and steps halved until the value falls (Nocedal & Wright 2006,
 * algorithm 7.5). Good for many thousands of numbers. Throws `cancelled` when the job is cancelled.
 */
export async function minimize(
  objective: Objective,
  start: Float64Array,
  { steps, tolerance, scale, memory = MEMORY, step }: LbfgsParams,
  job: JobContext,
): Promise<LbfgsResult> {
  let x: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(x.length);
  let value = objective(x, gradient);
  const pairs: Pair[] = [];
  let done = 0;
  while (done < steps) {
    await job.checkpoint({ step, done, total: steps });
    let direction = descent(gradient, pairs, scale);
    let slope = dot(direction, gradient);
    if (slope >= 0) {
      pairs.length = 0;
      direction = descent(gradient, pairs, scale);
      slope = dot(direction, gradient);
    }
    const next = search(objective, { x, value, direction, slope });
    if (!next) break;
    done++;
    remember(pairs, memory, difference(next.x, x), difference(next.gradient, gradient));
    const fall = value - next.value;
    ({ x, value, gradient } = next);
    if (fall <= tolerance * Math.abs(value)) break;
  }
  return { x, value, steps: done };
}

interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** The first point along a direction that is low enough; undefined where even the shortest step does not help. */
function search(
  objective: Objective,
  from: { x: Float64Array; value: number; direction: Float64Array; slope: number },
): Point | undefined {
  const gradient = new Float64Array(from.x.length);
  for (let length = 1; length > SHORTEST; length /= 2) {
    const x = from.x.map((value, n) => value + length * from.direction[n]);
    const value = objective(x, gradient);
    if (value <= from.value + SUFFICIENT * length * from.slope) return { x, value, gradient };
  }
  return undefined;
}

/** −H g by the two loops over the remembered pairs. */
function descent(gradient: Float64Array, pairs: readonly Pair[], scale: Float64Array): Float64Array {
  const q = gradient.slice();
  const alphas: number[] = [];
  for (let n = pairs.length - 1; n >= 0; n--) {
    const alpha = pairs[n].rho * dot(pairs[n].s, q);
    alphas[n] = alpha;
    addInto(q, pairs[n].y, -alpha);
  }
  const last = pairs.at(-1);
  const gain = last ? 1 / (last.rho * weightedSquare(last.y, scale)) : 1;
  for (let n = 0; n < q.length; n++) q[n] *= gain * scale[n];
  for (const [n, pair] of pairs.entries()) addInto(q, pair.s, alphas[n] - pair.rho * dot(pair.y, q));
  for (let n = 0; n < q.length; n++) q[n] = -q[n];
  return q;
}

function remember(pairs: Pair[], memory: number, s: Float64Array, y: Float64Array): void {
  const curvature = dot(s, y);
  if (!(curvature > 0)) return;
  pairs.push({ s, y, rho: 1 / curvature });
  if (pairs.length > memory) pairs.shift();
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, n) => value - b[n]);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n] * b[n];
  return sum;
}

function weightedSquare(a: Float64Array, weight: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n] * a[n] * weight[n];
  return sum;
}

function addInto(a: Float64Array, b: Float64Array, factor: number): void {
  for (let n = 0; n < a.length; n++) a[n] += factor * b[n];
}
