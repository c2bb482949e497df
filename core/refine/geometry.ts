import { type BondedAtoms, distanceOf } from "#core/refine/bonded.ts";
import { type Kind, Typical } from "#core/refine/typical.ts";
import type { Structure } from "#core/structure/structure.ts";

/** What chemistry fixes of a model, harmonic: distances, and volumes between four atoms. */
export interface Geometry {
  readonly distances: Terms;
  /** The first so many distances are bonds; the others lie across angles. */
  readonly bonds: number;
  /** Six times the volume of a tetrahedron, Å³: its sign is the hand of a centre, 0 keeps four atoms in a plane. */
  readonly volumes: Terms;
  /** How far the bonds of the starting model are from the typical ones of their kind, in the middle, Å. */
  readonly scatter: number;
}

/** Harmonic terms, one entry each. */
export interface Terms {
  /** Atom indices, two per distance, four per volume. */
  readonly atoms: Int32Array;
  readonly target: Float64Array;
  /** Standard deviation, Å or Å³. */
  readonly sigma: Float64Array;
}

/** Å; bonds vary by 0.02 Å, angles by 2.5°: 0.04 Å between their ends. */
const BOND_SIGMA = 0.02;
const ANGLE_SIGMA = 0.04;
/** Å³; hands as in refmac (Murshudov et al. 1997); a plane is kept to 0.05 Å under a triangle of 2 Å². */
const HAND_SIGMA = 0.2;
const PLANE_SIGMA = 0.1;
/** Flatter than this, Å³, is a plane. */
const FLAT = 0.5;
/** Torsions of a kind that stay this near to a plane, Å³, do not turn: turning ones go to 2.6 Å³. */
const RIGID = 1.3;
/** A model whose bonds scatter more than this, Å, has lost its chemistry, and typical values are taken for its own. */
const LARGEST_SCATTER = 0.05;

/**
 * The bonds, angles, hands and planes of a starting model. A model whose geometry is sound keeps it as it is. In one
 * whose bonds scatter, every place is to be as its like is in the middle: the median over equal places of equal
 * residues, where there are ten or more.
 */
export function geometryOf(structure: Structure, bonded: BondedAtoms): Geometry {
  const typical = new Typical(structure);
  const bonds = bondsOf(bonded).map((atoms) => measured(structure, typical, atoms, BOND_SIGMA));
  const angles = anglesOf(bonded).map((atoms) => measured(structure, typical, atoms, ANGLE_SIGMA));
  const centres = centresOf(bonded).map((atoms) => measured(structure, typical, atoms, HAND_SIGMA));
  const quadruples = torsionsOf(bonded);
  const torsions = quadruples.map((atoms) => measured(structure, typical, atoms, PLANE_SIGMA));
  const offs = bonds.flatMap(({ kind, value }) => {
    const summary = typical.of(kind);
    return summary ? [Math.abs(value - summary.median)] : [];
  });
  const scatter = middleOf(offs);
  const targetOf = ({ kind, value }: Measured) =>
    scatter > LARGEST_SCATTER ? (typical.of(kind)?.median ?? value) : value;
  const isFlat = ({ kind, value }: Measured) => Math.abs(typical.of(kind)?.median ?? value) < FLAT;
  const turning = turningAtoms(bonded, centres.filter(isFlat));
  const planes = torsions.filter((torsion, n) => {
    const [, b, c] = quadruples[n];
    return !turning[b] && !turning[c] && isFlat(torsion) && (typical.of(torsion.kind)?.reach ?? 0) < RIGID;
  });
  const volumes = [...centres, ...planes].map((term) => ({
    ...term,
    sigma: Math.abs(targetOf(term)) < FLAT ? PLANE_SIGMA : HAND_SIGMA,
  }));
  return {
    distances: termsOf([...bonds, ...angles], targetOf),
    bonds: bonds.length,
    volumes: termsOf(volumes, targetOf),
    scatter,
  };
}

