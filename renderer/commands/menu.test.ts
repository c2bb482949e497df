import { beforeEach, describe, expect, it } from "vitest";
import type { MenuChoice } from "#electron/protocol.ts";
import { createBench, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { followHost } from "#renderer/commands/menu.ts";
import { openFiles } from "#renderer/commands/open.ts";

let bench: TestBench;

beforeEach(() => {
  bench = createBench();
  followHost(bench.app);
});

const names = () => bench.app.stores.scene.getState().entries.map(({ name }) => name);
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("the host's menu", () => {
  it("opens what is chosen and what comes from outside the window", async () => {
    bench.pick([testFile("map.mrc")]);
    bench.choose("open");
    await settled();
    bench.openOutside([testFile("a.pdb")]);
    await settled();
    expect(names()).toEqual(["map.mrc", "a.pdb"]);
  });

  it.each<[MenuChoice, string]>([
    ["saveModels", "save placed.cif"],
    ["saveMap", "save map.mrc models #1"],
    ["savePicture", "save mapwright.png supersample 3"],
    ["viewAll", "view"],
    ["viewInitial", "view initial"],
    ["undo", "undo"],
    ["redo", "redo"],
  ])("%s leaves the command that repeats it", async (choice, command) => {
    await openFiles(bench.app, [testFile("map.mrc"), testFile("a.pdb")]);
    bench.choose(choice);
    await settled();
    expect(bench.said().at(-1)).toBe(command);
  });
});
