import type { Rigid } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";

/** A placed copy: of which kind, and where. */
export interface PlacedCopy {
  readonly kind: number;
  readonly pose: Rigid;
}

/** How copies are related, and how well. */
export interface Symmetry {
  /** "C4", "D7", "T", "O", "I" or "helical". */
  readonly name: string;
  /** Unit vector of the main axis. */
  readonly axis: Vec3;
  /** Where all axes meet; of one axis the point nearest to the middle of the copies, Å. */
  readonly centre: Vec3;
  /** Of a helix: degrees about and Å along the axis from one copy to the next; the rise is positive. */
  readonly helix?: { readonly twist: number; readonly rise: number };
  /** The operations but the identity; of a helix its first steps both ways. */
  readonly operations: readonly Rigid[];
  /** Root mean square distance between copies and where the symmetry has them, Å and degrees. */
  readonly misfit: { readonly shift: number; readonly angle: number };
}

/** How far two motions may differ to count as one: Å at the middle of the copies, degrees. */
export interface MotionTolerance {
  readonly shift: number;
  readonly angle: number;
}
