import { type Residue, residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";

/** Residues below this pLDDT have no place to be trusted (AlphaFold DB: “low” below 70). */
export const TRUSTED_PLDDT = 70;

const PREDICTORS = /alpha-?fold|colabfold|esm-?fold|openfold|rosettafold|\bAF[-_][A-Z0-9]+|boltz|chai-?1/i;

/** What a file says of itself, where a predictor may be named. */
export interface About {
  readonly name: string;
  readonly entry: string;
  readonly title: string;
}

/**
 * Whether the B factors of a structure are pLDDT: the file or its title names a predictor, and all atoms of each residue
 * share one value from 0 to 100. The name is needed, because refined models with one B per residue look the same.
 */
export function hasPlddt(structure: Structure, { name, entry, title }: About): boolean {
  return [name, entry, title].some((text) => PREDICTORS.test(text)) && isPerResidue(structure);
}

/** A structure without the residues of a low pLDDT, and how many went. */
export interface Trimmed {
  readonly structure: Structure;
  readonly residues: number;
}

/** Leaves out the residues of the polymer whose pLDDT is below a value. The structure is the same one when all stay. */
export function trimPlddt(structure: Structure, least: number): Trimmed {
  const residues = residuesOf(structure);
  const isLow = ({ kind, start }: Residue) =>
    (kind === "protein" || kind === "nucleic") && structure.bFactor[start] < least;
  const gone = residues.filter(isLow).length;
  if (gone === 0) return { structure, residues: 0 };
  const kept: number[] = [];
  for (const residue of residues) {
    if (isLow(residue)) continue;
    for (let n = residue.start; n < residue.end; n++) kept.push(n);
  }
  return { structure: subset(structure, kept), residues: gone };
}

function isPerResidue(structure: Structure): boolean {
  const { bFactor } = structure;
  return residuesOf(structure).every(({ kind, start, end }) => {
    if (kind !== "protein" && kind !== "nucleic") return true;
    for (let n = start; n < end; n++) {
      if (!(bFactor[n] >= 0 && bFactor[n] <= 100) || bFactor[n] !== bFactor[start]) return false;
    }
    return true;
  });
}
