/** Fourier shells that a refinement does not see. */
export interface HeldOutShells {
  /** Resolution limits of each, Å, the coarser first; coarse shells first. */
  readonly limits: readonly (readonly [coarse: number, fine: number])[];
  /** What was chosen and why, one sentence. */
  readonly reason: string;
}

/** Shells this many times the width over which a particle's shape ties neighbouring terms together. */
const WIDTHS = 2;
/** One part in so many of the range is held out. */
const ONE_IN = 5;
/** At least so many shells, or what they say hangs on one. */
const LEAST = 2;
/** Coarser terms, Å, are all refined against: few, strong, and full of solvent. */
const COARSEST = 15;

/**
 * Shells spread over the resolution range down to `finest` Å. Terms of a particle of `diameter` Å are alike up to 1 ⁄
 * diameter apart in frequency, so that thinner shells could be told from their neighbours: these are twice as thick
 * where the range has room for two of them.
 */
export function chooseShells(finest: number, diameter: number): HeldOutShells {
  const [low, high] = [1 / Math.max(COARSEST, 2 * finest), 1 / finest];
  const wanted = Math.floor((high - low) / ((ONE_IN * WIDTHS) / diameter));
  const count = Math.max(LEAST, wanted);
  const period = (high - low) / count;
  const width = period / ONE_IN;
  const limits = Array.from({ length: count }, (_, n) => {
    const centre = low + (n + 0.5) * period;
    return [1 / (centre - width / 2), 1 / (centre + width / 2)] as const;
  });
  const list = limits.map(([coarse, fine]) => `${coarse.toFixed(2)}–${fine.toFixed(2)}`).join(", ");
  const range = `one fifth of the range from ${(1 / low).toFixed(1)} to ${finest.toFixed(1)} Å`;
  // Shells must be two for an answer, whatever room there is.
  const isWeak = width < (0.9 * WIDTHS) / diameter;
  const weak = "; they are thin for so small a model, so that the check is weak: half maps would be better";
  return {
    limits,
    reason: `${count} Fourier shells are held out (${list} Å), ${range}${isWeak ? weak : ""}`,
  };
}
