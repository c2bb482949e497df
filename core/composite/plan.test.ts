import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confidenceOf, polymerCount } from "#core/composite/confidence.ts";
import { chainParts, domainParts, type Part, wholePart } from "#core/composite/parts.ts";
import { planWork } from "#core/composite/plan.ts";
import { makeBlob } from "#core/fit/fit.testing.ts";
import { anyRigid } from "#core/math/rigid.testing.ts";
import { applyRigid, type Rigid } from "#core/math/rigid.ts";
import { joinStructures } from "#core/structure/join.ts";
import { moveStructure } from "#core/structure/move.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import type { Structure } from "#core/structure/structure.ts";

const away = (x: number): Rigid => ({ rotation: [0, 0, 0, 1], shift: [x, 0, 0] });

/** A body as a chain of this id, moved along x. */
function chain(seed: number, id: string, x: number, atoms = 60): Structure {
  const blob = makeBlob(seed, atoms);
  return { ...moveStructure(blob, away(x)), chainId: blob.chainId.map(() => id) };
}

const together = (...chains: Structure[]) => joinStructures(chains, "complex", true);
const partsOf = (structure: Structure) => chainParts({ file: "complex.cif", structure }).value;

describe("the parts of a complex", () => {
  it("are its chains, named after it", () => {
    const parts = partsOf(together(chain(1, "A", 0), chain(2, "B", 60)));
    expect(parts.map((part) => [part.chain, part.structure.name])).toEqual([
      ["A", "complex chain A"],
      ["B", "complex chain B"],
    ]);
  });

  it("take a chain of one ligand along with the chain it touches, and say so", () => {
    const ligand = makeStructure(
      [{ x: 61, y: 0, z: 0, residueName: "ADP", chainId: "L", isHetero: true }],
      "ligand",
    );
    const complex = together(chain(1, "A", 0), chain(2, "B", 60), ligand);
    const { value, warnings } = chainParts({ file: "complex.cif", structure: complex });
    expect(value.map((part) => part.chain)).toEqual(["A", "B, L"]);
    expect(warnings).toEqual([
      "Chain L of complex is too small to be placed by itself; it moves with chain B.",
    ]);
  });

  it("are the file itself when it is one chain", () => {
    const [part] = partsOf(chain(1, "A", 0));
    expect(part?.structure.name).toBe("blob 1");
    expect(wholePart({ file: "f", structure: together(chain(1, "A", 0), chain(2, "B", 60)) }).chain).toBe(
      "A, B",
    );
  });
});

describe("domains", () => {
  /** Two bodies 60 Å apart as one chain, so that nothing holds them together. */
  const dumbbell = (id: string) => {
    const [first, second] = [makeBlob(1, 130), moveStructure(makeBlob(2, 130), away(60))];
    const joined = joinStructures([first, second], "dumbbell", true);
    return {
      ...joined,
      chainId: joined.chainId.map(() => id),
      residueNumber: joined.residueNumber.map((_, n) => n + 1),
    };
  };

  it("are cut where nothing holds a chain together, at the same residues in its copies", () => {
    const complex = together(dumbbell("A"), moveStructure(dumbbell("B"), away(200)));
    const { value } = domainParts({ file: "f", structure: complex });
    expect(value.map(({ chain: id, residues }) => [id, residues])).toEqual([
      ["A", "1-130"],
      ["A", "131-260"],
      ["B", "1-130"],
      ["B", "131-260"],
    ]);
    expect(planWork(value).kinds.map((kind) => kind.members.map(({ part }) => part.chain))).toEqual([
      ["A", "B"],
      ["A", "B"],
    ]);
  });

  it("leave out what a prediction knows nothing about", () => {
    const model = dumbbell("A");
    const bFactor = model.bFactor.map((_, n) => (n < 130 ? 90 : 30));
    const { value, warnings } = domainParts({ file: "f", structure: { ...model, bFactor } }, () => ({
      isPlddt: true,
    }));
    expect(value.map(({ residues }) => residues)).toEqual(["1-130"]);
    expect(warnings[0]).toMatch(/^Residues 131-260 of dumbbell are left out/);
  });
});

