import { B_PER_U } from "#core/structure/displacement.ts";

/**
 * The shell function of Urzhumtsev & Lunin (IUCrJ 9 (2022) 728): a unit Gaussian averaged over all places of its centre
 * on a sphere of radius R,
 *   Ω(r; R, B) = (4πB)^{−1/2} (rR)^{−1} [exp(−4π² (r − R)² ⁄ B) − exp(−4π² (r + R)² ⁄ B)].
 * Its integral over space is 1; its transform is sinc(2qR) exp(−B q² ⁄ 4); a displacement adds to its B.
 */
export interface Shell {
  /** Å⁻³. */
  readonly value: number;
  /** ∂Ω ⁄ ∂r, Å⁻⁴; 0 at r = 0. */
  readonly slope: number;
  /** ∂Ω ⁄ ∂R, Å⁻⁴: Ω is symmetric in r and R. */
  readonly perRadius: number;
  /** ∂Ω ⁄ ∂B, Å⁻⁵. */
  readonly perB: number;
}

/** Below this t = rR ⁄ ν · 2 the difference of the exponentials is a series. */
const SMALL = 1e-3;

/** Ω and its derivatives at the distance r (Å) from the centre of a shell of radius R (Å) and width B (Å², above 0). */
export function shell(r: number, radius: number, b: number): Shell {
  const nu = b / B_PER_U;
  const t = (2 * r * radius) / nu;
  const away = r - radius;
  const envelope = (2 * Math.PI * nu) ** -1.5 * Math.exp((-away * away) / (2 * nu));
  const tail = Math.exp(-t);
  const h = t < SMALL ? 1 - t / 2 + (t * t) / 6 : -Math.expm1(-t) / t;
  const value = envelope * h;
  const perNu = (envelope / nu) * (h * ((away * away) / (2 * nu) - 0.5) - tail);
  return {
    value,
    slope: slopeAlong(r, radius, nu, value, envelope, h, tail),
    perRadius: slopeAlong(radius, r, nu, value, envelope, h, tail),
    perB: perNu / B_PER_U,
  };
}

/** ∂Ω ⁄ ∂r; with r and R exchanged, ∂Ω ⁄ ∂R. Near r = 0 the closed form cancels, and Ω'(r) = r Ω''(0). */
function slopeAlong(
  r: number,
  radius: number,
  nu: number,
  value: number,
  envelope: number,
  h: number,
  tail: number,
): number {
  if (2 * r * radius < SMALL * nu) return (r * value * ((radius * radius) / (3 * nu) - 1)) / nu;
  return envelope * (tail / r - h * (1 / r + (r - radius) / nu));
}
