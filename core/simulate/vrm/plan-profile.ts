import { ATOM_SIZE, type ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import { CUBIC } from "#core/simulate/vrm/radial-tables.ts";

/** The image of one atom of a plan against the squared distance from it, for single values: kernels do whole maps faster. */
export interface AtomProfile {
  /** Cubics as in `ImagePlan.tables`, then a piece that is 0. */
  readonly cubics: Float64Array;
  /** Pieces per Å² of the squared distance. */
  readonly perSquare: number;
  /** Where the image ends, Å. */
  readonly reach: number;
}

/** The profile of an atom, without its occupancy. */
export function profileOf(plan: ImagePlan, atom: number): AtomProfile {
  const cubics = new Float64Array(CUBIC * (plan.segments + 1));
  mixTable(plan, atom, plan.weight, cubics);
  return { cubics, perSquare: plan.atoms[ATOM_SIZE * atom + 3], reach: plan.atoms[ATOM_SIZE * atom + 4] };
}

/** The atom's own cubics: the weighted sum of its tables; the piece after the last is 0. */
export function mixTable(plan: ImagePlan, atom: number, weights: Float32Array, table: Float64Array): void {
  const size = CUBIC * plan.segments;
  table.fill(0);
  for (let k = plan.mix * atom; k < plan.mix * (atom + 1); k++) {
    const start = plan.table[k] * size;
    for (let n = 0; n < size; n++) table[n] += weights[k] * plan.tables[start + n];
  }
}

/** The value of piecewise cubics `s` pieces from their start; that of the last piece beyond it. */
export function cubicAt(table: Float64Array, s: number): number {
  const n = Math.min(Math.floor(s), table.length / CUBIC - 1);
  const t = s - n;
  const at = CUBIC * n;
  return table[at] + t * (table[at + 1] + t * (table[at + 2] + t * table[at + 3]));
}
