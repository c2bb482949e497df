import { gzipSync } from "node:zlib";
import { unzipSync, zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EngineClient } from "#workers/client.ts";
import { alignedErrors, touchingBodies } from "#workers/engine/errors.testing.ts";
import { startTestEngine } from "#workers/engine.testing.ts";
import { EMPTY_VIEW, modelShown } from "#workers/project/project.testing.ts";
import type { ModelId } from "#workers/protocol.ts";

let engines: ReturnType<typeof startTestEngine>[];
let client: EngineClient;
let other: EngineClient;
let model: ModelId;

beforeEach(async () => {
  engines = [startTestEngine(), startTestEngine()];
  [client, other] = engines.map((engine) => engine.client);
  const { models } = await client.call("openModel", { name: "x.cif", bytes: touchingBodies() });
  model = models[0].id;
});
afterEach(() => Promise.all(engines.map((engine) => engine.end())));

async function saved(models: readonly ModelId[]): Promise<Uint8Array> {
  const view = { ...EMPTY_VIEW, entries: models.map((id, n) => modelShown(id, n + 1)) };
  return (await client.call("writeProject", { view, thumbnail: null, includeMaps: null })).bytes;
}

const open = (bytes: Uint8Array) =>
  other.call("readProject", { source: { name: "a.mapwright", bytes }, located: [] });

async function domainSizes(engine: EngineClient, of: ModelId): Promise<number[]> {
  const { models } = await engine.call("takeApart", { model: of, by: "domains" });
  return models.map(({ residues }) => residues);
}

describe("a project of models with predicted aligned errors", () => {
  it("splits them into the same domains when it is opened again, and their chains", async () => {
    await client.call("openErrors", { name: "x-pae.json", bytes: alignedErrors(240) });
    const chains = (await client.call("split", { model })).models;
    const bytes = await saved([model, ...chains.map(({ id }) => id)]);
    await open(bytes);
    expect(await domainSizes(other, model)).toEqual([80, 80, 80]);
    // What the errors are of is the whole model, of which this is a chain.
    expect(await domainSizes(other, chains[0].id)).toEqual([80, 80]);
    const [again] = (await other.call("split", { model })).models;
    expect(await domainSizes(other, again.id)).toEqual([80, 80]);
  });

  it("holds their file once, as it was read, and again when it is saved again", async () => {
    const packed = new Uint8Array(gzipSync(alignedErrors(240)));
    await client.call("openErrors", { name: "x-pae.json.gz", bytes: packed });
    const [chain] = (await client.call("split", { model })).models;
    const bytes = await saved([model, chain.id]);
    const contents = unzipSync(bytes);
    expect(Object.keys(contents).sort()).toEqual([
      "manifest.json",
      "models/0-x.cif",
      "models/1-x-pae.json.gz",
    ]);
    expect(contents["models/1-x-pae.json.gz"]).toEqual(packed);
    const { view } = await open(bytes);
    const again = await other.call("writeProject", { view, thumbnail: null, includeMaps: null });
    expect(unzipSync(again.bytes)["models/1-x-pae.json.gz"]).toEqual(packed);
  });

  it("keeps them with a chain whose model is closed, and with models that were made here", async () => {
    const { models } = await client.call("combine", {
      placed: [{ model, motion: { rotation: [0, 0, 0, 1], shift: [1, 0, 0] } }],
      name: "made",
      retainIds: true,
    });
    await client.call("openErrors", { name: "x-pae.json", bytes: alignedErrors(240) });
    const [ofFile] = (await client.call("split", { model })).models;
    const [ofMade] = (await client.call("split", { model: models[0].id })).models;
    for (const id of [model, models[0].id]) await client.call("close", { id });
    await open(await saved([ofFile.id, ofMade.id]));
    expect(await domainSizes(other, ofFile.id)).toEqual([80, 80]);
    expect(await domainSizes(other, ofMade.id)).toEqual([80, 80]);
  });

  it("refuses errors of another model with a sentence", async () => {
    await client.call("openErrors", { name: "x-pae.json", bytes: alignedErrors(240) });
    const contents = unzipSync(await saved([model]));
    const text = new TextDecoder().decode(contents["manifest.json"]);
    const edited = (from: string, to: string) => {
      const at = text.lastIndexOf(from);
      const manifest = new TextEncoder().encode(text.slice(0, at) + to + text.slice(at + from.length));
      return new Uint8Array(zipSync({ ...contents, "manifest.json": manifest }));
    };
    await expect(open(edited('"chain": null', '"chain": 0'))).rejects.toMatchObject({
      code: "format",
      message: /names a part of x-pae\.json that is not there\. Open an older copy/,
    });
    await expect(open(edited('"file": 0', '"file": 9'))).rejects.toThrow(/manifest is damaged/);
  });
});
