import { cross, length, scale, subtract, type Vec3 } from "#core/math/vec3.ts";

/**
 * Backbone of a trans peptide: bonds in Å, angles in degrees.
 * R. A. Engh and R. Huber, Acta Cryst. A47, 392 (1991): the values of non-glycine, non-proline residues.
 */
export const BACKBONE = {
  nToCa: 1.458,
  caToC: 1.525,
  cToN: 1.329,
  cToO: 1.231,
  caToCb: 1.53,
  nCaC: 111.2,
  caCN: 116.2,
  cNCa: 121.7,
  caCO: 120.8,
  nCaCb: 110.5,
  omega: 180,
  /** Torsion C-N-CA-CB of an L-amino acid: with it and the angles above, C-CA-CB is 110.1°. */
  cNCaCb: -122.6,
} as const;

/** Where an atom sits relative to three before it: distance to the last (Å), angle and torsion (degrees). */
export interface Step {
  readonly bond: number;
  readonly angle: number;
  readonly torsion: number;
}

const RADIANS = Math.PI / 180;

/** The atom d with |cd| = bond, angle b-c-d and torsion a-b-c-d. The points a, b, c must not lie on a line. */
export function placeAtom(a: Vec3, b: Vec3, c: Vec3, step: Step): Vec3 {
  const [x, y, z] = frameOf(a, b, c);
  const along = -step.bond * Math.cos(step.angle * RADIANS);
  const off = step.bond * Math.sin(step.angle * RADIANS);
  const u = off * Math.cos(step.torsion * RADIANS);
  const v = off * Math.sin(step.torsion * RADIANS);
  return [
    c[0] + along * x[0] + u * y[0] + v * z[0],
    c[1] + along * x[1] + u * y[1] + v * z[1],
    c[2] + along * x[2] + u * y[2] + v * z[2],
  ];
}

/**
 * Right-handed axes at c: x along b→c, y in the plane of the three towards a's side,
 * so that an atom with torsion 0 lies at positive y.
 */
export function frameOf(a: Vec3, b: Vec3, c: Vec3): readonly [Vec3, Vec3, Vec3] {
  const x = unit(subtract(c, b));
  const z = unit(cross(subtract(b, a), x));
  return [x, cross(z, x), z];
}

/** The vector scaled to length 1. */
export function unit(v: Vec3): Vec3 {
  return scale(v, 1 / length(v));
}
