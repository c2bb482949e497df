import { beforeEach, describe, expect, it } from "vitest";
import { createBench, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { specsOf } from "#renderer/commands/entry-specs.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { isMap } from "#renderer/stores/scene.ts";

let bench: TestBench;
const entries = () => bench.app.stores.scene.getState().entries;
const map = () => entries().find(isMap);

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, ["map.mrc", "a.pdb", "b.pdb"].map(testFile));
});

describe("commands", () => {
  it("take words and keywords as short as they are unique", async () => {
    expect(await runLine(bench.app, "vol #1 lev 1.5 sty mesh tr 0.25")).toBeNull();
    expect(map()).toMatchObject({ level: 1.5, style: "mesh", opacity: 0.75 });
  });

  it("change levels in standard deviations and by volume", async () => {
    await runLine(bench.app, "volume #1 sdLevel 2");
    expect(map()?.level).toBeCloseTo(1, 9);
    await runLine(bench.app, "volume #1 encloseVolume 10"); // the densest 10 of 1000 voxels of 1 Å³
    expect(map()?.level).toBeCloseTo(2, 9);
  });

  it("write themselves into the log so that they can be run again", async () => {
    await runLine(
      bench.app,
      "volume #1 level 1.5 color red; surface dust #1 size 7; transparency #2,3 40; hide #2",
    );
    const said = bench.said().slice(1);
    expect(said).toEqual([
      "volume #1 level 1.500 color #ff0000",
      "surface dust #1 size 7 metric size",
      "transparency #2,3 40",
      "hide #2 models",
    ]);
    for (const line of said) expect(await runLine(bench.app, line)).toBeNull();
  });

  it("name several at once", async () => {
    await runLine(bench.app, "color #2-3 bychain; hide all");
    expect(entries().map(({ shown }) => shown)).toEqual([false, false, false]);
    expect(specsOf(entries())).toBe("#1,2,3");
  });

  it("turn, move and view the scene", async () => {
    await runLine(
      bench.app,
      "turn y 45; move x -3; zoom 2; view #1; view initial; view orient; view pad 0.2",
    );
    expect(bench.viewed.slice(-7)).toEqual([
      "turn 0,1,0 45",
      "move 1,0,0 -3",
      "zoom 2",
      "fill 0.05",
      "view initial",
      "view initial",
      "fill 0.2",
    ]);
  });

  it("fit by search and refine without", async () => {
    await runLine(bench.app, "fitmap #2 inMap #1 resolution 3.5 search 500 seed 7 atoms ca");
    expect(bench.calls.at(-1)).toMatchObject({
      name: "fit",
      params: { models: ["m1"], request: { resolution: 3.5, starts: 500, seed: 7, atoms: "ca" } },
    });
    expect(bench.calls.at(-1)).toMatchObject({ params: { request: { score: "vrm" } } });
    await runLine(bench.app, "fitmap #2 inMap #1 search 500 score molmap");
    expect(bench.calls.at(-1)).toMatchObject({ params: { request: { score: "molmap" } } });
    expect(bench.said().at(-1)).toContain("score molmap");
    await runLine(bench.app, "fitmap #3 inMap #1");
    expect(bench.calls.at(-1)).toMatchObject({ name: "refine", params: { model: "m2", resolution: 4 } });
  });

  it("make maps of models", async () => {
    await runLine(bench.app, "molmap #2 5 onGrid #1");
    expect(bench.calls.at(-1)).toMatchObject({ name: "simulate", params: { resolution: 5, onGridOf: "v1" } });
  });

  it("open files of the session again by name", async () => {
    await runLine(bench.app, "open a.pdb");
    expect(entries()).toHaveLength(4);
  });
});

describe("what is wrong with a line", () => {
  it.each([
    ["colour #1 red", "colour", /no command "colour"/],
    ["s #1", "s", /It could be save, .*surface/],
    ["volume #1 level high", "high", /Expected a number/],
    ["volume #1 lefel 3", "lefel", /does not know "lefel"/],
    ["volume #1 level", "level", /needs a value/],
    ["volume", "volume", /spec is missing/],
    ["show #7", "#7", /#7 is not open; open are #1, #2, #3/],
    ["transparency #2/A:10-20 50", "#2/A:10-20", /whole maps and models/],
    ["color #1 blau", "blau", /no colour/],
    ["style #2 blob", "blob", /stick, ball, sphere/],
    ["view; turn q", "q", /x, y, z/],
    ["show sel", "sel", /Nothing is selected/],
  ])("is pointed at: %s", async (line, word, message) => {
    const problem = await runLine(bench.app, line);
    expect(line.slice(problem?.start, problem?.end)).toBe(word);
    expect(problem?.message).toMatch(message);
  });

  it("does not stop what came before it", async () => {
    await runLine(bench.app, "hide #1; nonsense");
    expect(map()?.shown).toBe(false);
  });
});
