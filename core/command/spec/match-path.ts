import { chainMatcher, isInRange, nameMatcher } from "#core/command/spec/match-names.ts";
import type { ChainPart, ResiduePart } from "#core/command/spec/spec.ts";
import { type Residue, residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Sets 1 for every atom that a part of a spec names. */
export function markPart(structure: Structure, part: ChainPart, mask: Uint8Array): void {
  const { chainId } = structure;
  const isWanted = part.ids.length > 0 ? chainMatcher(part.ids, [...new Set(chainId)]) : () => true;
  const tests = part.residues.map((residue) => residueTest(structure, residue));
  for (const residue of residuesOf(structure)) {
    if (!isWanted(chainId[residue.start])) continue;
    if (tests.length === 0) mask.fill(1, residue.start, residue.end);
    for (const test of tests) test(residue, mask);
  }
}

function residueTest(
  structure: Structure,
  { ids, atoms }: ResiduePart,
): (residue: Residue, mask: Uint8Array) => void {
  const { residueNumber, insertionCode, residueName, atomName } = structure;
  const isNamed = nameMatcher(ids.filter((id) => "name" in id));
  const ranges = ids.filter((id) => "from" in id);
  const isAtom = nameMatcher(atoms);
  return ({ start, end }, mask) => {
    const number = residueNumber[start];
    const isInside =
      ids.length === 0 || ranges.some((range) => isInRange(range, number, insertionCode[start]));
    for (let n = start; n < end; n++) {
      // Alternate residues at one place have names of their own.
      if (!isInside && !isNamed(residueName[n])) continue;
      if (atoms.length === 0 || isAtom(atomName[n])) mask[n] = 1;
    }
  };
}
