import { describe, expect, it } from "vitest";
import { marked, paintModel } from "#renderer/scene/model-colors.ts";
import { cartoonIndex, partsOf } from "#renderer/scene/model-parts.ts";
import { LOOK_DEFAULTS, type ModelLook } from "#renderer/stores/scene.ts";
import type { ModelShape } from "#workers/protocol.ts";

/** Two residues of protein (N–CA each, joined), a ligand of two bonded atoms, and a zinc ion. */
const SHAPE: ModelShape = {
  mesh: { positions: new Float32Array(9), normals: new Float32Array(9), indices: Uint32Array.of(0, 1, 2) },
  residue: Uint32Array.of(0, 0, 1),
  chainOfResidue: Uint16Array.of(0, 0, 0, 1),
  kindOfResidue: Uint8Array.of(1, 1, 0, 0),
  secondaryOfResidue: Uint8Array.of(1, 2, 0, 0),
  labels: ["A/ALA 1", "A/GLY 2", "A/LIG 3", "B/ZN 4"],
  chains: ["A", "B"],
  atomXyz: new Float32Array(21),
  atomNumber: Uint8Array.of(7, 6, 7, 6, 6, 8, 30),
  atomResidue: Uint32Array.of(0, 0, 1, 1, 2, 2, 3),
  atomIndex: Uint32Array.of(0, 1, 3, 4, 5, 6, 9), // atoms 2, 7 and 8 of the model are not drawn
  atomB: Float32Array.of(10, 20, 30, 40, 50, 60, 70),
  atomOccupancy: Float32Array.of(1, 1, 1, 0.5, 0.5, 1, 1),
  atomName: Uint16Array.of(0, 1, 0, 1, 2, 3, 4),
  atomNames: ["N", "CA", "C1", "O1", "ZN"],
  bonds: Uint32Array.of(0, 1, 1, 2, 2, 3, 4, 5),
  trace: Uint32Array.of(1, 3),
  bOfResidue: Float32Array.of(15, 35, 55, 70),
};

const look = (change: Partial<ModelLook>): ModelLook => ({ ...LOOK_DEFAULTS, ...change });
const drawn = (change: Partial<ModelLook>) => {
  const { balls, sticks } = partsOf(SHAPE, look(change));
  return { atoms: [...balls.atoms], radii: [...balls.radii], pairs: [...sticks.pairs] };
};

