import { beforeEach, describe, expect, it } from "vitest";
import { IDENTITY } from "#core/math/rigid.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { createBench, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { RightMouse } from "#renderer/commands/right-mouse.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { undo } from "#renderer/commands/undo.ts";
import type { ToolEvent } from "#renderer/scene/mouse-tools.ts";
import { isMap, isModel } from "#renderer/stores/scene.ts";
import type { RightMouseMode } from "#renderer/stores/settings.ts";

// A map of 10 × 10 × 10 voxels of 1 Å from the origin, seen along −z.
let bench: TestBench;
const map = () => bench.app.stores.scene.getState().entries.find(isMap);
const model = () => bench.app.stores.scene.getState().entries.find(isModel);
const error = () => bench.app.stores.log.getState().toasts.at(-1)?.text;

function drag(mode: RightMouseMode, at: Vec3 | null, steps: readonly Partial<ToolEvent>[]): void {
  const mouse = new RightMouse(bench.app, () => {});
  const found: ToolEvent["found"] = at && { kind: "entry", spec: "#1", text: "", xyz: at, what: null };
  const event = {
    mode,
    found,
    part: null,
    handle: null,
    shift: [0, 0, 0],
    turn: IDENTITY.rotation,
    up: 0,
    depth: 0,
  } as const;
  mouse.handle({ ...event, phase: "start" });
  for (const step of steps) mouse.handle({ ...event, ...step, phase: "drag" });
  mouse.handle({ ...event, phase: "end" });
}

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, ["map.mrc", "a.pdb"].map(testFile));
});

describe("cropping by the right button", () => {
  it("moves the side that the drag is for by whole voxels and writes one command", () => {
    drag("crop", [8.5, 5, 5], [{ shift: [-1.2, 1, 0] }, { shift: [-1.4, 3, 0] }]);
    // −2.6 Å are nearly three voxels: 9 → 6.
    expect(map()?.region).toEqual({ first: [0, 0, 0], last: [6, 9, 9] });
    expect(bench.said().slice(1)).toEqual(["volume #1 region 0,0,0,6,9,9"]);
    drag("crop", [3, 0.5, 5], [{ shift: [0, 2, 0] }]);
    expect(bench.said().at(-1)).toBe("volume #1 region 0,2,0,6,9,9");
  });

  it("stays inside the map and leaves a voxel on each side", () => {
    drag("crop", [9, 5, 5], [{ shift: [-50, 0, 0] }]);
    expect(map()?.region?.last).toEqual([1, 9, 9]);
    drag("crop", [1, 5, 5], [{ shift: [500, 0, 0] }]);
    expect(map()?.region?.last).toEqual([9, 9, 9]);
  });

  it("needs a map under the pointer", () => {
    drag("crop", null, [{ shift: [1, 0, 0] }]);
    expect(error()).toMatch(/on the surface of a map/);
    expect(map()?.region).toBeNull();
  });
});

describe("moving planes by the right button", () => {
  it("moves the plane that the drag goes across and writes one command", async () => {
    await runLine(bench.app, 'volume #1 orthoplanes xyz; mousemode right "move planes"');
    expect(bench.app.stores.settings.getState().rightMouse).toBe("move planes");
    drag("move planes", [4.6, 8, 8], [{ shift: [1.4, 1, 0] }, { shift: [1, 0, 0] }]);
    // The planes lie at 5; 2.4 Å are two voxels.
    expect(map()?.planes).toEqual([
      { axis: 0, index: 7 },
      { axis: 1, index: 5 },
      { axis: 2, index: 5 },
    ]);
    expect(bench.said().at(-1)).toMatch(/^volume #1 orthoplanes xyz positionPlanes 7,5,5/);
  });

  it("moves a plane that faces the viewer by up and down", async () => {
    await runLine(bench.app, "volume #1 planes z,4");
    drag("move planes", null, [{ shift: [0, 2, 0], depth: -2 }]);
    expect(map()?.planes).toEqual([{ axis: 2, index: 2 }]);
  });

  it("says what to do when there is none", () => {
    drag("move planes", null, [{ shift: [1, 0, 0] }]);
    expect(error()).toMatch(/volume #1 orthoplanes xyz/);
  });
});

describe("turn and move with models", () => {
  it("move them along an axis of the screen, with undo", async () => {
    await runLine(bench.app, "move x 2.5 models #2");
    expect(model()?.motion.shift).toEqual([2.5, 0, 0]);
    expect(bench.said().at(-1)).toBe("view matrix models #2,1,0,0,2.5,0,1,0,0,0,0,1,0");
    undo(bench.app);
    expect(model()?.motion.shift).toEqual([0, 0, 0]);
  });

  it("turn them about a point: a quarter about z takes (0, 0) around (2, 0) to (2, −2)", async () => {
    await runLine(bench.app, "turn z 90 models #2 center 2,0,0");
    const shift = model()?.motion.shift ?? [];
    [2, -2, 0].forEach((x, n) => {
      expect(shift[n]).toBeCloseTo(x, 6);
    });
    const line = "turn z 90 center 1,2,3";
    const problem = await runLine(bench.app, line);
    expect(problem?.message).toMatch(/cofr/);
    expect(line.slice(problem?.start, problem?.end)).toBe("1,2,3");
    expect(await runLine(bench.app, "turn 0,0,0 5 models #2")).not.toBeNull();
    await runLine(bench.app, "move x 3 models #1");
    expect(error()).toMatch(/Maps stay where they are/);
  });
});
