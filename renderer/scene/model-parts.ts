import { vanDerWaalsRadius } from "#core/structure/van-der-waals.ts";
import { drawnIn } from "#renderer/scene/drawn-atoms.ts";
import type { AtomStyle, ModelLook } from "#renderer/stores/scene.ts";
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

/** ChimeraX: sticks of 0.2 Å; balls of a quarter of the atom, on thinner sticks. */
const STICK_RADIUS = 0.2;
const BALL_SHARE = 0.25;
const BALL_STICK_RADIUS = 0.13;
/** An atom without bonds, such as an ion, must be seen where others are sticks. */
const LONE_SHARE = 0.45;
/** Of the Cα or P trace, Å. */
const TRACE_RADIUS = 0.35;

/** Of the stick at an atom of each style, Å; between two styles the thinner. */
const THICKNESS: Readonly<Record<AtomStyle, number>> = {
  none: 0,
  stick: STICK_RADIUS,
  ball: BALL_STICK_RADIUS,
  sphere: 0,
};

const LIGAND = 0; // in `kindOfResidue`

/** What of a model's atoms a look draws: each in the style of its part or of the whole, or ligands and ions alone; and the trace. */
export function partsOf(shape: ModelShape, look: ModelLook): { balls: BallParts; sticks: StickParts } {
  const balls: Growing = { indices: [], radii: [] };
  const sticks: Growing = { indices: [], radii: [] };
  const styles = stylesOf(shape, look);
  const bonded = bondedAtoms(shape);
  shape.atomNumber.forEach((number, atom) => {
    const style = styles[atom] ?? "none";
    const radius = shape.atomRadius?.[atom] ?? vanDerWaalsRadius(number);
    const share = style === "sphere" ? 1 : bonded[atom] ? (style === "ball" ? BALL_SHARE : 0) : LONE_SHARE;
    if (style !== "none" && share > 0) push(balls, [atom], radius * share);
  });
  eachPair(shape.bonds, (a, b) => {
    const thickness = Math.min(THICKNESS[styles[a] ?? "none"], THICKNESS[styles[b] ?? "none"]);
    if (thickness > 0) push(sticks, [a, b], thickness);
  });
  if (look.trace) eachPair(shape.trace, (a, b) => push(sticks, [a, b], TRACE_RADIUS));
  return {
    balls: { atoms: Uint32Array.from(balls.indices), radii: Float32Array.from(balls.radii) },
    sticks: { pairs: Uint32Array.from(sticks.indices), radii: Float32Array.from(sticks.radii) },
  };
}

/** Triangles of the cartoon without the residues of parts that have none; null when it is whole. */
export function cartoonIndex(shape: ModelShape, { parts }: ModelLook): Uint32Array | null {
  if (!parts.some(({ cartoon }) => cartoon === false)) return null;
  const hidden = new Uint8Array(shape.labels.length);
  for (const { ranges, cartoon } of parts) {
    if (cartoon === undefined) continue;
    for (const atom of drawnIn(shape, ranges)) hidden[shape.atomResidue[atom] ?? 0] = cartoon ? 0 : 1;
  }
  const { indices } = shape.mesh;
  return indices.filter((_, n) => hidden[shape.residue[indices[n - (n % 3)] ?? 0] ?? 0] === 0);
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

/** The style of every atom: of its part, else of the whole; ligands at least as sticks, or none. */
function stylesOf(shape: ModelShape, { atoms, ligands, parts }: ModelLook): AtomStyle[] {
  const styles: AtomStyle[] = Array.from(shape.atomNumber, (_, atom) => {
    if (shape.kindOfResidue[shape.atomResidue[atom] ?? 0] !== LIGAND) return atoms;
    return ligands ? (atoms === "none" ? "stick" : atoms) : "none";
  });
  for (const { ranges, atoms: own } of parts) {
    if (own) for (const atom of drawnIn(shape, ranges)) styles[atom] = own;
  }
  return styles;
}

function bondedAtoms({ atomNumber, bonds }: ModelShape): Uint8Array {
  const bonded = new Uint8Array(atomNumber.length);
  for (const atom of bonds) bonded[atom] = 1;
  return bonded;
}
