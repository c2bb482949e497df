import { createRandom, randomRotation } from "#core/math/random.ts";
import type { Structure } from "#core/structure/structure.ts";
import { blankAtomRow, StructureBuilder } from "#core/structure/structure-builder.ts";

const PATIENCE = 2000; // tries
const STEPS_BACK = 10;

/** A chain of CA atoms on a self-avoiding walk: compact, without symmetry. Chain id B, residues from 11 on. */
export function walk(residues: number, seed: number): Structure {
  const random = createRandom(seed);
  const builder = new StructureBuilder();
  const row = { ...blankAtomRow(), element: "C", atomName: "CA", residueName: "GLY", chainId: "B" };
  const taken: [number, number, number][] = [[0, 0, 0]];
  let failures = 0;
  while (taken.length < residues) {
    // A walk that has caught itself goes some steps back.
    if (failures++ > PATIENCE) {
      taken.length = Math.max(1, taken.length - STEPS_BACK);
      failures = 0;
    }
    const [x, y, z] = taken[taken.length - 1] ?? [0, 0, 0];
    const [a, b, c] = randomRotation(random);
    const s = 3.8 / Math.hypot(a, b, c);
    const next: [number, number, number] = [x + a * s, y + b * s, z + c * s];
    const isFree = taken.every((other) => Math.hypot(...other.map((v, n) => v - (next[n] ?? 0))) > 3.5);
    const isNear = Math.hypot(...next) < 14;
    if (!isFree || !isNear) continue;
    taken.push(next);
    failures = 0;
  }
  taken.forEach(([x, y, z], n) => {
    builder.add({ ...row, x, y, z, residueNumber: n + 11, serial: n + 1 });
  });
  return builder.toStructure("walk");
}
