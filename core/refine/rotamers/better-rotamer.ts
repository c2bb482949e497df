import type {
  BetterRotamer,
  ScoredConformation,
  ScoredRotamer,
} from "#core/refine/rotamers/residue-rotamers.ts";
import type { TurningSideChain } from "#core/refine/rotamers/rotamer-table.ts";
import { torsionDistance } from "#core/refine/rotamers/side-chain.ts";
import { cosine } from "#core/refine/rotamers/side-chain-score.ts";

/**
 * When another rotamer is clearly better. Chosen on four maps of 2.9 to 3.9 Å (EMD-5778, EMD-6374, EMD-30342 and one
 * made of 7QPD): of 1,849 side chains as deposited these limits name 8, of 356 that were turned on purpose they find 141.
 */
export const ROTAMER_RULE = {
  /** A side chain has a rotamer that no torsion of it is farther from, degrees. */
  sameWithin: 40,
  /** Least correlation of the better one with what the map has beyond the rest of the model. */
  least: 0.4,
  /** Least gain in correlation. */
  gain: 0.1,
  /** Least gain in standard errors of the difference of two correlations with one map. */
  errors: 2,
} as const;

/** A conformation and its density without what the rest of the model explains. */
type Judged<T extends ScoredConformation> = T & { readonly beyondRest: Float64Array };

/** The name of the rotamer that torsions (degrees) belong to; null where they belong to none. */
export function nearestRotamer(
  { rotamers, isSymmetric }: TurningSideChain,
  chi: readonly number[],
): string | null {
  let name: string | null = null;
  let nearest: number = ROTAMER_RULE.sameWithin;
  for (const rotamer of rotamers) {
    const apart = farthestTorsion(chi, rotamer.chi, isSymmetric);
    if (apart > nearest) continue;
    nearest = apart;
    name = rotamer.name;
  }
  return name;
}

/**
 * The rotamer with the best correlation of those that the side chain has not and that clash no more than it does, where
 * it is better by the rule; else null. `values`: independent ones that the map has where they are compared.
 */
export function betterRotamer(
  now: Judged<ScoredConformation>,
  rotamers: readonly Judged<ScoredRotamer>[],
  isSymmetric: boolean,
  values: number,
): BetterRotamer | null {
  const { sameWithin, least, gain: leastGain, errors: leastErrors } = ROTAMER_RULE;
  const isOther = (rotamer: ScoredRotamer) =>
    rotamer.clashes <= now.clashes && farthestTorsion(now.chi, rotamer.chi, isSymmetric) > sameWithin;
  let best: Judged<ScoredRotamer> | undefined;
  for (const rotamer of rotamers.filter(isOther)) {
    if (best === undefined || rotamer.correlation > best.correlation) best = rotamer;
  }
  if (best === undefined) return null;
  const { beyondRest, ...rotamer } = best;
  const gain = rotamer.correlation - now.correlation;
  const together = cosine(beyondRest, now.beyondRest);
  const errors = errorsApart(rotamer.correlation, now.correlation, together, values);
  const isBetter = rotamer.correlation >= least && gain >= leastGain && errors >= leastErrors;
  return isBetter ? { ...rotamer, gain, errors } : null;
}

/** Independent values that a map of resolution d (Å) has in a volume (Å³): one per Fourier term within 1 ⁄ d. */
export function independentValues(volume: number, resolution: number): number {
  return (volume * (4 / 3) * Math.PI) / resolution ** 3;
}

/** Correlations of 1 have no error: anything would be infinitely many of them better. */
const MOST = 0.999;

/**
 * By how many standard errors correlation `a` is greater than `b`, both with one map, of two series that are correlated
 * by `together` and hold so many independent values, one of which the rest of the model took (J. H. Steiger,
 * Psychological Bulletin 87, 245–251, 1980: Fisher's z with pooled correlations). 0 where there are too few to say.
 */
export function errorsApart(a: number, b: number, together: number, values: number): number {
  if (values <= 4) return 0;
  const [first, second] = [a, b].map((r) => Math.max(-MOST, Math.min(MOST, r)));
  const pooled = ((first + second) / 2) ** 2;
  const psi = together * (1 - 2 * pooled) - (pooled / 2) * (1 - 2 * pooled - together ** 2);
  const shared = Math.min(MOST, psi / (1 - pooled) ** 2);
  return ((Math.atanh(first) - Math.atanh(second)) * Math.sqrt(values - 4)) / Math.sqrt(2 - 2 * shared);
}

/** The largest distance of any torsion, degrees; half a turn of the last makes no difference where its ends are alike. */
function farthestTorsion(a: readonly number[], b: readonly number[], isSymmetric: boolean): number {
  return Math.max(...a.map((chi, n) => torsionDistance(chi, b[n], isSymmetric && n === a.length - 1)));
}
