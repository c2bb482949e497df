import { beforeEach, describe, expect, it } from "vitest";
import { createBench, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { undo } from "#renderer/commands/undo.ts";
import { isModel } from "#renderer/stores/scene.ts";

let bench: TestBench;
const stage = () => bench.app.stores.stage.getState();
const run = (line: string) => runLine(bench.app, line);
const note = () => bench.app.stores.log.getState().lines.at(-1)?.text;
const model = () => bench.app.stores.scene.getState().entries.find(isModel);

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, [testFile("a.mrc"), testFile("b.pdb")]);
});

/** The words that a line's problem points at. */
async function pointedAt(line: string): Promise<string | undefined> {
  const problem = await run(line);
  return problem ? line.slice(problem.start, problem.end) : undefined;
}

describe("view", () => {
  it("puts planes and the centre of rotation around what is named, unless told otherwise", async () => {
    // The stand-in view draws everything in a sphere of 50 Å about (1, 2, 3).
    await run("view #2");
    expect(stage()).toMatchObject({
      clip: { centre: [1, 2, 3], near: -50, far: 50 },
      pivot: [1, 2, 3],
      pivotFollows: true,
    });
    await run("view");
    expect(stage()).toMatchObject({ clip: null, pivot: null });
    await run("view #2 clip false cofr f orient pad 0.3");
    expect(stage()).toMatchObject({ clip: null, pivot: null });
    expect(bench.viewed.at(-1)).toBe("fill 0.3 upright");
    expect(bench.said().at(-1)).toBe("view #2 orient clip false cofr false pad 0.3");
  });

  it("goes to a named view over frames", async () => {
    await run("view name front; view front 3");
    expect(bench.viewed.slice(-3)).toEqual(["at 0,0,100", "at 0,0,100", "at 0,0,100"]);
  });
});

