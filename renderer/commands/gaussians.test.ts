import { beforeEach, expect, it } from "vitest";
import {
  createBench,
  mapSummary,
  modelSummary,
  type TestBench,
  testFile,
} from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { undo } from "#renderer/commands/undo.ts";
import { modelSize, shortModelSize } from "#renderer/stores/model-size.ts";
import { isModel } from "#renderer/stores/scene.ts";

let bench: TestBench;
const asked = (name: string) => bench.calls.filter((call) => call.name === name).map(({ params }) => params);
const entries = () => bench.app.stores.scene.getState().entries;

beforeEach(async () => {
  bench = createBench();
  const plain = modelSummary("g1", "Gaussians of map.mrc");
  const description = { ...plain.description, format: "gaussians" as const };
  bench.answer({
    buildGaussians: () => ({
      models: [{ ...plain, chains: ["A"], description }],
      count: 500,
      level: { value: 0.5, reason: "1 % of the voxels lie above it" },
      misfit: [0.4, 0.05],
      reach: 7.3,
    }),
    drawGaussians: () => mapSummary("gm", "map of Gaussians"),
  });
  await openFiles(bench.app, ["map.mrc"].map(testFile));
});

it("shows them as wide as they are, by amplitude, and says how well they hold the map", async () => {
  expect(await runLine(bench.app, "gmm build #1 500 level 0.5 patches 4")).toBeNull();
  expect(asked("buildGaussians")).toEqual([
    { map: "v1", count: 500, resolution: 3, level: 0.5, patches: 4, steps: 60, seed: 1 },
  ]);
  expect(entries().find(isModel)?.look).toMatchObject({
    atoms: "sphere",
    cartoon: false,
    color: "byoccupancy",
  });
  expect(bench.said().at(-1)).toBe("gmm build #1 500 level 0.5 patches 4");
  const notes = bench.app.stores.log.getState().lines.filter(({ kind }) => kind === "note");
  expect(notes.at(-1)?.text).toBe(
    "500 Gaussians above 0.5000 (1 % of the voxels lie above it); misfit 0.400 → 0.050 of the density; FSC 0.5 with the map at 7.30 Å.",
  );
  expect(entries().filter(isModel).map(modelSize)).toEqual(["100 Gaussians"]);
  expect(entries().filter(isModel).map(shortModelSize)).toEqual(["100 G"]);
  await undo(bench.app);
  expect(entries().filter(isModel)).toEqual([]);
});

it("draws the map of them on the grid of another", async () => {
  await runLine(bench.app, "gmm build");
  expect(asked("buildGaussians").at(-1)).not.toHaveProperty("count");
  expect(await runLine(bench.app, "gmm map #2 onGrid #1")).toBeNull();
  expect(asked("drawGaussians")).toMatchObject([{ model: "g1", onGridOf: "v1" }]);
  expect(entries()).toHaveLength(3);
});

it.each(["gmm build #1 0", "gmm build #1 resolution 0", "gmm build #1 patches 63"])(
  "refuses %s",
  async (line) => {
    const problem = await runLine(bench.app, line);
    expect(problem?.message ?? "").not.toBe("");
    expect(asked("buildGaussians")).toEqual([]);
  },
);
