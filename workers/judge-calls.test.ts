import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { invert, type Rigid } from "#core/math/rigid.ts";
import { moveStructure } from "#core/structure/move.ts";
import { subset } from "#core/structure/subset.ts";
import { mapAt, smallModel } from "#core/validate/validate.testing.ts";
import type { EngineClient } from "#workers/client.ts";
import { startTestEngine } from "#workers/engine.testing.ts";
import type { ModelId, VolumeId } from "#workers/protocol.ts";

const structure = smallModel();
const exact = await mapAt(structure, 3);
/** The model lies elsewhere; this brings it into the map. */
const motion: Rigid = { rotation: [0.6, 0, 0, 0.8], shift: [10, 20, 30] };

let client: EngineClient;
let end: () => Promise<void>;
let map: VolumeId;

beforeEach(async () => {
  ({ client, end } = startTestEngine());
  map = (await client.call("openMap", { name: "a.mrc", bytes: writeMrc(exact) })).id;
});
afterEach(() => end());

async function openModel(kept: (n: number) => boolean): Promise<ModelId> {
  const atoms = Array.from({ length: structure.atomCount }, (_, n) => n).filter(kept);
  const away = moveStructure(subset(structure, atoms, "b"), invert(motion));
  const { models } = await client.call("openModel", { name: "b.cif", bytes: writeMmcif([away]) });
  return models[0].id;
}

const judged = (model: ModelId) => ({ model, motion, map, resolution: 3, bFactor: "file" }) as const;
const settings = { sigma: 0.6, sparse: "skip" } as const;

describe("validate", () => {
  it("judges a model where it is placed, residue by residue and atom by atom of its shape", async () => {
    const model = await openModel(() => true);
    const params = {
      ...judged(model),
      reason: "given",
      settings,
      halves: [map, map] as const,
      localResolution: map,
    };
    const { document, atomQ } = await client.call("validate", params);
    expect(document.verdict.kind).toBe("agrees");
    expect(document.correlations.mask).toBeGreaterThan(0.999);
    expect(document).toMatchObject({ map: { file: "a.mrc" }, settings: { halfMaps: ["a.mrc", "a.mrc"] } });
    expect(document.fsc.halves?.gap).toBe(0);
    const { labels, atomXyz } = await client.call("shape", { model });
    expect(document.residues.map(({ chain, name, number }) => `${chain}/${name} ${number}`)).toEqual(labels);
    expect(atomQ).toHaveLength(atomXyz.length / 3);
    const mean = atomQ.reduce((sum, q) => sum + q, 0) / atomQ.length;
    expect(mean).toBeCloseTo(document.scores.q, 5);
  });

  it("sees that a model is elsewhere, and ends when it is cancelled", async () => {
    const model = await openModel(() => true);
    const moved = { ...judged(model), motion: { ...motion, shift: [14, 24, 30] as const } };
    const { document } = await client.call("validate", { ...moved, reason: "given", settings });
    expect(document.verdict.kind).not.toBe("agrees");
    const controller = new AbortController();
    const call = client.call(
      "validate",
      { ...judged(model), reason: "", settings },
      { signal: controller.signal },
    );
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: "cancelled" });
  });

  it("refuses settings that are none", async () => {
    const model = await openModel(() => true);
    const wrong = { ...judged(model), reason: "", settings: { sigma: -1, sparse: "skip" } } as const;
    await expect(client.call("validate", wrong)).rejects.toMatchObject({ code: "input" });
  });
});

describe("difference", () => {
  it("makes a map in σ, shown at 3 σ, whose highest peak is the residue the model lacks", async () => {
    const model = await openModel((n) => n < 12 || n >= 18);
    const made = await client.call("difference", { ...judged(model), scale: "local", peaks: 2 });
    expect(made.map).toMatchObject({ name: "a.mrc − b", level: { value: 3 } });
    expect(made.map.description.labels.at(-1)).toContain("in sigma");
    const [peak] = made.peaks;
    expect(peak.height).toBeGreaterThan(5);
    const [x, y, z] = structure.xyz.subarray(36, 54).reduce(
      (sum, value, n) => {
        sum[n % 3] += value / 6;
        return sum;
      },
      [0, 0, 0],
    );
    expect(Math.hypot(peak.place[0] - x, peak.place[1] - y, peak.place[2] - z)).toBeLessThan(1.6);
    const { bytes } = await client.call("writeMap", { map: made.map.id });
    const { values } = volumeFromMrc(readMrc(bytes).value).value;
    expect(values.reduce((a, b) => Math.max(a, b))).toBeCloseTo(made.map.max, 5);
    const half = { ...judged(model), scale: "half maps", halves: [map, map], peaks: 1 } as const;
    expect((await client.call("difference", half)).peaks[0].height).toBeGreaterThan(5);
  });
});
