import { beforeAll, describe, expect, it } from "vitest";
import { bondsOf } from "#core/demo/demo-complex.testing.ts";
import { makeDemoChain } from "#core/demo/demo-complex.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { type BondedAtoms, bondedAtoms } from "#core/refine/bonded.ts";
import { chemistryEnergy } from "#core/refine/chemistry.ts";
import { contactsOf } from "#core/refine/contacts.ts";
import { bondRmsd, geometryOf, volumeOf } from "#core/refine/geometry.ts";
import { springCurvature } from "#core/refine/springs.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import type { Structure } from "#core/structure/structure.ts";

let chain: Structure;
let noisy: Structure;
let bonded: BondedAtoms;

beforeAll(() => {
  chain = makeDemoChain("helix-bundle", 1);
  bonded = bondedAtoms(chain);
  const random = createRandom(4);
  const xyz = chain.xyz.map((x) => x + (0.3 / Math.sqrt(3)) * randomNormal(random));
  noisy = { ...chain, xyz };
});

const named = (structure: Structure, atoms: Int32Array, size: number, n: number) =>
  [...atoms.subarray(size * n, size * (n + 1))].map((atom) => structure.atomName[atom]).join(" ");

describe("bonds", () => {
  it("of a chain are those that its distances show", () => {
    expect(bonded).toEqual(bondsOf(chain).map((others) => [...others].sort((a, b) => a - b)));
  });

  it("are hardly lost or made when every atom is 0.3 Å away from its place", () => {
    const after = bondedAtoms(noisy);
    const pairs = (list: BondedAtoms) => new Set(list.flatMap((others, a) => others.map((b) => `${a} ${b}`)));
    const [right, found] = [pairs(bonded), pairs(after)];
    const missing = [...right].filter((pair) => !found.has(pair));
    const wrong = [...found].filter((pair) => !right.has(pair));
    expect(missing.length / right.size).toBeLessThan(0.01);
    expect(wrong.length / right.size).toBeLessThan(0.01);
  });

  it("join alternates to what has none, not to each other", () => {
    const at = (atomName: string, x: number, altLoc: string) => ({ atomName, x, y: 0, z: 0, altLoc });
    const structure = makeStructure([at("CA", 0, ""), at("CB", 1.5, "A"), at("CB", 1.6, "B")]);
    expect(bondedAtoms(structure)).toEqual([[1, 2], [0], [0]]);
  });
});

describe("the geometry of a starting model", () => {
  it("is kept as it is where it is sound: nothing pulls there", () => {
    const geometry = geometryOf(chain, bonded);
    const contacts = contactsOf(chain, bonded);
    expect(geometry.scatter).toBeLessThan(0.01);
    expect(bondRmsd(geometry, chain.xyz)).toBe(0);
    expect(chemistryEnergy({ geometry, contacts }, chain.xyz).value).toBeCloseTo(0, 12);
  });

  it("is what is typical of it where bonds scatter: nearer to the truth than the model itself", () => {
    const geometry = geometryOf(noisy, bonded);
    expect(geometry.scatter).toBeGreaterThan(0.1);
    const own = geometryOf(chain, bonded);
    const errorOf = (targets: Float64Array) =>
      Math.sqrt(
        targets.subarray(0, own.bonds).reduce((sum, t, n) => sum + (t - own.distances.target[n]) ** 2, 0) /
          own.bonds,
      );
    const measured = own.distances.target.map((_, n) => {
      const [a, b] = own.distances.atoms.subarray(2 * n, 2 * n + 2);
      return Math.hypot(...[0, 1, 2].map((axis) => noisy.xyz[3 * a + axis] - noisy.xyz[3 * b + axis]));
    });
    expect(errorOf(geometry.distances.target)).toBeLessThan(errorOf(measured) / 2.2);
  });

  it("has hands at centres and planes where nothing turns, and none where side chains do", () => {
    const { volumes } = geometryOf(chain, bonded);
    const kinds = new Map<string, number[]>();
    volumes.target.forEach((target, n) => {
      const key = named(chain, volumes.atoms, 4, n);
      kinds.set(key, [...(kinds.get(key) ?? []), target]);
    });
    // L amino acids: (N, C, CB about CA) have one hand.
    const hands = kinds.get("C CA CB N") ?? [];
    expect(hands.length).toBeGreaterThan(50);
    for (const hand of hands) expect(Math.sign(hand)).toBe(Math.sign(hands[0]));
    expect(Math.abs(hands[0])).toBeGreaterThan(2);
    // Peptides are plane.
    for (const flat of kinds.get("C CA CA N") ?? [9]) expect(Math.abs(flat)).toBeLessThan(0.5);
    // Torsion chi1 turns.
    expect(kinds.has("CA CB CG N")).toBe(false);
  });

  it("knows the volume of a corner: x, y and z of 1, 2 and 3 Å", () => {
    const corner = Float64Array.of(0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3);
    expect(volumeOf(corner, [0, 1, 2, 3])).toBe(6);
    expect(volumeOf(corner, [0, 2, 1, 3])).toBe(-6);
  });
});

