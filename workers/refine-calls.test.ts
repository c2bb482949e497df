import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeDemoChain } from "#core/demo/demo-complex.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { IDENTITY, invert, type Rigid } from "#core/math/rigid.ts";
import { gridFor, observedMap } from "#core/refine/refine.testing.ts";
import { scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";
import type { EngineClient } from "#workers/client.ts";
import { startTestEngine } from "#workers/engine.testing.ts";
import { Journal } from "#workers/journal.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

const D = 3;
const chain = makeDemoChain("helix-bundle", 1);
const truth = subset(
  chain,
  Array.from({ length: chain.atomCount }, (_, n) => n).filter((n) => chain.residueNumber[n] <= 25),
  "truth",
);
/** The model lies elsewhere; this brings it into the map. */
const motion: Rigid = { rotation: [0.6, 0, 0, 0.8], shift: [10, 20, 30] };
let bytes: Uint8Array;
let client: EngineClient;
let end: () => Promise<void>;
let map: VolumeId;

beforeAll(async () => {
  const atoms = scatteringAtomsOf(truth, D);
  bytes = writeMrc(await observedMap(atoms, gridFor(atoms, 1, 8)));
});
beforeEach(async () => {
  ({ client, end } = startTestEngine());
  map = (await client.call("openMap", { name: "a.mrc", bytes: bytes.slice() })).id;
});
afterEach(() => end());

async function open(structure: Structure): Promise<ModelId> {
  const away = moveStructure(structure, invert(motion));
  const { models } = await client.call("openModel", { name: "b.cif", bytes: writeMmcif([away]) });
  return models[0].id;
}

function shaken(): Structure {
  const random = createRandom(2);
  return { ...truth, xyz: truth.xyz.map((x) => x + 0.15 * randomNormal(random)) };
}

const NOTHING = { rigid: false, coordinates: false, bFactors: null, occupancy: null } as const;

describe("refineModel", () => {
  it("makes a new model where the old one is placed, nearer to the truth, and leaves the old one", async () => {
    const model = await open(shaken());
    const params = { ...NOTHING, model, motion, map, resolution: D, coordinates: true, name: "b refined" };
    const steps = new Set<string>();
    const answer = await client.call("refineModel", params, {
      onProgress: ({ step }) => void steps.add(step),
    });
    expect(answer.model).toMatchObject({ name: "b refined", atoms: truth.atomCount });
    expect(answer.model.id).not.toBe(model);
    expect(steps).toContain("coordinates");
    const { refinement } = answer;
    expect(refinement.verdict.kind).toBe("better");
    expect(refinement.after.heldOut).toBeGreaterThan(refinement.before.heldOut);
    expect(refinement.stages.map(({ name }) => name)).toEqual(["coordinates"]);
    const placed = [{ model: answer.model.id, motion: IDENTITY }];
    const written = await client.call("writeModels", { placed, format: "cif" });
    const { xyz } = (await readStructure("out.cif", written.bytes)).value.structures[0];
    expect(rmsd(xyz, truth.xyz)).toBeLessThan(0.75 * rmsd(shaken().xyz, truth.xyz));
    const journal = new Journal();
    journal.note({ kind: "call", id: 1, name: "refineModel", params }, answer);
    expect(journal.entries().map(({ ids }) => ids)).toEqual([[answer.model.id]]);
  });

  it("takes half maps, reads local resolutions, and says what it took", async () => {
    const model = await open(truth);
    const answer = await client.call("refineModel", {
      ...NOTHING,
      model,
      motion,
      map,
      resolution: D,
      rigid: true,
      bFactors: "chain",
      halves: [map, map],
      name: "b refined",
    });
    expect(answer.refinement.heldOut).toBe("Half map 2 is held out; half map 1 is refined against");
    expect(answer.refinement.stages.map(({ name }) => name)).toEqual(["rigid groups", "B factors"]);
    expect(answer.refinement.after.shift).toBeLessThan(0.05);
  });

  it("ends when it is cancelled, and refuses when nothing is to be refined", async () => {
    const model = await open(truth);
    const params = { ...NOTHING, model, motion, map, resolution: D, name: "b" };
    const controller = new AbortController();
    const call = client.call("refineModel", { ...params, coordinates: true }, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: "cancelled" });
    await expect(client.call("refineModel", params)).rejects.toMatchObject({ code: "input" });
  });
});

describe("rotamers", () => {
  it("finds none better than those that made the map, wherever the model is placed", async () => {
    const model = await open(truth);
    const { residues, summary, rule, remarks } = await client.call("rotamers", {
      model,
      motion,
      map,
      resolution: D,
    });
    expect(residues.length).toBeGreaterThan(10);
    expect(residues.some(({ better }) => better)).toBe(false);
    expect(residues[0]).not.toHaveProperty("rotamers");
    expect(summary).toBe(`No other rotamer is clearly better for any of ${residues.length} side chains.`);
    expect(rule).toContain("Clearly better");
    expect(remarks).toEqual([]);
  });

  it("reads local resolutions from a map, clamped and averaged per residue", async () => {
    const model = await open(truth);
    const params = { model, motion, map, resolution: D };
    const [same, local] = [
      await client.call("rotamers", params),
      await client.call("rotamers", { ...params, localResolution: map }),
    ];
    // The map holds no resolutions: they are clamped to two voxels, and correlations differ.
    expect(local.residues[0].correlation).not.toBe(same.residues[0].correlation);
    await expect(client.call("rotamers", { ...params, resolution: -1 })).rejects.toMatchObject({
      code: "input",
    });
  });
});

describe("atomResolutions", () => {
  it("come from rules or a map, one per atom of the shape", async () => {
    const model = await open(truth);
    const params = { model, motion, resolution: D };
    const { atomXyz } = await client.call("shape", { model });
    const rules = { rules: "chain:A=2.5;residue:A/10-20=4" };
    const { values } = await client.call("atomResolutions", { ...params, from: rules });
    expect(values).toHaveLength(atomXyz.length / 3);
    expect([...new Set(values)].sort()).toEqual([2.5, 4]);
    // Voxels of 1 Å hold nothing finer than 2 Å; density is no resolution, and clamped to it.
    const fromMap = await client.call("atomResolutions", { ...params, from: { map } });
    expect(Math.min(...fromMap.values)).toBeCloseTo(2, 6);
    expect(Math.max(...fromMap.values)).toBeLessThanOrEqual(4 * D);
    const byB = await client.call("atomResolutions", { ...params, from: { rules: "b" } });
    expect(new Set(byB.values).size).toBeGreaterThan(5);
    const wrong = client.call("atomResolutions", { ...params, from: { rules: "chain:Q=3" } });
    await expect(wrong).rejects.toMatchObject({ code: "input" });
  });
});

function rmsd(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squares = 0;
  for (let n = 0; n < a.length; n++) squares += (a[n] - b[n]) ** 2;
  return Math.sqrt((3 * squares) / a.length);
}