describe("the plan", () => {
  const whole = (file: string, structure: Structure): Part => wholePart({ file, structure });

  it("has each unique chain once, largest first, with the copies that the input holds", () => {
    const { kinds } = planWork(
      partsOf(together(chain(1, "A", 0), chain(2, "B", 60, 90), chain(1, "C", 120))),
    );
    expect(kinds.map(({ name, copies, atoms }) => [name, copies.value, atoms])).toEqual([
      ["complex chain B", 1, 90],
      ["complex chain A", 2, 60],
    ]);
    expect(kinds[1]?.copies).toMatchObject({
      isFixed: false,
      reason: expect.stringContaining("2 such chains"),
    });
    expect(kinds[1]?.mass).toBeCloseTo((60 * 12.011) / 1000, 9); // of 60 carbons, kDa
  });

  it("takes the copies of a file as given, each of its chains that often", () => {
    const parts = partsOf(together(chain(1, "A", 0), chain(1, "B", 60), chain(2, "C", 120)));
    const copies = planWork(parts, new Map([["complex.cif", 3]])).kinds.map((kind) => kind.copies);
    expect(copies.map(({ value, isFixed }) => [value, isFixed])).toEqual([
      [6, true],
      [3, true],
    ]);
    expect(() => planWork(parts, new Map([["other.cif", 2]]))).toThrow("none of the model files");
  });

  it("knows a chain again after any motion, and where it went", () => {
    fc.assert(
      fc.property(anyRigid(100), (motion) => {
        const first = chain(3, "A", 0);
        const { kinds } = planWork([whole("a", first), whole("b", moveStructure(first, motion))]);
        expect(kinds.length).toBe(1);
        const found = kinds[0]?.members[1]?.fromFirst;
        if (!found) throw new Error("The second member is missing.");
        const [seen, wanted] = [applyRigid(found, [9, -3, 5]), applyRigid(motion, [9, -3, 5])];
        for (const k of [0, 1, 2] as const) expect(seen[k]).toBeCloseTo(wanted[k], 6);
      }),
    );
  });

  it("keeps apart what differs in shape or in sequence", () => {
    const first = chain(1, "A", 0);
    const bent = { ...first, xyz: first.xyz.map((x, n) => (n % 3 === 2 && n > 90 ? x + 9 : x)) };
    const mutated = { ...first, residueName: first.residueName.map((name, n) => (n < 6 ? "TRP" : name)) };
    const { kinds } = planWork([whole("a", first), whole("b", bent), whole("c", mutated)]);
    expect(kinds.map(({ members }) => members.length)).toEqual([1, 1, 1]);
    expect(new Set(kinds.map(({ name }) => name)).size).toBe(3);
  });
});

describe("what is known of a predicted model", () => {
  const model = { ...together(chain(1, "A", 0), chain(2, "B", 60, 90)), name: "AF-P12345-F1-model_v4" };
  const about = { name: model.name, entry: "", title: "" };
  const count = polymerCount(model);
  const errors = {
    count,
    errors: Float32Array.from({ length: count ** 2 }, (_, n) => Math.floor(n / count) + (n % count) / 1000),
  };

  it("is each chain's own part of the aligned errors, and whether B factors are pLDDT", () => {
    const known = confidenceOf(model, about, errors);
    const b = chainParts({ file: "f", structure: model }).value[1]?.structure as Structure;
    const { pae, isPlddt } = known(b);
    expect(isPlddt).toBe(true);
    expect(pae).toHaveLength(90 ** 2);
    // Row 0, column 1 of chain B is row 60, column 61 of the file: chain A has 60 residues.
    expect(pae?.[1]).toBeCloseTo(60.061, 3);
    expect(pae?.[90]).toBeCloseTo(61.06, 3);
  });

  it("is nothing when errors count other residues, or no predictor is named", () => {
    expect(confidenceOf(model, about, { ...errors, count: count - 1 })(model)).toEqual({ isPlddt: true });
    const named = { name: "model", entry: "1ABC", title: "a crystal" };
    expect(confidenceOf({ ...model, name: "model" }, named)(model)).toEqual({ isPlddt: false });
  });

  it("cuts where errors are large though atoms touch", () => {
    // Two bodies that lie on each other over their whole length.
    const on = { rotation: [0, 0, 0, 1], shift: [0, 0, 9] } as const;
    const both = joinStructures([makeBlob(1, 80), moveStructure(makeBlob(2, 80), on)], "two", true);
    const whole = { ...both, residueNumber: both.residueNumber.map((_, n) => n + 1) };
    const errorsOf = (between: number) =>
      Float32Array.from({ length: 160 ** 2 }, (_, n) =>
        Math.floor(n / 160) < 80 === n % 160 < 80 ? 1 : between,
      );
    const cut = (pae: Float32Array) =>
      domainParts({ file: "f", structure: whole }, () => ({ isPlddt: false, pae })).value.map(
        ({ residues }) => residues,
      );
    expect(cut(errorsOf(25))).toEqual(["1-80", "81-160"]);
    expect(cut(errorsOf(1))).not.toEqual(["1-80", "81-160"]);
  });
});
