import {
  type ChainAtoms,
  carbonylOxygen,
  firstResidue,
  nextResidue,
  type PhiPsi,
} from "#core/demo/backbone.ts";
import { frameOf, unit } from "#core/demo/geometry.ts";
import { applyRigid, compose, invert, quaternionOf, type Rigid } from "#core/math/rigid.ts";
import { add, cross, dot, scale, subtract, type Vec3 } from "#core/math/vec3.ts";

export type ElementKind = "helix" | "strand";

/**
 * A straight helix or strand in its own frame: it runs along +y, the middle CA is at y = 0, and the
 * carbonyl of the middle residue points to +x.
 */
export interface Element {
  readonly kind: ElementKind;
  readonly residues: readonly ChainAtoms[];
  /** Points that say where the element lies, Å: ends of the axis of a helix, atoms of a strand. */
  readonly anchors: readonly Vec3[];
  /** Advance along the axis per residue, Å. */
  readonly rise: number;
  /** Turn of the side chains about +y per residue, degrees; for strands per residue less the half turn. */
  readonly twist: number;
}

/**
 * Torsions of the inside of an element, degrees. The helix has 3.6 residues per turn; the strand is the
 * nearly flat one between the pleated sheets of Pauling and Corey (1951), twisted as sheets in proteins are.
 */
export const ELEMENT_TORSIONS: Readonly<Record<ElementKind, PhiPsi>> = {
  helix: { phi: -62, psi: -43 },
  strand: { phi: -121, psi: 127 },
};

/** An ideal element of so many residues (at least 3). */
export function createElement(kind: ElementKind, length: number): Element {
  const { phi, psi } = ELEMENT_TORSIONS[kind];
  const grown = [firstResidue()];
  while (grown.length < length) grown.push(nextResidue(grown[grown.length - 1], psi, phi));
  const { axis, point, rise, turn } = screwOf(grown[0], grown[1]);
  const middle = grown[Math.trunc(length / 2)];
  const out = subtract(carbonylOxygen(middle, psi), middle.c);
  const x = unit(subtract(out, scale(axis, dot(out, axis))));
  const origin = add(point, scale(axis, dot(subtract(middle.ca, point), axis)));
  const toOwn: Rigid = invert({ rotation: rotationOf([x, axis, cross(x, axis)]), shift: origin });
  const residues = grown.map((residue) => moveResidue(residue, toOwn));
  const twist = kind === "helix" ? turn : turn - Math.sign(turn) * 180;
  return { kind, residues, anchors: anchorsOf(kind, residues, psi), rise, twist };
}

/** The residue after a rigid motion. */
export function moveResidue(residue: ChainAtoms, motion: Rigid): ChainAtoms {
  return {
    n: applyRigid(motion, residue.n),
    ca: applyRigid(motion, residue.ca),
    c: applyRigid(motion, residue.c),
  };
}

/** The motion that lays one residue upon another; both have the same bonds and angle. */
export function motionBetween(from: ChainAtoms, to: ChainAtoms): Rigid {
  return compose(placeOf(to), invert(placeOf(from)));
}

function placeOf({ n, ca, c }: ChainAtoms): Rigid {
  return { rotation: rotationOf(frameOf(n, ca, c)), shift: ca };
}

/** The rotation whose matrix has these columns. */
function rotationOf([x, y, z]: readonly [Vec3, Vec3, Vec3]): Rigid["rotation"] {
  return quaternionOf([x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]]);
}

/** The screw motion from one residue to the next: axis (in chain direction), a point on it, Å, degrees. */
function screwOf(from: ChainAtoms, to: ChainAtoms): { axis: Vec3; point: Vec3; rise: number; turn: number } {
  const [x, y, z, w] = motionBetween(from, to).rotation;
  const step = subtract(to.ca, from.ca);
  const direction = Math.sign(dot([x, y, z], step));
  const axis = scale(unit([x, y, z]), direction);
  const half = direction * Math.atan2(Math.hypot(x, y, z), w);
  const rise = dot(step, axis);
  const across = subtract(step, scale(axis, rise));
  const toAxis = scale(cross(axis, across), 0.5 / Math.tan(half));
  const point = add(add(from.ca, scale(across, 0.5)), toAxis);
  return { axis, point, rise, turn: (2 * half * 180) / Math.PI };
}

function anchorsOf(kind: ElementKind, residues: readonly ChainAtoms[], psi: number): Vec3[] {
  const [first, last] = [residues[0], residues[residues.length - 1]];
  if (kind === "helix") return [first, last].map(({ ca }): Vec3 => [0, ca[1], 0]);
  const middle = residues[Math.trunc(residues.length / 2)];
  return [first, middle, last].flatMap((residue) => [residue.ca, carbonylOxygen(residue, psi)]);
}
