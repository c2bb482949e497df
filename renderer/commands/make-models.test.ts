import { beforeEach, describe, expect, it } from "vitest";
import { applyRigid, IDENTITY, type Rigid } from "#core/math/rigid.ts";
import { createBench, modelSummary, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { redo, undo } from "#renderer/commands/undo.ts";
import { specOf } from "#renderer/stores/scene.ts";

let bench: TestBench;
const named = () =>
  bench.app.stores.scene.getState().entries.map((entry) => `${specOf(entry)} ${entry.name}`);
const run = (line: string) => runLine(bench.app, line);
const lastError = () => bench.app.stores.log.getState().toasts.at(-1)?.text;

const summary = (name: string) => modelSummary(`made-${name}`, name);

beforeEach(async () => {
  bench = createBench();
  bench.answer({
    takeApart: () => ({ models: [summary("one"), summary("two")] }),
    combine: ({ name }) => ({ models: [summary(name)] }),
    assemble: () => ({ models: [summary("dimer")] }),
    assemblies: () => ({ assemblies: [{ id: "1", details: "author_defined", copies: 2, chains: 4 }] }),
    choose: () => ({
      choices: [0, 4].map((atoms) => ({
        isNamed: atoms > 0,
        ranges: atoms > 0 ? [3, 7] : [],
        atoms,
        residues: 1,
        chains: 1,
      })),
    }),
  });
  await openFiles(bench.app, ["map.mrc", "a.pdb"].map(testFile));
});

describe("splitting", () => {
  it("puts the parts in the place of the model, and undo brings it back", async () => {
    await run("split #2 ligands");
    expect(bench.calls.at(-1)).toMatchObject({ name: "takeApart", params: { model: "m1", by: "ligands" } });
    expect(named()).toEqual(["#1 map.mrc", "#3 one", "#4 two"]);
    expect(bench.said().at(-1)).toBe("split #2 ligands");
    undo(bench.app);
    expect(named()).toEqual(["#1 map.mrc", "#2 a.pdb"]);
    redo(bench.app);
    expect(named()).toEqual(["#1 map.mrc", "#3 one", "#4 two"]);
  });

  it("takes all models and chains when nothing else is said, and atoms by spec", async () => {
    await run("split");
    expect(bench.said().at(-1)).toBe("split #2 chains");
    undo(bench.app);
    await run("split #2 atoms :1-3 atoms ligand :<5");
    expect(bench.calls.findLast(({ name }) => name === "takeApart")).toMatchObject({
      params: {
        by: [
          [3, 7],
          [3, 7],
        ],
      },
    });
    expect(bench.said().at(-1)).toBe("split #2 atoms :1-3 atoms ligand :<5");
  });
});

describe("combining", () => {
  it("leaves the models or closes them", async () => {
    await openFiles(bench.app, [testFile("b.pdb")]);
    await run('combine #2,3 close true modelId #9 name "both of them"');
    expect(bench.calls.at(-1)).toMatchObject({
      params: { name: "both of them", placed: [{ model: "m1" }, { model: "m2" }] },
    });
    expect(named()).toEqual(["#1 map.mrc", "#9 both of them"]);
    undo(bench.app);
    expect(named()).toEqual(["#1 map.mrc", "#2 a.pdb", "#3 b.pdb"]);
    await run("combine #2 modelId #3");
    expect(lastError()).toMatch(/#3 is b\.pdb/);
  });
});

it("lists assemblies and makes one", async () => {
  await run("sym #2");
  expect(bench.app.stores.log.getState().lines.at(-1)?.text).toBe(
    "assembly 1: 2 copies, 4 chains, author defined",
  );
  await run("sym #2 assembly 1");
  expect(named()).toEqual(["#1 map.mrc", "#2 a.pdb", "#3 dimer"]);
});

it("gives names and numbers, and takes them back", async () => {
  await run('rename #2 "the model" id #7; select #7');
  expect(named()).toEqual(["#1 map.mrc", "#7 the model"]);
  expect(bench.said().slice(1)).toEqual(['rename #2 "the model"', "rename #2 id #7", "select #7"]);
  undo(bench.app);
  undo(bench.app);
  expect(named()).toEqual(["#1 map.mrc", "#2 a.pdb"]);
  expect(bench.app.stores.selection.getState().picked).toEqual(["#2"]);
  await run("rename #2 id #1");
  expect(lastError()).toMatch(/#1 is map\.mrc/);
});

it("makes model maps with ChimeraX's options, instead of earlier ones on wish", async () => {
  await run("molmap #2 5 gridSpacing 1 cube 30; molmap #2 8 replace true");
  expect(bench.calls.at(-2)).toMatchObject({
    params: { resolution: 5, options: { gridSpacing: 1, cube: 30 } },
  });
  expect(bench.said().slice(-2)).toEqual(["molmap #2 5 gridSpacing 1 cube 30", "molmap #2 8 replace true"]);
  expect(named()).toEqual(["#1 map.mrc", "#2 a.pdb", "#4 simulated"]);
  undo(bench.app);
  expect(named()).toEqual(["#1 map.mrc", "#2 a.pdb", "#3 simulated"]);
});

it("says what to name where a command needs another kind", async () => {
  expect(await run("molmap #1 5")).toMatchObject({
    start: 7,
    end: 9,
    message: "#1 names no model: write one, such as #2.",
  });
  expect(await run("fitmap #2 inMap #2")).toMatchObject({
    start: 16,
    message: "#2 names no map: write one, such as #1.",
  });
});

describe("molmap", () => {
  it("sums Gaussians unless a word asks for electron scattering, and repeats itself", async () => {
    await run("molmap #2 5 gridSpacing 1");
    expect(bench.calls.at(-1)).toMatchObject({ name: "simulate", params: { options: { gridSpacing: 1 } } });
    const line = "molmap #2 5 kernel vrm chain A=2.5 chain B=4 bfactor none accuracy 0.001 onGrid #1";
    await run(line);
    expect(bench.calls.at(-1)).toMatchObject({
      name: "simulateImages",
      params: {
        resolution: 5,
        bFactor: "none",
        accuracy: 0.001,
        like: "v1",
        local: { chains: { A: 2.5, B: 4 } },
      },
    });
    expect(bench.said().at(-1)).toBe(line);
    await run("molmap #2 5 localResolution #1");
    expect(bench.calls.at(-1)).toMatchObject({ name: "simulateImages", params: { local: { map: "v1" } } });
    undo(bench.app);
    undo(bench.app);
    expect(named()).toEqual(["#1 map.mrc", "#2 a.pdb", "#3 simulated"]);
  });

  it("makes the map of all copies by a point group", async () => {
    await run("molmap #2 5 symmetry c4 center 1,2,3");
    expect(bench.said().at(-1)).toBe("molmap #2 5 symmetry C4 center 1,2,3");
    const { params } = bench.calls.at(-1) ?? {};
    const { copies } = params as { copies: Rigid[] };
    expect(copies).toHaveLength(4);
    // The identity first; all leave the centre where it is.
    expect(applyRigid(copies[0] ?? IDENTITY, [7, 8, 9])).toEqual([7, 8, 9]);
    for (const copy of copies) {
      applyRigid(copy, [1, 2, 3]).forEach((x, axis) => {
        expect(x).toBeCloseTo(axis + 1, 9);
      });
    }
  });

  it.each([
    ["symmetry Q7", /Q7.*C4/, "Q7"],
    ["center 1,2,3", /center.*symmetry C4/, "1,2,3"],
  ])("refuses molmap #2 5 %s at the word", async (words, message, word) => {
    const line = `molmap #2 5 ${words}`;
    const refused = await run(line);
    expect(refused?.message).toMatch(message);
    expect(line.slice(refused?.start, refused?.end)).toBe(word);
  });

  it("makes balls of atoms, and Gaussians again where they are not wished", async () => {
    await run("molmap #2 5 gridSpacing 1 balls true");
    expect(bench.said().at(-1)).toBe("molmap #2 5 gridSpacing 1 balls true");
    expect(bench.calls.at(-1)?.params).toMatchObject({ options: { gridSpacing: 1, balls: true } });
    await run("molmap #2 5 balls false");
    expect(bench.said().at(-1)).toBe("molmap #2 5");
  });

  it("says which kernel a word goes with, and what a value should look like", async () => {
    for (const [words, message] of [
      ["kernel vrm cube 20", /cube.*molmap/],
      ["kernel molmap bfactor none", /bfactor.*vrm/],
      ["kernel vrm balls true", /balls.*molmap/],
      ["kernel vrm symmetry C4", /symmetry.*molmap/],
      ["bfactor lots", /lots.*such as 60/],
      ["chain A", /A=2\.5/],
      ["chain A=3 localResolution #1", /not both/],
    ] as const) {
      await run(`molmap #2 5 ${words}`);
      expect(lastError()).toMatch(message);
    }
  });
});
