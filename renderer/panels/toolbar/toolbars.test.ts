import { describe, expect, it } from "vitest";
import { commands } from "#core/command/commands.ts";
import { parseCommand } from "#core/command/parse.ts";
import { splitLine } from "#core/command/words.ts";
import { createBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { contextOf } from "#renderer/panels/toolbar/tool.ts";
import { TOOLBARS } from "#renderer/panels/toolbar/toolbars.ts";
import { isMap, isModel } from "#renderer/stores/scene.ts";

const all = TOOLBARS.flatMap(({ groups }) => groups.flat());

describe("tools", () => {
  it("have names of their own and say what they do", () => {
    const names = all.map(({ text }) => text);
    expect(new Set(names).size).toBe(names.length);
    for (const { hint } of all) expect(hint.length).toBeGreaterThan(8);
  });

  it("run commands that are understood, and are off while there is nothing to act on", async () => {
    const bench = createBench();
    const empty = contextOf(bench.app);
    expect(all.filter((tool) => tool.line(empty) === null).length).toBeGreaterThan(20);
    await openFiles(bench.app, ["a.mrc", "b.pdb", "c.mrc"].map(testFile));
    await runLine(bench.app, "fitmap #2 inMap #1 search auto");
    const context = contextOf(bench.app);
    for (const tool of all) {
      const line = tool.line(context) ?? "";
      const [words = []] = splitLine(line);
      expect(() => parseCommand(words, commands), `${tool.text}: ${line}`).not.toThrow();
    }
  });

  it("act on the active map, and on what is selected of the models", async () => {
    const bench = createBench();
    await openFiles(bench.app, ["a.mrc", "b.pdb", "c.pdb"].map(testFile));
    const press = async (text: string) =>
      runLine(bench.app, all.find((tool) => tool.text === text)?.line(contextOf(bench.app)) ?? "nothing");
    const { scene } = bench.app.stores;
    await press("Mesh");
    expect(scene.getState().entries.find(isMap)?.style).toBe("mesh");
    await press("Spheres");
    expect(
      scene
        .getState()
        .entries.filter(isModel)
        .map(({ look }) => look.atoms),
    ).toEqual(["sphere", "sphere"]);
    await runLine(bench.app, "select #3");
    await press("No atoms");
    expect(
      scene
        .getState()
        .entries.filter(isModel)
        .map(({ look }) => look.atoms),
    ).toEqual(["sphere", "none"]);
    await press("Zone");
    expect(scene.getState().entries.find(isMap)?.zone?.distance).toBe(5);
    await press("Zone");
    expect(scene.getState().entries.find(isMap)?.zone).toBeNull();
  });
});
