import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDemoChain, makeDemoComplex } from "#core/demo/demo-complex.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomNormal, randomRotation } from "#core/math/random.ts";
import { quaternionFromRotationVector, rotate } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { chainGroups } from "#core/refine/chain-groups.ts";
import { ModelImages } from "#core/refine/model-images.ts";
import { refineModel } from "#core/refine/refine-model.ts";
import { leastSquares } from "#core/refine/targets.ts";
import { molmapGrid } from "#core/simulate/molmap.ts";
import { bandLimitedNoise } from "#core/simulate/noise.ts";
import { planImages } from "#core/simulate/vrm/image-plan.ts";
import { scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import type { Structure } from "#core/structure/structure.ts";
import { cancelledJob } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

const RESOLUTION = 3;
const REQUEST = { resolution: RESOLUTION, accuracy: 0.02 };
const engine = createImageEngine(builtEngineFiles(), 2);
afterAll(() => engine.dispose());

let truth: Structure;
/** The truth at 3 Å with a tenth as much noise as signal by power, in units and on a level of its own; and half maps. */
let map: Volume;
let halves: [Volume, Volume];

beforeAll(async () => {
  truth = makeDemoChain("helix-bundle", 1);
  const clean = await cleanMap(truth);
  const noises = await Promise.all([1, 2].map((seed) => noiseOn(clean, 0.45, seed)));
  const [a, b] = noises.map((noise) => sum(clean, noise));
  halves = [a, b];
  map = { grid: clean.grid, values: a.values.map((value, n) => (value + b.values[n]) / 2) };
});

async function cleanMap(structure: Structure, gridSpacing = 1): Promise<Volume> {
  const atoms = scatteringAtomsOf(structure, RESOLUTION);
  const grid = molmapGrid(atoms.xyz, RESOLUTION, { gridSpacing, edgePadding: 8 });
  const { values } = await engine.sum(planImages(atoms, { cutoff: 4, fade: 0.1, accuracy: 1e-4 }), grid);
  return { grid, values: values.map((value) => 3 * value + 0.1) };
}

function noiseOn({ grid, values }: Volume, share: number, seed: number): Promise<Volume> {
  const mean = values.reduce((total, v) => total + v, 0) / values.length;
  const sd = Math.sqrt(values.reduce((total, v) => total + (v - mean) ** 2, 0) / values.length);
  return bandLimitedNoise(grid, { resolution: RESOLUTION, sd: share * sd }, createRandom(seed), quietJob);
}

const sum = (a: Volume, b: Volume): Volume => ({
  grid: a.grid,
  values: a.values.map((v, n) => v + b.values[n]),
});

function rmsd(a: ArrayLike<number>, b: ArrayLike<number>, perPoint: number): number {
  let squares = 0;
  for (let n = 0; n < a.length; n++) squares += (a[n] - b[n]) ** 2;
  return Math.sqrt((perPoint * squares) / a.length);
}

/** Every atom moved by 0.3 Å on average. */
function shaken(structure: Structure): Structure {
  const random = createRandom(21);
  const xyz = structure.xyz.map((x) => x + (0.3 / Math.sqrt(3)) * randomNormal(random));
  return { ...structure, xyz };
}

/** Every B factor off by 15 Å² on average. */
function blurredAtRandom(structure: Structure): Structure {
  const random = createRandom(22);
  const bFactor = structure.bFactor.map((b) => Math.max(1, b + 15 * randomNormal(random)));
  return { ...structure, bFactor };
}

/** Every chain turned by 5° about its centre and shifted by 1 Å. */
function chainsAway(structure: Structure): Structure {
  const random = createRandom(23);
  const xyz = structure.xyz.slice();
  for (const group of chainGroups(structure)) {
    const axis = rotate(randomRotation(random), [1, 0, 0]);
    const way = rotate(randomRotation(random), [1, 0, 0]);
    const rotation = quaternionFromRotationVector(
      axis.map((x) => (x * 5 * Math.PI) / 180) as unknown as Vec3,
    );
    const centre = [0, 1, 2].map(
      (k) => group.reduce((total, n) => total + structure.xyz[3 * n + k], 0) / group.length,
    );
    for (const n of group) {
      const [x, y, z] = [0, 1, 2].map((k) => structure.xyz[3 * n + k] - centre[k]);
      const turned = rotate(rotation, [x, y, z]);
      for (let k = 0; k < 3; k++) xyz[3 * n + k] = turned[k] + centre[k] + way[k];
    }
  }
  return { ...structure, xyz };
}

describe("a disturbed model moves towards the truth", () => {
  it("chains turned by 5° and shifted by 1 Å come home to 0.05 Å in a noise-free map", async () => {
    const complex = makeDemoComplex(1);
    const start = chainsAway(complex);
    const clean = await cleanMap(complex, 1.35);
    const rigid = chainGroups(complex);
    const { structure, before, after } = await refineModel(
      start,
      { map: clean },
      { ...REQUEST, rigid },
      engine,
    );
    expect(rigid).toHaveLength(3);
    expect(rmsd(start.xyz, complex.xyz, 3)).toBeGreaterThan(1.5);
    expect(rmsd(structure.xyz, complex.xyz, 3)).toBeLessThan(0.05);
    expect(after.heldOut).toBeGreaterThan(before.heldOut);
  });

  it("coordinates with 0.3 Å of noise lose a third of it and regain their bonds, in a noisy map", async () => {
    const start = shaken(truth);
    const { structure, before, after, stages } = await refineModel(
      start,
      { map },
      { ...REQUEST, coordinates: true },
      engine,
    );
    expect(rmsd(start.xyz, truth.xyz, 3)).toBeCloseTo(0.3, 1);
    expect(rmsd(structure.xyz, truth.xyz, 3)).toBeLessThan(0.2);
    expect(after.bondRmsd).toBeLessThan(before.bondRmsd / 5);
    expect(after.heldOut).toBeGreaterThan(before.heldOut);
    expect(stages[0]?.weight).toContain("2 %");
    expect(structure.bFactor).toBe(start.bFactor);
  });

  it("B factors of atoms with 15 Å² of noise lose some of it, in a noisy map, with a half map held out", async () => {
    const start = blurredAtRandom(truth);
    const { structure, before, after, heldOut } = await refineModel(
      start,
      { map, halves },
      { ...REQUEST, bFactors: "atom" },
      engine,
    );
    const [off, less] = [start, structure].map(({ bFactor }) => rmsd(bFactor, truth.bFactor, 1));
    expect(less).toBeLessThan(0.75 * off);
    expect(after.heldOut).toBeGreaterThan(before.heldOut);
    expect(after.lowestB).toBeGreaterThanOrEqual(0);
    expect(heldOut).toContain("alf map 2");
    expect(structure.xyz).toEqual(start.xyz);
  });

  it("an occupancy of 1 in a map of a half comes down to a half", async () => {
    const fewer = {
      ...truth,
      occupancy: truth.occupancy.map((_, n) => (truth.residueNumber[n] < 20 ? 0.5 : 1)),
    };
    const observed = await cleanMap(fewer);
    const { structure } = await refineModel(
      truth,
      { map: observed },
      { ...REQUEST, occupancy: "residues" },
      engine,
    );
    const inside = [...structure.occupancy].filter((_, n) => truth.residueNumber[n] < 18);
    const beyond = [...structure.occupancy].filter((_, n) => truth.residueNumber[n] > 22);
    const mean = (values: number[]) => values.reduce((total, v) => total + v, 0) / values.length;
    expect(mean(inside)).toBeGreaterThan(0.4);
    expect(mean(inside)).toBeLessThan(0.65);
    expect(mean(beyond)).toBeGreaterThan(0.9);
  });
});

describe("a model that is right already", () => {
  it("keeps its agreement with held-out data or gains some, whatever is refined", async () => {
    for (const request of [
      { coordinates: true },
      { bFactors: "residue" as const },
      { rigid: chainGroups(truth) },
    ]) {
      const { before, after, stages } = await refineModel(truth, { map }, { ...REQUEST, ...request }, engine);
      expect(after.heldOut).toBeGreaterThanOrEqual(before.heldOut - 1e-6);
      for (const stage of stages)
        expect(stage.after.heldOut).toBeGreaterThanOrEqual(stage.before.heldOut ?? 1);
      expect(after.shift).toBeLessThan(0.15);
    }
  });

  it("is told how much the map is sharpened, and its B factors stay at their level", async () => {
    const sharp = { ...truth, bFactor: truth.bFactor.map((b) => b + 100) };
    const { blur, after } = await refineModel(sharp, { map }, { ...REQUEST, bFactors: "residue" }, engine);
    expect(blur).toBeGreaterThan(-110);
    expect(blur).toBeLessThan(-80);
    expect(after.meanB).toBeGreaterThan(120);
  });
});

describe("a refinement", () => {
  it("says when there is nothing to refine, and when the model is elsewhere", async () => {
    await expect(refineModel(truth, { map }, REQUEST, engine)).rejects.toThrow("Say what to refine");
    const away = { ...truth, xyz: truth.xyz.map((x) => x + 300) };
    const asked = { ...REQUEST, coordinates: true };
    await expect(refineModel(away, { map }, asked, engine)).rejects.toThrow("outside the map");
    const { stages, notes } = await refineModel(truth, { map }, { ...REQUEST, occupancy: "partial" }, engine);
    expect(stages).toEqual([]);
    expect(notes.join(" ")).toContain("no occupancies to refine");
  });

  it("can be cancelled", async () => {
    const refining = refineModel(truth, { map }, { ...REQUEST, coordinates: true }, engine, cancelledJob);
    await expect(refining).rejects.toMatchObject({ code: "cancelled" });
  });

  it("needs half maps on the grid of the map", async () => {
    const moved = { ...halves[0], grid: { ...map.grid, origin: [0, 0, 0] as const } };
    const asked = { ...REQUEST, coordinates: true };
    await expect(refineModel(truth, { map, halves: [moved, halves[1]] }, asked, engine)).rejects.toThrow(
      "grid",
    );
  });
});

const DATA = join(import.meta.dirname, "../../../shared/reference/vrm_map_1a0m");
const isThere = existsSync(DATA);
if (!isThere)
  console.log("Skipped: reference gradients of 1A0M need ../shared/reference, which is not here.");

it.skipIf(!isThere)(
  "gives the reference gradients of least squares for 1A0M to 1e-4 of the largest",
  async () => {
    const read = (name: string) => readFileSync(join(DATA, name));
    const observed = volumeFromMrc(readMrc(gunzipSync(read("isolated_d2.5_d5.0.mrc.gz"))).value).value;
    const model = (await readStructure("model.pdb", read("model.pdb"))).value.structures[0];
    const { ls_gradient } = JSON.parse(read("CASE.json").toString()) as {
      ls_gradient: { T: number; atoms: Record<string, number>[] };
    };
    const atoms = scatteringAtomsOf(model, 3);
    const maker = { images: { cutoff: 22, fade: 0, accuracy: 2e-6 }, kernel: engine };
    const every = new Uint8Array(model.atomCount).fill(1);
    const images = await ModelImages.create(atoms, every, observed.grid, maker, quietJob);
    const { value, weights } = leastSquares(observed)(await images.map(atoms, quietJob));
    expect(value / ls_gradient.T).toBeCloseTo(1, 4);
    const slopes = await images.slopes(atoms, weights, quietJob);
    const serials = [...model.serial];
    for (const [key, of] of [
      ["grad_x", (n: number) => slopes.xyz[3 * n]],
      ["grad_y", (n: number) => slopes.xyz[3 * n + 1]],
      ["grad_z", (n: number) => slopes.xyz[3 * n + 2]],
      ["grad_occ", (n: number) => slopes.occupancy[n]],
      ["grad_B", (n: number) => slopes.bFactor[n]],
    ] as const) {
      const largest = Math.max(...ls_gradient.atoms.map((atom) => Math.abs(atom[key])));
      for (const atom of ls_gradient.atoms) {
        expect(Math.abs(of(serials.indexOf(atom["serial"])) - atom[key]) / largest).toBeLessThan(1e-4);
      }
    }
  },
);
