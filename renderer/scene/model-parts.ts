import type { ModelLook } from "#renderer/stores/scene.ts";
import type { ModelShape } from "#workers/protocol.ts";

/** Atoms drawn as balls: indices into the shape's atoms, and radii, Å. */
export interface BallParts {
  readonly atoms: Uint32Array;
  readonly radii: Float32Array;
}

/** Pairs of atoms drawn as sticks between them, and the radius of each stick, Å. */
export interface StickParts {
  readonly pairs: Uint32Array;
  readonly radii: Float32Array;
}

/** Å, by atomic number: van der Waals (Bondi 1964; Mantina et al. 2009 for main-group metals), others OTHER_RADIUS. */
const VAN_DER_WAALS: Readonly<Record<number, number>> = {
  1: 1.1,
  6: 1.7,
  7: 1.55,
  8: 1.52,
  9: 1.47,
  11: 2.27,
  12: 1.73,
  14: 2.1,
  15: 1.8,
  16: 1.8,
  17: 1.75,
  19: 2.75,
  20: 2.31,
  34: 1.9,
  35: 1.85,
  53: 1.98,
};
const OTHER_RADIUS = 1.7;

/** ChimeraX: sticks of 0.2 Å; balls of a quarter of the atom, on thinner sticks. */
const STICK_RADIUS = 0.2;
const BALL_SHARE = 0.25;
const BALL_STICK_RADIUS = 0.13;
/** An atom without bonds, such as an ion, must be seen where others are sticks. */
const LONE_SHARE = 0.45;
/** Of the Cα or P trace, Å. */
const TRACE_RADIUS = 0.35;

const LIGAND = 0; // in `kindOfResidue`

/** What of a model's atoms a look draws: all of them in its style, or ligands and ions alone; and the trace. */
export function partsOf(shape: ModelShape, look: ModelLook): { balls: BallParts; sticks: StickParts } {
  const balls: Growing = { indices: [], radii: [] };
  const sticks: Growing = { indices: [], radii: [] };
  const isDrawn = drawnAtoms(shape, look);
  const style = look.atoms === "none" ? "stick" : look.atoms;
  const bonded = bondedAtoms(shape);
  shape.atomNumber.forEach((number, atom) => {
    const radius = VAN_DER_WAALS[number] ?? OTHER_RADIUS;
    const share = style === "sphere" ? 1 : bonded[atom] ? (style === "ball" ? BALL_SHARE : 0) : LONE_SHARE;
    if (isDrawn(atom) && share > 0) push(balls, [atom], radius * share);
  });
  if (style !== "sphere") {
    const radius = style === "ball" ? BALL_STICK_RADIUS : STICK_RADIUS;
    eachPair(shape.bonds, (a, b) => {
      if (isDrawn(a) && isDrawn(b)) push(sticks, [a, b], radius);
    });
  }
  if (look.trace) eachPair(shape.trace, (a, b) => push(sticks, [a, b], TRACE_RADIUS));
  return {
    balls: { atoms: Uint32Array.from(balls.indices), radii: Float32Array.from(balls.radii) },
    sticks: { pairs: Uint32Array.from(sticks.indices), radii: Float32Array.from(sticks.radii) },
  };
}

interface Growing {
  readonly indices: number[];
  readonly radii: number[];
}

function push(parts: Growing, indices: readonly number[], radius: number): void {
  parts.indices.push(...indices);
  parts.radii.push(radius);
}

function eachPair(pairs: Uint32Array, visit: (a: number, b: number) => void): void {
  for (let n = 0; n < pairs.length; n += 2) visit(pairs[n] ?? 0, pairs[n + 1] ?? 0);
}

function drawnAtoms(shape: ModelShape, { atoms, ligands }: ModelLook): (atom: number) => boolean {
  const isLigand = (atom: number) => shape.kindOfResidue[shape.atomResidue[atom] ?? 0] === LIGAND;
  if (atoms === "none") return (atom) => ligands && isLigand(atom);
  return ligands ? () => true : (atom) => !isLigand(atom);
}

function bondedAtoms({ atomNumber, bonds }: ModelShape): Uint8Array {
  const bonded = new Uint8Array(atomNumber.length);
  for (const atom of bonds) bonded[atom] = 1;
  return bonded;
}
