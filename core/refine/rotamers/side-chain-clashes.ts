import type { Vec3 } from "#core/math/vec3.ts";
import { areTogether, type BondedAtoms } from "#core/refine/bonded.ts";
import { FARTHEST_CONTACT, nearestContact, withinBonds } from "#core/refine/contacts.ts";
import { type CellList, createCellList, forEachNear } from "#core/structure/cell-list.ts";
import type { Structure } from "#core/structure/structure.ts";

/** Counts the atoms that a side chain would run into, hydrogens aside. */
export class ClashCounter {
  readonly #structure: Structure;
  readonly #bonded: BondedAtoms;
  readonly #cells: CellList;

  constructor(structure: Structure, bonded: BondedAtoms) {
    this.#structure = structure;
    this.#bonded = bonded;
    this.#cells = createCellList(structure.xyz, FARTHEST_CONTACT);
  }

  /** For one side chain: a function that counts pairs that clash with its atoms at places (Å), one per atom. */
  counterFor(atoms: readonly number[]): (places: readonly Vec3[]) => number {
    const own = new Set(atoms);
    const close = atoms.map((atom) => withinBonds(this.#bonded, atom));
    return (places) =>
      places.reduce((sum, place, n) => sum + this.#clashesOf(atoms[n], place, close[n], own), 0);
  }

  #clashesOf(atom: number, [x, y, z]: Vec3, close: ReadonlySet<number>, own: ReadonlySet<number>): number {
    const { xyz, element } = this.#structure;
    let clashes = 0;
    forEachNear(this.#cells, x, y, z, (other) => {
      if (own.has(other) || close.has(other) || element[other] === "H" || element[other] === "D") return;
      const nearest = nearestContact(element[atom], element[other]);
      if (nearest === undefined || !areTogether(this.#structure, atom, other)) return;
      const square =
        (xyz[3 * other] - x) ** 2 + (xyz[3 * other + 1] - y) ** 2 + (xyz[3 * other + 2] - z) ** 2;
      if (square < nearest ** 2) clashes++;
    });
    return clashes;
  }
}
