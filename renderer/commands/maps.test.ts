import { beforeEach, describe, expect, it } from "vitest";
import { createBench, MESH, mapSummary, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { addContour, changeContour, removeContour } from "#renderer/commands/contours.ts";
import { previewEdit } from "#renderer/commands/edit-map.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { changePlane, positionOf, togglePlane } from "#renderer/commands/planes.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { redo, undo } from "#renderer/commands/undo.ts";
import { isMap, type MapEntry } from "#renderer/stores/scene.ts";

let bench: TestBench;
const maps = () => bench.app.stores.scene.getState().entries.filter(isMap);
const map = (n = 0) => maps()[n] as MapEntry;
const edits = () => bench.calls.filter(({ name }) => name === "editMap").map(({ params }) => params);
const notes = () =>
  bench.app.stores.log
    .getState()
    .lines.filter(({ kind }) => kind === "note")
    .at(-1)?.text;

/** The maps of the bench: densities −1 … 3, mean 0, sd 0.5, 10 × 10 × 10 voxels of 1 Å. */
beforeEach(async () => {
  bench = createBench();
  let made = 10;
  bench.answer({
    editMap: ({ name }) => ({ map: mapSummary(`v${made++}`, name), note: "" }),
    newMap: ({ name, grid }) => ({ ...mapSummary(`v${made++}`, name), grid }),
  });
  await openFiles(bench.app, ["map.mrc", "other.mrc", "a.pdb"].map(testFile));
  await runLine(bench.app, "volume #1-2 level 1");
});

/** Runs a line and, from a fresh start of the map's look, the lines it wrote: both must end the same. */
async function runs(line: string): Promise<string[]> {
  const before = bench.said().length;
  expect(await runLine(bench.app, line)).toBeNull();
  const said = bench.said().slice(before);
  const shown = JSON.stringify(map());
  for (const one of said) expect(await runLine(bench.app, one)).toBeNull();
  expect(JSON.stringify(map())).toBe(shown);
  return said;
}

describe("levels", () => {
  it("come in every unit", async () => {
    await runs("volume #1 rmsLevel 3");
    expect(map().level).toBeCloseTo(1.5, 9); // rms 0.5
    await runs("volume #1 sdLevel 2");
    expect(map().level).toBeCloseTo(1, 9);
  });

  it("given several times are several surfaces, each with its colour", async () => {
    const said = await runs(
      "volume #1 level 0.5 level 2 color red color #00ff00 transparency 0.6 transparency 0",
    );
    expect(map()).toMatchObject({ level: 0.5, color: "#ff0000", opacity: 0.4 });
    expect(map().more).toEqual([{ level: 2, color: "#00ff00", opacity: 1 }]);
    expect(said).toEqual([
      "volume #1 level 0.5000 color #ff0000 transparency 0.6 level 2.000 color #00ff00 transparency 0",
    ]);
    await runs("volume #1 transparency 0.25");
    expect([map().opacity, map().more[0]?.opacity]).toEqual([0.75, 0.75]);
    await runs("volume #1 level 1");
    expect([map().level, map().more]).toEqual([1, []]);
  });

  it("are added, dragged one by one and taken away", async () => {
    addContour(bench.app, map());
    expect(map().more[0]?.level).toBe((map().level + 3) / 2);
    expect(map().opacity).toBeLessThanOrEqual(0.4);
    changeContour(bench.app, map().id, 1, { level: 2.5 });
    expect([map().level, map().more[0]?.level]).toEqual([1, 2.5]);
    const [last] = bench.said().slice(-1);
    const shown = JSON.stringify(map());
    expect(await runLine(bench.app, last ?? "")).toBeNull();
    expect(JSON.stringify(map())).toBe(shown);
    removeContour(bench.app, map(), 0);
    expect([map().level, map().more]).toEqual([2.5, []]);
  });
});

describe("planes", () => {
  it("are shown instead of the surface, one or several", async () => {
    expect(await runs("volume #1 planes z,3")).toEqual(["volume #1 planes z,3 style image"]);
    expect(map()).toMatchObject({ style: "image", planes: [{ axis: 2, index: 3 }] });
    await runs("volume #1 orthoplanes zx positionPlanes 1,2,3 style surface");
    expect(map()).toMatchObject({
      style: "surface",
      planes: [
        { axis: 0, index: 1 },
        { axis: 2, index: 3 },
      ],
    });
    await runs("volume #1 orthoplanes off");
    expect(map()).toMatchObject({ style: "surface", planes: [] });
  });

  it("are what an image shows; without any it shows all of the density", async () => {
    await runs("volume #1 style image");
    expect(map()).toMatchObject({ style: "image", planes: [] });
  });

  it("begin in the middle, move along their axis and stay inside the map", () => {
    togglePlane(bench.app, map(), 1);
    expect(map().planes).toEqual([{ axis: 1, index: 5 }]);
    changePlane(bench.app, map().id, 1, 99);
    expect(map().planes).toEqual([{ axis: 1, index: 9 }]);
    expect(positionOf(map(), { axis: 1, index: 9 })).toBe(9);
    togglePlane(bench.app, map(), 1);
    expect(map().planes).toEqual([]);
  });

  it.each(["volume #1 planes w,3", "volume #1 planes z,10", "volume #1 orthoplanes xx"])(
    "that are none are refused: %s",
    async (line) => {
      await runLine(bench.app, line);
      expect(map().planes).toEqual([]);
      expect(bench.app.stores.log.getState().lines.at(-1)?.kind).toBe("error");
    },
  );
});

describe("what of a surface is shown, and its colours", () => {
  it("can be a region, pieces above a size, or what lies near atoms", async () => {
    await runs("volume #1 region 0,1,2,7,8,9");
    expect(map().region).toEqual({ first: [0, 1, 2], last: [7, 8, 9] });
    await runs("surface dust #1 size 3.5");
    expect(map()).toMatchObject({ dust: 3.5, dustMetric: "size" });
    await runs('surface dust #1 size 2 metric "area rank"');
    expect(map()).toMatchObject({ dust: 2, dustMetric: "area rank" });
    expect(await runs("surface zone #1 nearAtoms #3 distance 4")).toEqual([
      "surface zone #1 nearAtoms #3 distance 4",
    ]);
    expect(map().zone).toMatchObject({ distance: 4, near: [{ model: "m1" }] });
    await runs("volume unzone #1");
    expect(map()).toMatchObject({ zone: null, region: null });
  });

  it("come from atoms or from another map", async () => {
    await runs("color zone #1 near #3 distance 5");
    expect(map().paint).toMatchObject({ kind: "atoms", distance: 5, near: [{ model: "m1" }] });
    await runs("color sample #1 map #2 palette viridis range 0.2,0.9");
    expect(map().paint).toMatchObject({ kind: "map", by: "v2", range: [0.2, 0.9] });
    await runs("color single #1");
    expect(map().paint).toBeNull();
  });
});

describe("editing", () => {
  it("makes a map beside the one named, which is hidden, and goes back", async () => {
    await runLine(bench.app, "volume gaussian #1 sDev 1.5");
    expect(edits()).toEqual([
      { map: "v1", edit: { kind: "gaussian", sigma: 1.5 }, name: "map.mrc gaussian" },
    ]);
    expect(maps().map(({ number, shown }) => [number, shown])).toEqual([
      [1, false],
      [2, true],
      [4, true],
    ]);
    expect(bench.app.stores.selection.getState().map).toBe("v10");
    undo(bench.app);
    expect(maps().map(({ shown }) => shown)).toEqual([true, true]);
    redo(bench.app);
    expect(maps()).toHaveLength(3);
  });

  it("erases from a working copy in place, step by step back and forth", async () => {
    await runLine(bench.app, "volume erase #1 center 1,2,3 radius 4");
    expect(map(2)).toMatchObject({ number: 4, id: "v10", isWorkingCopy: true, level: 1 });
    await runLine(bench.app, "volume #4 level 1.5; volume erase #4 center 5,5,5 radius 2 outside true");
    expect(map(2)).toMatchObject({ number: 4, id: "v11", level: 1.5, name: "map.mrc copy" });
    expect(bench.app.stores.selection.getState().map).toBe("v11");
    undo(bench.app);
    expect(map(2)).toMatchObject({ number: 4, id: "v10" });
    undo(bench.app);
    expect(maps()).toHaveLength(2);
    redo(bench.app);
    redo(bench.app);
    expect(map(2).id).toBe("v11");
  });

  it.each([
    [
      "volume erase #1 center 1,2,3 radius 4 value 0.5",
      { kind: "erase", centre: [1, 2, 3], radius: 4, value: 0.5 },
    ],
    ["volume subtract #1 #2", { kind: "subtract", other: "v2", factors: [1, 1] }],
    ["volume subtract #1 #2 scaleFactors 1,0.5 onGrid #2", { factors: [1, 0.5], onGrid: "v2" }],
    ["volume subtract #1 #2 scaleFactors fromlevels", { factors: [1, 1] }], // both levels are 1
    ["volume subtract #1 #2 minRms true", { factors: { leastRmsAbove: 1 } }],
    ["volume zone #1 nearAtoms #3 range 2 invert true", { kind: "zone", range: 2, invert: true }],
    ["volume mask #1 surfaces #2 pad 3", { kind: "mask", by: "v2", level: 1, pad: 3, invert: false }],
    ["volume threshold #1 minimum 0.5 set 0", { kind: "threshold", minimum: 0.5, set: 0 }],
    ["volume gaussian #1", { kind: "gaussian", sigma: 1 }],
    ["volume gaussian #1 sDev 1,2,3", { kind: "gaussian", sigma: [1, 2, 3] }],
    ["volume gaussian #1 bfactor 120", { kind: "bfactor", b: 120 }],
    ["volume resample #1 onGrid #2", { kind: "resample", onGrid: "v2" }],
    ["volume resample #1 spacing 1.5", { kind: "spacing", spacing: [1.5, 1.5, 1.5] }],
    ["volume copy #1", { kind: "copy" }],
    ["volume copy #1 subregion 0,0,0,4,4,4", { kind: "crop", first: [0, 0, 0], last: [4, 4, 4] }],
    ["volume copy #1 aboveLevel 1.5 pad 3", { kind: "trim", level: 1.5, margin: 3 }],
    ["volume flip #1", { kind: "flip", axes: "z" }],
    ["volume bin #1 binSize 2", { kind: "bin", size: [2, 2, 2] }],
    ["volume scale #1 factor 2 shift -1", { kind: "scale", factor: 2, shift: -1 }],
    [
      "volume #1 voxelSize 1.5 originIndex 2,2,2",
      { kind: "place", origin: [-3, -3, -3], voxelSize: [1.5, 1.5, 1.5] },
    ],
  ])("asks for %s, and its own line again asks for the same", async (line, edit) => {
    await runLine(bench.app, line);
    expect(edits()).toMatchObject([{ edit }]);
    const said = bench.said().at(-1) ?? "";
    undo(bench.app);
    await runLine(bench.app, said);
    expect(edits()[1]).toEqual(edits()[0]);
  });

  it("makes new maps", async () => {
    await runLine(bench.app, 'volume new "my map" size 20 gridSpacing 1,2,3');
    expect(map(2)).toMatchObject({ name: "my map", grid: { size: [20, 20, 20], voxelSize: [1, 2, 3] } });
  });

  it("is previewed", async () => {
    bench.answer({ previewEdit: () => ({ mesh: MESH, share: 0.25 }) });
    expect(await previewEdit(bench.app, map(), { kind: "threshold", minimum: 1 })).toBe(0.25);
    expect(bench.viewed.at(-1)).toBe("preview");
  });

  it.each([
    ["volume erase #1 center 1,2,3", /Give the radius/],
    ["volume zone #1 nearAtoms #2 range 3", /names no atoms/],
    ["volume resample #1", /onGrid #2 or spacing/],
    ["volume copy #1 subregion 0,0,0,99,9,9", /first and last voxel/],
    ["volume flip #3", /names no map/],
  ])("says what is missing: %s", async (line, message) => {
    await runLine(bench.app, line);
    expect(bench.app.stores.log.getState().lines.at(-1)?.text).toMatch(message);
    expect(edits()).toEqual([]);
  });
});

describe("measuring", () => {
  it("writes the numbers into the log", async () => {
    bench.answer({
      measureAtoms: () => ({ atoms: 120, outside: 20, min: 0.1, max: 2, mean: 0.75, sd: 0.25 }),
      measureSurface: () => ({ area: 1234.5, volume: 12300, pieces: 2, step: 1 }),
      correlateMaps: () => ({ overlap: 3, correlation: 0.91234, correlationAboutMean: 0.5, points: 100 }),
    });
    await runs("measure mapstats #1");
    expect(notes()).toBe("#1 map.mrc: minimum -1, maximum 3, mean 0, SD 0.5, RMS 0.5.");
    await runs("measure mapvalues #1 atoms #3");
    expect(notes()).toBe(
      "100 heavy atoms of #3 in #1: mean 0.75, SD 0.25, minimum 0.1, maximum 2; 20 more lie outside.",
    );
    await runs("measure volume #1");
    expect(notes()).toBe("#1 at 1.000: volume 12.3 nm³, area 1,235 Å², 2 pieces; as protein 10 kDa.");
    await runs("measure correlation #1 inMap #2");
    expect(notes()).toBe("Correlation 0.9123, about mean 0.5000, over 100 voxels of #1 (10 %).");
    expect(bench.calls.at(-1)?.params).toEqual({ map: "v1", inMap: "v2", level: 1 });
    await runs("measure correlation #1 inMap #2 envelope false");
    expect(bench.calls.at(-1)?.params).toMatchObject({ level: null });
  });

  it("says how to make the map of a model that is to be correlated", async () => {
    expect(await runLine(bench.app, "measure correlation #3 inMap #1")).toMatchObject({
      start: 20,
      end: 22,
      message: "#3 is a model: make its map first, molmap #3 5 onGrid #1 at 5 Å, and measure that one.",
    });
  });
});
