import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noSlopes } from "#core/refine/model-images.ts";
import { occupancyGroups, occupancyMembers, occupancyVariables } from "#core/refine/occupancy.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";

const at = (residueNumber: number, altLoc: string, occupancy = 1) => ({
  atomName: "C",
  x: residueNumber,
  y: 0,
  z: 0,
  residueNumber,
  altLoc,
  occupancy,
});

/** Residues 2 and 3 have alternates A and B in common; 4 is partly there; 6 has three alternates. */
const STRUCTURE = makeStructure([
  at(1, ""),
  at(2, "A", 0.6),
  at(2, "B", 0.4),
  at(3, "", 1),
  at(3, "A", 0.6),
  at(3, "B", 0.4),
  at(4, "", 0.5),
  at(5, ""),
  at(6, "A", 0.3),
  at(6, "B", 0.3),
  at(6, "C", 0.3),
]);
const ATOMS = { ...STRUCTURE, resolution: 3 };

describe("groups of occupancies", () => {
  it("are alternates, neighbours with the same letters together, and residues that are partly there", () => {
    const { alternates, single } = occupancyGroups(STRUCTURE, "partial");
    expect(alternates.map((set) => set.map((atoms) => [...atoms]))).toEqual([
      [
        [1, 4],
        [2, 5],
      ],
      [[8], [9], [10]],
    ]);
    expect(single.map((atoms) => [...atoms])).toEqual([[6]]);
    expect([...occupancyMembers({ alternates, single }, 11)]).toEqual([0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1]);
  });

  it("are all residues without alternates on wish", () => {
    const { single } = occupancyGroups(STRUCTURE, "residues");
    expect(single.map((atoms) => [...atoms])).toEqual([[0], [6], [7]]);
  });
});

describe("occupancies as variables", () => {
  const groups = occupancyGroups(STRUCTURE, "partial");
  const variables = occupancyVariables(ATOMS, groups);
  const place = fc.array(fc.double({ min: 0.5, max: 9.5, noNaN: true }), { minLength: 6, maxLength: 6 });

  it("of a set sum to 1, even where those of the file do not", () => {
    fc.assert(
      fc.property(place, (x) => {
        const { occupancy } = variables.values(Float64Array.from(x));
        expect(occupancy[1] + occupancy[2]).toBeCloseTo(1, 12);
        expect(occupancy[8] + occupancy[9] + occupancy[10]).toBeCloseTo(1, 12);
        expect(occupancy[1]).toBe(occupancy[4]);
        expect(occupancy[0]).toBe(1);
      }),
    );
    const { occupancy } = variables.values(variables.start);
    expect(occupancy[1]).toBeCloseTo(0.6, 6);
    expect(occupancy[8]).toBeCloseTo(1 / 3, 6);
    expect(occupancy[6]).toBeCloseTo(0.5, 12);
  });

  it("have the slopes that differences of a linear target show", () => {
    const perAtom = { ...noSlopes(11), occupancy: new Float64Array(11).map((_, n) => Math.sin(n + 1)) };
    const target = (x: Float64Array) => {
      const { occupancy } = variables.values(x);
      return perAtom.occupancy.reduce((sum, slope, n) => sum + slope * occupancy[n], 0);
    };
    fc.assert(
      fc.property(place, (list) => {
        const x = Float64Array.from(list);
        const slopes = variables.slopes(x, variables.values(x), perAtom);
        const h = 1e-5;
        for (let n = 0; n < 6; n++) {
          const at = (step: number) => target(x.map((v, m) => (m === n ? v + step : v)));
          expect(slopes[n]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 6);
        }
      }),
      { numRuns: 30 },
    );
  });
});
