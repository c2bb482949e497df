import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeBlob } from "#core/fit/fit.testing.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { encodeText } from "#core/format/text.ts";
import { joinStructures } from "#core/structure/join.ts";
import { moveStructure } from "#core/structure/move.ts";
import { startTestEngine } from "#workers/engine.testing.ts";
import type { ModelId } from "#workers/protocol.ts";

let test: ReturnType<typeof startTestEngine>;
let model: ModelId;

/** Chain A of 160 residues, two bodies that touch: contacts alone do not say where the one ends, and chain B of 80 far away. */
beforeEach(async () => {
  test = startTestEngine();
  const at = (x: number, y: number) => ({ rotation: [0, 0, 0, 1], shift: [x, y, 0] }) as const;
  const bodies = [at(0, 0), at(0, 12), at(80, 0)].map((motion, n) =>
    moveStructure(makeBlob(n + 1, 80), motion),
  );
  const all = joinStructures(bodies, "x", true);
  const two = {
    ...all,
    chainId: all.chainId.map((_, n) => (n < 160 ? "A" : "B")),
    residueNumber: all.residueNumber.map((_, n) => n + 1),
  };
  const { models } = await test.client.call("openModel", { name: "x.cif", bytes: writeMmcif([two]) });
  model = models[0].id;
});
afterEach(() => test.end());

/** Aligned errors of so many residues: small within each 80, large between them. */
function pae(count: number): Uint8Array {
  const home = (n: number) => Math.floor(n / 80);
  const rows = Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (_, b) => (home(a) === home(b) ? 1 : 28)),
  );
  return encodeText(JSON.stringify([{ predicted_aligned_error: rows }]));
}

describe("predicted aligned errors", () => {
  it("tell where the domains of their model end, and those of its chains", async () => {
    const { client } = test;
    const [chain] = (await client.call("split", { model })).models;
    const alone = await client.call("takeApart", { model: chain.id, by: "domains" });
    expect(alone.models.map(({ residues }) => residues)).not.toEqual([80, 80]);
    const found = await client.call("openErrors", { name: "x-pae.json", bytes: pae(240) });
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
    const found = await client.call("openErrors", { name: "a.json", bytes: pae(160) });
    expect(found.models).toEqual([models[0].id]);
    const own = await client.call("takeApart", { model: models[0].id, by: "domains" });
    expect(own.models.map(({ residues }) => residues)).toEqual([80, 80]);
  });

  it("of another model, and what is none, are refused with what to do", async () => {
    const { client } = test;
    await expect(client.call("openErrors", { name: "y.json", bytes: pae(70) })).rejects.toMatchObject({
      code: "input",
      message:
        "These are aligned errors of 70 residues, but x has 240. Open the model they belong to first, or together with them.",
    });
    await client.call("close", { id: model });
    await expect(client.call("openErrors", { name: "y.json", bytes: pae(70) })).rejects.toThrow(
      /no model is open\. Open the model/,
    );
    const other = encodeText('{"pae": "none"}');
    await expect(client.call("openErrors", { name: "y.json", bytes: other })).rejects.toMatchObject({
      code: "format",
    });
  });
});