describe("contacts", () => {
  const at = (atomName: string, x: number, element: string, residueNumber: number) =>
    ({ atomName, x, y: 0, z: 0, element, residueNumber }) as const;

  it("keep strangers 3 Å apart, hydrogen-bonding ones 2.37 Å, and closer pairs where they began", () => {
    const structure = makeStructure([at("C1", 0, "C", 1), at("C2", 3.5, "C", 2), at("O1", 6.2, "O", 3)]);
    const contacts = contactsOf(structure, [[], [], []]);
    expect([...contacts.pairs]).toEqual([0, 1, 1, 2]);
    expect(contacts.nearest[0]).toBeCloseTo(3, 12);
    expect(contacts.nearest[1]).toBeCloseTo(2.7, 12);
  });

  it("do not stand between atoms three bonds apart", () => {
    const structure = makeStructure([0, 1.5, 3, 4.5, 6].map((x, n) => at(`C${n}`, x, "C", 1)));
    const contacts = contactsOf(structure, [[1], [0, 2], [1, 3], [2, 4], [3]]);
    expect([...contacts.pairs]).toEqual([]);
  });
});

describe("slopes and curvature of the chemistry", () => {
  it("are those that differences show", () => {
    const chemistry = { geometry: geometryOf(chain, bonded), contacts: contactsOf(chain, bonded) };
    const random = createRandom(8);
    const xyz = chain.xyz.map((x) => x + 0.05 * randomNormal(random));
    const { gradient } = chemistryEnergy(chemistry, xyz);
    const h = 1e-5;
    for (let n = 1; n < xyz.length; n += 211) {
      const at = (step: number) =>
        chemistryEnergy(
          chemistry,
          xyz.map((x, m) => (m === n ? x + step : x)),
        ).value;
      expect(gradient[n]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 2);
    }
  });

  it("agree: at rest the Hessian of the springs is how the slopes change along a way", () => {
    const chemistry = { geometry: geometryOf(chain, bonded), contacts: contactsOf(chain, bonded) };
    const random = createRandom(9);
    const way = chain.xyz.map(() => randomNormal(random));
    const h = 1e-6;
    // Contacts that begin where they are push one way only: leave them out.
    const still = { ...chemistry, contacts: { pairs: new Int32Array(), nearest: new Float64Array() } };
    const slopesAt = (step: number) =>
      chemistryEnergy(
        still,
        chain.xyz.map((x, n) => x + step * way[n]),
      ).gradient;
    const { springs } = chemistryEnergy(still, chain.xyz);
    const { multiply, diagonal } = springCurvature(springs, 2);
    const product = multiply(way);
    const [plus, minus] = [slopesAt(h), slopesAt(-h)];
    const largest = Math.max(...product.map(Math.abs));
    for (let n = 0; n < way.length; n += 37) {
      expect(product[n] / largest).toBeCloseTo((2 * (plus[n] - minus[n])) / (2 * h) / largest, 6);
    }
    const unit = new Float64Array(way.length);
    unit[40] = 1;
    expect(multiply(unit)[40]).toBeCloseTo(diagonal[40], 6);
  });
});
