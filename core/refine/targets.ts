import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import type { Volume } from "#core/volume/volume.ts";

/** How far a model map is from an observed one, to be made small, and in which direction it should change. */
export interface TargetScore {
  readonly value: number;
  /** ∂value ⁄ ∂ρ at every sample of the model map: what `ImageKernel.gather` takes. */
  readonly weights: Volume;
  /** Best scale and offset of the model map, where the target has them: observed ≈ scale · model + offset. */
  readonly scale: number;
  readonly offset: number;
  /** Pearson correlation about the mean over what counts of the map, −1…1. */
  readonly correlation: number;
  /** How well the model map agrees with data that do not count in `value`, −1…1; absent when all of them do. */
  readonly heldOut?: number;
}

/**
 * Compares a model map on the grid of the observed map with it. The weights may take the place of the model's values:
 * maps are large, and slopes are gathered without a copy from the memory that a model map was summed in.
 */
export type MapTarget = (model: Volume, job?: JobContext) => TargetScore | Promise<TargetScore>;

/** A target that takes a pass or two over the voxels. */
export type QuickTarget = (model: Volume) => TargetScore;

/** Sums over the voxels that count. */
interface Moments {
  readonly n: number;
  readonly meanO: number;
  readonly meanC: number;
  readonly varO: number;
  readonly varC: number;
  readonly covariance: number;
}

/**
 * ½ Σ (ρ − observed)² over all voxels, or those where `inside` is not 0: maps must be on one scale. Throws `input` when
 * sizes differ.
 * @public
 */
export function leastSquares(observed: Volume, inside?: Uint8Array): QuickTarget {
  check(observed, inside);
  return (model) => {
    const moments = momentsOf(model.values, observed.values, inside);
    return residualScore(model, observed, inside, { scale: 1, offset: 0, moments });
  };
}

/**
 * ½ Σ (k ρ + c − observed)² with the best k and c for every model map. Where they are best the value does not depend on
 * them, so the derivative is k (k ρ + c − observed) alone (envelope theorem). Throws as `leastSquares`.
 * @public
 */
export function scaledLeastSquares(observed: Volume, inside?: Uint8Array): QuickTarget {
  check(observed, inside);
  return (model) => {
    const moments = momentsOf(model.values, observed.values, inside);
    const { varC, covariance, meanO, meanC } = moments;
    const scale = varC > 0 ? covariance / varC : 0;
    return residualScore(model, observed, inside, { scale, offset: meanO - scale * meanC, moments });
  };
}

/**
 * 1 − correlation about the mean: 0 for maps that agree but for scale and offset, 1 for unrelated ones. Throws as
 * `leastSquares`.
 */
export function oneMinusCorrelation(observed: Volume, inside?: Uint8Array): QuickTarget {
  check(observed, inside);
  return (model) => {
    const moments = momentsOf(model.values, observed.values, inside);
    const { n, meanO, meanC, varO, varC, covariance } = moments;
    const correlation = correlationOf(moments);
    const flat = !(varO > 0 && varC > 0);
    const perO = flat ? 0 : 1 / (n * Math.sqrt(varO * varC));
    const perC = flat ? 0 : correlation / (n * varC);
    const weights = replaced(model, inside, (at) => {
      return perC * (model.values[at] - meanC) - perO * (observed.values[at] - meanO);
    });
    const scale = varC > 0 ? covariance / varC : 0;
    return { value: 1 - correlation, weights, scale, offset: meanO - scale * meanC, correlation };
  };
}

/** Correlation about the mean of a model map, which stays as it is, with an observed one. Throws as `leastSquares`. */
export function correlationWith(observed: Volume, inside?: Uint8Array): (model: Volume) => number {
  check(observed, inside);
  return ({ values }) => correlationOf(momentsOf(values, observed.values, inside));
}

function residualScore(
  model: Volume,
  observed: Volume,
  inside: Uint8Array | undefined,
  { scale, offset, moments }: { scale: number; offset: number; moments: Moments },
): TargetScore {
  let value = 0;
  const weights = replaced(model, inside, (at) => {
    const residual = scale * model.values[at] + offset - observed.values[at];
    value += residual * residual;
    return scale * residual;
  });
  return { value: value / 2, weights, scale, offset, correlation: correlationOf(moments) };
}

function correlationOf({ varO, varC, covariance }: Moments): number {
  return varO > 0 && varC > 0 ? covariance / Math.sqrt(varO * varC) : 0;
}

/** Mean, variance and covariance, the sums taken about a first guess of the mean so that no digits are lost. */
function momentsOf(model: Float32Array, observed: Float32Array, inside: Uint8Array | undefined): Moments {
  const first = inside ? Math.max(0, inside.indexOf(1)) : 0;
  const [c0, o0] = [model[first], observed[first]];
  let n = 0;
  let sumC = 0;
  let sumO = 0;
  let sumCC = 0;
  let sumOO = 0;
  let sumCO = 0;
  for (let at = 0; at < model.length; at++) {
    if (inside !== undefined && inside[at] === 0) continue;
    const c = model[at] - c0;
    const o = observed[at] - o0;
    n++;
    sumC += c;
    sumO += o;
    sumCC += c * c;
    sumOO += o * o;
    sumCO += c * o;
  }
  const [dC, dO] = n > 0 ? [sumC / n, sumO / n] : [0, 0];
  return {
    n,
    meanC: c0 + dC,
    meanO: o0 + dO,
    varC: n > 0 ? sumCC / n - dC * dC : 0,
    varO: n > 0 ? sumOO / n - dO * dO : 0,
    covariance: n > 0 ? sumCO / n - dC * dO : 0,
  };
}

/** The map with a number for every voxel that counts, 0 elsewhere, in the place of its values. */
function replaced(map: Volume, inside: Uint8Array | undefined, at: (n: number) => number): Volume {
  const { values } = map;
  for (let n = 0; n < values.length; n++) values[n] = inside === undefined || inside[n] !== 0 ? at(n) : 0;
  return map;
}

function check(observed: Volume, inside: Uint8Array | undefined): void {
  const isSame = inside === undefined || inside.length === observed.values.length;
  if (!isSame) throw new AppError("input", "The mask does not fit the map.", { seen: inside?.length });
  if (inside !== undefined && !inside.includes(1)) {
    throw new AppError("input", "No voxel of the map lies near the model: is the model placed in this map?");
  }
}
