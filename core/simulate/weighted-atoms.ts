import type { WeightedAtoms } from "#core/simulate/model-map-kernel.ts";
import { atomicNumber } from "#core/structure/elements.ts";
import type { Structure } from "#core/structure/structure.ts";

/** An atom whose element no file names is most likely a carbon. */
const UNKNOWN_ELEMENT_WEIGHT = 6;

/**
 * The atoms of a structure with these indices, ready for a model map: coordinates (Å) and atomic numbers.
 * Atoms of unknown element weigh as carbon. Which atoms to take is the caller's choice (`selectAtoms`).
 */
export function weightedAtoms(structure: Structure, indices: ArrayLike<number>): WeightedAtoms {
  const xyz = new Float64Array(3 * indices.length);
  const weights = new Float64Array(indices.length);
  for (let n = 0; n < indices.length; n++) {
    const atom = indices[n];
    xyz.set(structure.xyz.subarray(3 * atom, 3 * atom + 3), 3 * n);
    weights[n] = atomicNumber(structure.element[atom]) || UNKNOWN_ELEMENT_WEIGHT;
  }
  return { xyz, weights };
}
