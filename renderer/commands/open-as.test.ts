import { beforeEach, describe, expect, it } from "vitest";
import { createBench, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";

let bench: TestBench;
const error = () => bench.app.stores.log.getState().toasts.at(-1)?.text;

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, ["map.mrc", "a.pdb"].map(testFile));
});

describe("open and save", () => {
  it("take a name and a number, which the log repeats", async () => {
    await runLine(bench.app, 'open map.mrc name "second map" id #9');
    expect(bench.app.stores.scene.getState().entries.map(({ name, number }) => [number, name])).toEqual([
      [1, "map.mrc"],
      [2, "a.pdb"],
      [9, "second map"],
    ]);
    expect(bench.said().slice(1)).toEqual(["open map.mrc", 'rename #3 "second map"', "rename #3 id #9"]);
    await runLine(bench.app, "open map.mrc id #2");
    expect(error()).toMatch(/#2 is a\.pdb/);
    expect(bench.said()).toHaveLength(4);
  });

  it("save models in the frame of another's file", async () => {
    await runLine(
      bench.app,
      "open a.pdb; move x 5 models #2; move y 2 models #3; save out.cif models #3 relModel #2",
    );
    expect(bench.calls.findLast(({ name }) => name === "writeModels")?.params).toMatchObject({
      placed: [{ model: "m2", motion: { shift: [-5, 2, 0] } }],
    });
    expect(bench.said().at(-1)).toBe("save out.cif models #3 relModel #2");
  });
});
