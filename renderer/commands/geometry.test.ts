import { expect, it } from "vitest";
import { createBench, MESH, testFile } from "#renderer/commands/app.testing.ts";
import { followGeometry } from "#renderer/commands/geometry.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { previewVolume } from "#renderer/commands/volume.ts";
import type { VolumeId } from "#workers/protocol.ts";

const map = "v1" as VolumeId;
const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

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
