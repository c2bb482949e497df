/** How many of the last steps are remembered. */
const MEMORY = 20;
/** Smallest cosine between a step and the change of slope along it that is trusted. */
const LEAST_CURVATURE = 1e-6;

/** A symmetric positive linear map of vectors. */
export type LinearMap = (vector: Float64Array) => Float64Array;

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
}

/**
 * What the last steps of a minimisation taught of the curvature: steps and the changes of the gradient along them
 * (limited-memory BFGS, two-loop recursion; Nocedal & Wright, Numerical Optimization 2006, algorithm 7.4).
 */
export class CurvaturePairs {
  #pairs: Pair[] = [];

  get count(): number {
    return this.#pairs.length;
  }

  clear(): void {
    this.#pairs = [];
  }

  /** Remembers a step; false when the slope did not rise along it, so that it teaches nothing. */
  add(step: Float64Array, change: Float64Array): boolean {
    const everywhere = new Uint8Array(step.length).fill(1);
    if (!isConvex(step, change, everywhere)) return false;
    this.#pairs.push({ step, change });
    if (this.#pairs.length > MEMORY) this.#pairs.shift();
    return true;
  }

  /**
   * −H g on the free variables (1 in `free`), 0 on the others. What the pairs do not say comes from `known`, which
   * takes a vector through a first guess of H; without one from the last pair, and undefined is returned without pairs.
   */
  direction(gradient: Float64Array, free: Uint8Array, known?: LinearMap): Float64Array | undefined {
    const pairs = this.#pairs.filter(({ step, change }) => isConvex(step, change, free));
    const last = pairs.at(-1);
    if (!last && !known) return undefined;
    let q = gradient.map((g, n) => (free[n] === 1 ? -g : 0));
    const alphas = new Float64Array(pairs.length);
    for (let k = pairs.length - 1; k >= 0; k--) {
      const { step, change } = pairs[k];
      alphas[k] = dot(step, q, free) / dot(step, change, free);
      addTo(q, change, -alphas[k], free);
    }
    if (known) q = known(q).map((value, n) => (free[n] === 1 ? value : 0));
    else if (last) {
      const first = dot(last.step, last.change, free) / dot(last.change, last.change, free);
      for (let n = 0; n < q.length; n++) q[n] *= first;
    }
    for (let k = 0; k < pairs.length; k++) {
      const { step, change } = pairs[k];
      addTo(q, step, alphas[k] - dot(change, q, free) / dot(step, change, free), free);
    }
    return q;
  }
}

function isConvex(step: Float64Array, change: Float64Array, free: Uint8Array): boolean {
  const along = dot(step, change, free);
  return along > LEAST_CURVATURE * Math.sqrt(dot(step, step, free) * dot(change, change, free));
}

function dot(a: Float64Array, b: Float64Array, free: Uint8Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) if (free[n] === 1) sum += a[n] * b[n];
  return sum;
}

function addTo(sum: Float64Array, term: Float64Array, factor: number, free: Uint8Array): void {
  for (let n = 0; n < sum.length; n++) if (free[n] === 1) sum[n] += factor * term[n];
}
