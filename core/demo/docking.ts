import { unit } from "#core/demo/geometry.ts";
import { slide } from "#core/demo/slide.ts";
import { type Random, randomRotation } from "#core/math/random.ts";
import { IDENTITY, type Rigid, rotate } from "#core/math/rigid.ts";
import { add, cross, distance, scale, subtract, type Vec3 } from "#core/math/vec3.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";

/** Distance of the nearest atoms of two chains, Å: a close van der Waals contact. */
const CONTACT = 3.4;

/** What the nearest atoms of the third chain and one of the others may be farther apart than that, Å. */
const SLACK = 1.2;

const ORIENTATIONS = 6;
const GROOVES = 20;
const SIDEWAYS = 25; // Å beyond the centres of two chains in which the groove between them is looked for
const HALVINGS = 8;

/**
 * The three chains touching each other, the first with its centre in the origin. Each of the others slides in from
 * outside along a line until its first atom is 3.4 Å from one that is there, so no chain reaches through another.
 */
export function dock(chains: readonly [Structure, Structure, Structure], random: Random): Structure[] {
  const [first, second, third] = chains.map((chain) => {
    return moveStructure(chain, { ...IDENTITY, shift: scale(centroidOf(chain), -1) });
  });
  const beside = moveStructure(second, placeBeside(first, second, random));
  return [first, beside, moveStructure(third, placeBetween(first, beside, third, random))];
}

/** Centre of the atoms, Å, all weighing the same. */
export function centroidOf({ xyz, atomCount }: Structure): Vec3 {
  const sum = [0, 0, 0];
  for (let n = 0; n < xyz.length; n++) sum[n % 3] += xyz[n] / atomCount;
  return [sum[0], sum[1], sum[2]];
}

/** Of a few random orientations the one that brings the centres nearest, told from a part of the atoms. */
function placeBeside(fixed: Structure, chain: Structure, random: Random): Rigid {
  const outwards = rotate(randomRotation(random), [0, 0, 1]);
  const few = { fixed: thinned(fixed), chain: thinned(chain) };
  let best = { depth: Number.POSITIVE_INFINITY, rotation: IDENTITY.rotation };
  for (let n = 0; n < ORIENTATIONS; n++) {
    const rotation = randomRotation(random);
    const moved = moveStructure(few.chain, { rotation, shift: [0, 0, 0] });
    const depth = slide(few.fixed.xyz, moved.xyz, outwards, CONTACT);
    if (depth < best.depth) best = { depth, rotation };
  }
  const { rotation } = best;
  const { xyz } = moveStructure(chain, { rotation, shift: [0, 0, 0] });
  return { rotation, shift: scale(outwards, slide(fixed.xyz, xyz, outwards, CONTACT)) };
}

/** The groove between two chains, where a third one that comes from the side meets both at about the same depth. */
function placeBetween(a: Structure, b: Structure, chain: Structure, random: Random): Rigid {
  const along = unit(subtract(centroidOf(b), centroidOf(a)));
  let best = { misfit: Number.POSITIVE_INFINITY, motion: IDENTITY };
  for (let n = 0; n < GROOVES && best.misfit > SLACK; n++) {
    const rotation = randomRotation(random);
    const outwards = unit(cross(along, rotate(randomRotation(random), [0, 0, 1])));
    const shift = grooveBetween(
      [a, b].map(thinned),
      moveStructure(thinned(chain), { rotation, shift: [0, 0, 0] }),
      outwards,
    );
    const { xyz } = moveStructure(chain, { rotation, shift });
    const onA = slide(a.xyz, xyz, outwards, CONTACT);
    const onB = slide(b.xyz, xyz, outwards, CONTACT);
    const misfit = Math.abs(onA - onB);
    if (misfit < best.misfit)
      best = { misfit, motion: { rotation, shift: add(shift, scale(outwards, Math.max(onA, onB))) } };
  }
  return best.motion;
}

/** Halves the way along two chains until the third one that slides in from there meets both at the same depth. */
function grooveBetween([a, b]: readonly Structure[], chain: Structure, outwards: Vec3): Vec3 {
  const [from, to] = [centroidOf(a), centroidOf(b)];
  const along = unit(subtract(to, from));
  let low = -SIDEWAYS;
  let high = distance(from, to) + SIDEWAYS;
  for (let half = 0; half < HALVINGS; half++) {
    const { xyz } = moveStructure(chain, { ...IDENTITY, shift: add(from, scale(along, (low + high) / 2)) });
    const isOnA = slide(a.xyz, xyz, outwards, CONTACT) > slide(b.xyz, xyz, outwards, CONTACT);
    if (isOnA) low = (low + high) / 2;
    else high = (low + high) / 2;
  }
  return add(from, scale(along, (low + high) / 2));
}

/** Every fourth atom: enough to tell where a chain will come to lie to within an Å or two. */
function thinned(chain: Structure): Structure {
  return subset(
    chain,
    Uint32Array.from({ length: Math.ceil(chain.atomCount / 4) }, (_, n) => 4 * n),
  );
}
