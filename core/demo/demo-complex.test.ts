import { describe, expect, it } from "vitest";
import { bondsOf, isWithinBonds, pairsWithin, positionOf } from "#core/demo/demo-complex.testing.ts";
import { makeDemoChain, makeDemoComplex } from "#core/demo/demo-complex.ts";
import { angleOf, torsionOf } from "#core/demo/geometry.testing.ts";
import { BACKBONE } from "#core/demo/geometry.ts";
import { cross, distance, dot, subtract, type Vec3 } from "#core/math/vec3.ts";
import { residueCount, splitChains } from "#core/structure/chains.ts";
import { isAminoAcid } from "#core/structure/residue-names.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

const SEEDS = [1, 2, 3];
const complexes = SEEDS.map(makeDemoComplex);
const chains = complexes.flatMap(splitChains);
const cases = complexes.map((structure) => ({ name: structure.name, structure }));

/** The atoms of each residue by name. */
function residueAtoms(chain: Structure): Map<string, Vec3>[] {
  return residuesOf(chain).map(({ start, end }) => {
    const atoms = new Map<string, Vec3>();
    for (let n = start; n < end; n++) atoms.set(chain.atomName[n], positionOf(chain, n));
    return atoms;
  });
}

function atomOf(residue: ReadonlyMap<string, Vec3>, name: string): Vec3 {
  const at = residue.get(name);
  if (at === undefined) throw new Error(`A residue has no ${name}.`);
  return at;
}

function backbone(chain: Structure): { n: Vec3; ca: Vec3; c: Vec3; o: Vec3 }[] {
  return residueAtoms(chain).map((residue) => ({
    n: atomOf(residue, "N"),
    ca: atomOf(residue, "CA"),
    c: atomOf(residue, "C"),
    o: atomOf(residue, "O"),
  }));
}

/** Share of residues with torsions of a helix and of a strand. */
function contentOf(chain: Structure): { helix: number; strand: number } {
  const residues = backbone(chain);
  let helix = 0;
  let strand = 0;
  for (let n = 1; n + 1 < residues.length; n++) {
    const { n: nitrogen, ca, c } = residues[n];
    const phi = torsionOf(residues[n - 1].c, nitrogen, ca, c);
    const psi = torsionOf(nitrogen, ca, c, residues[n + 1].n);
    if (Math.abs(phi + 62) < 15 && Math.abs(psi + 43) < 15) helix++;
    if (Math.abs(phi + 121) < 15 && Math.abs(psi - 127) < 15) strand++;
  }
  return { helix: helix / residues.length, strand: strand / residues.length };
}

