import { beforeEach, describe, expect, it } from "vitest";
import { IDENTITY } from "#core/math/rigid.ts";
import {
  createBench,
  mapSummary,
  modelSummary,
  type TestBench,
  testFile,
} from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { undo } from "#renderer/commands/undo.ts";
import { isMap, isModel, specOf } from "#renderer/stores/scene.ts";

let bench: TestBench;
const entries = () => bench.app.stores.scene.getState().entries;
const lastError = () => bench.app.stores.log.getState().toasts.at(-1)?.text;
const notes = () => bench.app.stores.log.getState().lines.map(({ text }) => text);
const run = (line: string) => runLine(bench.app, line);
const asked = (name: string) => bench.calls.findLast((call) => call.name === name)?.params;
const fit = { overlap: 2, correlation: 0.9, correlationAboutMean: 0.8, points: 7, before: 0.5 };

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, ["map.mrc", "a.pdb", "other.mrc"].map(testFile));
});

describe("a local fit", () => {
  it("hands its wishes on, steps in voxels as Å, and writes them into the command", async () => {
    const line = "fitmap #2 inMap #1 resolution 4 rotate false maxSteps 20 gridStepMax 0.5 gridStepMin 0.01";
    await run(line);
    expect(asked("refine")).toMatchObject({
      climb: { hold: "rotation", iterations: 20, largestStep: 0.5, smallestStep: 0.01 },
    });
    expect(bench.said().at(-1)).toBe(line);
    await run("fitmap #2 inMap #1 resolution 4 shift false");
    expect(asked("refine")).toMatchObject({ climb: { hold: "shift" } });
  });

  it("of a map that only shifts keeps the voxels and moves the box, with undo", async () => {
    bench.answer({
      refineMap: () => ({ ...fit, motion: { ...IDENTITY, shift: [3, 4, 0] } }),
      editMap: ({ name, edit }) => ({
        map: {
          ...mapSummary("moved", name),
          grid: {
            size: [10, 10, 10],
            origin: edit.kind === "place" ? edit.origin : [9, 9, 9],
            voxelSize: [1, 1, 1],
          },
        },
        note: "",
      }),
    });
    await run("volume #3 level 0.75; fitmap #3 inMap #1 rotate false");
    expect(asked("refineMap")).toMatchObject({ map: "v1", moved: "v2", level: 0.75 });
    const moved = () =>
      entries()
        .filter(isMap)
        .find((entry) => specOf(entry) === "#3");
    expect(moved()?.grid.origin).toEqual([3, 4, 0]);
    expect(bench.said().at(-1)).toBe("fitmap #3 inMap #1 rotate false");
    expect(notes().at(-1)).toMatch(/Correlation 0\.900 .*over 7 samples, 0\.500 before; moved 5\.00 Å/);
    undo(bench.app);
    expect(moved()?.grid.origin).toEqual([0, 0, 0]);
  });

  it("of a map that may turn makes a copy on the other's grid, and says so", async () => {
    const motion = { rotation: [0, 0, 0.6, 0.8], shift: [1, 0, 0] } as const;
    bench.answer({
      refineMap: () => ({ ...fit, motion }),
      editMap: ({ name }) => ({ map: mapSummary("copy", name), note: "" }),
    });
    await run("fitmap #3 inMap #1 envelope false");
    expect(asked("refineMap")).toMatchObject({ level: null });
    expect(asked("editMap")).toMatchObject({ map: "v2", edit: { kind: "resample", onGrid: "v1", motion } });
    expect(entries().map(({ name, shown }) => [name, shown])).toEqual([
      ["map.mrc", true],
      ["a.pdb", true],
      ["other.mrc", false],
      ["other.mrc resampled", true],
    ]);
    expect(bench.app.stores.selection.getState().map).toBe("v1");
    expect(notes().some((text) => /copy on the grid of #1/.test(text))).toBe(true);
    expect(bench.said().at(-1)).toBe("fitmap #3 inMap #1 envelope false");
  });
});

describe("a search", () => {
  it("takes a place, a method and tolerances, and writes what is not usual", async () => {
    await run("fitmap #2 inMap #1 search 50 radius 8 method difffit clusterAngle 10 clusterShift 1 seed 3");
    expect(asked("fit")).toMatchObject({
      request: {
        around: { centre: [0, 0, 0], radius: 8 },
        optimizer: "difffit",
        clusterAngle: 10,
        clusterShift: 1,
        starts: 50,
        seed: 3,
      },
    });
    expect(bench.said().at(-1)).toBe(
      "fitmap #2 inMap #1 search 50 radius 8 method difffit clusterAngle 10 clusterShift 1 seed 3",
    );
    // 1 Å keeps apart what lies 2 Å apart.
    expect(notes().some((text) => /^Done in/.test(text))).toBe(true);
  });

  it("starts from places alone, or from rotations alone about where the model is", async () => {
    await run("fitmap #2 inMap #1 search 50 placement s seed 3");
    expect(asked("fit")).toMatchObject({ request: { rotation: [0, 0, 0, 1] } });
    expect(bench.said().at(-1)).toBe("fitmap #2 inMap #1 search 50 placement s seed 3");
    // The first placement is where the model was drawn: the next search begins there.
    await run("fitmap #2 inMap #1 search 50 placement r seed 3");
    expect(asked("fit")).toMatchObject({ request: { around: { centre: [0, 0, 0], radius: 0.001 } } });
    expect((asked("fit") as { request: object }).request).not.toHaveProperty("rotation");
    expect(bench.said().at(-1)).toBe("fitmap #2 inMap #1 search 50 placement r seed 3");
  });

  it("reports places that the map's symmetry makes equal one by one when that is wished", async () => {
    await run("volume #1 symmetry C2; fitmap #2 inMap #1 search auto asymmetricUnit false");
    expect((asked("fit") as { request: object }).request).not.toHaveProperty("symmetry");
    expect(bench.said().at(-1)).toBe("fitmap #2 inMap #1 search auto asymmetricUnit false seed 1");
  });

  it("reports only what lies inside enough, lists it and saves the list", async () => {
    await run("fitmap #2 inMap #1 search auto levelInside 0.35 listFits true logFits fits.csv");
    // Shares inside of the stand-in's placements: 0.9 and 0.85 (2 Å apart, one cluster), 0.4, 0.3.
    expect(bench.app.stores.fits.getState().tables[0]?.placements).toHaveLength(3);
    expect(notes().filter((text) => /^rank \d/.test(text))).toEqual([
      "rank 1 a.pdb: correlation 0.900 (about mean 0.900), 90 % inside, hits 8",
      "rank 2 a.pdb: correlation 0.400 (about mean 0.400), 40 % inside, hits 2",
    ]);
    expect(String(bench.saved.at(-1)?.content).trim().split("\n")).toHaveLength(3);
    await run("fitmap #2 inMap #1 search auto levelInside 0.95");
    expect(notes()).toContainEqual(expect.stringMatching(/^No placement has 95 % /));
  });
});

it.each([
  ["fitmap #2 inMap #1 placement s", "s", /placement belongs to a search/],
  ["fitmap #2 inMap #1 search auto placement r radius 5", "5", /starts have one place/],
  ["fitmap #2 inMap #1 search auto moveWholeMolecules false", "#2", /A search moves whole models/],
  ["fitmap #2 inMap #1 search auto asymmetricUnit true", "true", /symmetry C4/],
  ["fitmap #2 inMap #1 sequence 3", "3", /two or more models/],
  ["fitmap #2 inMap #1 symmetric true", "true", /symmetry of the map/],
  ["fitmap #2 inMap #1 symmetric true symmetry C0", "C0", /Unknown symmetry/],
  ["fitmap #2 inMap #1 subtractMaps #3", "#3", /volume subtract/],
  ["fitmap #3 inMap #1 zeros true", "true", /envelope false/],
  ["fitmap #2 inMap #1 search auto metric cam", "cam", /metric is for a fit from where/],
  ["fitmap #2 inMap #1 seed 3", "3", /seed belongs to a search/],
  ["fitmap #2 inMap #1 search auto rotate false", "false", /rotate is for a fit from where/],
  ["fitmap #2 inMap #1 shift false rotate false", "false", /nothing could move/],
  ["fitmap #3 inMap #1 search auto", "auto", /fitted from where it lies/],
  ["fitmap #2 inMap #1 maxSteps 0", "0", /maxSteps must be larger than 0/],
  ["fitmap #2 inMap #1 search auto levelInside 3", "3", /share of the atoms, 0 to 1/],
])("%s is refused at %s with what to do instead", async (line, word, sentence) => {
  const before = bench.calls.length;
  const problem = await run(line);
  expect(problem?.message).toMatch(sentence);
  expect(line.slice(problem?.start, problem?.end)).toBe(word);
  expect(bench.calls).toHaveLength(before);
});

it("a map cannot be fitted into itself", async () => {
  await run("fitmap #1 inMap #1");
  expect(lastError()).toMatch(/cannot be fitted into itself/);
});

describe("a fit of a part of a model", () => {
  beforeEach(() => {
    bench.answer({
      // Atoms 10 to 29 of the model, nothing of the maps.
      choose: ({ open }) => ({
        choices: open.map(({ model }) => {
          const isNamed = model !== null;
          const ranges = isNamed ? [10, 30] : [];
          return { isNamed, ranges, atoms: isNamed ? 20 : 0, residues: 2, chains: 1 };
        }),
      }),
      moveAtoms: () => ({ models: [modelSummary("m9", "a.pdb")] }),
    });
  });

  it("climbs with the atoms named and moves all of the model", async () => {
    const line = "fitmap #2/A:2-3 inMap #1 resolution 4";
    await run(line);
    expect(asked("refine")).toMatchObject({ model: "m1", atoms: [10, 30] });
    expect(asked("moveAtoms")).toBeUndefined();
    expect(entries().find(isModel)?.motion.shift).toEqual([1, 0, 0]);
    expect(bench.said().at(-1)).toBe(line);
  });

  it("searches with the atoms named alone, and groups what it finds by their middle", async () => {
    const usual = createBench().app.engine;
    bench.answer({ fit: async (params) => ({ ...(await usual.call("fit", params)), centre: [5, 6, 7] }) });
    await run("fitmap #2/A:2-3 inMap #1 search 200");
    expect(asked("fit")).toMatchObject({ models: ["m1"], request: { part: [10, 30], starts: 200 } });
    expect(bench.said()).toContain("fitmap #2/A:2-3 inMap #1 search 200 seed 1");
    const [table] = bench.app.stores.fits.getState().tables;
    expect(table).toMatchObject({ model: "m1", centre: [5, 6, 7], request: { part: [10, 30] } });
    for (const [words, sentence] of [
      ["moveWholeMolecules false", /A search moves whole models, also when/],
      ["radius 5", /radius is for whole models/],
      ["eachChain true", /eachChain is for whole models/],
    ] as const) {
      const problem = await run(`fitmap #2/A:2-3 inMap #1 search auto ${words}`);
      expect(problem?.message).toMatch(sentence);
    }
  });

  it("moves them alone when that is wished: another model under the same number, with undo", async () => {
    const line = "fitmap #2/A:2-3 inMap #1 resolution 4 moveWholeMolecules false";
    await run(`move x 3 models #2; ${line}`);
    const { motion } = asked("refine") as { motion: { shift: number[] } };
    expect(asked("moveAtoms")).toMatchObject({
      model: "m1",
      atoms: [10, 30],
      motion,
      to: { shift: [(motion.shift[0] ?? Number.NaN) + 1, motion.shift[1], motion.shift[2]] },
    });
    expect(bench.said().at(-1)).toBe(line);
    const models = () =>
      entries()
        .filter(isModel)
        .map(({ id, number, motion: { shift } }) => [id, number, shift[0]]);
    expect(models()).toEqual([["m9", 2, 0]]);
    undo(bench.app);
    expect(models()).toEqual([["m1", 2, motion.shift[0]]]);
  });

  it("of several models names each part with its model", async () => {
    await openFiles(bench.app, [testFile("b.pdb")]);
    await run("fitmap /A:2-3 inMap #1 resolution 4");
    expect(bench.said().slice(-2)).toEqual([
      "fitmap #2 & (/A:2-3) inMap #1 resolution 4",
      "fitmap #4 & (/A:2-3) inMap #1 resolution 4",
    ]);
  });
});

describe("a local fit among other models", () => {
  const refined = (shift: number) => ({
    motion: { ...IDENTITY, shift: [shift, 0, 0] as const },
    averageDensity: 1,
    inside: 0.5,
    correlation: 0.9,
    correlationAboutMean: 0.8,
  });

  it("takes their density off first, and says so in the command", async () => {
    await openFiles(bench.app, [testFile("b.pdb")]);
    const line = "fitmap #2 inMap #1 resolution 4 metric cam subtractMaps #4";
    await run(line);
    expect(asked("refine")).toMatchObject({ climb: { metric: "cam" }, without: [{ model: "m2" }] });
    expect(bench.said().at(-1)).toBe(line);
  });

  it("goes round in turn, each in what the others leave where they are by then; one step to undo", async () => {
    await openFiles(bench.app, [testFile("b.pdb")]);
    let shift = 0;
    bench.answer({ refine: () => refined(++shift) });
    await run("fitmap #2,4 inMap #1 resolution 4 sequence 3");
    const calls = bench.calls.filter(({ name }) => name === "refine").map(({ params }) => params);
    expect(calls).toMatchObject([
      { model: "m1", motion: { shift: [0, 0, 0] }, without: [{ model: "m2", motion: { shift: [0, 0, 0] } }] },
      { model: "m2", without: [{ model: "m1", motion: { shift: [1, 0, 0] } }] },
      { model: "m1", motion: { shift: [1, 0, 0] }, without: [{ model: "m2", motion: { shift: [2, 0, 0] } }] },
    ]);
    undo(bench.app);
    expect(entries().filter((entry) => entry.kind === "model")).toMatchObject([
      { motion: { shift: [0, 0, 0] } },
      { motion: { shift: [0, 0, 0] } },
    ]);
  });

  it("moves copies by the map's symmetry along until they rest", async () => {
    // C2 about z through index n/2 = 5 of ten samples of 1 Å: a copy at x stands at 10 − x.
    const shifts = [4, 4.5, 4.51];
    bench.answer({ refine: () => refined(shifts.shift() ?? Number.NaN) });
    await run("volume #1 symmetry C2; fitmap #2 inMap #1 resolution 4 symmetric true");
    const calls = bench.calls.filter(({ name }) => name === "refine");
    expect(calls).toHaveLength(3);
    const { without } = asked("refine") as { without: { motion: { shift: number[] } }[] };
    expect(without[0]?.motion.shift[0]).toBeCloseTo(10 - 4.5, 9);
    expect(bench.said().at(-1)).toBe("fitmap #2 inMap #1 resolution 4 symmetric true");
  });
});

it("a search takes the map's symmetry and the region shown for granted", async () => {
  await run("volume #1 symmetry c4 region 1,1,1,6,7,8; fitmap #2 inMap #1 search auto");
  expect(asked("fit")).toMatchObject({
    request: { symmetry: "C4", region: { first: [1, 1, 1], last: [6, 7, 8] } },
  });
  expect(bench.said().at(-1)).toBe("fitmap #2 inMap #1 search auto symmetry C4 seed 1");
  await run("fitmap #2 inMap #1");
  expect(asked("refine")).toMatchObject({ region: { first: [1, 1, 1], last: [6, 7, 8] } });
});

it("DiffFit's own search begins from shifts times quaternions", async () => {
  await run("difffit #2 inMap #1 shifts 5 quaternions 20 resolution 4");
  expect(asked("fit")).toMatchObject({ request: { optimizer: "difffit", starts: 100, resolution: 4 } });
});
