import { beforeEach, describe, expect, it } from "vitest";
import { createBench, modelSummary, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { redo, undo } from "#renderer/commands/undo.ts";
import { specOf } from "#renderer/stores/scene.ts";
import type { ModelId, Result } from "#workers/protocol.ts";

const STATE = {
  target: 0.1,
  correlation: 0.8,
  heldOut: 0.7,
  bondRmsd: 0.01,
  shift: 0,
  lowestB: 10,
  meanB: 40,
  highestB: 90,
};
const REFINEMENT: Result<"refineModel">["refinement"] = {
  verdict: { kind: "better", label: "The refined model agrees better with the map." },
  remarks: ["The map is sharper than the model's B factors say."],
  before: STATE,
  after: { ...STATE, heldOut: 0.8, shift: 0.2 },
  stages: [],
  blur: -30,
  heldOut: "2 Fourier shells are held out",
  notes: [],
};

let bench: TestBench;
let made = 0;
const run = (line: string) => runLine(bench.app, line);
const named = () =>
  bench.app.stores.scene.getState().entries.map((entry) => `${specOf(entry)} ${entry.name}`);
const lastError = () => bench.app.stores.log.getState().toasts.at(-1)?.text;
const asked = () => bench.calls.findLast(({ name }) => name === "refineModel")?.params;

beforeEach(async () => {
  bench = createBench();
  made = 0;
  bench.answer({
    refineModel: ({ name }) => ({ model: modelSummary(`r${++made}`, name), refinement: REFINEMENT }),
  });
  await openFiles(bench.app, ["map.mrc", "a.pdb", "half1.mrc", "half2.mrc"].map(testFile));
});

describe("refine", () => {
  it("makes a model beside the other, with stages chosen by the resolution that is stated", async () => {
    await run("refine #2 inMap #1");
    expect(asked()).toMatchObject({
      model: "m1",
      map: "v1",
      resolution: 4,
      name: "a.pdb refined",
      rigid: true,
      coordinates: true,
      bFactors: "residue",
      occupancy: null,
    });
    expect(named()).toContain("#5 a.pdb refined");
    expect(named()).toContain("#2 a.pdb");
    expect(bench.said().at(-1)).toBe(
      "refine #2 inMap #1 resolution 4 rigid true coordinates true bfactors residue occupancy none",
    );
    const texts = bench.app.stores.log.getState().lines.map(({ text }) => text);
    expect(texts).toContain("The refined model agrees better with the map.");
    expect(texts).toContain("2 Fourier shells are held out.");
    expect(bench.app.stores.judged.getState().refined).toEqual([
      { made: "r1", from: "a.pdb", map: "v1", refinement: REFINEMENT },
    ]);
    expect(bench.app.stores.selection.getState().model).toBe("r1" as ModelId);
  });

  it("repeats from its own line of the log", async () => {
    await run(
      "refine #2 inMap #1 resolution 6 occupancy partial bfactors none half1 #3 half2 #4 localResolution #3",
    );
    const first = asked();
    expect(first).toMatchObject({
      resolution: 6,
      coordinates: false,
      bFactors: null,
      occupancy: "partial",
      halves: ["v2", "v3"],
      localResolution: "v2",
    });
    await run(bench.said().at(-1) ?? "");
    expect(asked()).toEqual(first);
  });

  it("puts the refined model in the place of the other, in its colours, and undo brings that back", async () => {
    await run("color #2 red");
    await run("refine #2 inMap #1 replace true");
    expect(named()).toEqual(["#1 map.mrc", "#3 half1.mrc", "#4 half2.mrc", "#5 a.pdb refined"]);
    const look = () => bench.app.stores.scene.getState().entries.find(({ kind }) => kind === "model");
    expect(look()).toMatchObject({ look: { color: "#ff0000" } });
    undo(bench.app);
    expect(named()).toContain("#2 a.pdb");
    expect(named()).not.toContain("#5 a.pdb refined");
    redo(bench.app);
    expect(named()).not.toContain("#2 a.pdb");
    await run("refine #5 inMap #1");
    expect(asked()).toMatchObject({ model: "r1", name: "a.pdb refined" });
  });

  it("wants both half maps or none, and leaves everything as it was when the engine refuses", async () => {
    await run("refine #2 inMap #1 half1 #3");
    expect(lastError()).toContain("pairs");
    const before = named();
    bench.answer({
      refineModel: () => {
        throw new Error("The model lies outside the map.");
      },
    });
    await run("refine #2 inMap #1");
    expect(named()).toEqual(before);
    expect(bench.app.stores.judged.getState().refined).toEqual([]);
  });
});

describe("rotamers", () => {
  const finding = {
    chain: "A",
    number: 12,
    insertionCode: "",
    name: "LEU",
    start: 80,
    end: 88,
    chi: [-177, 65],
    correlation: 0.1,
    clashes: 1,
    rotamer: "tp",
    better: { name: "mt", percent: 59, chi: [-65, 174], correlation: 0.7, clashes: 0, gain: 0.6, errors: 4 },
  };

  it("are kept for the panel, the latest of a model, and told in the log", async () => {
    bench.answer({
      rotamers: () => ({
        residues: [finding],
        summary: "Another rotamer is clearly better for 1 of 1 side chains.",
        rule: "Clearly better: …",
        remarks: ["Side chains left out: 2 lack atoms."],
      }),
    });
    await run("rotamers #2 inMap #1 resolution 3.5 localResolution #3");
    await run("rotamers #2 inMap #1");
    expect(bench.said().slice(-2)).toEqual([
      "rotamers #2 inMap #1 resolution 3.5 localResolution #3",
      "rotamers #2 inMap #1 resolution 4",
    ]);
    const call = bench.calls.find(({ name }) => name === "rotamers")?.params;
    expect(call).toMatchObject({ model: "m1", map: "v1", resolution: 3.5, localResolution: "v2" });
    const { rotamers } = bench.app.stores.judged.getState();
    expect(rotamers).toHaveLength(1);
    expect(rotamers[0]?.residues).toEqual([finding]);
    const lines = bench.app.stores.log.getState().lines.filter(({ kind }) => kind === "warning");
    expect(lines.map(({ text }) => text)).toContain("Side chains left out: 2 lack atoms.");
  });
});

describe("colours by resolution", () => {
  beforeEach(() => bench.answer({ atomResolutions: () => ({ values: Float32Array.of(2, 3, 4) }) }));
  const look = () => bench.app.stores.scene.getState().entries.find(({ kind }) => kind === "model");

  it("come from a map of resolutions or from rules, and the line of the log repeats them", async () => {
    await run("color byattribute resolution #2 inMap #3 range 2,6");
    const call = () => bench.calls.findLast(({ name }) => name === "atomResolutions")?.params;
    expect(call()).toMatchObject({ model: "m1", resolution: 4, from: { map: "v2" } });
    expect(look()).toMatchObject({ look: { color: "byresolution", range: [2, 6] } });
    expect(bench.said().at(-1)).toBe("color byattribute resolution #2 inMap #3 resolution 4 range 2,6");
    await run('color byattribute resolution #2 by "chain:A=2.5;residue:A/10-20=4"');
    expect(call()).toMatchObject({ from: { rules: "chain:A=2.5;residue:A/10-20=4" } });
    const line = bench.said().at(-1) ?? "";
    await run(line);
    expect(bench.said().at(-1)).toBe(line);
    expect(bench.app.stores.judged.getState().resolutions).toHaveLength(1);
  });

  it("need a source, one only", async () => {
    await run("color byattribute resolution #2");
    expect(lastError()).toContain("Say where resolutions come from");
    await run("color byattribute resolution #2 inMap #3 by b");
    expect(lastError()).toContain("Say where resolutions come from");
  });
});
