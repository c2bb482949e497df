import type { Rigid } from "#core/math/rigid.ts";
import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import { moveStructure } from "#core/structure/move.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";

/** A chain and the motion that places it in the map. */
export interface PlacedBody {
  readonly structure: Structure;
  readonly motion: Rigid;
}

/** The heavy atoms of placed chains in the frame of the map, chain after chain. */
export interface PlacedAtoms {
  readonly atoms: ScatteringAtoms;
  /** The chain of every atom, by its place among the bodies. */
  readonly owner: Int32Array;
  /** The atoms of every chain. */
  readonly groups: readonly Int32Array[];
}

/** B of the Gaussian that molmap makes of an atom, in units of the resolution squared: 8 π² σ² with σ = 0.225 (ChimeraX). */
const MOLMAP_B = 8 * Math.PI ** 2 * 0.225 ** 2;

/**
 * All heavy atoms of placed chains as a map of this resolution (Å) sees them, water left out. They are all as blurred as in a
 * molmap, a first guess: B factors of predicted models are confidences, and sharper images would end in ripples that reach far.
 */
export function placedAtoms(bodies: readonly PlacedBody[], resolution: number): PlacedAtoms {
  const heavy = bodies.map(({ structure }) => selectAtoms(structure, "all").indices);
  const count = heavy.reduce((sum, { length }) => sum + length, 0);
  const xyz = new Float64Array(3 * count);
  const owner = new Int32Array(count);
  const element: string[] = [];
  const groups: Int32Array[] = [];
  let at = 0;
  for (const [body, { structure, motion }] of bodies.entries()) {
    const moved = moveStructure(structure, motion);
    const labels = scatteringAtomsOf(structure, resolution, "none").element;
    const first = at;
    for (const n of heavy[body]) {
      xyz.set(moved.xyz.subarray(3 * n, 3 * n + 3), 3 * at);
      element.push(labels[n]);
      owner[at++] = body;
    }
    groups.push(Int32Array.from({ length: at - first }, (_, n) => first + n));
  }
  const occupancy = new Float64Array(count).fill(1);
  const bFactor = new Float64Array(count).fill(MOLMAP_B * resolution ** 2);
  const atoms = { xyz, element, occupancy, bFactor, resolution };
  return { atoms, owner, groups };
}
