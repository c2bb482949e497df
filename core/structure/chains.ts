import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";

/**
 * One structure per author chain id (polymer with its ligands and waters), in order of first appearance.
 * Each is named after the whole and its chain: "6gyn chain A".
 */
export function splitChains(structure: Structure): Structure[] {
  const atomsOf = new Map<string, number[]>();
  structure.chainId.forEach((id, n) => {
    const atoms = atomsOf.get(id);
    if (atoms) atoms.push(n);
    else atomsOf.set(id, [n]);
  });
  return [...atomsOf].map(([id, atoms]) =>
    subset(structure, atoms, `${structure.name} chain ${id || "(blank)"}`),
  );
}

/**
 * Number of residues, waters and ligands included.
 * @public
 */
export function residueCount(structure: Structure): number {
  return residuesOf(structure).length;
}
