import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeStructure } from "#core/structure/structure.testing.ts";
import { helixTrace, strandTrace } from "#core/structure/trace.testing.ts";
import { type ModelShape, modelShape } from "#core/surface/model-shape.ts";
import { sizeOf } from "#core/surface/surface.testing.ts";

const chainOf = (points: readonly (readonly number[])[], chainId = "A", first = 1) =>
  points.map(([x, y, z], n) => ({ x, y, z, atomName: "CA", chainId, residueNumber: first + n, bFactor: n }));

function expectSound({ mesh, residue, labels }: ModelShape): void {
  expect(mesh.positions.every(Number.isFinite)).toBe(true);
  expect(mesh.indices.every((n) => n < residue.length)).toBe(true);
  expect(residue.every((r) => r < labels.length)).toBe(true);
  expect(mesh.positions).toHaveLength(3 * residue.length);
  for (let n = 0; n < mesh.normals.length; n += 3) {
    expect(Math.hypot(mesh.normals[n], mesh.normals[n + 1], mesh.normals[n + 2])).toBeCloseTo(1, 5);
  }
}

/** Largest distance along y of the vertices of one residue from the chain, which runs along x. */
function widthOf({ mesh, residue }: ModelShape, r: number): number {
  return Math.max(...Array.from(residue, (own, v) => (own === r ? Math.abs(mesh.positions[3 * v + 1]) : 0)));
}

