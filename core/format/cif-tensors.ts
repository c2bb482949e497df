import type { CifBlock } from "#core/format/cif.ts";
import { B_PER_U } from "#core/structure/displacement.ts";

const ENTRIES = ["[1][1]", "[2][2]", "[3][3]", "[1][2]", "[1][3]", "[2][3]"];

/**
 * Anisotropic displacements U11 U22 U33 U12 U13 U23 (Å², n × 6) of the atoms with these ids, from the
 * atom_site_anisotrop table (mmCIF dictionary 5), stated as U or as B = 8π² U; six zeros for atoms that are not in it.
 * Undefined when it has none of them.
 */
export function tensorsFromCif(block: CifBlock, ids: readonly string[]): Float32Array | undefined {
  const tableIds = block.column("atom_site_anisotrop", "id")?.texts();
  if (!tableIds) return undefined;
  const named = (letter: string) =>
    ENTRIES.map((entry) => block.column("atom_site_anisotrop", letter + entry)?.numbers(Number.NaN));
  const scale = block.column("atom_site_anisotrop", "U[1][1]") ? 1 : 1 / B_PER_U;
  const columns = named(scale === 1 ? "U" : "B");
  const rowOf = new Map(tableIds.map((id, row) => [id, row]));
  const tensors = new Float32Array(6 * ids.length);
  let isAny = false;
  for (let n = 0; n < ids.length; n++) {
    const row = rowOf.get(ids[n]);
    if (row === undefined) continue;
    const tensor = columns.map((column) => scale * (column?.[row] ?? Number.NaN));
    if (!tensor.every(Number.isFinite)) continue;
    tensors.set(tensor, 6 * n);
    isAny = true;
  }
  return isAny ? tensors : undefined;
}
