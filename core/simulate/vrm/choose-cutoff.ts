import { atomImage, damped } from "#core/simulate/vrm/atom-image.ts";
import { resolutionRange, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { type FormFactor, formFactorOrCarbon, UNKNOWN_SCATTERS_AS } from "#core/simulate/vrm/scattering.ts";

/** Where images end, in units of the resolution, and why. */
export interface CutoffChoice {
  readonly cutoff: number;
  readonly reason: string;
}

/** Images are never cut closer than this nor followed farther, in units of the resolution. */
const LEAST = 1.5;
const MOST = 10;
const MOST_GAUSSIAN = 4;

/**
 * Where images may end for an error of `accuracy` of an atom's peak, told from a carbon with the median B at the
 * finest resolution: beyond the Gaussian that its B makes of it, and beyond ripples that fall as
 * f(1 ⁄ d) exp(−B ⁄ 4d²) ⁄ (π d r²).
 */
export function chooseCutoff(atoms: ScatteringAtoms, accuracy: number): CutoffChoice {
  const { factor, d, b } = usualAtom(atoms);
  const ripples = rippleDistance(atoms, accuracy);
  const widest = Math.max(...factor.b) + Math.max(0, b);
  const gaussian = Math.sqrt(widest * Math.log(1 / accuracy)) / (2 * Math.PI * d);
  // A wide Gaussian that the resolution cuts off anyway has ripples in its place.
  const wanted = Math.max(ripples, Math.min(gaussian, MOST_GAUSSIAN));
  const cutoff = Math.round(100 * Math.min(MOST, Math.max(LEAST, wanted))) / 100;
  const limit =
    wanted > MOST ? "would go on; images are followed no farther" : `stay below ${accuracy} of its peak`;
  return { cutoff, reason: `beyond, the ripples of an atom at B ${Math.round(b)} Å² ${limit}` };
}

/** How far away (units of the resolution) the ripples of the usual atom are worth `part` of its peak. */
export function rippleDistance(atoms: ScatteringAtoms, part: number): number {
  return Math.sqrt(rippleAt(atoms, 1) / part);
}

/** What the ripples of the usual atom are worth at a distance u (units of the resolution), as part of its peak. */
export function rippleAt(atoms: ScatteringAtoms, u: number): number {
  const { factor, d, b } = usualAtom(atoms);
  const peak = atomImage(factor, d, b, 0).value;
  return Math.abs(damped(factor, 1 / d, b)) / (Math.PI * d ** 3 * peak * u * u);
}

/** A carbon with the median B at the finest resolution. */
function usualAtom(atoms: ScatteringAtoms): { factor: FormFactor; d: number; b: number } {
  const factor = formFactorOrCarbon(atoms.scattering ?? "electron", UNKNOWN_SCATTERS_AS);
  return { factor, d: resolutionRange(atoms)[0], b: median(atoms.bFactor) };
}

function median(values: ArrayLike<number>): number {
  return Float64Array.from(values).sort()[values.length >> 1];
}
