import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeText } from "#core/format/text.ts";
import { alignedErrors, touchingBodies } from "#workers/engine/errors.testing.ts";
import { startTestEngine } from "#workers/engine.testing.ts";
import type { ModelId } from "#workers/protocol.ts";

let test: ReturnType<typeof startTestEngine>;
let model: ModelId;

beforeEach(async () => {
  test = startTestEngine();
  const { models } = await test.client.call("openModel", { name: "x.cif", bytes: touchingBodies() });
  model = models[0].id;
});
afterEach(() => test.end());

describe("predicted aligned errors", () => {
  it("tell where the domains of their model end, and those of its chains", async () => {
    const { client } = test;
    const [chain] = (await client.call("split", { model })).models;
    const alone = await client.call("takeApart", { model: chain.id, by: "domains" });
    expect(alone.models.map(({ residues }) => residues)).not.toEqual([80, 80]);
    const found = await client.call("openErrors", { name: "x-pae.json", bytes: alignedErrors(240) });
    expect(found).toEqual({ models: [model], residues: 240 });
    const domains = await client.call("takeApart", { model, by: "domains" });
    expect(domains.models.map(({ residues }) => residues)).toEqual([80, 80, 80]);
    const [again] = (await client.call("split", { model })).models;
    const own = await client.call("takeApart", { model: again.id, by: "domains" });
    expect(own.models.map(({ residues }) => residues)).toEqual([80, 80]);
  });

  it("of a chain alone belong to that chain", async () => {
    const { client } = test;
    const { models } = await client.call("split", { model });
    const found = await client.call("openErrors", { name: "a.json", bytes: alignedErrors(160) });
    expect(found.models).toEqual([models[0].id]);
    const own = await client.call("takeApart", { model: models[0].id, by: "domains" });
    expect(own.models.map(({ residues }) => residues)).toEqual([80, 80]);
  });

  it("of another model, and what is none, are refused with what to do", async () => {
    const { client } = test;
    await expect(
      client.call("openErrors", { name: "y.json", bytes: alignedErrors(70) }),
    ).rejects.toMatchObject({
      code: "input",
      message:
        "These are aligned errors of 70 residues, but x has 240. Open the model they belong to first, or together with them.",
    });
    await client.call("close", { id: model });
    await expect(client.call("openErrors", { name: "y.json", bytes: alignedErrors(70) })).rejects.toThrow(
      /no model is open\. Open the model/,
    );
    const other = encodeText('{"pae": "none"}');
    await expect(client.call("openErrors", { name: "y.json", bytes: other })).rejects.toMatchObject({
      code: "format",
    });
  });
});
