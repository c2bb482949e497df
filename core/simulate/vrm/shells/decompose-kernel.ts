import { amountsOf, type Curve, fitShells, type Placement } from "#core/simulate/vrm/shells/fit-shells.ts";
import { shell } from "#core/simulate/vrm/shells/omega.ts";
import type { KernelShells, ShellSum } from "#core/simulate/vrm/shells/shell-sum.ts";
import { kernelExtrema, truncationKernel } from "#core/simulate/vrm/shells/truncation-kernel.ts";

/** Samples of the kernel per unit of u for the fit, and to measure its error. */
const SAMPLES = 80;
const CHECKED = 400;
const STEPS = 400;
/** Rounds of reweighting, and steps after each. */
const ROUNDS = 12;
const STEPS_PER_ROUND = 30;
/** Widths of the central Gaussian and of the ripples to start from; beyond FAR the wider starts lead nowhere (measured). */
const STARTS = [
  { centre: 4.6, ripple: 1 },
  { centre: 8, ripple: 3 },
  { centre: 12, ripple: 6 },
  { centre: 16, ripple: 10 },
];
const FAR = 8;
const STARTS_FAR = STARTS.slice(0, 2);
/** Sums that cancel more than this lose too much in single precision. */
const LARGEST_AMOUNT = 400;

/**
 * (4π ⁄ 3) G, the truncation kernel at d = 1, as a sum of shells on 0 … reach (units of d), for all elements and
 * resolutions at once. Shells start at the extrema of G, one Gaussian at the centre and one shell per ripple as far as
 * there are terms, with several widths; each start is fitted, and the best goes through Lawson's reweighting towards the
 * smallest largest error.
 */
export function decomposeKernel(reach: number, terms: number): KernelShells {
  const radii = [0, ...kernelExtrema(reach + terms)].slice(0, terms);
  const even = curveOf(reach);
  const fits = (reach > FAR ? STARTS_FAR : STARTS).map(({ centre, ripple }) => {
    const start = {
      radius: Float64Array.from(radii),
      logWidth: Float64Array.from(radii, (r) => Math.log(r === 0 ? centre : ripple)),
    };
    const placed = fitShells(even, start, STEPS);
    return { placed, shells: judged(even, placed, reach) };
  });
  const first = fits.reduce((a, b) => (b.shells.error < a.shells.error ? b : a));
  let { placed, shells: best } = first;
  let curve = even;
  for (let round = 0; round < ROUNDS; round++) {
    curve = reweighted(curve, amountsOf(curve, placed));
    placed = fitShells(curve, placed, STEPS_PER_ROUND);
    const found = judged(curve, placed, reach);
    if (found.error < best.error) best = found;
  }
  return best;
}

/** The sum at u. */
function sumOfShells({ R, beta, C }: ShellSum, u: number): number {
  let sum = 0;
  for (let m = 0; m < C.length; m++) sum += C[m] * shell(u, R[m], beta[m]).value;
  return sum;
}

/** The largest difference from the kernel on 0 … reach, as part of its peak. */
export function kernelError(sum: ShellSum, reach: number): number {
  let worst = 0;
  const count = Math.round(CHECKED * reach);
  for (let n = 0; n <= count; n++) {
    const u = (n * reach) / count;
    worst = Math.max(worst, Math.abs((3 / (4 * Math.PI)) * sumOfShells(sum, u) - truncationKernel(u)));
  }
  return worst;
}

function judged(curve: Curve, placed: Placement, reach: number): KernelShells {
  const sum = amountsOf(curve, placed);
  const cancels = sum.C.some((amount) => Math.abs(amount) > LARGEST_AMOUNT);
  return { reach, error: cancels ? Number.POSITIVE_INFINITY : kernelError(sum, reach), ...sum };
}

function curveOf(reach: number): Curve {
  const count = Math.round(SAMPLES * reach) + 1;
  const u = Float64Array.from({ length: count }, (_, n) => (n * reach) / (count - 1));
  const value = u.map((at) => ((4 * Math.PI) / 3) * truncationKernel(at));
  return { u, value, weight: new Float64Array(count).fill(1) };
}

function residualOf({ u, value }: Curve, sum: ShellSum): Float64Array {
  return value.map((v, n) => Math.abs(v - sumOfShells(sum, u[n])));
}

/** Weights times the square root of the residual's envelope: its largest value within a tenth of d. */
function reweighted(curve: Curve, sum: ShellSum): Curve {
  const residual = residualOf(curve, sum);
  const half = Math.round(SAMPLES / 10);
  const envelope = residual.map((_, n) =>
    Math.max(...residual.subarray(Math.max(0, n - half), n + half + 1)),
  );
  const largest = Math.max(...envelope);
  const weight = curve.weight.map((w, n) => w * Math.sqrt(envelope[n] / largest));
  const mean = weight.reduce((total, w) => total + w, 0) / weight.length;
  return { ...curve, weight: weight.map((w) => w / mean) };
}
