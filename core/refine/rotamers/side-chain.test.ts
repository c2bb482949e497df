import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeDemoChain } from "#core/demo/demo-complex.ts";
import { distance, type Vec3 } from "#core/math/vec3.ts";
import { TURNING_SIDE_CHAINS } from "#core/refine/rotamers/rotamer-table.ts";
import { chisOf, torsionDistance, torsionOf, turnSideChain } from "#core/refine/rotamers/side-chain.ts";
import { residuesOf } from "#core/structure/residues.ts";

const chain = makeDemoChain("alpha-beta", 1);
const residues = residuesOf(chain).flatMap(({ start, end }) => {
  const sideChain = TURNING_SIDE_CHAINS.get(chain.residueName[start]);
  const places = new Map<string, Vec3>();
  for (let n = start; n < end; n++) {
    places.set(chain.atomName[n], [chain.xyz[3 * n], chain.xyz[3 * n + 1], chain.xyz[3 * n + 2]]);
  }
  return sideChain ? [{ name: chain.residueName[start], sideChain, places }] : [];
});

describe("the library", () => {
  it("has the seventeen kinds of residue that turn, with frequencies that add up", () => {
    expect(TURNING_SIDE_CHAINS.size).toBe(17);
    const counts = [...TURNING_SIDE_CHAINS].map(([name, { rotamers }]) => `${name} ${rotamers.length}`);
    expect(counts.join(", ")).toBe(
      "ARG 34, LYS 27, MET 13, GLU 8, GLN 9, ASP 5, ASN 7, ILE 7, LEU 5, HIS 8, TRP 7, TYR 4, PHE 4, THR 3, VAL 3, SER 3, CYS 3",
    );
    for (const { rotamers, path, moves } of TURNING_SIDE_CHAINS.values()) {
      const sum = rotamers.reduce((total, { percent }) => total + percent, 0);
      expect(sum).toBeGreaterThan(80);
      expect(sum).toBeLessThan(103);
      for (const { chi } of rotamers) expect(chi).toHaveLength(moves.length);
      expect(path).toHaveLength(moves.length + 3);
    }
  });

  it("names its rotamers after their torsions", () => {
    const near = { p: 60, t: 180, m: -60 };
    for (const { rotamers } of TURNING_SIDE_CHAINS.values()) {
      for (const { name, chi } of rotamers) {
        const letters = name.match(/^[ptm]+/)?.[0] ?? "";
        [...letters].forEach((letter, n) => {
          const wanted = near[letter as keyof typeof near];
          expect(torsionDistance(chi[n], wanted, false)).toBeLessThan(46);
        });
        const number = /-?\d+$/.exec(name)?.[0];
        if (number) expect(torsionDistance(chi[chi.length - 1], Number(number), false)).toBeLessThan(11);
      }
    }
  });

  it("knows the atoms of made-up residues", () => {
    for (const { sideChain, places } of residues) {
      const known = new Set(["N", "CA", "C", "O", "CB", ...sideChain.moves[0]]);
      expect([...places.keys()].filter((name) => !known.has(name))).toEqual([]);
      expect(places.size).toBe(known.size);
    }
  });
});

describe("torsions", () => {
  it("are 0 in cis, 180 in trans and positive clockwise", () => {
    const [b, c]: Vec3[] = [
      [0, 0, 0],
      [0, 0, 1],
    ];
    expect(torsionOf([1, 0, 0], b, c, [1, 0, 1])).toBeCloseTo(0, 12);
    expect(Math.abs(torsionOf([1, 0, 0], b, c, [-1, 0, 1]))).toBeCloseTo(180, 12);
    // Looking from b to c (up), x turns into −y clockwise.
    expect(torsionOf([1, 0, 0], b, c, [0, -1, 1])).toBeCloseTo(-90, 12);
    expect(torsionOf([1, 0, 0], b, c, [0, 1, 1])).toBeCloseTo(90, 12);
  });

  it("are apart by at most half a turn, or a quarter where ends are alike", () => {
    expect(torsionDistance(170, -170, false)).toBe(20);
    expect(torsionDistance(-85, 95, true)).toBe(0);
    expect(torsionDistance(10, 120, true)).toBe(70);
  });
});

it("turning a side chain sets its torsions and keeps its bonds and backbone; turning back restores it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...residues),
      fc.array(fc.double({ min: -179, max: 179, noNaN: true }), { minLength: 4, maxLength: 4 }),
      ({ sideChain, places }, angles) => {
        const wanted = angles.slice(0, sideChain.moves.length);
        const turned = turnSideChain(sideChain, places, wanted);
        chisOf(sideChain, turned).forEach((chi, n) => {
          expect(torsionDistance(chi, wanted[n], false)).toBeLessThan(1e-6);
        });
        for (const name of ["N", "CA", "C", "O", "CB"]) expect(turned.get(name)).toEqual(places.get(name));
        const names = [...places.keys()];
        const bonds = names.flatMap((a, n) =>
          names.slice(n + 1).flatMap((b) => {
            const [p, q] = [places.get(a), places.get(b)];
            return p && q && distance(p, q) < 1.9 ? [[a, b, distance(p, q)] as const] : [];
          }),
        );
        for (const [a, b, length] of bonds) {
          const [p, q] = [turned.get(a), turned.get(b)];
          if (p && q) expect(distance(p, q)).toBeCloseTo(length, 9);
        }
        const back = turnSideChain(sideChain, turned, chisOf(sideChain, places));
        for (const [name, place] of places)
          expect(distance(back.get(name) ?? [9, 9, 9], place)).toBeLessThan(1e-9);
      },
    ),
    { numRuns: 60 },
  );
});
