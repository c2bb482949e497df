import { expect, it } from "vitest";
import { createBench, MESH, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { Viewport } from "#renderer/scene/Viewport.ts";
import { isMap } from "#renderer/stores/scene.ts";
import type { VolumeId } from "#workers/protocol.ts";

const EVENTS = {
  pick() {},
  pickPlacement() {},
  menu() {},
  levelWheel() {},
  hover() {},
  tool() {},
};

/** A triangle far from the origin. */
const FAR = { ...MESH, positions: Float32Array.of(90, 0, 0, 110, 0, 0, 100, 10, 0) };
const ALL = { padding: 0.05, upright: true };

async function twoMaps() {
  const { app } = createBench();
  const viewport = new Viewport(app.stores, EVENTS);
  await openFiles(app, ["a.mrc", "b.mrc"].map(testFile));
  const [first, second] = app.stores.scene
    .getState()
    .entries.filter(isMap)
    .map(({ id }) => id);
  return { viewport, first: first as VolumeId, second: second as VolumeId };
}

it("looks at everything again when what was not drawn yet has come", async () => {
  const { viewport, first, second } = await twoMaps();
  viewport.setSurface(first, 0, { mesh: { ...MESH, positions: Float32Array.of(0, 0, 0, 9, 0, 0, 0, 9, 0) } });
  viewport.fillAll(ALL);
  const before = viewport.currentCamera().position;
  viewport.setSurface(second, 0, { mesh: FAR });
  const after = viewport.currentCamera().position;
  expect(after[0]).toBeGreaterThan((before[0] ?? 0) + 20);
  // What comes later was not asked for.
  viewport.setSurface(first, 0, { mesh: FAR });
  expect(viewport.currentCamera().position).toEqual(after);
});

it("does not when the camera was moved meanwhile", async () => {
  const { viewport, first, second } = await twoMaps();
  viewport.setSurface(first, 0, { mesh: FAR });
  viewport.fillAll(ALL);
  viewport.turn([0, 1, 0], 30);
  const before = viewport.currentCamera();
  viewport.setSurface(second, 0, { mesh: { ...FAR, positions: FAR.positions.map((x) => -x) } });
  expect(viewport.currentCamera()).toEqual(before);
});