describe("motions", () => {
  it("repeat in frames, and rock by a sine", async () => {
    await run("turn y 3 4");
    expect(bench.viewed.slice(-4)).toEqual(Array(4).fill("turn 0,1,0 3"));
    await run("turn x 30 4 rock 4");
    // sin goes 0, 1, 0, −1, 0 in a cycle of four frames: the steps are 1, −1, −1, 1 times 30°.
    const steps = bench.viewed.slice(-4).map((text) => Number(text.split(" ")[2]));
    [30, -30, -30, 30].forEach((angle, n) => {
      expect(steps[n]).toBeCloseTo(angle, 9);
    });
    await run("move z 2 3; zoom 8 3; stop");
    expect(bench.viewed.slice(-7)).toEqual([
      ...Array(3).fill("move 0,0,1 2"),
      ...Array(3).fill("zoom 2"), // the cube root of 8
      "stop",
    ]);
  });

  it("of models leave behind where they end, as one step to undo", async () => {
    await run("move x 2 5 models #2");
    expect(model()?.motion.shift[0]).toBeCloseTo(10, 9);
    expect(bench.said().at(-1)).toMatch(/^view matrix models #2,/);
    undo(bench.app);
    expect(model()?.motion.shift[0]).toBe(0);
  });

  it("along an axis of a model's own frame: x of a model turned a quarter about z is y of the scene", async () => {
    await run("turn z 90 models #2 center 0,0,0; move x 5 coordinateSystem #2");
    const [axis = ""] = bench.viewed.at(-1)?.split(" ").slice(1) ?? [];
    [0, 1, 0].forEach((x, n) => {
      expect(Number(axis.split(",")[n])).toBeCloseTo(x, 9);
    });
  });

  it("zoom to Å per pixel, and tell how many there are", async () => {
    await run("zoom pixelSize 0.25");
    expect(bench.viewed.at(-1)).toBe("zoom 2"); // from 0.5 Å
    await run("zoom");
    expect(note()).toMatch(/shows 0\.5 Å/);
  });
});

describe("the stage", () => {
  it("has parallel lines of sight, a scale bar, and a slab on demand", async () => {
    await run("camera ortho; scalebar 20; clip slab 12");
    expect(stage()).toMatchObject({
      orthographic: true,
      scaleBar: { length: 20 },
      clip: { near: -6, far: 6 },
    });
    await run("camera mono; scalebar; clip list");
    expect(stage()).toMatchObject({ orthographic: false, scaleBar: { length: null } });
    expect(note()).toMatch(/near -6 Å, far 6 Å/);
    await run("scalebar off; camera");
    expect(stage().scaleBar).toBeNull();
    expect(note()).toBe("The camera is mono.");
  });

  it("tells its size, and says at the word why a tab keeps it", async () => {
    await run("windowsize");
    expect(note()).toBe("The view is 800 × 600 pixels.");
    expect(await pointedAt("windowsize 1200 900")).toBe("1200");
    expect(await pointedAt("windowsize 5 900")).toBe("5");
    expect(await pointedAt("windowsize 1200")).toBe("1200");
  });

  it("tells where models stand so that the line puts them there, in one text or several", async () => {
    await run("view matrix models #2,1,0,0,7,0,1,0,8,0,0,1,9");
    expect(model()?.motion.shift).toEqual([7, 8, 9]);
    await run("view matrix");
    expect(note()).toBe("view matrix models #2,1,0,0,7,0,1,0,8,0,0,1,9");
  });

  it.each([
    ["zoom 0", "0"],
    ["turn y 3 -4", "-4"],
    ["clip near here", "here"],
    ["view #2 pad -2", "-2"],
    ["set bgColor bychain", "bychain"],
  ])("%s is refused at %s", async (line, word) => {
    expect(await pointedAt(line)).toBe(word);
  });
});

describe("looks that belong together", () => {
  it("are commands of their own in the log", async () => {
    await run("preset publication");
    expect(bench.said().slice(-4)).toEqual([
      "set bgColor #ffffff",
      "lighting soft",
      "graphics silhouettes true",
      "graphics depthCue false",
    ]);
    await run("preset sticks");
    expect(model()?.look).toMatchObject({ cartoon: false, atoms: "stick", color: "byelement" });
    await run("preset interactive");
    expect(model()?.look).toMatchObject({ cartoon: true, atoms: "none", color: "bychain" });
    expect(bench.app.stores.settings.getState().background).toBeNull();
  });

  it("are listed when none is named, and nothing changes", async () => {
    const before = bench.app.stores.settings.getState();
    await run("preset");
    const listed = bench.app.stores.log
      .getState()
      .lines.slice(-4)
      .map(({ text }) => text.split(" — ")[0]);
    expect(listed).toEqual(["preset interactive", "preset publication", "preset ghostly", "preset sticks"]);
    expect(bench.app.stores.settings.getState()).toBe(before);
  });

  it("throws shadows when asked to, until another light is chosen", async () => {
    const light = () => {
      const { lighting, shadows } = bench.app.stores.settings.getState();
      return [lighting, shadows];
    };
    await run("lighting full shadows true");
    expect(light()).toEqual(["full", true]);
    expect(bench.said().at(-1)).toBe("lighting full");
    await run("lighting full shadows false");
    expect(bench.said().at(-1)).toBe("lighting full shadows false");
    await run("lighting soft shadows true");
    expect(light()).toEqual(["soft", true]);
    expect(bench.said().at(-1)).toBe("lighting soft shadows true");
    await run("lighting soft");
    expect(light()).toEqual(["soft", false]);
    await run("lighting simple");
    expect(light()).toEqual(["simple", false]);
    await run("lighting shadows toggle");
    expect(light()).toEqual(["simple", true]);
    expect(bench.said().at(-1)).toBe("lighting shadows true");
  });

  it("switches to the opposite of what is", async () => {
    await run("graphics silhouettes toggle depthCue toggle");
    expect(bench.app.stores.settings.getState()).toMatchObject({ silhouettes: true, depthCue: false });
    await run("graphics rate; tile 9");
    expect(bench.app.stores.results.getState().compared).toBe(9);
    expect(bench.app.stores.log.getState().lines.some(({ text }) => text === "60 pictures per second.")).toBe(
      true,
    );
  });
});
