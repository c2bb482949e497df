import { beforeEach, describe, expect, it } from "vitest";
import { createBench, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { pickSpec } from "#renderer/commands/select.ts";
import type { Result } from "#workers/protocol.ts";

let bench: TestBench;
const selection = () => bench.app.stores.selection.getState();
const lastNote = () => bench.app.stores.log.getState().lines.at(-1)?.text;
const run = (line: string) => runLine(bench.app, line);

const none = { isNamed: false, ranges: [], atoms: 0, residues: 0, chains: 0 };
const some = (...ranges: number[]) => ({ isNamed: true, ranges, atoms: 5, residues: 2, chains: 1 });
const choosing = (...choices: Result<"choose">["choices"]) => ({
  choose: () => ({ choices }),
  widen: () => ({ choices }),
});

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, ["map.mrc", "a.pdb", "b.pdb"].map(testFile));
});

describe("selecting", () => {
  it("takes whole entries without asking the engine", async () => {
    const asked = bench.calls.length;
    await run("select #1,2");
    expect([selection().picked, selection().atoms]).toEqual([["#1", "#2"], {}]);
    expect(lastNote()).toBe("100 atoms, 12 residues of #1, #2 selected.");
    expect(bench.calls).toHaveLength(asked);
    await run("select subtract #2; select add #3");
    expect(selection().picked).toEqual(["#1", "#3"]);
    await run("select intersect #3");
    expect(selection().picked).toEqual(["#3"]);
    await run("~select");
    expect(selection().picked).toEqual([]);
    await run("select");
    expect(selection().picked).toEqual(["#1", "#2", "#3"]);
  });

  it("asks the engine for atoms, telling it what is open and selected", async () => {
    bench.answer(choosing(none, some(0, 5), none));
    await run("sel #2/A:10-20@CA,CB & ~solvent");
    expect(bench.calls.at(-1)).toMatchObject({
      name: "choose",
      params: {
        spec: "#2/A:10-20@CA,CB & ~solvent",
        open: [{ id: [1], model: null }, { id: [2] }, { id: [3] }],
      },
    });
    expect([selection().picked, selection().atoms]).toEqual([["#2"], { "#2": [0, 5] }]);
    expect(lastNote()).toBe("5 atoms, 2 residues of #2 selected.");
    await run("select add #1");
    expect(bench.calls.at(-1)).toMatchObject({
      params: { spec: "sel | #1", open: [{ selected: false }, { selected: [0, 5] }, { selected: false }] },
    });
    await run("select subtract /B");
    expect(bench.calls.at(-1)).toMatchObject({ params: { spec: "sel & ~/B" } });
  });

  it("is all of a model when all its atoms are named", async () => {
    bench.answer(choosing(none, { ...some(0, 100), atoms: 100 }, none));
    await run("select protein");
    expect([selection().picked, selection().atoms]).toEqual([["#2"], {}]);
  });

  it("widens and narrows again", async () => {
    bench.answer(choosing(none, some(0, 1), none));
    await run("select #2@CA");
    bench.answer(choosing(none, some(0, 5), none));
    await run("select up");
    expect(selection().atoms).toEqual({ "#2": [0, 5] });
    bench.answer(choosing(none, { ...some(0, 100), atoms: 100 }, none));
    await run("select up; select down");
    expect(selection().atoms).toEqual({ "#2": [0, 5] });
    await run("select down");
    expect(selection().atoms).toEqual({ "#2": [0, 1] });
    await run("select down");
    expect(lastNote()).toMatch(/nothing to narrow/);
  });

  it("by clicks leaves the commands that repeat it", async () => {
    await pickSpec(bench.app, "#2", false);
    await pickSpec(bench.app, "#1", true);
    await pickSpec(bench.app, "#2", true);
    await pickSpec(bench.app, null, false);
    expect(bench.said().slice(1)).toEqual([
      "select #2",
      "select add #1",
      "select subtract #2",
      "select clear",
    ]);
    expect(selection().picked).toEqual([]);
  });

  it("goes with what is closed", async () => {
    bench.answer(choosing(none, some(0, 5), some(0, 5)));
    await run("select protein");
    await run("close #2");
    expect([selection().picked, selection().atoms]).toEqual([["#3"], { "#3": [0, 5] }]);
  });

  it("says what to do when nothing is", async () => {
    expect(await run("hide sel")).toMatchObject({ start: 5, message: expect.stringMatching(/Ctrl-click/) });
    bench.answer(choosing(none, none, none));
    expect(await run("select #2/Z")).toMatchObject({
      start: 7,
      end: 11,
      message: expect.stringMatching(/names nothing/),
    });
    await run("select up");
    expect(lastNote()).toMatch(/Nothing is selected/);
  });
});
