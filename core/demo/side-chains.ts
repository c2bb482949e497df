import { betaCarbon } from "#core/demo/backbone.ts";
import type { ContactAtom, ContactGrid } from "#core/demo/contact-grid.ts";
import { placeAtom } from "#core/demo/geometry.ts";
import { candidates, countNeighbours } from "#core/demo/sequence.ts";
import { PROLINE_N_CA_CB, SIDE_CHAINS, type SideChain } from "#core/demo/side-chain-table.ts";
import type { Trace } from "#core/demo/trace.ts";
import type { TraceResidue } from "#core/demo/trace-residue.ts";
import type { Random } from "#core/math/random.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/** A finished residue: its atoms by name in the order of a file (N, CA, C, O, CB, …), Å. */
export interface BuiltResidue {
  readonly name: string;
  readonly atoms: ReadonlyMap<string, Vec3>;
  /** Residues whose CB is within 10 Å. */
  readonly neighbours: number;
}

const CHI_SPREAD = 8; // degrees to either side of a rotamer's mode
const NO_SIDE_CHAIN: SideChain = { atoms: [], rotamers: [[]] };

const ORDER_NOISE = 10; // neighbours

/** Bonds from the backbone atom a side chain's atom hangs from, by the letter of its name (CG is 2 from CA). */
const REMOTENESS = "ABGDEZH";

/**
 * Makes up the sequence and places the side chains from the inside out, each residue the first of its candidates that
 * has a rotamer without clash. The grid of the trace holds all atoms afterwards.
 */
export function addSideChains({ residues, grid }: Trace, random: Random): BuiltResidue[] {
  const neighbours = countNeighbours(residues);
  const built: BuiltResidue[] = new Array(residues.length);
  for (const n of innermostFirst(neighbours, random)) {
    for (const name of candidates(residues, n, neighbours[n], random)) {
      const atoms = place({ residue: residues[n], index: n, name }, grid, random);
      if (atoms === undefined) continue;
      built[n] = { name, atoms, neighbours: neighbours[n] };
      break;
    }
  }
  return built;
}

interface Site {
  readonly residue: TraceResidue;
  readonly index: number;
  readonly name: string;
}

/** The residue's atoms with the first rotamer whose side chain beyond CB is free. */
function place(site: Site, grid: ContactGrid, random: Random): Map<string, Vec3> | undefined {
  const { residue, name } = site;
  const sideChain = SIDE_CHAINS.get(name) ?? NO_SIDE_CHAIN;
  const spread = name === "PRO" ? 0 : CHI_SPREAD;
  const cb = name === "PRO" ? betaCarbon(residue, PROLINE_N_CA_CB) : residue.cb;
  for (const rotamer of sideChain.rotamers) {
    const chi = rotamer.map((mode) => mode + spread * (2 * random() - 1));
    const positions: Vec3[] = [residue.n, residue.ca, cb];
    if (!growIfFree(site, sideChain, chi, positions, grid)) continue;
    const atoms = new Map<string, Vec3>();
    atoms.set("N", residue.n).set("CA", residue.ca).set("C", residue.c).set("O", residue.o);
    if (name !== "GLY") atoms.set("CB", cb);
    sideChain.atoms.forEach((atom, k) => {
      atoms.set(atom.name, positions[3 + k]);
    });
    return atoms;
  }
  return undefined;
}

/** Appends the atoms of the side chain to `positions` and to the grid; takes them off it when one has no room. */
function growIfFree(
  { index, name }: Site,
  { atoms }: SideChain,
  chi: readonly number[],
  positions: Vec3[],
  grid: ContactGrid,
): boolean {
  const before = grid.count;
  for (const atom of atoms) {
    const [a, b, c] = atom.from;
    const torsion = (atom.chi === 0 ? 0 : chi[atom.chi - 1]) + atom.offset;
    const at = placeAtom(positions[a], positions[b], positions[c], {
      bond: atom.bond,
      angle: atom.angle,
      torsion,
    });
    const contact = contactAtom(at, atom.name, name, index);
    if (!grid.isFree(contact)) {
      grid.truncate(before);
      return false;
    }
    grid.add(contact);
    positions.push(at);
  }
  return true;
}

function contactAtom(at: Vec3, atom: string, residue: string, index: number): ContactAtom {
  const bonds = REMOTENESS.indexOf(atom[1]);
  const isPolar = atom[0] === "N" || atom[0] === "O";
  // The ring of proline leads back to N: CD is one bond from it, CG two.
  if (residue === "PRO") return { at, isPolar, isSideChain: true, root: 3 * index, bonds: 4 - bonds };
  return { at, isPolar, isSideChain: true, root: 3 * index + 1, bonds };
}

/** Residue indices, roughly by falling number of neighbours: what is packed all round has the fewest choices. */
function innermostFirst(neighbours: readonly number[], random: Random): number[] {
  const rank = neighbours.map((count) => count + ORDER_NOISE * random());
  return [...rank.keys()].sort((a, b) => rank[b] - rank[a]);
}
