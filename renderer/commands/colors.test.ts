import { beforeEach, describe, expect, it } from "vitest";
import { createBench, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { isMap, isModel } from "#renderer/stores/scene.ts";

let bench: TestBench;
const run = (line: string) => runLine(bench.app, line);
const look = () => bench.app.stores.scene.getState().entries.find(isModel)?.look;
const map = () => bench.app.stores.scene.getState().entries.find(isMap);

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, [testFile("a.mrc"), testFile("b.pdb")]);
});

describe("colours", () => {
  it("go to the cartoon or the atoms alone, and to both again", async () => {
    await run("color #2 red target c");
    expect(look()).toMatchObject({ cartoonColor: "#ff0000" });
    expect(look()?.color).not.toBe("#ff0000");
    await run("color #2 blue target a");
    expect(look()).toMatchObject({ color: "#0000ff", cartoonColor: "#ff0000" });
    await run("color #2 bychain");
    expect(look()).toMatchObject({ color: "bychain" });
    expect(look()?.cartoonColor).toBeUndefined();
    expect(bench.said().slice(-3)).toEqual([
      "color #2 #ff0000 target c",
      "color #2 #0000ff target a",
      "color #2 bychain",
    ]);
  });

  it("leave maps alone unless surfaces are meant, and may come with transparency", async () => {
    const before = map()?.color;
    await run("color all red target ac");
    expect(map()?.color).toBe(before);
    await run("color all red target acs transparency 30");
    expect(map()).toMatchObject({ color: "#ff0000", opacity: 0.7 });
    await run("transparency all 80 target a");
    expect(map()?.opacity).toBe(0.7);
    expect(look()?.opacity).toBeCloseTo(0.2, 12);
  });

  it("by chance are written down as they fell", async () => {
    await run("color #2 random");
    expect(bench.said().at(-1)).toBe(`color #2 ${look()?.color}`);
    expect(look()?.color).toMatch(/^#[0-9a-f]{6}$/);
  });

  it("of numbers run along a palette between ends that are given, of the data, or meant by the palette", async () => {
    await run("color byattribute bfactor #2 palette alphafold");
    expect(look()).toMatchObject({ color: "byb", palette: "alphafold", range: [0, 100] });
    expect(bench.said().at(-1)).toBe("color byattribute bfactor #2 palette alphafold range 0,100");
    await run("color byattribute bfactor #2 palette blue:white:red range full");
    expect(look()).toMatchObject({ palette: "#0000ff:#ffffff:#ff0000", range: null });
    await run("color byattribute density #2 inMap #1 range 0.5,2");
    expect(look()).toMatchObject({ color: "bydensity", range: [0.5, 2] });
    expect(look()?.palette).toBeUndefined();
    await run("color sample #1 map #1 palette plasma range 0,3");
    expect(map()?.paint).toMatchObject({ palette: "plasma", range: [0, 3] });
    expect(bench.said().at(-1)).toBe("color sample #1 map #1 palette plasma range 0,3");
  });

  it.each([
    ["color byattribute bfactor #2 palette viridiss", "viridiss", /Did you mean viridis/],
    ["color byattribute bfactor #2 range 3,3", "3,3", /two different ends/],
    ["color #2 red target x", "x", /letters: a \(atoms\)/],
    ["show #2 bonds", "bonds", /go with their atoms/],
  ])("%s is refused at %s", async (line, word, sentence) => {
    const problem = await run(line);
    expect(line.slice(problem?.start, problem?.end)).toBe(word);
    expect(problem?.message).toMatch(sentence);
  });
});

it("shows and hides by the letters of target", async () => {
  await run("hide #2 target c; show #2 target at");
  expect(look()).toMatchObject({ cartoon: false, atoms: "stick", trace: true });
  await run("hide all target s");
  expect(map()?.shown).toBe(false);
});

describe("maps", () => {
  it("toggle, smooth their surface, and take a zone of few pieces", async () => {
    await run("volume #1 toggle surfaceSmoothing true");
    expect(map()).toMatchObject({ shown: false, smooth: true });
    await run("volume #1 toggle surfaceSmoothing toggle showOutlineBox toggle");
    expect(map()).toMatchObject({ shown: true, smooth: false, outline: true });
    await run("surface zone #1 nearAtoms #2 distance 4 maxComponents 2");
    expect(map()?.zone).toMatchObject({ distance: 4, pieces: 2 });
    expect(bench.said().at(-1)).toBe("surface zone #1 nearAtoms #2 distance 4 maxComponents 2");
  });

  it("that are opened later take what was set for them, until it is reset", async () => {
    await run("volume defaultvalues style mesh transparency 0.2");
    await openFiles(bench.app, [testFile("later.mrc")]);
    const later = bench.app.stores.scene.getState().entries.findLast(isMap);
    expect(later).toMatchObject({ style: "mesh", opacity: 0.8 });
    await run("volume defaultvalues reset");
    expect(bench.app.stores.settings.getState().newMaps).toEqual({});
  });

  it("are measured for symmetry, which searches then take for granted", async () => {
    bench.answer({ findSymmetry: () => ({ groups: [{ group: "D2", copies: 4, correlation: 0.995 }] }) });
    await run("measure symmetry #1 nMax 6");
    expect(bench.calls.at(-1)).toMatchObject({ name: "findSymmetry", params: { most: 6, minimum: 0.99 } });
    expect(map()?.symmetry).toBe("D2");
  });
});

describe("distances", () => {
  it("are drawn between single atoms only", async () => {
    const line = "distance #2 #2";
    const problem = await run(line);
    expect(problem?.message).toMatch(/one atom/);
    expect(bench.app.stores.stage.getState().distances).toEqual([]);
  });
});

it("looks without a spec are for everything open; ~cartoon and cartoon hide take cartoons away", async () => {
  await run("color red; transparency 40; style ball; cartoon hide");
  expect(look()).toMatchObject({ color: "#ff0000", opacity: 0.6, atoms: "ball", cartoon: false });
  expect(map()).toMatchObject({ color: "#ff0000", opacity: 0.6 });
  await run("cartoon");
  expect(look()?.cartoon).toBe(true);
  await run("~cartoon #2");
  expect(look()?.cartoon).toBe(false);
  expect(bench.said().slice(-5)).toEqual([
    "transparency #1,2 40",
    "style #2 ball",
    "hide #2 cartoons",
    "show #2 cartoons",
    "hide #2 cartoons",
  ]);
  await run("close #1,2; color red");
  expect(bench.app.stores.log.getState().toasts.at(-1)?.text).toBe("Nothing is open yet.");
});

it("settings of all maps are told when none is named", async () => {
  await run("volume settings");
  expect(bench.app.stores.log.getState().lines.at(-1)?.text).toMatch(/^#1 a\.mrc: 10 × 10 × 10 voxels/);
});
