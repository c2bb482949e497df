import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeBlob, rmsdBetween } from "#core/fit/fit.testing.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { IDENTITY, type Rigid } from "#core/math/rigid.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { EngineClient } from "#workers/client.ts";
import { startListeningEngine, startTestEngine, testFiles, testHost } from "#workers/engine.testing.ts";
import { createEngine, type EngineLine } from "#workers/engine.ts";
import type { CallProgress, FileId, FromEngine, ModelId, VolumeId } from "#workers/protocol.ts";

const files = testFiles();
const request = { ...FIT_DEFAULTS, resolution: 5, starts: 60 };

let client: EngineClient;
let end: () => Promise<void>;

beforeEach(() => {
  ({ client, end } = startTestEngine());
});
afterEach(() => end());

async function openBoth(): Promise<{ map: VolumeId; model: ModelId; level: number }> {
  const map = await client.call("openMap", { name: "a.mrc", bytes: files.map });
  const { models } = await client.call("openModel", { name: "b.cif", bytes: files.model });
  return { map: map.id, model: models[0].id, level: map.level.value };
}

describe("opening and closing", () => {
  it("summarizes maps, packed or not", async () => {
    const plain = await client.call("openMap", { name: "folder/a.mrc", bytes: files.map });
    const packed = await client.call("openMap", { name: "a.mrc.gz", bytes: gzipSync(files.map) });
    expect([plain.id, packed.id]).toEqual(["map-1", "map-2"]);
    expect(plain.name).toBe("a.mrc");
    expect(plain.level.value).toBeGreaterThan(0);
    expect(plain.histogram.counts.reduce((a, b) => a + b)).toBe(plain.grid.size.reduce((a, b) => a * b));
    expect({ ...packed, id: "", name: "" }).toEqual({ ...plain, id: "", name: "" });
  });

  it("summarizes every model of a file, and splits one by chain", async () => {
    const blob = makeBlob(2);
    const two = { ...blob, chainId: blob.chainId.map((_, n) => (n < 20 ? "A" : "B")) };
    const bytes = writeMmcif([blob, two]);
    const { models } = await client.call("openModel", { name: "x.cif", bytes });
    expect(models.map(({ id, name, atoms, chains }) => [id, name, atoms, chains])).toEqual([
      ["model-1", "x model 1", 60, ["A"]],
      ["model-2", "x model 2", 60, ["A", "B"]],
    ]);
    const chains = await client.call("split", { model: models[1].id });
    expect(chains.models.map(({ id, name, atoms }) => [id, name, atoms])).toEqual([
      ["model-3", "x model 2 chain A", 20],
      ["model-4", "x model 2 chain B", 40],
    ]);
    const [centre] = [models[0].centre];
    const far = Math.max(
      ...Array.from({ length: 60 }, (_, n) => Math.hypot(...centre.map((c, k) => blob.xyz[3 * n + k] - c))),
    );
    expect(models[0].radius).toBeCloseTo(far, 2);
  });

  it("takes bytes that are moved, and closes", async () => {
    const bytes = files.map.slice();
    const { id } = await client.call("openMap", { name: "a.mrc", bytes }, { transfer: [bytes.buffer] });
    expect(bytes.byteLength).toBe(0);
    expect(await client.call("close", { id })).toEqual({ closed: true });
    expect(await client.call("close", { id })).toEqual({ closed: false });
    await expect(client.call("plane", { map: id, axis: 0, index: 0 })).rejects.toMatchObject({
      code: "input",
      message: "This map is not open (any more).",
    });
  });

  it("says what is wrong with a file", async () => {
    const model = client.call("openMap", { name: "b.cif", bytes: files.model });
    await expect(model).rejects.toMatchObject({ code: "format" });
    const cut = client.call("openMap", { name: "a.mrc.gz", bytes: gzipSync(files.map).subarray(0, 500) });
    await expect(cut).rejects.toMatchObject({ code: "format", message: expect.stringContaining("gzip") });
    const unknown = client.call("openModel", { file: "x" as FileId });
    await expect(unknown).rejects.toMatchObject({ code: "input", message: expect.stringContaining("lend") });
  });
});

