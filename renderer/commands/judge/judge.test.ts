import { beforeEach, describe, expect, it } from "vitest";
import type { FitDocument } from "#core/report/fit-document.ts";
import { createBench, fitResult, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { fitModels } from "#renderer/commands/fit.ts";
import { leavePath, stepTo } from "#renderer/commands/judge/path.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { place } from "#renderer/commands/poses.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { undo } from "#renderer/commands/undo.ts";
import { isMap, isModel, isPlaced, specOf } from "#renderer/stores/scene.ts";
import { SETTINGS_DEFAULTS } from "#renderer/stores/settings.ts";
import type { ModelId } from "#workers/protocol.ts";

const model = "m1" as ModelId;
let bench: TestBench;

const entries = () => bench.app.stores.scene.getState().entries;
const saved = (name: string) => String(bench.saved.find((one) => one.name === name)?.content);

beforeEach(async () => {
  bench = createBench();
  bench.answer({
    about: () => ({ kernel: "cpu", device: "SIMD", threads: 2, version: "9.9", reason: "it is fastest" }),
  });
  await openFiles(bench.app, [testFile("map.mrc"), testFile("a.pdb"), testFile("b.pdb")]);
  const map = entries().find(isMap);
  if (map) await fitModels(bench.app, map, entries().filter(isModel), SETTINGS_DEFAULTS.fit);
});

describe("what can be saved of results", () => {
  it("as JSON is the document of the command line, with what became of the rows", async () => {
    place(bench.app, model, 2);
    await runLine(bench.app, "save results.json");
    const { version, map, kernel, models } = JSON.parse(saved("results.json")) as FitDocument;
    expect(version).toBe(1);
    expect(map).toMatchObject({ file: "map.mrc", size: [10, 10, 10], level: { value: 0.5 } });
    expect(kernel.reason).toBe("it is fastest");
    expect(models.map(({ file }) => file)).toEqual(["a.pdb"]); // the table in front
    const rows = models[0]?.clusters ?? [];
    expect(rows.map(({ rank, state, shift }) => [rank, state, shift])).toEqual([
      [1, "new", 0],
      [2, "placed", 20],
      [3, "new", 40],
    ]);
  });

  it("as a report holds verdicts, pictures of each model and the commands, and leaves the scene as it was", async () => {
    const before = entries();
    await runLine(bench.app, "save report.html");
    const page = saved("report.html");
    expect(page.match(/<img src="data:image\/png;base64,/g)).toHaveLength(3);
    expect(page).toContain("Mapwright 9.9");
    expect(page).toContain("fitmap #2,3 inMap #1 search auto seed 1");
    expect(page).toContain("b.pdb, rank 1: correlation 0.900");
    expect(entries()).toBe(before);
  });

  it("as a ChimeraX script opens the files where the models are, copies as models of their own", async () => {
    place(bench.app, model, 2);
    await runLine(bench.app, "save session.cxc");
    const lines = saved("session.cxc").split("\n");
    expect(lines.filter((line) => line.startsWith("open"))).toEqual([
      'open "map.mrc" id 1 name "map.mrc"',
      'open "a.pdb" id 2 name "a.pdb"',
      'open "a.pdb" id 4 name "#2.1 a.pdb, placed, rank 2"',
      'open "b.pdb" id 3 name "b.pdb"',
    ]);
    expect(lines.some((line) => /^view matrix models #4,1\.0+,0\.0+,0\.0+,20\.0000,/.test(line))).toBe(true);
  });
});

describe("a proposal", () => {
  /** Rank 1 of both models at one place; everything else is free. */
  const meet = ({ placed }: { placed: readonly { motion: { shift: readonly number[] } }[] }) => ({
    atoms: Uint32Array.from(
      placed.flatMap((a, n) =>
        placed.map((b, m) => (n !== m && a.motion.shift[0] === b.motion.shift[0] ? 50 : 0)),
      ),
    ),
  });

  it("is placed at once, and taken back one by one", async () => {
    const [first] = bench.app.stores.fits.getState().tables;
    if (!first) throw new Error("There is no table.");
    const { tables } = bench.app.stores.fits.getState();
    const ambiguous = { ...first.verdict, kind: "ambiguous" as const };
    bench.app.stores.fits.setState({ tables: tables.map((table) => ({ ...table, verdict: ambiguous })) });
    bench.answer({ clashTable: meet });
    await runLine(bench.app, "difffit propose");
    const { proposal } = bench.app.stores.results.getState();
    expect(proposal?.choices.map(({ rank }) => rank)).toEqual([1, 2]);
    expect(proposal?.choices[1]?.reason).toBe("rank 2, because rank 1 clashes with a.pdb (50 atoms)");
    await runLine(bench.app, "difffit accept");
    expect(entries().filter(isPlaced).map(specOf)).toEqual(["#2.1", "#3.1"]);
    undo(bench.app);
    expect(entries().filter(isPlaced).map(specOf)).toEqual(["#2.1"]);
  });

  it("is zeroed at once into one new map, and its undo brings both back", async () => {
    place(bench.app, model, 0);
    place(bench.app, "m2" as ModelId, 2);
    await runLine(bench.app, "difffit zero placed mass 0.8");
    const call = bench.calls.find(({ name }) => name === "zero")?.params;
    expect(call).toMatchObject({
      placed: [{ model: "m1" }, { model: "m2" }],
      coverage: { kernel: "vrm", mass: 0.8, shrink: 0.6 },
    });
    const states = () =>
      bench.app.stores.fits.getState().tables.flatMap((table) => Object.values(table.states));
    expect(states()).toEqual(["zeroed", "zeroed"]);
    expect(bench.said().at(-1)).toBe("difffit zero placed inMap #1 shrink 0.6 mass 0.8");
    undo(bench.app);
    expect(states()).toEqual(["placed", "placed"]);
    expect(entries().filter(isMap)).toHaveLength(1);
  });
});

describe("the path of a start", () => {
  it("moves the model along, and puts it back", async () => {
    const at = (x: number, score: number) =>
      ({ stage: "full map", motion: { rotation: [0, 0, 0, 1], shift: [x, 0, 0] }, score }) as const;
    bench.answer({ fitPath: () => ({ start: 17, steps: [at(9, 0.1), at(4, 0.5), at(20, 0.4)] }) });
    await runLine(bench.app, "difffit path 2 model #2");
    const asked = bench.calls.find(({ name }) => name === "fitPath")?.params;
    expect(asked).toMatchObject({
      motion: { shift: [20, 0, 0] },
      starts: 1000,
      reach: 10,
      request: { level: 0.5 },
    });
    const shift = () => entries().find(isModel)?.motion.shift[0];
    stepTo(bench.app, 1);
    expect(shift()).toBe(4);
    leavePath(bench.app);
    expect(shift()).toBe(20);
    expect(bench.app.stores.results.getState().path).toBeNull();
  });
});

it("a fit tells level and resolution as soon as they are chosen", async () => {
  const seen: unknown[] = [];
  bench.app.stores.jobs.subscribe(({ jobs }) => seen.push(jobs[0]?.setup?.resolution.value));
  const call = bench.app.engine.call;
  const { setup } = bench.app.stores.fits.getState().tables[0] ?? {};
  Object.assign(bench.app.engine, {
    call: async (name: never, params: never, options: { onPartial?: (partial: unknown) => void }) => {
      options?.onPartial?.({ setup, reach: 10 });
      options?.onPartial?.({ model, result: fitResult("a", []) });
      return call(name, params);
    },
  });
  const map = entries().find(isMap);
  if (map) await fitModels(bench.app, map, entries().filter(isModel).slice(0, 1), SETTINGS_DEFAULTS.fit);
  expect(seen).toContain(4);
});
