import { expect, it } from "vitest";
import { planImages } from "#core/simulate/vrm/image-plan.ts";
import {
  imageSettings,
  MODEL_MAP_DEFAULTS,
  modelMap,
  scatteringAtomsOf,
} from "#core/simulate/vrm/model-map.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";
import { makeStructure } from "#core/structure/structure.testing.ts";
import { createGrid } from "#core/volume/grid.ts";

const structure = makeStructure([
  { atomName: "C", x: 6, y: 6, z: 6, bFactor: 40 },
  { atomName: "O", x: 7.2, y: 6, z: 6, bFactor: 60 },
]);
const grid = createGrid([13, 13, 13], [0, 0, 0], [1, 1, 1]);

it("takes B from the file, none, or one for all", () => {
  expect([...Array.from(scatteringAtomsOf(structure, 3).bFactor)]).toEqual([40, 60]);
  expect([...Array.from(scatteringAtomsOf(structure, 3, "none").bFactor)]).toEqual([0, 0]);
  expect([...Array.from(scatteringAtomsOf(structure, 3, 25).bFactor)]).toEqual([25, 25]);
});

it("takes the B that a tensor is equivalent to, 8π² tr(U) ⁄ 3, and leaves the tensor out with other B factors", () => {
  const tensors = {
    ...structure,
    anisotropicU: Float32Array.of(0, 0, 0, 0, 0, 0, 0.5, 0.25, 0.75, 0.1, 0, 0),
  };
  const atoms = scatteringAtomsOf(tensors, 3);
  expect(atoms.bFactor[0]).toBe(40);
  expect(atoms.bFactor[1]).toBeCloseTo(4 * Math.PI ** 2, 12);
  expect(atoms.anisotropicU).toBe(tensors.anisotropicU);
  expect(scatteringAtomsOf(tensors, 3, 25).anisotropicU).toBeUndefined();
});

it("sums images that end where the accuracy says, and tells why", async () => {
  const atoms = scatteringAtomsOf(structure, 3);
  const { volume, reason } = await modelMap(atoms, grid, MODEL_MAP_DEFAULTS, referenceImageKernel);
  const { images } = imageSettings(atoms, MODEL_MAP_DEFAULTS);
  expect(reason).toContain(`${images.cutoff} × the resolution`);
  expect(volume).toEqual(await referenceImageKernel.sum(planImages(atoms, images), grid));
});

it("tells that images take the equivalent B of tensors", async () => {
  const atoms = { ...scatteringAtomsOf(structure, 3), anisotropicU: new Float64Array(12).fill(0.4) };
  const { reason } = await modelMap(atoms, grid, MODEL_MAP_DEFAULTS, referenceImageKernel);
  expect(reason).toMatch(/× the resolution: .*Images take anisotropic displacements as their equivalent B/);
});

it("follows all ripples where the accuracy asks for it", async () => {
  const atoms = scatteringAtomsOf(structure, 3);
  const exact = { ...MODEL_MAP_DEFAULTS, accuracy: 1e-3 };
  const { volume, reason } = await modelMap(atoms, grid, exact, referenceImageKernel);
  expect(reason).toBeUndefined();
  const far = await referenceImageKernel.sum(
    planImages(atoms, { cutoff: 12, fade: 0, accuracy: 1e-6 }),
    grid,
  );
  const peak = Math.max(...far.values);
  for (const [n, value] of volume.values.entries())
    expect(Math.abs(value - far.values[n]) / peak).toBeLessThan(1e-3);
});