describe("showing", () => {
  it("contours at the step asked for or chosen, and counts the enclosed volume at full resolution", async () => {
    const { map, level } = await openBoth();
    const { values, grid } = volumeFromMrc(readMrc(files.map).value).value;
    const inside = values.filter((value) => value >= level).length * 1.5 ** 3;
    const fine = await client.call("contour", { map, level, step: 0, dust: 0 });
    const coarse = await client.call("contour", { map, level, step: 2, dust: 0 });
    expect([fine.step, coarse.step]).toEqual([1, 2]);
    expect(fine.enclosedVolume).toBeCloseTo(inside, 3);
    expect(coarse.enclosedVolume).toBe(fine.enclosedVolume);
    expect(coarse.mesh.indices.length).toBeLessThan(fine.mesh.indices.length);
    expect(fine.mesh.positions.length).toBe(fine.mesh.normals.length);
    const clean = await client.call("contour", { map, level, step: 1, dust: values.length });
    expect(clean.mesh.indices).toHaveLength(0);
    const plane = await client.call("plane", { map, axis: 2, index: 3 });
    expect([plane.width, plane.height]).toEqual([grid.size[0], grid.size[1]]);
    expect(plane.values[7]).toBe(values[7 + grid.size[0] * grid.size[1] * 3]);
    const image = await client.call("mapImage", { map, region: { first: [1, 2, 3], last: [4, 4, 3] } });
    expect(image.grid.size).toEqual([4, 3, 1]);
    for (let step = 3; step < 9; step++) await client.call("contour", { map, level, step, dust: 0 });
  });

  it("draws models", async () => {
    const { model } = await openBoth();
    const shape = await client.call("shape", { model });
    expect(shape.labels).toHaveLength(60);
    expect(shape.atomNumber).toHaveLength(60);
    // What was moved to the window is made anew.
    expect((await client.call("shape", { model })).atomXyz).toEqual(shape.atomXyz);
  });

  it("tells densities at points and at the atoms of a placed model", async () => {
    const { map, model } = await openBoth();
    const { values, grid } = volumeFromMrc(readMrc(files.map).value).value;
    const at = (i: number, j: number, k: number) => values[i + grid.size[0] * (j + grid.size[1] * k)];
    const corner = (i: number) =>
      grid.origin.map((x, n) => x + grid.voxelSize[n] * i) as [number, number, number];
    const points = [corner(2), corner(1000)];
    const told = await client.call("mapValues", { map, at: { points } });
    // On a sample the density is the sample; outside it is 0.
    expect(told.values[0]).toBeCloseTo(at(2, 2, 2), 5);
    expect(told.values[1]).toBe(0);
    const { atomXyz } = await client.call("shape", { model });
    // The first atom is carried onto sample (3, 3, 3).
    const shift = corner(3).map((x, n) => x - atomXyz[n]) as [number, number, number];
    const motion = { ...IDENTITY, shift };
    const atoms = await client.call("mapValues", { map, at: { model, motion } });
    expect(atoms.values).toHaveLength(60);
    expect(atoms.values[0]).toBeCloseTo(at(3, 3, 3), 3);
  });
});

