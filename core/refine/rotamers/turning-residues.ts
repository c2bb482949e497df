import type { Vec3 } from "#core/math/vec3.ts";
import type { BondedAtoms } from "#core/refine/bonded.ts";
import { TURNING_SIDE_CHAINS, type TurningSideChain } from "#core/refine/rotamers/rotamer-table.ts";
import { isHydrogen } from "#core/structure/elements.ts";
import { type Residue, residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** A residue whose side chain can be turned. */
export interface TurningResidue {
  readonly residue: Residue;
  readonly sideChain: TurningSideChain;
  /** Atom indices by name, without hydrogens. */
  readonly atoms: ReadonlyMap<string, number>;
  /** Atoms that chi 1 moves. */
  readonly moving: readonly number[];
}

/** Residues of the library's kinds that cannot be turned, by what is in the way. */
export interface LeftOut {
  /** Atoms of the side chain are missing. */
  readonly incomplete: number;
  /** Atoms have alternates. */
  readonly alternates: number;
  /** The side chain is bonded to something else: disulfides, glycans, ligands. */
  readonly tied: number;
}

/** The residues of a structure whose side chains can be turned, in file order. */
export function turningResidues(
  structure: Structure,
  bonded: BondedAtoms,
): { turning: TurningResidue[]; leftOut: LeftOut } {
  const turning: TurningResidue[] = [];
  const leftOut = { incomplete: 0, alternates: 0, tied: 0 };
  for (const residue of residuesOf(structure)) {
    const sideChain = TURNING_SIDE_CHAINS.get(structure.residueName[residue.start]);
    if (!sideChain) continue;
    const found = turningResidue(structure, bonded, residue, sideChain);
    if (typeof found === "string") leftOut[found]++;
    else turning.push(found);
  }
  return { turning, leftOut };
}

/** Where the atoms of a residue are, Å. */
export function placesOf({ xyz }: Structure, { atoms }: TurningResidue): Map<string, Vec3> {
  return new Map(
    [...atoms].map(([name, atom]) => [name, [xyz[3 * atom], xyz[3 * atom + 1], xyz[3 * atom + 2]]]),
  );
}

function turningResidue(
  structure: Structure,
  bonded: BondedAtoms,
  residue: Residue,
  sideChain: TurningSideChain,
): TurningResidue | keyof LeftOut {
  const atoms = new Map<string, number>();
  for (let n = residue.start; n < residue.end; n++) {
    if (structure.altLoc[n] !== "") return "alternates";
    if (!isHydrogen(structure.element[n])) atoms.set(structure.atomName[n], n);
  }
  const moving = sideChain.moves[0].flatMap((name) => atoms.get(name) ?? []);
  const isWhole = moving.length === sideChain.moves[0].length;
  if (!isWhole || sideChain.path.some((name) => !atoms.has(name))) return "incomplete";
  const isTied = moving.some((atom) =>
    bonded[atom].some((other) => other < residue.start || other >= residue.end),
  );
  return isTied ? "tied" : { residue, sideChain, atoms, moving };
}
