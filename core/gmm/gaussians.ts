import { AppError } from "#core/errors.ts";
import { determinant, eigenvalues, type Symmetric3 } from "#core/math/symmetric3.ts";

/** Up to here the squared axes of a Gaussian may differ, as a factor, by digits that a file left out. */
const ROUND = 1.001;

/**
 * A density as a sum of Gaussians, each A ⁄ (2π σ²)^(3 ⁄ 2) exp(−r² ⁄ 2σ²) where they are round. The amplitude is the
 * integral, not the peak, so that broadening a Gaussian keeps what it holds.
 */
export interface Gaussians {
  readonly count: number;
  /** Centres, Å, in the frame of the map: xyz triplets. */
  readonly xyz: Float64Array;
  /** Integrals, in the map's units times Å³. */
  readonly amplitude: Float64Array;
  /** Standard deviations, Å; of one that is longer than wide, those of the round one of its volume. */
  readonly sigma: Float64Array;
  /**
   * Covariances 11, 22, 33, 12, 13, 23, Å² (n × 6), where any is longer than wide: such come from other programs and
   * are drawn as they are. What is built here is round.
   */
  readonly covariance?: Float64Array;
}

/** Gaussians that are round. */
export type RoundGaussians = Omit<Gaussians, "covariance">;

/** Gaussians whose columns fit together. Throws `input` for numbers that are not finite and widths that are not positive. */
export function createGaussians(
  xyz: Float64Array,
  amplitude: Float64Array,
  sigma: Float64Array,
): RoundGaussians {
  const count = amplitude.length;
  if (count === 0 || xyz.length !== 3 * count || sigma.length !== count) {
    throw new AppError("input", "A Gaussian model needs one centre, amplitude and width per Gaussian.", {
      xyz: xyz.length,
      amplitude: count,
      sigma: sigma.length,
    });
  }
  const isSound = xyz.every(Number.isFinite) && amplitude.every(Number.isFinite);
  if (isSound && sigma.every((width) => width > 0 && Number.isFinite(width)))
    return { count, xyz, amplitude, sigma };
  throw new AppError("input", "Gaussians must have finite centres and amplitudes, and widths above 0 Å.");
}

/**
 * Gaussians with covariances (n × 6 as in `Gaussians`); those that are all round have only their widths. Throws `input`
 * as `createGaussians`, and for a covariance that is none.
 */
export function createShapedGaussians(
  xyz: Float64Array,
  amplitude: Float64Array,
  covariance: Float64Array,
): Gaussians {
  const sigma = new Float64Array(amplitude.length);
  let isRound = true;
  for (let n = 0; n < sigma.length; n++) {
    const own = covarianceOf(covariance, n);
    const [largest, , smallest] = eigenvalues(own);
    if (!(smallest > 0)) {
      throw new AppError("input", `Gaussian ${n + 1} has no width along one of its axes.`, {
        covariance: own,
      });
    }
    sigma[n] = determinant(own) ** (1 / 6);
    if (largest > ROUND * smallest) isRound = false;
  }
  const round = createGaussians(xyz, amplitude, sigma);
  return isRound ? round : { ...round, covariance };
}

/** The covariance of a Gaussian in a list of n × 6. */
export function covarianceOf(covariance: ArrayLike<number>, n: number): Symmetric3 {
  const at = (k: number) => covariance[6 * n + k];
  return [at(0), at(1), at(2), at(3), at(4), at(5)];
}

/** The Gaussians with these indices. */
export function takeGaussians(
  { xyz, amplitude, sigma }: RoundGaussians,
  which: ArrayLike<number>,
): RoundGaussians {
  const count = which.length;
  const taken = {
    count,
    xyz: new Float64Array(3 * count),
    amplitude: new Float64Array(count),
    sigma: new Float64Array(count),
  };
  for (let n = 0; n < count; n++) {
    const from = which[n];
    for (let k = 0; k < 3; k++) taken.xyz[3 * n + k] = xyz[3 * from + k];
    taken.amplitude[n] = amplitude[from];
    taken.sigma[n] = sigma[from];
  }
  return taken;
}