/** Root mean square of how far bonds are from what they should be, Å; 0 without bonds. */
export function bondRmsd({ distances, bonds }: Geometry, xyz: ArrayLike<number>): number {
  const { atoms, target } = distances;
  let squares = 0;
  for (let n = 0; n < bonds; n++)
    squares += (distanceOf(xyz, atoms[2 * n], atoms[2 * n + 1]) - target[n]) ** 2;
  return bonds > 0 ? Math.sqrt(squares / bonds) : 0;
}

/** (b − a) · ((c − a) × (d − a)), Å³. */
export function volumeOf(xyz: ArrayLike<number>, [a, b, c, d]: readonly number[]): number {
  const from = (n: number, axis: number) => xyz[3 * n + axis] - xyz[3 * a + axis];
  const cross = (axis: number) => {
    const [p, q] = [(axis + 1) % 3, (axis + 2) % 3];
    return from(c, p) * from(d, q) - from(c, q) * from(d, p);
  };
  return from(b, 0) * cross(0) + from(b, 1) * cross(1) + from(b, 2) * cross(2);
}

interface Measured {
  /** In the order that makes them comparable. */
  readonly atoms: readonly number[];
  /** The first atom as it was given: of four about a centre that centre. */
  readonly centre: number;
  readonly kind: Kind | undefined;
  readonly value: number;
  readonly sigma: number;
}

function measured(
  structure: Structure,
  typical: Typical,
  unordered: readonly number[],
  sigma: number,
): Measured {
  const atoms = typical.inOrder(unordered);
  const [centre] = unordered;
  const kind = typical.kindOf(atoms);
  const { xyz } = structure;
  const value = atoms.length === 2 ? distanceOf(xyz, atoms[0], atoms[1]) : volumeOf(xyz, atoms);
  typical.add(kind, value);
  return { atoms, centre, kind, value, sigma };
}

function termsOf(measures: readonly Measured[], targetOf: (term: Measured) => number): Terms {
  return {
    atoms: Int32Array.from(measures.flatMap(({ atoms }) => atoms)),
    target: Float64Array.from(measures, targetOf),
    sigma: Float64Array.from(measures, ({ sigma }) => sigma),
  };
}

function bondsOf(bonded: BondedAtoms): number[][] {
  return bonded.flatMap((others, a) => others.flatMap((b) => (a < b ? [[a, b]] : [])));
}

/** The ends of every angle, once, but for those that are bonded to each other. */
function anglesOf(bonded: BondedAtoms): number[][] {
  const seen = new Set<string>();
  const found: number[][] = [];
  for (const others of bonded) {
    others.forEach((a, n) => {
      for (const b of others.slice(n + 1)) {
        if (bonded[a].includes(b) || seen.has(`${a} ${b}`)) continue;
        seen.add(`${a} ${b}`);
        found.push([a, b]);
      }
    });
  }
  return found;
}

/** Every atom of three bonds or more, with three of its neighbours. */
function centresOf(bonded: BondedAtoms): number[][] {
  return bonded.flatMap((others, centre) => (others.length < 3 ? [] : [[centre, ...others.slice(0, 3)]]));
}

/** Atoms that hold no plane: with four neighbours, or three that do not lie in one with it. */
function turningAtoms(bonded: BondedAtoms, flat: readonly Measured[]): boolean[] {
  const turns = bonded.map(({ length }) => length > 2);
  for (const { centre } of flat) if (bonded[centre].length === 3) turns[centre] = false;
  return turns;
}

/** The four atoms of every torsion, in its order. */
function torsionsOf(bonded: BondedAtoms): number[][] {
  return bondsOf(bonded).flatMap(([b, c]) =>
    bonded[b].flatMap((a) => bonded[c].flatMap((d) => (a === c || d === b || a === d ? [] : [[a, b, c, d]]))),
  );
}

function middleOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : Float64Array.from(values).sort()[values.length >> 1];
}
