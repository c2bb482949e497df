import { ATOM_SIZE, type ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import type { Grid } from "#core/volume/grid.ts";

/** Samples that the kernel works on at a time: no row may be shorter. */
export const IMAGE_ROW = 4;

/** Bytes of scratch a thread needs: the rows of an atom, and its cubics and straight lines. */
export function scratchBytes([nx, ny]: Grid["size"], pieces: number, fine: number): number {
  return rowBytes(nx, ny) + 32 * (pieces + 1) + 4 * (pieces * fine + 4);
}

/** Bytes of the rows of an atom: two arrays along x and four along y, each with some entries to spare, and constants. */
export function rowBytes(nx: number, ny: number): number {
  return 16 * Math.ceil((20 + 2 * (nx + 16) + 4 * (ny + 8)) / 4);
}

/** The atoms of a plan as the kernel takes them: about the grid's origin. */
export function placesOn({ atoms, count }: ImagePlan, { origin }: Grid): Float64Array {
  const places = atoms.slice();
  for (let n = 0; n < count; n++) {
    for (let axis = 0; axis < 3; axis++) places[ATOM_SIZE * n + axis] -= origin[axis];
  }
  return places;
}
