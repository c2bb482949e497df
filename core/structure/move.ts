import { matrixOf, type Rigid } from "#core/math/rigid.ts";
import { turned } from "#core/math/symmetric3.ts";
import type { Structure } from "#core/structure/structure.ts";

/**
 * The structure after a rigid motion (shift in Å); anisotropic displacements turn with it, all else is shared with
 * the original.
 */
export function moveStructure(structure: Structure, motion: Rigid): Structure {
  const m = matrixOf(motion.rotation);
  const [sx, sy, sz] = motion.shift;
  const { xyz } = structure;
  const moved = new Float64Array(xyz.length);
  for (let n = 0; n < xyz.length; n += 3) {
    const x = xyz[n];
    const y = xyz[n + 1];
    const z = xyz[n + 2];
    moved[n] = m[0] * x + m[1] * y + m[2] * z + sx;
    moved[n + 1] = m[3] * x + m[4] * y + m[5] * z + sy;
    moved[n + 2] = m[6] * x + m[7] * y + m[8] * z + sz;
  }
  const { anisotropicU } = structure;
  return { ...structure, xyz: moved, ...(anisotropicU && { anisotropicU: turnAll(anisotropicU, m) }) };
}

/** The structure after a motion, but for the atoms at `indices`, which are moved `to` elsewhere. */
export function moveSome(
  structure: Structure,
  indices: ArrayLike<number>,
  { motion, to }: { readonly motion: Rigid; readonly to: Rigid },
): Structure {
  const rest = moveStructure(structure, motion);
  const part = moveStructure(structure, to);
  for (let at = 0; at < indices.length; at++) {
    const n = indices[at];
    rest.xyz.set(part.xyz.subarray(3 * n, 3 * n + 3), 3 * n);
    if (part.anisotropicU) rest.anisotropicU?.set(part.anisotropicU.subarray(6 * n, 6 * n + 6), 6 * n);
  }
  return rest;
}

function turnAll(tensors: Float32Array, rotation: ArrayLike<number>): Float32Array {
  const out = new Float32Array(tensors.length);
  for (let n = 0; n < out.length; n += 6) {
    const [xx, yy, zz, xy, xz, yz] = tensors.subarray(n, n + 6);
    out.set(turned([xx, yy, zz, xy, xz, yz], rotation), n);
  }
  return out;
}
