import { afterEach, expect, it, vi } from "vitest";
import { AppError } from "#core/errors.ts";
import { createBench, MESH, testFile } from "#renderer/commands/app.testing.ts";
import { addContour, removeContour } from "#renderer/commands/contours.ts";
import { followGeometry } from "#renderer/commands/geometry.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { previewPlane, togglePlane } from "#renderer/commands/planes.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { previewVolume } from "#renderer/commands/volume.ts";
import type { MapEntry } from "#renderer/stores/scene.ts";
import type { ContourRequest, VolumeId } from "#workers/protocol.ts";

const map = "v1" as VolumeId;
const soon = () => new Promise((resolve) => setImmediate(resolve));
/** Longer than a level must rest for a fine surface, ms. */
const REST = 400;

afterEach(() => vi.useRealTimers());

it("draws a map that was opened, and again only when level, step or dust change", async () => {
  const bench = createBench();
  followGeometry(bench.app);
  await openFiles(bench.app, [testFile("map.mrc")]);
  await soon();
  previewVolume(bench.app, map, { color: "#ff0000", transparency: 0.5 });
  await soon();
  const contours = () => bench.calls.filter(({ name }) => name === "contour");
  expect(contours()).toHaveLength(1);
  previewVolume(bench.app, map, { level: 2 });
  await soon();
  expect(contours().at(-1)?.params).toMatchObject({ level: 2 });
});

it("draws a map as an image from the densities of what is shown, and asks for them once", async () => {
  const bench = createBench();
  const grid = { size: [2, 1, 1], origin: [0, 0, 0], voxelSize: [1, 1, 1] } as const;
  const values = Uint16Array.of(0, 0x3c00);
  bench.answer({ mapImage: () => ({ grid, block: 1, values, unit: 2 }) });
  followGeometry(bench.app);
  await openFiles(bench.app, [testFile("map.mrc")]);
  await runLine(bench.app, "volume #1 style image");
  await soon();
  await runLine(bench.app, "volume #1 level 1.5");
  await soon();
  const asked = () => bench.calls.filter(({ name }) => name === "mapImage").map(({ params }) => params);
  expect(asked()).toEqual([{ map }]);
  expect(bench.viewed).toContain("image v1 2×1×1");
  await runLine(bench.app, "volume #1 region 1,1,1,4,4,4");
  await soon();
  expect(asked().slice(1)).toEqual([{ map, region: { first: [1, 1, 1], last: [4, 4, 4] } }]);
});

it("asks for one surface at a time while a level is dragged, and ends with the last level", async () => {
  const bench = createBench();
  const waiting: (() => void)[] = [];
  bench.answer({
    contour: ({ step }) =>
      new Promise((resolve) =>
        waiting.push(() => resolve({ mesh: MESH, step: step || 1, enclosedVolume: 1 })),
      ),
  });
  followGeometry(bench.app);
  await openFiles(bench.app, [testFile("map.mrc")]);
  for (const level of [1.1, 1.2, 1.3, 1.4]) previewVolume(bench.app, map, { level });
  expect(waiting).toHaveLength(1);
  waiting[0]?.();
  await soon();
  expect(waiting).toHaveLength(2);
  waiting[1]?.();
  await soon();
  expect(waiting).toHaveLength(2);
  expect(bench.calls.at(-1)?.params).toMatchObject({ level: 1.4 });
});

it("makes a surface quickly while its level is dragged, and finely at rest", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const bench = createBench();
  bench.answer({
    contour: ({ step, fine }) => ({ mesh: MESH, step: step || (fine ? 1 : 3), enclosedVolume: 1 }),
  });
  followGeometry(bench.app);
  await openFiles(bench.app, [testFile("map.mrc")]);
  await soon();
  previewVolume(bench.app, map, { level: 1.3 });
  await soon();
  const asked = () =>
    bench.calls.flatMap(({ name, params }) => {
      const { level, fine } = params as ContourRequest;
      return name === "contour" ? [[level, fine ?? false]] : [];
    });
  expect(asked()).toEqual([
    [1, false],
    [1.3, false],
  ]);
  await vi.advanceTimersByTimeAsync(REST);
  expect(asked().slice(2)).toEqual([[1.3, true]]);
  expect(bench.app.stores.scene.getState().entries[0]).toMatchObject({ drawn: { step: 1 } });
});

it("gives up a fine surface when the level is dragged on", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const bench = createBench();
  const signals: AbortSignal[] = [];
  const { engine } = bench.app;
  const slow = {
    ...bench.app,
    engine: {
      ...engine,
      call: (async (name, params, options) => {
        if (name !== "contour" || !(params as ContourRequest).fine) return engine.call(name, params, options);
        signals.push(options?.signal as AbortSignal);
        return new Promise((_, reject) =>
          options?.signal?.addEventListener("abort", () => reject(new AppError("cancelled", "Cancelled."))),
        );
      }) as typeof engine.call,
    },
  };
  bench.answer({ contour: ({ step }) => ({ mesh: MESH, step: step || 2, enclosedVolume: 1 }) });
  followGeometry(slow);
  await openFiles(slow, [testFile("map.mrc")]);
  await soon();
  await vi.advanceTimersByTimeAsync(REST);
  expect(signals).toHaveLength(1);
  previewVolume(slow, map, { level: 1.5 });
  await soon();
  await soon();
  expect(signals[0]?.aborted).toBe(true);
  expect(bench.calls.at(-1)?.params).toMatchObject({ level: 1.5 });
  expect(bench.app.stores.log.getState().lines.filter(({ kind }) => kind === "error")).toEqual([]);
});

it("draws every level, takes away those that went, and asks for planes as they move", async () => {
  const bench = createBench();
  followGeometry(bench.app);
  await openFiles(bench.app, [testFile("map.mrc")]);
  await soon();
  const entry = () => bench.app.stores.scene.getState().entries[0] as MapEntry;
  addContour(bench.app, entry());
  togglePlane(bench.app, entry(), 2);
  await soon();
  expect(bench.viewed).toEqual(["surface v1 0", "surface v1 1", "plane v1 2 5"]);
  removeContour(bench.app, entry(), 1);
  previewPlane(bench.app, map, 2, 7);
  await soon();
  expect(bench.viewed.slice(3)).toEqual(["no surface v1 1", "plane v1 2 7"]);
});
