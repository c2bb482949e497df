import { afterEach, beforeEach, expect, it } from "vitest";
import { makeBlob, rmsdBetween } from "#core/fit/fit.testing.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { joinStructures } from "#core/structure/join.ts";
import { moveStructure } from "#core/structure/move.ts";
import { startTestEngine, testFiles } from "#workers/engine.testing.ts";

const files = testFiles();
const body = makeBlob(1);
/** The body that the map shows, and as many atoms 40 Å beside it that are not there. */
const tail = moveStructure(makeBlob(3), { rotation: [0, 0, 0, 1], shift: [40, 0, 0] });
const both = { ...joinStructures([body, tail], "x", true) };
const model = { ...both, residueNumber: both.residueNumber.map((_, n) => n + 1) };
const request = { ...FIT_DEFAULTS, resolution: 5, starts: 300 };
const part = [0, body.atomCount];

let test: ReturnType<typeof startTestEngine>;
beforeEach(() => {
  test = startTestEngine();
});
afterEach(() => test.end());

async function opened() {
  const { client } = test;
  const map = await client.call("openMap", { name: "a.mrc", bytes: files.map });
  const { models } = await client.call("openModel", { name: "x.cif", bytes: writeMmcif([model]) });
  return { map: map.id, models: [models[0].id], split: false };
}

it("searches with a part of a model alone, and tells how all of it moves", async () => {
  const asked = await opened();
  const answer = await test.client.call("fit", { ...asked, request: { ...request, part } });
  const [{ model: found, result }] = answer.results;
  expect(found).toBe(asked.models[0]);
  expect(result.atoms).toBe(body.atomCount);
  const { motion, scores } = result.clusters[0].best;
  expect(rmsdBetween(body, motion, files.truth)).toBeLessThan(0.3);
  expect(scores.correlationAboutMean).toBeGreaterThan(0.9);
  // The middle of the part, not of the model, which lies 20 Å away.
  for (const x of answer.centre ?? [99]) expect(Math.abs(x)).toBeLessThan(8);
  const way = await test.client.call("fitPath", {
    ...{ map: asked.map, model: found, motion, reach: answer.reach, starts: request.starts },
    request: { ...request, part, level: answer.setup.level.value },
  });
  expect(rmsdBetween(body, way.steps[way.steps.length - 1].motion, motion)).toBeLessThan(3);
});

it("refuses a part of several models, and one that holds nothing", async () => {
  const asked = await opened();
  const ask = (change: object) =>
    test.client.call("fit", { ...asked, request: { ...request, part }, ...change });
  await expect(ask({ models: [asked.models[0], asked.models[0]] })).rejects.toThrow(/name one model/);
  await expect(ask({ split: true })).rejects.toThrow(/name one model/);
  await expect(ask({ request: { ...request, part: [900, 901] } })).rejects.toThrow(/No atom of/);
});
