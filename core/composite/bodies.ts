import type { Probe } from "#core/fit/probe.ts";
import { matrixOf, type Rigid } from "#core/math/rigid.ts";
import { type CellList, createCellList } from "#core/structure/cell-list.ts";
import { countNear } from "#core/structure/near.ts";

/** Heavy atoms of two bodies closer than this clash, Å (those that are not bonded keep about 3). */
export const CLASH = 2;

/** A probe made ready to be asked what it clashes with. */
export interface Body {
  readonly probe: Probe;
  readonly cells: CellList;
}

export function createBody(probe: Probe): Body {
  return { probe, cells: createCellList(probe.atoms.xyz, CLASH) };
}

/**
 * The share (0…1) of the smaller body's volume that the larger one takes as well: of its atoms, about 300 of which are asked,
 * those within 2 Å of an atom of the other.
 */
export function sharedVolume(a: Body, atA: Rigid, b: Body, atB: Rigid): number {
  if (a.probe.atoms.weight.length > b.probe.atoms.weight.length) return sharedVolume(b, atB, a, atA);
  if (!areNear(a, atA, b, atB)) return 0;
  const { medium } = a.probe;
  return countNear(carried(medium.xyz, atA, atB), b.cells, CLASH) / medium.weight.length;
}

function areNear(a: Body, { shift: p }: Rigid, b: Body, { shift: q }: Rigid): boolean {
  const apart = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
  return apart < a.probe.extent + b.probe.extent + CLASH;
}

/** Points of a body in one pose, in the frame of a body in another. */
function carried(xyz: Float64Array, from: Rigid, to: Rigid): Float64Array {
  const m = matrixOf(from.rotation);
  const k = matrixOf(to.rotation);
  const out = new Float64Array(xyz.length);
  for (let n = 0; n < xyz.length; n += 3) {
    const x = m[0] * xyz[n] + m[1] * xyz[n + 1] + m[2] * xyz[n + 2] + from.shift[0] - to.shift[0];
    const y = m[3] * xyz[n] + m[4] * xyz[n + 1] + m[5] * xyz[n + 2] + from.shift[1] - to.shift[1];
    const z = m[6] * xyz[n] + m[7] * xyz[n + 1] + m[8] * xyz[n + 2] + from.shift[2] - to.shift[2];
    // The inverse of a rotation is its transpose.
    out[n] = k[0] * x + k[3] * y + k[6] * z;
    out[n + 1] = k[1] * x + k[4] * y + k[7] * z;
    out[n + 2] = k[2] * x + k[5] * y + k[8] * z;
  }
  return out;
}
