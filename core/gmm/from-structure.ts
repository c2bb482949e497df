import { createGaussians, type Gaussians } from "#core/gmm/gaussians.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";

export interface FromStructureParams {
  /** Å of each Gaussian. */
  readonly sigma: number;
  /** Standard deviation, Å, along each axis, that atoms are moved by: two half sets must not share a model's details. */
  readonly jitter: number;
  readonly seed: number;
}

/**
 * One Gaussian per atom, hydrogen and water left out, that holds its atomic number, as molmap has it. Throws `input` when
 * there is none.
 */
export function gaussiansOfStructure(
  structure: Structure,
  { sigma, jitter, seed }: FromStructureParams,
): Gaussians {
  const { xyz, weights } = weightedAtoms(structure, selectAtoms(structure, "all").indices);
  const random = createRandom(seed);
  const moved = Float64Array.from(xyz, (x) => (jitter > 0 ? x + jitter * randomNormal(random) : x));
  return createGaussians(moved, Float64Array.from(weights), new Float64Array(weights.length).fill(sigma));
}
