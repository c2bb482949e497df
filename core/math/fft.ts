/** Primes up to here get butterflies of their own; larger ones go through a convolution (Bluestein). */
const LARGEST_BUTTERFLY = 13;

/** Discrete Fourier transforms of complex lines of one length. Lines are re, im pairs (2 n numbers). */
export interface LineTransform {
  readonly length: number;
  /** X[k] = Σ x[j] exp(−2πi jk ⁄ n), in place. */
  forward(line: Float64Array): void;
}

/** A transform for lines of `length` samples, any length ≥ 1, in O(n log n). */
export function lineTransform(length: number): LineTransform {
  const factors = factorise(length);
  const largest = factors.at(-1) ?? 1;
  return largest <= LARGEST_BUTTERFLY ? mixedRadix(length, factors) : bluestein(length);
}

/** x[j] = 1 ⁄ n Σ X[k] exp(2πi jk ⁄ n), in place: the forward transform with re and im exchanged, scaled. */
export function inverseLine(transform: LineTransform, line: Float64Array): void {
  exchange(line);
  transform.forward(line);
  exchange(line);
  for (let n = 0; n < line.length; n++) line[n] /= transform.length;
}

function exchange(line: Float64Array): void {
  for (let n = 0; n < line.length; n += 2) {
    const re = line[n];
    line[n] = line[n + 1];
    line[n + 1] = re;
  }
}

/** Prime factors, ascending, with pairs of 2 as 4 in front. */
function factorise(length: number): number[] {
  const factors: number[] = [];
  let rest = length;
  while (rest % 4 === 0) {
    factors.push(4);
    rest /= 4;
  }
  for (let p = 2; p * p <= rest; p++) {
    while (rest % p === 0) {
      factors.push(p);
      rest /= p;
    }
  }
  if (rest > 1) factors.push(rest);
  return factors;
}

/**
 * Stockham's algorithm: one pass per factor, each reading runs of the line and writing them in the order that the last
 * pass leaves right, so that no bits need be reversed.
 */
function mixedRadix(length: number, factors: readonly number[]): LineTransform {
  const roots = rootsOfUnity(length);
  const other = new Float64Array(2 * length);
  const largest = Math.max(2, ...factors);
  const parts = new Float64Array(2 * largest);
  return {
    length,
    forward(line) {
      let source: Float64Array = line;
      let target: Float64Array = other;
      let done = 1;
      for (const radix of factors) {
        pass(source, target, length, done, radix, roots, parts);
        done *= radix;
        [source, target] = [target, source];
      }
      if (source !== line) line.set(source);
    },
  };
}

/**
 * One pass. Before it, sample m + done·k holds transform index m (of `done`) of the k-th interleaved part; it joins
 * `radix` such parts into transforms of `done · radix`.
 */
function pass(
  source: Float64Array,
  target: Float64Array,
  length: number,
  done: number,
  radix: number,
  roots: Float64Array,
  parts: Float64Array,
): void {
  const groups = length / (done * radix);
  const stride = length / radix;
  for (let m = 0; m < done; m++) {
    const turn = m * groups;
    for (let g = 0; g < groups; g++) {
      const from = m + done * g;
      for (let r = 0; r < radix; r++) {
        const at = 2 * (from + r * stride);
        const re = source[at];
        const im = source[at + 1];
        const c = roots[2 * r * turn];
        const s = roots[2 * r * turn + 1];
        parts[2 * r] = re * c - im * s;
        parts[2 * r + 1] = re * s + im * c;
      }
      const to = m + done * radix * g;
      if (radix === 4) joinFour(parts, target, to, done);
      else if (radix === 2) joinTwo(parts, target, to, done);
      else joinAny(parts, target, to, done, radix, roots, length);
    }
  }
}