describe("fitting", () => {
  it("finds where a model belongs, tells progress and partial results, and refines to the same place", async () => {
    const { map, model, level } = await openBoth();
    const partial: unknown[] = [];
    const steps = new Set<string>();
    const answer = await client.call(
      "fit",
      { map, models: [model], split: false, request: { ...request, score: "molmap" } },
      { onPartial: (part) => partial.push(part), onProgress: ({ step }) => steps.add(step) },
    );
    const [{ result }] = answer.results;
    expect(partial).toEqual([{ setup: answer.setup, reach: answer.reach }, ...answer.results]);
    expect(answer.setup.kernel).toBe("reference");
    expect([answer.failed, answer.chains]).toEqual([[], []]);
    const blob = makeBlob(1);
    expect(rmsdBetween(blob, result.clusters[0].best.motion, files.truth)).toBeLessThan(0.3);
    const near: Rigid = { rotation: files.truth.rotation, shift: [10.7, 19.5, 30.4] };
    const refined = await client.call("refine", { map, model, motion: near, level, resolution: 5 });
    expect(rmsdBetween(blob, refined.motion, files.truth)).toBeLessThan(0.3);
    expect(refined.correlationAboutMean).toBeCloseTo(result.clusters[0].best.scores.correlationAboutMean, 2);
    expect(refined.inside).toBeCloseTo(result.clusters[0].best.scores.inside, 1);
  });

  it("fits chain by chain: models of their own, told with the result", async () => {
    const blob = makeBlob(1);
    const two = { ...blob, chainId: blob.chainId.map((_, n) => (n < 50 ? "A" : "B")) };
    const { id: map } = await client.call("openMap", { name: "a.mrc", bytes: files.map });
    const opened = await client.call("openModel", { name: "b.cif", bytes: writeMmcif([two]) });
    const [whole] = opened.models;
    const answer = await client.call("fit", {
      map,
      models: [whole.id],
      split: true,
      request: { ...request, starts: 20 },
    });
    const [{ of, models }] = answer.chains;
    expect([of, models.length]).toEqual([whole.id, 2]);
    expect(answer.results.map(({ model }) => model)).toEqual(models.map(({ id }) => id));
    expect((await client.call("shape", { model: models[1].id })).labels).toHaveLength(10);
  });

  it("stops when cancelled: with nothing at once, with what was found later", async () => {
    await end();
    ({ client, end } = startListeningEngine());
    const { map, model } = await openBoth();
    const ask = (cancel: AbortController, onProgress?: (progress: CallProgress) => void) =>
      client.call(
        "fit",
        { map, models: [model], split: false, request: { ...request, starts: 100_000 } },
        { signal: cancel.signal, ...(onProgress && { onProgress }) },
      );
    const early = new AbortController();
    const nothing = ask(early);
    early.abort();
    await expect(nothing).rejects.toMatchObject({ code: "cancelled" });
    await expect(ask(early)).rejects.toMatchObject({ code: "cancelled" });
    const late = new AbortController();
    const { results } = await ask(late, ({ done }) => done >= 1000 && late.abort());
    expect(results[0].result.warnings).toEqual([expect.stringContaining("Cancelled")]);
    expect(results[0].result.starts).toBeLessThan(100_000);
    expect((await client.call("about", {})).version).toBe("1.2.3");
  });

  it("tells atoms that clash", async () => {
    const { model } = await openBoth();
    const apart: Rigid = { ...IDENTITY, shift: [100, 0, 0] };
    const at = (motion: Rigid) => ({ model, motion });
    const near: Rigid = { ...IDENTITY, shift: [0, 0, 1] };
    const count = async (...others: Rigid[]) =>
      (await client.call("clashes", { model, motions: [IDENTITY, apart], others: others.map(at) })).atoms;
    expect(await count()).toEqual([0, 0]);
    expect(await count(apart)).toEqual([0, 60]);
    expect(await count(apart, near)).toEqual([60, 60]);
    const { atoms } = await client.call("clashTable", { placed: [IDENTITY, apart, near].map(at) });
    expect([...atoms]).toEqual([0, 0, 60, 0, 0, 0, 60, 0, 0]);
  });

  it("follows the best start of a placement again", async () => {
    const { map, model } = await openBoth();
    const asked = { ...request, resolution: 5, starts: 500 };
    let setup: unknown;
    const fitted = await client.call(
      "fit",
      { map, models: [model], split: false, request: asked },
      { onPartial: (partial) => (setup ??= partial) },
    );
    expect(setup).toEqual({ setup: fitted.setup, reach: fitted.reach });
    const [best] = fitted.results[0].result.clusters;
    const { motion } = best.best;
    const { steps } = await client.call("fitPath", {
      ...{ map, model, motion, reach: fitted.reach, starts: 500 },
      request: { ...asked, level: fitted.setup.level.value },
    });
    const end = steps[steps.length - 1];
    expect(Math.hypot(...end.motion.shift.map((x, n) => x - motion.shift[n]))).toBeLessThan(0.05);
    expect(end.score).toBeCloseTo(best.best.scores.correlationAboutMean, 3);
  });
});

