import { beforeEach, describe, expect, it } from "vitest";
import { createBench, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { tellHover } from "#renderer/commands/hover.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { followScores } from "#renderer/commands/scores.ts";
import { createHoverStore } from "#renderer/stores/hover.ts";
import { changeModel, isModel } from "#renderer/stores/scene.ts";

let bench: TestBench;
const stage = () => bench.app.stores.stage.getState();
const look = () => bench.app.stores.scene.getState().entries.find(isModel)?.look;

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, [testFile("a.mrc"), testFile("b.pdb")]);
});

describe("named views", () => {
  it("keeps a view under a name, goes back to it, lists and forgets it", async () => {
    await runLine(bench.app, "view name front");
    expect(stage().views).toEqual([{ name: "front", orientation: [0, 0, 0, 1], position: [0, 0, 100] }]);
    await runLine(bench.app, "view front");
    expect(bench.viewed.at(-1)).toBe("camera 0,0,100");
    await runLine(bench.app, "view delete front");
    expect(stage().views).toEqual([]);
    await runLine(bench.app, "view front");
    expect(bench.app.stores.log.getState().lines.at(-1)?.text).toMatch(/no view "front"/);
  });

  it("puts the camera where twelve numbers say, row by row", async () => {
    // A quarter turn about z: x goes to y.
    await runLine(bench.app, "view matrix camera 0,-1,0,5,1,0,0,6,0,0,1,7");
    expect(bench.viewed.at(-1)).toBe("camera 5,6,7");
    await runLine(bench.app, "view matrix camera 1,2,3");
    expect(bench.app.stores.log.getState().lines.at(-1)?.text).toMatch(/twelve numbers/);
  });
});

describe("planes and pivot", () => {
  it("cuts so many Å behind the centre, and one plane at a time", async () => {
    await runLine(bench.app, "clip near -10 far 20");
    expect(stage().clip).toEqual({ centre: [0, 0, 0], near: -10, far: 20 });
    await runLine(bench.app, "clip near off");
    expect(stage().clip).toMatchObject({ near: null, far: 20 });
    await runLine(bench.app, "clip near 30");
    expect(stage().clip).toMatchObject({ near: null, far: 20 }); // behind the far plane: refused
    await runLine(bench.app, "clip off");
    expect(stage().clip).toBeNull();
  });

  it("turns about a model, a point, or what is seen", async () => {
    await runLine(bench.app, "cofr 1,2,3");
    expect(stage().pivot).toEqual([1, 2, 3]);
    await runLine(bench.app, "cofr #1");
    expect(stage().pivot).toEqual([1, 2, 3]); // the middle of what the stand-in view draws
    await runLine(bench.app, "cofr frontCenter");
    expect(stage()).toMatchObject({ pivot: null, pivotFollows: false });
    await runLine(bench.app, "cofr 1,2,3; ~cofr");
    expect(stage().pivot).toBeNull();
  });

  it("keeps to the middle of the view, or to where it is, and tells which", async () => {
    const told = () => bench.app.stores.log.getState().lines.at(-1)?.text;
    await runLine(bench.app, "cofr");
    expect(told()).toBe("Centre of rotation: 0.00, 0.00, 0.00 Å (frontCenter).");
    await runLine(bench.app, "cofr centerOfView");
    expect(stage()).toMatchObject({ pivot: [0, 0, 0], pivotFollows: true });
    await runLine(bench.app, "cofr fixed");
    expect(stage()).toMatchObject({ pivot: [0, 0, 0], pivotFollows: false });
    await runLine(bench.app, "cofr");
    expect(told()).toMatch(/\(fixed\)/);
    expect(bench.said().slice(-4)).toEqual(["cofr", "cofr centerOfView", "cofr fixed", "cofr"]);
  });

  it("is a point of a model's own frame where one is named", async () => {
    await runLine(bench.app, "move x 10 models #2; cofr 1,2,3 coordinateSystem #2");
    expect(stage().pivot).toEqual([11, 2, 3]);
    expect(bench.said().at(-1)).toBe("cofr 1,2,3 coordinateSystem #2");
    await runLine(bench.app, "cofr frontCenter coordinateSystem #2");
    expect(bench.app.stores.log.getState().lines.at(-1)?.text).toMatch(/Name a point of this model/);
  });
});

