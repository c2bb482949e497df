import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import { createBench, modelSummary, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { undo } from "#renderer/commands/undo.ts";
import { isModel } from "#renderer/stores/scene.ts";
import type { FileId } from "#workers/protocol.ts";

let bench: TestBench;
const run = (line: string) => runLine(bench.app, line);
const names = () => bench.app.stores.scene.getState().entries.map(({ name }) => name);
const notes = () => bench.app.stores.log.getState().lines.map(({ text }) => text);

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, [testFile("a.mrc"), testFile("b.pdb")]);
});

describe("files that a command names", () => {
  it("are looked up by the host, in a folder that cd changes", async () => {
    bench.answer({
      folder: ({ enter }) => ({ path: enter === null ? "data" : `data/${enter}` }),
      lendNamed: ({ names: wanted }) => ({
        files: wanted.map((name) => ({ id: "file-9" as FileId, name, size: 1, kind: "map" as const })),
      }),
    });
    await run("cd sub; pwd; open c.mrc");
    expect(notes()).toContain("data/sub");
    expect(bench.calls.find(({ name }) => name === "lendNamed")?.params).toEqual({ names: ["c.mrc"] });
    expect(names()).toHaveLength(3);
    expect(bench.said().slice(-3)).toEqual(["cd sub", "pwd", "open c.mrc"]);
  });

  it("that are not there are told at their word, the second of two too", async () => {
    bench.answer({
      lendNamed: ({ names: [name] }) => {
        throw new AppError("input", `There is no file or folder "${name}" in data.`);
      },
    });
    const line = "open a.mrc nowhere.mrc";
    const problem = await run(line);
    expect(line.slice(problem?.start, problem?.end)).toBe("nowhere.mrc");
    expect(problem?.message).toMatch(/in data/);
    expect(names()).toHaveLength(2);
  });

  it("are taken for the format that is named", async () => {
    bench.answer({
      lendNamed: () => ({
        files: [{ id: "file-9" as FileId, name: "odd.bin", size: 1, kind: "other" as const }],
      }),
    });
    await run("open odd.bin format mrc");
    expect(bench.calls.some(({ name }) => name === "openMap")).toBe(true);
  });
});

describe("predicted aligned errors", () => {
  it("dropped with their model are opened after it, and it is told what they are for", async () => {
    await openFiles(bench.app, [testFile("pae.json"), testFile("c.pdb")]);
    const opened = bench.calls.map(({ name }) => name).filter((name) => /^open(Model|Errors)$/.test(name));
    expect(opened).toEqual(["openModel", "openModel", "openErrors"]);
    expect(bench.said().at(-1)).toBe("open c.pdb pae.json");
    expect(notes().at(-1)).toMatch(
      /^pae\.json: predicted aligned errors of 100 residues, those of #3 c\.pdb\. A split into domains/,
    );
    expect(names()).toHaveLength(3);
  });

  it("of no model that is open are told with the name of their file", async () => {
    bench.answer({
      openErrors: () => {
        throw new AppError("input", "These are aligned errors of 70 residues, but x has 200.");
      },
    });
    await expect(openFiles(bench.app, [testFile("pae.json")])).rejects.toThrow(/^pae\.json: These are/);
  });
});

describe("save", () => {
  it("writes a part of a map, every other sample, in half the bytes", async () => {
    await run("save part.mrc models #1 region 0,0,0,4,5,6 step 2 valueType float16");
    expect(bench.calls.findLast(({ name }) => name === "writeMap")?.params).toEqual({
      map: "v1",
      region: { first: [0, 0, 0], last: [4, 5, 6] },
      step: 2,
      isHalf: true,
    });
    expect(bench.said().at(-1)).toBe("save part.mrc models #1 region 0,0,0,4,5,6 step 2 valueType float16");
  });

  it.each([
    ["save a.cif width 300", "300", /width is for \.png/],
    ["save a.png step 2", "2", /step is for \.mrc/],
    ["save a.xyz", "a.xyz", /What "\.xyz" files hold/],
    ["save a.mrc region 1,2", "1,2", /first and last voxel/],
    ["save a.png supersample 9", "9", /1 to 4/],
    ["save a.png width 100000", "100000", /pixels wide/],
  ])("%s is refused at %s", async (line, word, sentence) => {
    const saved = bench.saved.length;
    const problem = await run(line);
    expect(line.slice(problem?.start, problem?.end)).toBe(word);
    expect(problem?.message).toMatch(sentence);
    expect(bench.saved).toHaveLength(saved);
  });
});

describe("copies by a point group", () => {
  const asked = () =>
    bench.calls
      .filter(({ name }) => name === "combine")
      .map(({ params }) => params as { placed: { motion: { rotation: number[] } }[] });

  it("are one model with the original in it, or a model each; sym clear closes them", async () => {
    let made = 0;
    bench.answer({ combine: ({ name }) => ({ models: [modelSummary(`made${++made}`, name)] }) });
    await run("sym #2 C3 center 1,2,3");
    expect(asked().at(-1)?.placed).toHaveLength(3);
    await run("sym #2 c2 axis x copies true");
    expect(bench.app.stores.scene.getState().entries.filter(isModel)).toHaveLength(3);
    // Half a turn about x through the origin.
    expect(Math.abs(asked().at(-1)?.placed[0]?.motion.rotation[0] ?? 0)).toBeCloseTo(1, 9);
    await run("sym clear #2");
    expect(bench.app.stores.scene.getState().entries.filter(isModel)).toHaveLength(1);
    undo(bench.app);
    expect(bench.app.stores.scene.getState().entries.filter(isModel)).toHaveLength(3);
  });

  it("are refused for what is no group", async () => {
    const line = "sym #2 X3";
    const problem = await run(line);
    expect(line.slice(problem?.start, problem?.end)).toBe("X3");
  });
});
