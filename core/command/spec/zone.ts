import type { Zone } from "#core/command/spec/spec.ts";
import { AppError, unreachable } from "#core/errors.ts";
import type { Rigid } from "#core/math/rigid.ts";
import { moveStructure } from "#core/structure/move.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";
import { withinTest } from "#core/structure/within.ts";

interface Drawn {
  readonly structure: Structure | null;
  readonly motion: Rigid;
}

/**
 * For each thing open a mask of what lies within the distance of the atoms marked, those included: atoms, or whole
 * residues, chains or models with any such atom. Throws `input` when nothing is marked to measure from.
 */
export function markZone(zone: Zone, from: readonly Uint8Array[], open: readonly Drawn[]): Uint8Array[] {
  const xyz = open.map(({ structure, motion }) => (structure ? moveStructure(structure, motion).xyz : []));
  const centres: number[] = [];
  from.forEach((mask, n) => {
    for (let atom = 0; atom < mask.length; atom++) {
      if (mask[atom]) centres.push(xyz[n][3 * atom], xyz[n][3 * atom + 1], xyz[n][3 * atom + 2]);
    }
  });
  if (centres.length === 0) {
    throw new AppError("input", "There are no atoms to measure the zone from.", { distance: zone.distance });
  }
  const isWithin = withinTest(centres, zone.distance);
  return open.map(({ structure }, n) => {
    const near = new Uint8Array(structure?.atomCount ?? 0);
    const own = xyz[n];
    for (let atom = 0; atom < near.length; atom++) {
      if (isWithin(own[3 * atom], own[3 * atom + 1], own[3 * atom + 2])) near[atom] = 1;
    }
    return structure ? widened(structure, near, zone.level) : near;
  });
}

/** The atoms, or all atoms of the residues, chains or models that have one of them. */
export function widened(structure: Structure, mask: Uint8Array, level: Zone["level"]): Uint8Array {
  switch (level) {
    case "@":
      return mask;
    case "#":
      return mask.includes(1) ? new Uint8Array(mask.length).fill(1) : mask;
    case ":": {
      const out = mask.slice();
      for (const { start, end } of residuesOf(structure)) {
        if (mask.subarray(start, end).includes(1)) out.fill(1, start, end);
      }
      return out;
    }
    case "/": {
      const { chainId } = structure;
      const chains = new Set(chainId.filter((_, n) => mask[n] !== 0));
      return mask.map((_, n) => (chains.has(chainId[n]) ? 1 : 0));
    }
    default:
      throw unreachable(level);
  }
}
