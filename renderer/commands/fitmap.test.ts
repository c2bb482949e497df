import { beforeEach, describe, expect, it } from "vitest";
import { IDENTITY } from "#core/math/rigid.ts";
import { createBench, mapSummary, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { undo } from "#renderer/commands/undo.ts";
import { isMap, specOf } from "#renderer/stores/scene.ts";

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
  ["fitmap #2 inMap #1 metric cam", /climbs the density.*leave metric out/],
  ["fitmap #2 inMap #1 search auto placement s", /placement sr/],
  ["fitmap #2 inMap #1 moveWholeMolecules false", /split the model/],
  ["fitmap #2 inMap #1 search auto asymmetricUnit true", /symmetry C4/],
  ["fitmap #2 inMap #1 sequence 3", /difffit propose/],
  ["fitmap #2 inMap #1 symmetric true", /Copies are not moved together/],
  ["fitmap #2 inMap #1 subtractMaps #3", /volume subtract/],
  ["fitmap #2 inMap #1 zeros true", /there is no zeros/],
  ["fitmap #2 inMap #1 seed 3", /seed belongs to a search/],
  ["fitmap #2 inMap #1 search auto rotate false", /rotate is for a fit from where/],
  ["fitmap #2 inMap #1 shift false rotate false", /nothing could move/],
  ["fitmap #3 inMap #1 search auto", /fitted from where it lies/],
  ["fitmap #1 inMap #1", /cannot be fitted into itself/],
  ["fitmap #2 inMap #1 maxSteps 0", /maxSteps must be larger than 0/],
  ["fitmap #2 inMap #1 search auto levelInside 3", /share of the atoms, 0 to 1/],
])("%s is refused with what to do instead", async (line, sentence) => {
  const before = bench.calls.length;
  await run(line);
  expect(lastError()).toMatch(sentence);
  expect(bench.calls).toHaveLength(before);
});