describe("modelShape", () => {
  it("draws a straight stretch of coil as a round tube of radius 0.3 Å, closed at both ends, facing outwards", () => {
    const shape = modelShape(makeStructure(chainOf([0, 1, 2, 3].map((n) => [3.8 * n, 0, 0]))));
    expectSound(shape);
    // A prism with six sides: area of the hexagon (3√3/2) r² times the length.
    const expected = ((3 * Math.sqrt(3)) / 2) * 0.09 * 3 * 3.8;
    expect(sizeOf(shape.mesh).volume).toBeCloseTo(expected, 4);
    for (let v = 0; v < shape.residue.length; v++) {
      const [, y, z] = shape.mesh.positions.subarray(3 * v, 3 * v + 3);
      expect(Math.hypot(y, z)).toBeCloseTo(0.3, 5);
    }
  });

  it("draws helices and strands as ribbons: wide, thin, an arrow at the end of a strand", () => {
    const helix = modelShape(makeStructure(chainOf(helixTrace(14))));
    expectSound(helix);
    // Along the axis of the helix the ribbon is 2.2 Å wide at every residue; across it 0.5 Å thick.
    const onAxis = helix.mesh.positions.filter((_, n) => n % 3 === 2);
    expect(Math.max(...onAxis) - 13 * 1.5).toBeGreaterThan(0.7);
    helix.residue.forEach((r, v) => {
      if (r === 0 || r === 13) return; // the curve has no neighbour to bend to
      const [x, y] = helix.mesh.positions.subarray(3 * v, 3 * v + 2);
      expect(Math.abs(Math.hypot(x, y) - 2.3)).toBeLessThan(1);
    });
    const points = strandTrace(10);
    const beside = points.map(([x, y, z]) => [x, y + 4.8, z]);
    const strand = modelShape(makeStructure([...chainOf(points), ...chainOf(beside, "B")]));
    expectSound(strand);
    // The strand is seen up to residue 9 of 10: the arrow begins 1.8 Å to either side at the 8th.
    const widths = Array.from({ length: 10 }, (_, r) => widthOf(strand, r));
    expect(widths[7]).toBeCloseTo(1.8, 1);
    expect(widths[4]).toBeCloseTo(1.1, 1);
    expect(widths[9]).toBeCloseTo(0.3, 1);
    // The sheet lies in the plane of x and y: the pleat along z is gone and the ribbon is flat.
    strand.residue.forEach((r, v) => {
      if (r > 1 && r < 6) expect(Math.abs(strand.mesh.positions[3 * v + 2])).toBeLessThan(0.3);
    });
  });

  it("spends at most 60 triangles per residue", () => {
    for (const points of [helixTrace(30), strandTrace(12), helixTrace(2)]) {
      const { mesh } = modelShape(makeStructure(chainOf(points)));
      expect(mesh.indices.length / 3 / points.length).toBeLessThanOrEqual(60);
    }
  });

  it("tells chains, B factors, labels, atoms and bonds", () => {
    const shape = modelShape(
      makeStructure([
        { atomName: "N", residueName: "GLU", residueNumber: 12, insertionCode: "B", bFactor: 10 },
        { atomName: "CA", x: 1.46, residueName: "GLU", residueNumber: 12, insertionCode: "B", bFactor: 30 },
        { atomName: "HA", x: 2, residueName: "GLU", residueNumber: 12, insertionCode: "B", bFactor: 90 },
        { atomName: "O", x: 9, residueName: "HOH", residueNumber: 90 },
        {
          atomName: "ZN",
          element: "ZN",
          x: 1,
          residueName: "ZN",
          residueNumber: 3,
          chainId: "z",
          bFactor: 5,
        },
      ]),
    );
    expect(shape.labels).toEqual(["A/GLU 12B", "z/ZN 3"]);
    expect(shape.chains).toEqual(["A", "z"]);
    expect([...shape.chainOfResidue]).toEqual([0, 1]);
    expect([...shape.bOfResidue]).toEqual([20, 5]);
    expect([...shape.atomNumber]).toEqual([7, 6, 30]);
    expect([...shape.atomResidue]).toEqual([0, 0, 1]);
    expect([...shape.atomIndex]).toEqual([0, 1, 4]); // hydrogen and water are not drawn
    expect([...shape.bonds]).toEqual([0, 1]);
    expect([...shape.atomB]).toEqual([10, 30, 5]);
    expect([...shape.atomName].map((n) => shape.atomNames[n])).toEqual(["N", "CA", "ZN"]);
    expect([...shape.kindOfResidue]).toEqual([1, 0]);
    expect([...shape.atomXyz].map((x) => Math.round(x * 100))).toEqual([0, 0, 0, 146, 0, 0, 100, 0, 0]);
    expect(shape.mesh.indices).toHaveLength(0);
  });

  it("joins the C-alphas of unbroken chains, and tells secondary structure", () => {
    const residue = (n: number, x: number) =>
      ["N", "CA", "C"].map((atomName, k) => ({ atomName, x: x + k, residueNumber: n }));
    // Between residues 2 and 3 lie 9 Å: a gap.
    const rows = [...residue(1, 0), ...residue(2, 3.8), ...residue(3, 12.8), ...residue(4, 16.6)];
    expect([...modelShape(makeStructure(rows)).trace]).toEqual([1, 4, 7, 10]);
    const helix = modelShape(makeStructure(chainOf(helixTrace(14))));
    expect(helix.secondaryOfResidue[7]).toBe(1);
  });

  it("draws a base as a stroke from the ribbon over C1' to the atom that pairs", () => {
    const nucleotide = (n: number, residueName: string, mark: string) => [
      { atomName: "P", z: 6 * n, residueName, residueNumber: n },
      { atomName: "C1'", x: 3, z: 6 * n + 3, residueName, residueNumber: n },
      { atomName: mark, x: 4, z: 6 * n + 3, residueName, residueNumber: n },
      { atomName: "N1", x: 8, z: 6 * n + 3, residueName, residueNumber: n },
      { atomName: "N3", x: 7, z: 6 * n + 3, residueName, residueNumber: n },
    ];
    const shape = modelShape(
      makeStructure([
        ...nucleotide(0, "DA", "N9"),
        ...nucleotide(1, "DC", "C6"),
        ...nucleotide(2, "DG", "N9"),
      ]),
    );
    expectSound(shape);
    const reach = (r: number) =>
      Math.max(
        ...Array.from(shape.residue, (own, v) => (own === r ? (shape.mesh.positions[3 * v] ?? 0) : 0)),
      );
    // Adenine and guanine end at N1 (x = 8 Å), cytosine at N3 (7 Å); the ends are flat and face along x.
    expect([reach(0), reach(1), reach(2)].map((x) => Math.round(10 * x) / 10)).toEqual([8, 7, 8]);
    expect([...shape.kindOfResidue]).toEqual([2, 2, 2]);
  });

  it("is sound for any trace, points on top of each other included", () => {
    const coordinate = fc.integer({ min: -3, max: 3 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 1, maxLength: 12 }),
        (points) => expectSound(modelShape(makeStructure(chainOf(points)))),
      ),
    );
  });

  it("moves and turns with its model", () => {
    const points = [...helixTrace(8), ...strandTrace(6).map(([x, y, z]) => [x + 4, y + 1, z + 12])];
    const there = modelShape(makeStructure(chainOf(points)));
    const turned = modelShape(makeStructure(chainOf(points.map(([x, y, z]) => [y + 10, z - 7, x + 1]))));
    for (let v = 0; v < there.residue.length; v++) {
      const [x, y, z] = there.mesh.positions.subarray(3 * v, 3 * v + 3);
      const other = [...turned.mesh.positions.subarray(3 * v, 3 * v + 3)];
      // The first side of a chain of coil is any across it; ribbons turn with the chain.
      if (there.residue[v] < 8)
        other.forEach((o, k) => void expect(o).toBeCloseTo([y + 10, z - 7, x + 1][k], 3));
    }
  });
});
