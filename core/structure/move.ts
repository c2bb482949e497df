import { matrixOf, type Rigid } from "#core/math/rigid.ts";
import type { Structure } from "#core/structure/structure.ts";

/** The structure after a rigid motion (shift in Å); everything but the coordinates is shared with the original. */
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
  return { ...structure, xyz: moved };
}
