import { matrixOf, type Rigid } from "#core/math/rigid.ts";
import { dot, length, scale, subtract, type Vec3 } from "#core/math/vec3.ts";

/** A rigid motion as a turn about an axis and a shift along it (Chasles). */
export interface Screw {
  /** Unit vector; the shift along it is not negative. */
  readonly axis: Vec3;
  /** Turn about the axis by the right hand, degrees, −180…180. */
  readonly twist: number;
  /** Shift along the axis, Å. */
  readonly rise: number;
}

/** Turns below this many radians have no axis of their own: they are shifts. */
const NO_TURN = 1e-6;

/** The screw of a motion. Of a pure shift the axis lies along it. */
export function screwOf({ rotation: [x, y, z, w], shift }: Rigid): Screw {
  const s = Math.hypot(x, y, z);
  const angle = 2 * Math.atan2(s, Math.abs(w));
  if (angle < NO_TURN) {
    const rise = length(shift);
    return { axis: rise > 0 ? scale(shift, 1 / rise) : [0, 0, 1], twist: 0, rise };
  }
  const sign = w < 0 ? -1 : 1;
  const axis = scale([x, y, z], sign / s);
  const rise = dot(axis, shift);
  const twist = (angle * 180) / Math.PI;
  return rise < 0 ? { axis: scale(axis, -1), twist: -twist, rise: -rise } : { axis, twist, rise };
}

/**
 * The point that turns leave where it is, as well as they agree: Σ |R c + t − c|² is smallest there, shifts along the axes
 * left out. Where that leaves a direction open (one axis) it lies as near to `about` as it can.
 */
export function fixedPoint(motions: readonly Rigid[], about: Vec3): Vec3 {
  // Normal equations (Σ MᵀM + ε) d = Σ Mᵀ(t' − M about) with M = 1 − R and d = c − about.
  const a = new Float64Array(9);
  const b = new Float64Array(3);
  for (const motion of motions) {
    const { axis, rise } = screwOf(motion);
    const r = matrixOf(motion.rotation);
    const m = r.map((value, n) => (n % 4 === 0 ? 1 : 0) - value);
    const across = subtract(motion.shift, scale(axis, rise));
    const row = (n: number): Vec3 => [m[3 * n], m[3 * n + 1], m[3 * n + 2]];
    for (let n = 0; n < 3; n++) {
      const rest = across[n] - dot(row(n), about);
      for (let i = 0; i < 3; i++) {
        b[i] += row(n)[i] * rest;
        for (let j = 0; j < 3; j++) a[3 * i + j] += row(n)[i] * row(n)[j];
      }
    }
  }
  const ridge = 1e-9 * (a[0] + a[4] + a[8]) + 1e-12;
  for (let n = 0; n < 3; n++) a[4 * n] += ridge;
  const d = solve3(a, b);
  return [about[0] + d[0], about[1] + d[1], about[2] + d[2]];
}

/** Cramer's rule for a 3 × 3 system (row-major). */
function solve3(a: Float64Array, b: Float64Array): Vec3 {
  const column = (n: number): Vec3 => [a[n], a[3 + n], a[6 + n]];
  const right: Vec3 = [b[0], b[1], b[2]];
  const [x, y, z] = [column(0), column(1), column(2)];
  const all = determinant(x, y, z);
  return [determinant(right, y, z) / all, determinant(x, right, z) / all, determinant(x, y, right) / all];
}

function determinant(a: Vec3, b: Vec3, c: Vec3): number {
  return (
    a[0] * (b[1] * c[2] - b[2] * c[1]) -
    b[0] * (a[1] * c[2] - a[2] * c[1]) +
    c[0] * (a[1] * b[2] - a[2] * b[1])
  );
}
