import type { Matrix3 } from "#core/math/rigid.ts";

/**
 * Orientation of a particle as RELION writes it, degrees: the view matrix is A = Rz(psi) Ry(tilt) Rz(rot) with
 * Rz(t) = [[c, s, 0], [−s, c, 0], [0, 0, 1]] and Ry(t) = [[c, 0, −s], [0, 1, 0], [s, 0, c]]. View coordinates are
 * A · model; the image is the sum along view z. (Heymann et al. 2005; RELION 3.1, euler.cpp.)
 */
export interface RelionAngles {
  readonly rot: number;
  readonly tilt: number;
  readonly psi: number;
}

/** The same orientation as EMAN writes it, degrees: A = Rz(phi) Rx(alt) Rz(az), Rx(t) = [[1, 0, 0], [0, c, s], [0, −s, c]]. */
export interface EmanAngles {
  readonly az: number;
  readonly alt: number;
  readonly phi: number;
}

const DEGREES = 180 / Math.PI;
/** Sine of the tilt below which rot and psi turn about one axis: rounding of a matrix, not an angle. */
const ON_AXIS = 1e-12;

/** The view matrix, row-major. */
export function matrixOfRelion({ rot, tilt, psi }: RelionAngles): Matrix3 {
  const [ca, sa] = cosSin(rot);
  const [cb, sb] = cosSin(tilt);
  const [cg, sg] = cosSin(psi);
  return [
    cg * cb * ca - sg * sa,
    cg * cb * sa + sg * ca,
    -cg * sb,
    -sg * cb * ca - cg * sa,
    -sg * cb * sa + cg * ca,
    sg * sb,
    sb * ca,
    sb * sa,
    cb,
  ];
}

/**
 * The angles of a view matrix: rot and psi in −180 … 180, tilt in 0 … 180. On the axis (tilt 0 or 180), where only one
 * of rot and psi counts, rot is 0 as RELION has it. Psi is taken from what rot leaves, so that the angles give the
 * matrix back exactly however near the axis it is.
 */
export function relionOf(matrix: Matrix3): RelionAngles {
  const [a, b, , d, e, , g, h, i] = matrix;
  const isOnAxis = Math.hypot(g, h) < ON_AXIS;
  const rot = isOnAxis ? 0 : Math.atan2(h, g);
  const cos = Math.cos(rot);
  const sin = Math.sin(rot);
  // A Rz(−rot) = Rz(psi) Ry(tilt): its middle column is (sin psi, cos psi, 0), its last row (sin tilt, 0, cos tilt).
  const tilt = isOnAxis ? Math.acos(Math.sign(i)) : Math.atan2(g * cos + h * sin, i);
  const psi = Math.atan2(b * cos - a * sin, e * cos - d * sin);
  return { rot: rot * DEGREES, tilt: tilt * DEGREES, psi: psi * DEGREES };
}

/** The same matrix in EMAN's angles: az = rot + 90, alt = tilt, phi = psi − 90. */
export function emanFromRelion({ rot, tilt, psi }: RelionAngles): EmanAngles {
  return { az: rot + 90, alt: tilt, phi: psi - 90 };
}

/**
 * The same matrix in RELION's angles.
 * @public
 */
export function relionFromEman({ az, alt, phi }: EmanAngles): RelionAngles {
  return { rot: az - 90, tilt: alt, psi: phi + 90 };
}

/**
 * EMAN's own angles of a view matrix: az and phi in 0 … 360; on the axis az is 0 and phi holds the turn.
 * @public
 */
export function emanOf(matrix: Matrix3): EmanAngles {
  const { az, alt, phi } = emanFromRelion(relionOf(matrix));
  if (alt === 0) return { az: 0, alt, phi: positive(phi + az) };
  // Upside down, a turn before the flip is the opposite turn after it.
  if (alt === 180) return { az: 0, alt, phi: positive(phi - az) };
  return { az: positive(az), alt, phi: positive(phi) };
}

function positive(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}

function cosSin(degrees: number): [number, number] {
  return [Math.cos(degrees / DEGREES), Math.sin(degrees / DEGREES)];
}
