import { expect, it } from "vitest";
import { makeBlob } from "#core/fit/fit.testing.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { IDENTITY } from "#core/math/rigid.ts";
import { startTestEngine } from "#workers/engine.testing.ts";

it("names atoms of what the window has open, and widens what is selected", async () => {
  const { client, end } = startTestEngine();
  const blob = makeBlob(2);
  const two = { ...blob, chainId: blob.chainId.map((_, n) => (n < 20 ? "A" : "B")) };
  const { models } = await client.call("openModel", { name: "x.cif", bytes: writeMmcif([two]) });
  const open = [
    { id: [1], model: null, motion: IDENTITY, selected: false },
    { id: [2], model: models[0].id, motion: IDENTITY, selected: [0, 1] },
  ];
  const { choices } = await client.call("choose", { spec: "/B | sel", open });
  expect(choices[0]).toMatchObject({ isNamed: false, ranges: [] });
  expect(choices[1]).toMatchObject({ isNamed: true, ranges: [0, 1, 20, 60], atoms: 41, chains: 2 });
  const chain = [{ ...open[0] }, { ...open[1], selected: [20, 60] }];
  expect((await client.call("widen", { open: chain })).choices[1]?.ranges).toEqual([0, 60]);
  await expect(client.call("choose", { spec: "#1 &", open })).rejects.toThrow(/Expected a spec/);
  await end();
});
