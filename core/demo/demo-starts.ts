import { centroidOf } from "#core/demo/docking.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { invert, type Rigid, rotate } from "#core/math/rigid.ts";
import { scale, subtract } from "#core/math/vec3.ts";
import { splitChains } from "#core/structure/chains.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";

/** A chain taken out of its complex, and the motion (shift in Å) that brings it back. */
export interface ScrambledChain {
  readonly chainId: string;
  readonly structure: Structure;
  readonly back: Rigid;
}

/** How far the centre of a chain comes to lie from where it was, Å. */
const DISTANCE = 40;

/**
 * Each chain of a structure in a random orientation with its centre 40 Å from its place in a random direction, in
 * order of first appearance. The same seed gives the same motions.
 */
export function scramble(structure: Structure, seed: number): ScrambledChain[] {
  return splitChains(structure).map((chain, n) => {
    const random = createRandom(seed, n);
    const rotation = randomRotation(random);
    const away = scale(rotate(randomRotation(random), [0, 0, 1]), DISTANCE);
    const centre = centroidOf(chain);
    const shift = subtract(centre, subtract(rotate(rotation, centre), away));
    const motion: Rigid = { rotation, shift };
    return { chainId: chain.chainId[0], structure: moveStructure(chain, motion), back: invert(motion) };
  });
}
