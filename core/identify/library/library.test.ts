import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readStructure } from "#core/format/structure-file.ts";
import { type CandidateChoice, candidatesOf } from "#core/identify/library/candidates.ts";
import { findCopies } from "#core/identify/library/duplicates.ts";
import { fingerprint, isCopy } from "#core/identify/library/fingerprint.ts";
import { polymerSize } from "#core/identify/library/polymer.ts";
import { createRandom, randomRotation } from "#core/math/random.ts";
import { moveStructure } from "#core/structure/move.ts";
import { hasPlddt, trimPlddt } from "#core/structure/plddt.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import type { Structure } from "#core/structure/structure.ts";

const ANY: CandidateChoice = { leastPlddt: null, split: "none", least: 0, most: 1000 };

/** A chain of residues with N and CA on a helix that drifts, so that it has a hand; B factors by residue. */
function chain(residues: number, b: (residue: number) => number = () => 90, chainId = "A"): Structure {
  return makeStructure(
    Array.from({ length: 2 * residues }, (_, n) => {
      const r = Math.floor(n / 2);
      return {
        x: 12 * Math.cos(0.3 * r) + (n % 2),
        y: 12 * Math.sin(0.3 * r),
        z: 0.7 * r + 0.004 * r * r,
        atomName: n % 2 === 0 ? "N" : "CA",
        residueName: r % 3 === 0 ? "GLY" : "LEU",
        residueNumber: r + 1,
        chainId,
        bFactor: b(r),
      };
    }),
    "AF-P12345-F1",
  );
}

const about = (structure: Structure, title = "") => ({ structures: [structure], entry: "", title });

describe("pLDDT", () => {
  const predicted = chain(100, (r) => (r < 30 ? 40 : 95));

  it("is believed where a predictor is named and every residue has one value", () => {
    const anonymous = { name: "1abc", entry: "1ABC", title: "Crystal structure of something" };
    expect(hasPlddt(predicted, { ...anonymous, name: "AF-P12345-F1" })).toBe(true);
    expect(hasPlddt(predicted, { ...anonymous, title: "ALPHAFOLD MONOMER V2.0 PREDICTION" })).toBe(true);
    expect(hasPlddt(predicted, anonymous)).toBe(false);
    const varied = { ...predicted, bFactor: predicted.bFactor.map((b, n) => b + (n % 2)) };
    expect(hasPlddt(varied, { ...anonymous, name: "AF-P12345-F1" })).toBe(false);
    const large = { ...predicted, bFactor: predicted.bFactor.map((b) => 2 * b) };
    expect(hasPlddt(large, { ...anonymous, name: "AF-P12345-F1" })).toBe(false);
  });

  it("takes away whole residues below the value, and says how many", () => {
    const { structure, residues } = trimPlddt(predicted, 70);
    expect(residues).toBe(30);
    expect(structure.atomCount).toBe(140);
    expect(structure.residueNumber[0]).toBe(31);
    expect(trimPlddt(predicted, 40).structure).toBe(predicted);
  });
});

describe("the candidates of a file", () => {
  it("are weighed at 110 Da a residue, and told why they are not tried", () => {
    expect(polymerSize(chain(100))).toEqual({ residues: 100, mass: 11 });
    const { candidates } = candidatesOf(about(chain(100)), { ...ANY, least: 11, most: 11 });
    expect(candidates.map(({ residues, mass }) => [residues, mass])).toEqual([[100, 11]]);
    const why = (least: number, most: number) =>
      candidatesOf(about(chain(100)), { ...ANY, least, most }).skipped[0]?.reason;
    expect(why(12, 20)).toBe("too small: 100 residues, 11 kDa, the region calls for 12 kDa or more");
    expect(why(1, 10.9)).toBe("too large: 100 residues, 11 kDa, the region holds at most 11 kDa");
  });

  it("lose what is not trusted before they are weighed", () => {
    const choice: CandidateChoice = { ...ANY, leastPlddt: 70, least: 8 };
    const tail = chain(100, (r) => (r < 30 ? 40 : 95));
    expect(candidatesOf(about(tail), choice).skipped).toEqual([
      {
        name: "AF-P12345-F1",
        reason:
          "too small: 70 residues, 7.7 kDa after 30 residues of pLDDT below 70 went, the region calls for 8.0 kDa or more",
      },
    ]);
    expect(candidatesOf(about({ ...tail, name: "model" }), choice).candidates).toHaveLength(1);
  });

  it("are the chains, when asked for", () => {
    const [a, b] = [chain(50), chain(60, undefined, "B")];
    const both = makeStructure(
      [a, b].flatMap((part) =>
        Array.from({ length: part.atomCount }, (_, n) => ({
          x: part.xyz[3 * n] ?? 0,
          y: part.xyz[3 * n + 1] ?? 0,
          z: (part.xyz[3 * n + 2] ?? 0) + (part === b ? 100 : 0),
          atomName: part.atomName[n] ?? "",
          residueName: part.residueName[n] ?? "",
          residueNumber: part.residueNumber[n] ?? 0,
          chainId: part.chainId[n] ?? "",
        })),
      ),
      "pair",
    );
    const { candidates } = candidatesOf(about(both), { ...ANY, split: "chains" });
    expect(candidates.map(({ name, residues }) => [name, residues])).toEqual([
      ["pair chain A", 50],
      ["pair chain B", 60],
    ]);
  });
});