describe("what of a model's atoms is drawn", () => {
  it("keeps ligands as sticks and ions as balls beside a cartoon, and leaves them out on wish", () => {
    const { atoms, radii, pairs } = drawn({ atoms: "none" });
    expect([atoms, pairs]).toEqual([[6], [4, 5]]);
    expect(radii[0]).toBeGreaterThan(0.5);
    expect(drawn({ atoms: "none", ligands: false })).toEqual({ atoms: [], radii: [], pairs: [] });
    expect(drawn({ atoms: "stick", ligands: false }).pairs).toEqual([0, 1, 1, 2, 2, 3]);
  });

  it("draws every atom at its van der Waals radius as spheres, with no sticks", () => {
    const { atoms, radii, pairs } = drawn({ atoms: "sphere" });
    expect(atoms).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(radii.slice(0, 2).map((r) => Math.round(100 * r))).toEqual([155, 170]); // N, C: Bondi
    expect(pairs).toEqual([]);
  });

  it("draws balls of a quarter of the atom on thinner sticks", () => {
    const { atoms, radii, pairs } = drawn({ atoms: "ball" });
    expect(atoms).toHaveLength(7);
    expect(radii[1]).toBeCloseTo(1.7 / 4, 5);
    expect(pairs).toEqual([...SHAPE.bonds]);
  });

  it("draws parts in their own style, later ones over earlier ones", () => {
    // Ranges count all atoms of the model: 3 to 6 are drawn atoms 2, 3 and 4.
    const parts = [
      { ranges: [3, 6], atoms: "sphere" as const },
      { ranges: [5, 7], atoms: "none" as const },
    ];
    const { atoms, pairs } = drawn({ atoms: "stick", parts });
    expect(atoms).toEqual([2, 3, 6]);
    expect(pairs).toEqual([0, 1]); // no stick reaches a sphere, or an atom that is hidden
  });

  it("leaves residues out of the cartoon that a part hides", () => {
    expect(cartoonIndex(SHAPE, look({ parts: [{ ranges: [0, 1], cartoon: false }] }))).toHaveLength(0);
    expect(cartoonIndex(SHAPE, look({ parts: [{ ranges: [4, 5], cartoon: false }] }))).toHaveLength(3);
    expect(cartoonIndex(SHAPE, look({}))).toBeNull();
  });

  it("draws Gaussians as wide as their σ, whatever stands for them", () => {
    const shape = { ...SHAPE, bonds: new Uint32Array(0), atomRadius: Float32Array.of(1, 2, 3, 4, 5, 6, 7) };
    const { balls } = partsOf(shape, look({ atoms: "sphere" }));
    expect([...balls.radii]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("joins the C-alphas for the trace", () => {
    expect(drawn({ trace: true, ligands: false }).pairs).toEqual([1, 3]);
  });
});

describe("the colours of a model", () => {
  const rgb = (colors: Float32Array, n: number) =>
    [...colors.subarray(3 * n, 3 * n + 3)].map((x) => Math.round(255 * x));
  const paint = (change: Partial<ModelLook>, number = 2) =>
    paintModel(SHAPE, look(change), { number, scores: null });

  it("gives carbon its residue's colour and other elements their own, unless they are told to follow", () => {
    const { atoms, legend } = paint({ color: "#ff8000" });
    expect(rgb(atoms, 1)).toEqual([255, 128, 0]);
    expect(rgb(atoms, 0)).toEqual([0x5a, 0x74, 0xf0]);
    expect(rgb(paint({ color: "#ff8000", elements: false }).atoms, 0)).toEqual([255, 128, 0]);
    expect(legend).toBeNull();
  });

  it("colours parts, and marks what is selected in them", () => {
    const part = paint({ color: "#0000ff", parts: [{ ranges: [4, 5], color: "#ff0000" }] });
    expect([rgb(part.atoms, 3), rgb(part.atoms, 1)]).toEqual([
      [255, 0, 0],
      [0, 0, 255],
    ]);
    expect(rgb(part.residues, 1)).toEqual([255, 0, 0]);
    const green = marked(SHAPE, part, [4, 5]);
    expect(rgb(green.atoms, 3)[1]).toBeGreaterThan(150);
    expect(rgb(green.atoms, 1)).toEqual([0, 0, 255]);
    expect(rgb(part.atoms, 3)).toEqual([255, 0, 0]); // the paint itself stays
  });

  it("runs along each chain's polymer from blue to red, and greys what is none", () => {
    const { residues } = paint({ color: "byresidue" });
    const [first, second, ligand] = [0, 1, 2].map((n) => rgb(residues, n));
    expect(first).toEqual([0x4a, 0x6f, 0xe3]);
    expect(second).toEqual([0xe2, 0x56, 0x4f]);
    expect(new Set(ligand?.map((x) => Math.abs(x - 148) < 15))).toEqual(new Set([true]));
  });

  it("shows B on a scale whose ends the legend tells: means over residues, values at atoms", () => {
    const { residues, atoms, legend } = paint({ color: "byb", range: [15, 55] });
    expect(legend).toEqual({ title: "B factor", unit: "Å²", low: 15, high: 55 });
    expect(rgb(residues, 0)).toEqual([0x44, 0x01, 0x54]); // viridis at 0
    expect(rgb(residues, 2)).toEqual([0xfd, 0xe7, 0x25]); // and at 1
    expect(rgb(atoms, 6)).toEqual([0xfd, 0xe7, 0x25]); // beyond the end
    expect(paint({ color: "byb" }).legend).toMatchObject({ low: 15, high: 70 });
  });

  it("is grey until densities are known, then shows them with their own title", () => {
    expect(paint({ color: "bydensity" }).legend).toBeNull();
    const scores = { title: "density in #1", unit: "", values: Float32Array.of(0, 0, 0, 0, 2, 2, 4) };
    const { legend, residues } = paintModel(SHAPE, look({ color: "bydensity" }), { number: 2, scores });
    expect(legend).toEqual({ title: "density in #1", unit: "", low: 0, high: 4 });
    expect(rgb(residues, 3)).toEqual([0xfd, 0xe7, 0x25]);
  });
});