describe("looks", () => {
  it("writes commands that repeat them", async () => {
    for (const line of [
      "style #2 ball",
      "show #2 trace",
      "hide #2 ligands",
      "label #2 chains",
      "rainbow #2",
    ]) {
      await runLine(bench.app, line);
    }
    expect(look()).toMatchObject({
      atoms: "ball",
      trace: true,
      ligands: false,
      labels: "chains",
      color: "byresidue",
    });
    expect(bench.said().slice(-5)).toEqual([
      "style #2 ball",
      "show #2 trace",
      "hide #2 ligands",
      "label #2 chains",
      "color #2 byresidue",
    ]);
    await runLine(bench.app, "color byattribute bfactor #2 range 10,80; label delete #2");
    expect(look()).toMatchObject({ color: "byb", range: [10, 80], labels: "none" });
  });

  it("sets light, ground and outlines", async () => {
    await runLine(bench.app, "lighting soft; set bgColor white silhouettes true");
    expect(bench.app.stores.settings.getState()).toMatchObject({
      lighting: "soft",
      background: "#ffffff",
      silhouettes: true,
    });
  });
});

describe("densities at atoms", () => {
  it("are asked for where the model stands, again when it moves, and told as multiples of the level", async () => {
    const asked: unknown[] = [];
    bench.answer({
      mapValues: ({ at }) => {
        asked.push(at);
        return { values: Float32Array.of(0.5, 1.5) };
      },
    });
    followScores(bench.app);
    await runLine(bench.app, "volume #1 level 2; color byattribute density #2 relative true");
    await new Promise((resolve) => setTimeout(resolve));
    expect(bench.app.stores.scores.getState().bySpec["#2"]).toEqual({
      title: "density in #1",
      unit: "× level",
      values: Float32Array.of(0.5 / 2, 1.5 / 2),
    });
    const model = bench.app.stores.scene.getState().entries.find(isModel);
    if (!model) throw new Error("No model.");
    changeModel(bench.app.stores.scene, model.id, { motion: { ...model.motion, shift: [1, 0, 0] } });
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked).toHaveLength(2);
    await runLine(bench.app, "color #2 bychain");
    expect(bench.app.stores.scores.getState().bySpec).toEqual({});
  });

  it("are told in the balloon with the distance from the mean", async () => {
    bench.answer({ mapValues: () => ({ values: Float32Array.of(1.5) }) });
    const hover = createHoverStore();
    const found = {
      kind: "entry",
      spec: "#2",
      text: "#2 b  A/GLU 12 CA",
      xyz: [1, 2, 3],
      what: null,
    } as const;
    await tellHover(bench.app, hover, { ...found, x: 5, y: 6 });
    // (1.5 − 0) / 0.5 of the test map.
    expect(hover.getState().found).toEqual({ text: "#2 b  A/GLU 12 CA  ·  1.500 in #1, 3.0 sd", x: 5, y: 6 });
  });
});

describe("parts of models", () => {
  it("look otherwise than the whole until the whole is changed", async () => {
    bench.answer({
      choose: ({ open }) => ({
        choices: open.map(({ model }) => ({
          isNamed: model !== null,
          ranges: [3, 9],
          atoms: 6,
          residues: 1,
          chains: 1,
        })),
      }),
    });
    await runLine(bench.app, "color #2/A:2 red; style #2/A:2 ball; hide #2/A:2 cartoons; color #2/A:2 blue");
    expect(look()?.parts).toEqual([
      { ranges: [3, 9], atoms: "ball" },
      { ranges: [3, 9], cartoon: false },
      { ranges: [3, 9], color: "#0000ff" },
    ]);
    expect(bench.said().slice(-2)).toEqual(["hide #2/A:2 cartoons", "color #2/A:2 #0000ff"]);
    await runLine(bench.app, "color #2 bychain; show #2 cartoons");
    expect(look()?.parts).toEqual([{ ranges: [3, 9], atoms: "ball" }]);
  });
});