const DATA = new URL("../../../../shared/data/", import.meta.url);
const hasData = existsSync(DATA);
if (!hasData) console.log("Skipped domains of a library's model: ../shared/data is absent.");

describe.skipIf(!hasData)("the domains of a model", () => {
  it("are candidates of their own, each without what is not trusted, and none of them too large then", async () => {
    const file = "emd1080_groel_14mer_11p5A/monomer.pdb";
    const read = (await readStructure(file, new Uint8Array(readFileSync(new URL(file, DATA))))).value;
    const { candidates } = candidatesOf(read, { ...ANY, split: "domains" });
    // GroEL: equatorial, intermediate and apical (Braig et al., Nature 371, 578, 1994)
    expect(candidates.map(({ name, range }) => [name, range])).toEqual([
      ["monomer chain A domain 1", "2-137, 409-526"],
      ["monomer chain A domain 2", "138-189, 376-408"],
      ["monomer chain A domain 3", "190-375"],
    ]);
    const { skipped } = candidatesOf(read, { ...ANY, split: "domains", most: 25 });
    expect(skipped.map(({ name }) => name)).toEqual(["monomer chain A domain 1"]);
  });
});

describe("copies", () => {
  const original = chain(80);
  const moved = (structure: Structure, seed: number): Structure => {
    const random = createRandom(seed);
    const shift: [number, number, number] = [200 * random(), 200 * random(), 200 * random()];
    const far = moveStructure(structure, { rotation: randomRotation(random), shift });
    return { ...far, xyz: far.xyz.map((x) => Number(x.toFixed(3))) }; // as a file has it
  };

  it("are found wherever they lie and however they are turned", () => {
    const print = fingerprint(original);
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(isCopy(print, fingerprint(moved(original, seed)))).toBe(true);
      }),
    );
  });

  it("are neither mirror images, nor other sequences, nor other conformations", () => {
    const print = fingerprint(original);
    const mirror = { ...original, xyz: original.xyz.map((x, n) => (n % 3 === 0 ? -x : x)) };
    expect(isCopy(print, fingerprint(mirror))).toBe(false);
    const mutant = {
      ...original,
      residueName: original.residueName.map((name, n) => (n < 2 ? "ALA" : name)),
    };
    expect(isCopy(print, fingerprint(mutant))).toBe(false);
    const stretched = { ...original, xyz: original.xyz.map((x, n) => (n % 3 === 2 ? 1.02 * x : x)) };
    expect(isCopy(print, fingerprint(stretched))).toBe(false);
  });

  it("leave the first one, whatever the order in which they were seen", () => {
    const entries = [chain(80), chain(90), moved(original, 1), moved(chain(90), 2), moved(original, 3)].map(
      (structure, order) => ({ order, name: `entry ${order}`, print: fingerprint(structure) }),
    );
    const expected = new Map([
      [2, "entry 0"],
      [3, "entry 1"],
      [4, "entry 0"],
    ]);
    expect(findCopies(entries)).toEqual(expected);
    expect(findCopies(entries.toReversed())).toEqual(expected);
  });
});