describe("zeroing and saving", () => {
  it.each([
    ["near its atoms", { radius: 4 }],
    ["where its map is dense", { resolution: 5, threshold: 0, fractional: false, shrink: 0.5 }],
    ["by its scaled map", { resolution: 5, threshold: 0, fractional: true }],
  ])("takes the density of a placed model away %s, after a preview of it", async (_, coverage) => {
    const { map, model, level } = await openBoth();
    const zeroing = { map, placed: [{ model, motion: files.truth }], coverage, level };
    const preview = await client.call("previewZero", zeroing);
    const { map: made, explained } = await client.call("zero", { ...zeroing, name: "rest" });
    expect(preview.explained).toBe(explained);
    expect(explained).toBeGreaterThan(0.8);
    expect(preview.mesh.indices.length).toBeGreaterThan(0);
    expect([made.name, made.id]).toEqual(["rest", "map-3"]);
    expect(made.max).toBeLessThan((await client.call("openMap", { name: "a.mrc", bytes: files.map })).max);
    const { bytes } = await client.call("writeMap", { map: made.id });
    expect(readMrc(bytes).value.header.label[1]).toContain("without the density of b");
  });

  it("simulates a model's map on its own grid or on that of a map", async () => {
    const { map, model } = await openBoth();
    const own = await client.call("simulate", { model, motion: IDENTITY, resolution: 6 });
    const on = await client.call("simulate", { model, motion: files.truth, resolution: 5, onGridOf: map });
    expect(own.grid.voxelSize).toEqual([2, 2, 2]);
    const opened = volumeFromMrc(readMrc(files.map).value).value;
    const { bytes } = await client.call("writeMap", { map: on.id });
    const made = volumeFromMrc(readMrc(bytes).value).value;
    made.values.forEach((value, n) => void expect(value).toBeCloseTo(opened.values[n], 2));
  });

  it.each(["cif", "pdb"] as const)("writes placed models into one %s file, a model each", async (format) => {
    const { model } = await openBoth();
    const blob = makeBlob(1);
    const motions = [files.truth, IDENTITY];
    const { bytes } = await client.call("writeModels", {
      placed: motions.map((motion) => ({ model, motion })),
      format,
    });
    const { structures } = (await readStructure(`x.${format}`, bytes)).value;
    expect(structures).toHaveLength(2);
    structures.forEach((structure, n) => {
      expect(structure.chainId).toEqual(blob.chainId);
      const moved = moveStructure(blob, motions[n]).xyz;
      structure.xyz.forEach((x, k) => void expect(x).toBeCloseTo(moved[k], 2));
    });
    const single = await client.call("writeModels", { placed: [{ model, motion: IDENTITY }], format });
    expect(Buffer.from(single.bytes).toString()).not.toContain("MODEL ");
  });
});

describe("the border", () => {
  /** An engine whose line is a list. */
  function listen(): { say(message: unknown): void; answers: FromEngine[]; end(): Promise<void> } {
    const answers: FromEngine[] = [];
    let say: (message: unknown) => void = () => {};
    const line: EngineLine = {
      send: (message) => answers.push(message),
      onMessage: (listener) => {
        say = listener;
      },
    };
    const engine = createEngine(testHost, line);
    return { say: (message) => say(message), answers, end: () => engine.dispose() };
  }

  it("refuses wrong parameters with the place that is wrong", async () => {
    const wrong = [
      ["contour", { map: "map-1", level: Number.NaN, step: 1, dust: 0 }, "level"],
      ["contour", { map: "map-1", level: 1, step: -1, dust: 0 }, "step"],
      [
        "clashes",
        { model: "m", motions: [{ rotation: [0, 0, 0, 2], shift: [0, 0, 0] }], others: [] },
        "motions.0.rotation",
      ],
      ["fit", { map: "m", models: [], split: false, request }, "models"],
      [
        "fit",
        { map: "m", models: ["m"], split: false, request: { ...request, starts: 1e9 } },
        "request.starts",
      ],
      ["openMap", { name: "a", bytes: [1, 2, 3] }, "the parameters"],
    ] as const;
    for (const [name, params, place] of wrong) {
      const call = client.call(name, params as never);
      await expect(call).rejects.toMatchObject({ code: "input", message: expect.stringContaining(place) });
    }
  });

  it("answers unknown calls with a refusal and drops what is no message", async () => {
    const { say, answers, end } = listen();
    say({ kind: "call", id: 7, name: "erase", params: {} });
    say({ kind: "call", id: 8, name: "__proto__", params: {} });
    for (const message of [
      undefined,
      null,
      5,
      "x",
      [],
      {},
      { kind: "call" },
      { kind: "cancel", id: 99 },
      { kind: "call", id: -1 },
    ]) {
      say(message);
    }
    expect(answers.map((answer) => [answer.kind, answer.id])).toEqual([
      ["failed", 7],
      ["failed", 8],
    ]);
    await end();
  });

  it("answers every call once and lives on, whatever the parameters are", async () => {
    const { say, answers, end } = listen();
    const names = [
      "about",
      "openMap",
      "openModel",
      "close",
      "contour",
      "plane",
      "mapImage",
      "shape",
      "mapValues",
      "fit",
      "fitPath",
      "clashTable",
      "refine",
      "zero",
      "simulate",
      "writeModels",
    ];
    let id = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.anything({ withTypedArray: true, withNullPrototype: true }),
        async (name, params) => {
          say({ kind: "call", id: ++id, name, params });
          const mine = () => answers.filter((answer) => answer.id === id && answer.kind !== "progress");
          while (mine().length === 0) await new Promise((resolve) => setImmediate(resolve));
          expect(mine()).toHaveLength(1);
          const [answer] = mine();
          if (answer.kind === "failed") expect(["input", "format"]).toContain(answer.error.code);
        },
      ),
    );
    await end();
  });
});
