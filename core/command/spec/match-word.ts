import { type Residue, residuesOf } from "#core/structure/residues.ts";
import { findSecondary } from "#core/structure/secondary.ts";
import { isBackboneAtom } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import { drawnResidues, traceSegments } from "#core/structure/trace.ts";

type Test = (structure: Structure, residue: Residue, atom: number) => boolean;

const isPolymer = ({ kind }: Residue) => kind === "protein" || kind === "nucleic";
const isIon = ({ kind, start, end }: Residue) => kind === "other" && end - start === 1;

/** What the words of specs mean for an atom; "all" and "sel" are not of a structure. */
const TESTS: Readonly<Record<string, Test>> = {
  protein: (_, { kind }) => kind === "protein",
  nucleic: (_, { kind }) => kind === "nucleic",
  solvent: (_, { kind }) => kind === "water",
  ions: (_, residue) => isIon(residue),
  ligand: (_, residue) => residue.kind === "other" && !isIon(residue),
  main: (_, residue) => isPolymer(residue),
  backbone: (structure, { kind }, atom) => isBackboneAtom(kind, structure.atomName[atom]),
  sidechain: (structure, residue, atom) => {
    const name = structure.atomName[atom];
    return isPolymer(residue) && (KEPT.test(name) || !isBackboneAtom(residue.kind, name));
  },
};

/** Cα and the sugar belong to side chains as ChimeraX draws them, joined to the cartoon. */
const KEPT = /^CA$|['*]$/;

/** Sets 1 for every atom that a word names, or nothing for a word that names no part of a structure. */
export function markWord(structure: Structure, word: string, mask: Uint8Array): void {
  if (word === "helix" || word === "strand" || word === "coil") {
    markSecondary(structure, word, mask);
    return;
  }
  const test = Object.hasOwn(TESTS, word) ? TESTS[word] : undefined;
  if (!test) return;
  for (const residue of residuesOf(structure)) {
    for (let n = residue.start; n < residue.end; n++) if (test(structure, residue, n)) mask[n] = 1;
  }
}

function markSecondary(structure: Structure, word: string, mask: Uint8Array): void {
  const residues = drawnResidues(structure);
  const segments = traceSegments(structure, residues);
  findSecondary(segments).forEach((kinds, s) => {
    kinds.forEach((kind, r) => {
      const { start, end } = residues[segments[s].residues[r]];
      if (kind === word) mask.fill(1, start, end);
    });
  });
}
