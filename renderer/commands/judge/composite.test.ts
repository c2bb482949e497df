import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import {
  createBench,
  fitResult,
  modelSummary,
  type TestBench,
  testFile,
} from "#renderer/commands/app.testing.ts";
import { compositeModels } from "#renderer/commands/judge/composite.ts";
import { refitDomains } from "#renderer/commands/judge/refit-domains.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { run } from "#renderer/commands/run.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { undo } from "#renderer/commands/undo.ts";
import { isMap, isModel, isPlaced, specOf } from "#renderer/stores/scene.ts";
import type { Params, Result } from "#workers/protocol.ts";

let bench: TestBench;
/** What the engine answers: the first model stands out, the second is left out. */
let answerFor: (params: Params<"composite">) => Result<"composite">;
const entries = () => bench.app.stores.scene.getState().entries;

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, [testFile("map.mrc"), testFile("a.pdb"), testFile("b.pdb")]);
  const { setup } = await bench.app.engine.call("fit", {
    map: entries().find(isMap)?.id,
    models: entries()
      .filter(isModel)
      .map(({ id }) => id),
    split: false,
  } as unknown as Params<"fit">);
  answerFor = ({ models }) => ({
    setup,
    reach: 10,
    results: models.map((model) => ({ model, result: fitResult(model, [{ x: 20, score: 0.9, hits: 3 }]) })),
    choices: [
      { model: models[0] as never, placement: 0, reason: "stands out" },
      { model: models[1] as never, placement: null, reason: "left out: nothing stands out" },
    ],
    sentence: "Placed 1 of 2 chains (all clear).",
    explained: 0.61,
    clashes: { before: 12, after: 0 },
    isBest: true,
    poor: [],
    warnings: [],
    seconds: 1,
  });
  bench.answer({ composite: answerFor });
});

describe("composite", () => {
  it("stopped before anything was placed says so, and changes nothing", async () => {
    bench.answer({
      composite: () => {
        throw new AppError("cancelled", "Cancelled.");
      },
    });
    const before = entries();
    const { fit } = bench.app.stores.settings.getState();
    const models = before.filter(isModel);
    await run(bench.app, () => compositeModels(bench.app, before.find(isMap), models, fit));
    expect(bench.app.stores.log.getState().lines.at(-1)).toMatchObject({
      kind: "note",
      text: "Stopped before anything was placed: maps and models are as they were.",
    });
    expect(entries()).toBe(before);
    expect(bench.app.stores.fits.getState().tables).toEqual([]);
    expect(bench.app.stores.jobs.getState().jobs).toEqual([]);
  });

  it("is asked for by a command, proposes, places what is accepted, and every step can be undone", async () => {
    await runLine(bench.app, "composite #2,3 inMap #1 resolution 4");
    const [asked] = bench.calls.filter(({ name }) => name === "composite");
    expect(asked?.params).toMatchObject({ models: ["m1", "m2"], request: { resolution: 4 } });
    expect(bench.app.stores.fits.getState().tables).toHaveLength(2);
    const { proposal } = bench.app.stores.results.getState();
    expect(proposal?.sentence).toBe("61 % of the density explained; atoms that clash 12 → 0.");
    expect(proposal?.choices.map(({ placement, reason }) => [placement, reason])).toEqual([
      [0, "stands out"],
      [null, "left out: nothing stands out"],
    ]);
    await runLine(bench.app, "difffit accept");
    expect(entries().filter(isPlaced).map(specOf)).toEqual(["#2.1"]);
    undo(bench.app);
    expect(entries().filter(isPlaced)).toEqual([]);
    undo(bench.app);
    expect(bench.app.stores.fits.getState().tables).toEqual([]);
  });

  it("logs the command that repeats it", async () => {
    await runLine(bench.app, "composite #2,3 inMap #1 parts whole seed 5");
    expect(bench.said()).toContain("composite #2,3 inMap #1 parts whole seed 5");
  });
});

describe("a model that does not fit as a whole", () => {
  it("is split into its domains on demand, and everything is put together anew", async () => {
    bench.answer({
      takeApart: () => ({ models: ["d1", "d2"].map((id) => modelSummary(id, id)) }),
    });
    await runLine(bench.app, "composite #2,3 inMap #1");
    await expect(refitDomains(bench.app)).rejects.toThrow("No model of a composite is known not to fit");
    bench.answer({
      composite: (params: Params<"composite">) => ({
        ...answerFor(params),
        poor: [{ model: "m2" as never, reason: "it was not found", domains: ["1-90", "91-200"] }],
      }),
    });
    await runLine(bench.app, "composite #2,3 inMap #1");
    await refitDomains(bench.app);
    expect(bench.calls.findLast(({ name }) => name === "takeApart")?.params).toEqual({
      model: "m2",
      by: "domains",
    });
    const asked = bench.calls.findLast(({ name }) => name === "composite")?.params as Params<"composite">;
    expect(asked.models).toHaveLength(3);
    expect(asked.models).toContain("m1");
    expect(asked.models).not.toContain("m2");
    expect(bench.said()).toContain("split #3 domains");
  });
});
