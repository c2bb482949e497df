import { describe, expect, it } from "vitest";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";

describe("weightedAtoms", () => {
  const structure = {
    xyz: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
    element: ["ZN", "X", "S"],
  } as Partial<Structure> as Structure;

  it("takes the chosen atoms with their atomic numbers, unknown elements as carbon", () => {
    const atoms = weightedAtoms(structure, [0, 1]);
    expect([...atoms.xyz]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...atoms.weights]).toEqual([30, 6]);
  });

  it("keeps the order asked for", () => {
    expect([...weightedAtoms(structure, [2, 0]).weights]).toEqual([16, 30]);
  });
});