describe("the demo's complex", () => {
  it("has three chains of different folds with 100 to 400 residues", () => {
    for (const complex of complexes) {
      const [a, b, c] = splitChains(complex);
      expect([a.chainId[0], b.chainId[0], c.chainId[0]]).toEqual(["A", "B", "C"]);
      for (const [chain, low, high] of [
        [a, 100, 140],
        [b, 170, 230],
        [c, 260, 340],
      ] as const) {
        expect(residueCount(chain)).toBeGreaterThanOrEqual(low);
        expect(residueCount(chain)).toBeLessThanOrEqual(high);
      }
      expect(contentOf(a).helix).toBeGreaterThan(0.7);
      expect(contentOf(a).strand).toBeLessThan(0.05);
      expect(contentOf(b).helix).toBeGreaterThan(0.35);
      expect(contentOf(b).strand).toBeGreaterThan(0.12);
      expect(contentOf(c).strand).toBeGreaterThan(0.35);
      expect(contentOf(c).helix).toBeLessThan(contentOf(c).strand);
    }
  });

  it.each(cases)("has bonds and angles of the tables along the backbone: $name", ({ structure }) => {
    // Coordinates have three decimals: a bond is off by up to √3 · 0.001 Å, an angle by about 0.1°.
    for (const residues of splitChains(structure).map(backbone)) {
      residues.forEach(({ n, ca, c, o }, index) => {
        expect(Math.abs(distance(n, ca) - BACKBONE.nToCa)).toBeLessThan(0.002);
        expect(Math.abs(distance(ca, c) - BACKBONE.caToC)).toBeLessThan(0.002);
        expect(Math.abs(distance(c, o) - BACKBONE.cToO)).toBeLessThan(0.002);
        expect(Math.abs(angleOf(n, ca, c) - BACKBONE.nCaC)).toBeLessThan(0.2);
        expect(Math.abs(angleOf(ca, c, o) - BACKBONE.caCO)).toBeLessThan(0.2);
        if (index + 1 === residues.length) return;
        const next = residues[index + 1];
        expect(Math.abs(distance(c, next.n) - BACKBONE.cToN)).toBeLessThan(0.002);
        expect(Math.abs(angleOf(ca, c, next.n) - BACKBONE.caCN)).toBeLessThan(0.2);
        expect(Math.abs(angleOf(c, next.n, next.ca) - BACKBONE.cNCa)).toBeLessThan(0.2);
        expect(Math.abs(torsionOf(ca, c, next.n, next.ca))).toBeGreaterThan(179.5);
      });
    }
  });

  it("is made of L-amino acids with torsions proteins have", () => {
    for (const chain of chains) {
      const residues = residueAtoms(chain);
      residues.forEach((residue, index) => {
        const [n, ca, c] = ["N", "CA", "C"].map((name) => atomOf(residue, name));
        const cb = residue.get("CB");
        // Seen from the hydrogen, CO, R and N run clockwise: the triple product is +2.5 Å³ for L, −2.5 for D.
        if (cb) expect(dot(cross(subtract(n, ca), subtract(c, ca)), subtract(cb, ca))).toBeGreaterThan(2.2);
        if (index === 0) return;
        const phi = torsionOf(atomOf(residues[index - 1], "C"), n, ca, c);
        expect(phi > 0 ? cb === undefined : phi > -165 && phi < -45).toBe(true);
      });
    }
  });

  it.each(cases)("has no clash and no bond that should not be: $name", ({ structure }) => {
    const { chainId, residueNumber, atomName } = structure;
    const bonded = bondsOf(structure);
    bonded.forEach((others, a) => {
      for (const b of others) {
        if (chainId[a] === chainId[b] && residueNumber[a] === residueNumber[b]) continue;
        const [first, second] = residueNumber[a] < residueNumber[b] ? [a, b] : [b, a];
        expect([atomName[first], atomName[second], chainId[a]]).toEqual(["C", "N", chainId[b]]);
        expect(residueNumber[second] - residueNumber[first]).toBe(1);
      }
    });
    const clashes = pairsWithin(structure, 2.5).filter(({ a, b }) => !isWithinBonds(bonded, a, b, 3));
    expect(clashes).toEqual([]);
  });

  it.each(cases)("has bond lengths of organic molecules, closed rings included: $name", ({ structure }) => {
    const names = new Set<string>();
    for (const { a, b, distance: length } of pairsWithin(structure, 1.9)) {
      expect(length).toBeGreaterThan(1.2);
      names.add(`${structure.residueName[a]} ${structure.atomName[a]} ${structure.atomName[b]}`);
      const isToSulphur = structure.element[a] === "S" || structure.element[b] === "S";
      expect(length).toBeLessThan(isToSulphur ? 1.83 : 1.56);
    }
    for (const ring of ["PRO N CD", "PHE CE2 CZ", "TYR CE2 CZ", "HIS CE1 NE2"]) expect(names).toContain(ring);
  });

  it("has chains as compact as domains", () => {
    for (const chain of chains) {
      const cas = backbone(chain).map(({ ca }) => ca);
      const centre = [0, 1, 2].map((axis) => cas.reduce((sum, ca) => sum + ca[axis], 0) / cas.length);
      const squares = cas.map((ca) => ca.reduce((sum, x, axis) => sum + (x - centre[axis]) ** 2, 0));
      const radius = Math.sqrt(squares.reduce((sum, x) => sum + x, 0) / cas.length);
      // Globular proteins: Rg = 2.2 N^0.38 Å (Skolnick, Kolinski and Ortiz, J. Mol. Biol. 265, 217, 1997).
      const expected = 2.2 * cas.length ** 0.38;
      expect(radius / expected).toBeGreaterThan(0.8);
      expect(radius / expected).toBeLessThan(1.2);
    }
  });

  it("has chains that touch each other and keep their distance", () => {
    for (const complex of complexes) {
      const nearest = new Map<string, number>();
      for (const { a, b, distance: d } of pairsWithin(complex, 5)) {
        if (complex.chainId[a] === complex.chainId[b]) continue;
        const pair = [complex.chainId[a], complex.chainId[b]].sort().join("");
        nearest.set(pair, Math.min(nearest.get(pair) ?? 5, d));
      }
      expect([...nearest.keys()].sort()).toEqual(["AB", "AC", "BC"]);
      for (const d of nearest.values()) expect(d).toBeGreaterThan(2.8);
    }
  });

  it("has a sequence of many kinds of residues, none of them everywhere", () => {
    for (const complex of complexes) {
      const residues = residuesOf(complex);
      const counts = new Map<string, number>();
      for (const { start } of residues) {
        const name = complex.residueName[start];
        expect(isAminoAcid(name)).toBe(true);
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      expect(counts.size).toBeGreaterThanOrEqual(18);
      expect(Math.max(...counts.values()) / residues.length).toBeLessThan(0.15);
    }
  });

  it("is ready to be written: elements, numbers, B factors and whole thousandths of an Å", () => {
    const [complex] = complexes;
    expect(new Set(complex.element)).toEqual(new Set(["C", "N", "O", "S"]));
    expect([...complex.serial]).toEqual(Array.from({ length: complex.atomCount }, (_, n) => n + 1));
    expect(Math.min(...complex.bFactor)).toBeGreaterThanOrEqual(30);
    expect(Math.max(...complex.bFactor)).toBeLessThanOrEqual(60);
    for (const x of complex.xyz) expect(x).toBe(Number(x.toFixed(3)));
  });
});

describe("seeds", () => {
  it("decide every bit", () => {
    expect(makeDemoComplex(1)).toEqual(complexes[0]);
    expect(makeDemoChain("alpha-beta", 7)).toEqual(makeDemoChain("alpha-beta", 7));
  });

  it("make different chains", () => {
    const [one, other] = [1, 2].map((seed) => makeDemoChain("helix-bundle", seed));
    expect(one.residueName.join()).not.toBe(other.residueName.join());
  });
});