function joinTwo(parts: Float64Array, target: Float64Array, to: number, done: number): void {
  const a = 2 * to;
  const b = 2 * (to + done);
  target[a] = parts[0] + parts[2];
  target[a + 1] = parts[1] + parts[3];
  target[b] = parts[0] - parts[2];
  target[b + 1] = parts[1] - parts[3];
}

function joinFour(parts: Float64Array, target: Float64Array, to: number, done: number): void {
  const sumRe = parts[0] + parts[4];
  const sumIm = parts[1] + parts[5];
  const differenceRe = parts[0] - parts[4];
  const differenceIm = parts[1] - parts[5];
  const otherRe = parts[2] + parts[6];
  const otherIm = parts[3] + parts[7];
  const turnedRe = parts[3] - parts[7];
  const turnedIm = parts[6] - parts[2];
  const a = 2 * to;
  const step = 2 * done;
  target[a] = sumRe + otherRe;
  target[a + 1] = sumIm + otherIm;
  target[a + step] = differenceRe + turnedRe;
  target[a + step + 1] = differenceIm + turnedIm;
  target[a + 2 * step] = sumRe - otherRe;
  target[a + 2 * step + 1] = sumIm - otherIm;
  target[a + 3 * step] = differenceRe - turnedRe;
  target[a + 3 * step + 1] = differenceIm - turnedIm;
}

function joinAny(
  parts: Float64Array,
  target: Float64Array,
  to: number,
  done: number,
  radix: number,
  roots: Float64Array,
  length: number,
): void {
  const step = length / radix;
  for (let k = 0; k < radix; k++) {
    let re = 0;
    let im = 0;
    for (let r = 0; r < radix; r++) {
      const root = 2 * ((r * k) % radix) * step;
      re += parts[2 * r] * roots[root] - parts[2 * r + 1] * roots[root + 1];
      im += parts[2 * r] * roots[root + 1] + parts[2 * r + 1] * roots[root];
    }
    target[2 * (to + k * done)] = re;
    target[2 * (to + k * done) + 1] = im;
  }
}

/** Any length as a convolution with a chirp, by transforms of a power of two (Bluestein). */
function bluestein(length: number): LineTransform {
  let wide = 1;
  while (wide < 2 * length - 1) wide *= 2;
  const transform = mixedRadix(wide, factorise(wide));
  const chirp = new Float64Array(2 * length);
  for (let n = 0; n < length; n++) {
    // n² grows beyond what sine and cosine take exactly; only n² mod 2·length matters.
    const angle = (-Math.PI * ((n * n) % (2 * length))) / length;
    chirp[2 * n] = Math.cos(angle);
    chirp[2 * n + 1] = Math.sin(angle);
  }
  const kernel = new Float64Array(2 * wide);
  for (let n = 0; n < length; n++) {
    for (const at of n === 0 ? [0] : [n, wide - n]) {
      kernel[2 * at] = chirp[2 * n];
      kernel[2 * at + 1] = -chirp[2 * n + 1];
    }
  }
  transform.forward(kernel);
  const work = new Float64Array(2 * wide);
  return {
    length,
    forward(line) {
      work.fill(0);
      multiply(line, chirp, work, length);
      transform.forward(work);
      multiply(work, kernel, work, wide);
      inverseLine(transform, work);
      multiply(work, chirp, line, length);
    },
  };
}

function multiply(a: Float64Array, b: Float64Array, out: Float64Array, count: number): void {
  for (let n = 0; n < 2 * count; n += 2) {
    const re = a[n] * b[n] - a[n + 1] * b[n + 1];
    const im = a[n] * b[n + 1] + a[n + 1] * b[n];
    out[n] = re;
    out[n + 1] = im;
  }
}

/** exp(−2πi k ⁄ n) for k = 0 … n − 1. */
function rootsOfUnity(n: number): Float64Array {
  const roots = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) {
    roots[2 * k] = Math.cos((2 * Math.PI * k) / n);
    roots[2 * k + 1] = -Math.sin((2 * Math.PI * k) / n);
  }
  return roots;
}
