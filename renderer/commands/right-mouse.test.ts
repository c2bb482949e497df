import { beforeEach, describe, expect, it } from "vitest";
import { IDENTITY } from "#core/math/rigid.ts";
import { createBench, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { RightMouse } from "#renderer/commands/right-mouse.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { redo, undo } from "#renderer/commands/undo.ts";
import type { ToolEvent } from "#renderer/scene/mouse-tools.ts";
import { density } from "#renderer/stores/format.ts";
import { isMap, isModel } from "#renderer/stores/scene.ts";

let bench: TestBench;
let mouse: RightMouse;
let told: (string | null)[];
const model = () => bench.app.stores.scene.getState().entries.find(isModel);
const map = () => bench.app.stores.scene.getState().entries.find(isMap);
const error = () => bench.app.stores.log.getState().toasts.at(-1)?.text;

const event = (change: Partial<ToolEvent>): ToolEvent => ({
  mode: "translate selected models",
  phase: "drag",
  found: null,
  part: null,
  handle: null,
  shift: [0, 0, 0],
  turn: IDENTITY.rotation,
  up: 0,
  depth: 0,
  ...change,
});

beforeEach(async () => {
  bench = createBench();
  told = [];
  bench.answer({
    measureAtoms: () => ({ atoms: 10, outside: 1, min: 0, max: 1, mean: 0.5, sd: 0.1 }),
  });
  mouse = new RightMouse(bench.app, (text) => told.push(text));
  await openFiles(bench.app, ["map.mrc", "a.pdb"].map(testFile));
});

describe("a drag of the right button", () => {
  it("moves the selected model live, tells how it fits, and leaves one step and one command", async () => {
    await runLine(bench.app, "select #2");
    mouse.handle(event({ phase: "start" }));
    mouse.handle(event({ shift: [1, 0, 0] }));
    mouse.handle(event({ shift: [2, 0, -1] }));
    expect(model()?.motion.shift).toEqual([3, 0, -1]);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(told.at(-1)).toMatch(/mean density 0\.5.* in #1, 90 % of the atoms/);
    mouse.handle(event({ phase: "end" }));
    expect(bench.said().at(-1)).toBe("view matrix models #2,1,0,0,3,0,1,0,0,0,0,1,-1");
    undo(bench.app);
    expect(model()?.motion.shift).toEqual([0, 0, 0]);
    redo(bench.app);
    expect(model()?.motion.shift).toEqual([3, 0, -1]);
  });

  it("is repeated exactly by its command", async () => {
    await runLine(bench.app, "select #2");
    const q = Math.SQRT1_2;
    mouse.handle(event({ phase: "start", mode: "rotate selected models" }));
    mouse.handle(event({ mode: "rotate selected models", turn: [0, q, 0, q] }));
    mouse.handle(event({ phase: "end", mode: "rotate selected models" }));
    const there = model()?.motion;
    const command = bench.said().at(-1) ?? "";
    undo(bench.app);
    expect(await runLine(bench.app, command)).toBeNull();
    expect(model()?.motion).toEqual(there);
  });

  it("needs something selected, and leaves maps where they are", async () => {
    mouse.handle(event({ phase: "start" }));
    expect(error()).toMatch(/Nothing is selected; Ctrl-click/);
    await runLine(bench.app, "select #1");
    mouse.handle(event({ phase: "start" }));
    expect(error()).toMatch(/Maps stay where they are/);
    expect(await runLine(bench.app, "view matrix models #2,1,2,3")).toBeNull();
    expect(error()).toMatch(/twelve numbers/);
  });

  it("changes the level of the active map, and writes it when it ends", () => {
    const before = map()?.level ?? 0;
    mouse.handle(event({ mode: "contour level", up: 40 }));
    // Two notches of a tenth of the standard deviation, 0.5.
    expect(map()?.level).toBeCloseTo(before + 0.1, 9);
    mouse.handle(event({ mode: "contour level", phase: "end" }));
    expect(bench.said().at(-1)).toBe(`volume #1 level ${density(map()?.level ?? 0)}`);
  });
});

it("sets what the right button does, by the beginning of its name", async () => {
  await runLine(bench.app, "mousemode right move picked");
  expect(bench.app.stores.settings.getState().rightMouse).toBe("move picked models");
  expect(bench.said().at(-1)).toBe('mousemode right "move picked models"');
  await runLine(bench.app, "mousemode right tr");
  expect(error()).toMatch(/The right mouse button can: translate, rotate/);
});
