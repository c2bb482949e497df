/** Å³ taken by one dalton of protein: partial specific volume 0.73 cm³/g (Erickson, Biol. Proced. Online 11, 32, 2009). */
export const PROTEIN_VOLUME = 1.21;
/** Mean mass of an amino acid residue in proteins, Da. */
const RESIDUE_MASS = 110;

/**
 * How far the mass estimated from a contour may be off: in seven maps of known content true over estimated mass lies
 * between 0.5 and 1.5 (emd6374 1.5, emd5778 and emd0093 1.0, demo 0.8, emd30342 0.6, emd1080 0.5).
 */
const UNDERESTIMATED = 1.6;
/** A region that is asked for by its border holds one molecule or a few: the least candidate is this part of it. */
const LEAST_SHARE = 1 / 4;
/** Residues of a usual domain: from there on no candidate is too small, however large the region. */
const DOMAIN_RESIDUES = 100;
/** Residues below which a domain says too little to be told from another; DomainFit's own limit. */
const LEAST_RESIDUES = 40;

/** Masses of candidates that can be what a region holds, kDa, with the reason. */
export interface SizeRange {
  readonly least: number;
  readonly most: number;
  readonly reason: string;
}

/** What is known of the amount of density in a region. */
export interface RegionSize {
  /** Å³ at or above the level. */
  readonly dense: number;
  /** Å³ within half the resolution of that: about what the molecules fill. */
  readonly filled: number;
  /** The map as a whole rather than a part of it that someone asked for. */
  readonly isWhole: boolean;
}

/** The mass, kDa, of protein that fills a volume, Å³. */
export function massOfVolume(volume: number): number {
  return volume / PROTEIN_VOLUME / 1000;
}

/** Residues of protein of a mass, kDa. */
function residuesOfMass(kilodaltons: number): number {
  return Math.round((1000 * kilodaltons) / RESIDUE_MASS);
}

/**
 * Which sizes are worth trying in a region: up to 1.6 times the mass that its density stands for, which a contour may
 * underestimate that much, and from a quarter of it (or 100 residues, if that is less) on; in a whole map, which may hold many
 * molecules, from 40 residues on.
 */
export function sizeRange({ filled, isWhole }: RegionSize): SizeRange {
  const estimate = massOfVolume(filled);
  const share = Math.min(LEAST_SHARE * estimate, massOfResidues(DOMAIN_RESIDUES));
  const least = Math.max(massOfResidues(LEAST_RESIDUES), isWhole ? 0 : share);
  const most = Math.max(UNDERESTIMATED * estimate, 2 * least);
  return {
    least,
    most,
    reason: `the density fills ${thousands(filled)} Å³, about ${massText(estimate)} kDa (${residuesOfMass(estimate)} residues) of protein, give or take ${UNDERESTIMATED} times`,
  };
}

function massOfResidues(residues: number): number {
  return (RESIDUE_MASS * residues) / 1000;
}

/** "8.8" or "24": a mass in kDa with two digits or as a whole number. */
export function massText(mass: number): string {
  return mass < 10 ? mass.toFixed(1) : mass.toFixed(0);
}

function thousands(volume: number): string {
  return String(Math.round(volume / 100) * 100).replace(/\B(?=(\d{3})+$)/g, ",");
}
