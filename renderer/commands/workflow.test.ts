import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import { createBench, fitResult, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { closeEntries } from "#renderer/commands/close.ts";
import { fitModels } from "#renderer/commands/fit.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { annotate, place, reject, showPlacement } from "#renderer/commands/poses.ts";
import { run } from "#renderer/commands/run.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { saveModels, saveTable } from "#renderer/commands/save.ts";
import { redo, undo } from "#renderer/commands/undo.ts";
import { zeroAndContinue } from "#renderer/commands/zero.ts";
import { rowsOf } from "#renderer/stores/fit-rows.ts";
import { isMap, isModel, isPlaced, specOf } from "#renderer/stores/scene.ts";
import { SETTINGS_DEFAULTS } from "#renderer/stores/settings.ts";
import type { ModelId } from "#workers/protocol.ts";

const model = "m1" as ModelId;
let bench: TestBench;

const specs = () => bench.app.stores.scene.getState().entries.map(specOf);
const entries = () => bench.app.stores.scene.getState().entries;
const rows = () => {
  const { tables, tolerance } = bench.app.stores.fits.getState();
  return tables[0] ? rowsOf(tables[0], tolerance) : [];
};
const states = () => rows().map(({ state }) => state);

async function fit(): Promise<void> {
  const map = entries().find(isMap);
  const models = entries().filter(isModel);
  if (map) await fitModels(bench.app, map, models, SETTINGS_DEFAULTS.fit);
}

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, [testFile("map.mrc"), testFile("a.pdb")]);
});

describe("opening", () => {
  it("numbers files in the order given and makes them the ones the panels talk about", () => {
    expect(specs()).toEqual(["#1", "#2"]);
    expect(bench.app.stores.selection.getState()).toMatchObject({ map: "v1", model: "m1" });
    expect(bench.said()).toEqual(["open map.mrc a.pdb"]);
  });

  it("opens the rest when one file is no map and no model, and says which", async () => {
    await run(bench.app, () => openFiles(bench.app, [testFile("notes.txt"), testFile("b.pdb")]));
    expect(specs()).toEqual(["#1", "#2", "#3"]);
    expect(bench.app.stores.log.getState().toasts[0]?.text).toMatch(/^notes\.txt: It is neither a map/);
  });
});

describe("fitting", () => {
  it("groups placements, shows the best one and logs a command with the seed", async () => {
    await fit();
    expect(rows().map(({ rank, hits }) => [rank, hits])).toEqual([
      [1, 8],
      [2, 2],
      [3, 1],
    ]);
    expect(bench.app.stores.selection.getState().pose).toEqual({ model, placement: 0 });
    expect(bench.said().at(-1)).toBe("fitmap #2 inMap #1 search auto seed 1");
  });

  it("groups again when the tolerances change, without asking the engine", async () => {
    await fit();
    const asked = bench.calls.length;
    bench.app.stores.fits.setState({ tolerance: { shift: 1, angle: 6 } });
    expect(rows().map(({ hits }) => hits)).toEqual([5, 3, 2, 1]);
    bench.app.stores.fits.setState({ tolerance: { shift: 100, angle: 6 } });
    expect(rows().map(({ hits }) => hits)).toEqual([11]);
    expect(bench.calls).toHaveLength(asked);
  });

  it("moves the model to the placement shown", async () => {
    await fit();
    showPlacement(bench.app, model, 2);
    expect(entries().find(isModel)?.motion.shift).toEqual([20, 0, 0]);
    expect(rows()[1]?.shift).toBeCloseTo(20, 9);
  });

  it("can be undone to the table before, and redone", async () => {
    await fit();
    bench.answer({
      fit: async ({ models }) => ({
        setup: bench.app.stores.fits.getState().tables[0]?.setup ?? fail(),
        reach: 10,
        results: models.map((id) => ({
          model: id,
          result: fitResult("again", [{ x: 1, score: 0.5, hits: 1 }]),
        })),
        failed: [],
        chains: [],
        warnings: ["odd"],
        seconds: 1,
      }),
    });
    await fit();
    expect(rows()).toHaveLength(1);
    undo(bench.app);
    expect(rows()).toHaveLength(3);
    redo(bench.app);
    expect(rows()).toHaveLength(1);
    undo(bench.app);
    undo(bench.app);
    expect(rows()).toHaveLength(0);
  });
});

describe("placing and rejecting", () => {
  it("leaves a numbered copy that undo takes away and redo brings back", async () => {
    await fit();
    place(bench.app, model, 0);
    place(bench.app, model, 2);
    expect(specs()).toEqual(["#1", "#2", "#2.1", "#2.2"]);
    expect(states()).toEqual(["placed", "placed", "new"]);
    undo(bench.app);
    undo(bench.app);
    expect(specs()).toEqual(["#1", "#2"]);
    expect(states()).toEqual(["new", "new", "new"]);
    redo(bench.app);
    expect(specs()).toEqual(["#1", "#2", "#2.1"]);
  });

  it("places the same placement once", async () => {
    await fit();
    place(bench.app, model, 0);
    place(bench.app, model, 0);
    expect(entries().filter(isPlaced)).toHaveLength(1);
  });

  it("counts clashes with what is placed, for every other row", async () => {
    await fit();
    place(bench.app, model, 0);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(rows().map(({ clash }) => clash)).toEqual([null, 7, 7]);
    undo(bench.app);
    expect(rows().every(({ clash }) => clash === null)).toBe(true);
  });

  it("rejects and takes the rejection back", async () => {
    await fit();
    reject(bench.app, model, 2);
    expect(states()).toEqual(["new", "rejected", "new"]);
    reject(bench.app, model, 2);
    expect(states()).toEqual(["new", "new", "new"]);
    undo(bench.app);
    expect(states()).toEqual(["new", "rejected", "new"]);
  });
});

describe("notes", () => {
  it("are kept with the placement, replayed by their command and undone", async () => {
    await fit();
    annotate(bench.app, model, 2, ' "upside" down; ');
    expect(rows()[1]?.note).toBe('"upside" down;');
    undo(bench.app);
    expect(rows()[1]?.note).toBe("");
    await runLine(bench.app, bench.said().find((line) => line.startsWith("difffit note")) ?? "");
    expect(rows()[1]?.note).toBe('"upside" down;');
  });
});

describe("zeroing", () => {
  it("places, makes the remaining map the active one, hides the old one, and explains shares of shares", async () => {
    await fit();
    await zeroAndContinue(bench.app, model, 0, SETTINGS_DEFAULTS.zero);
    const [first, second] = entries().filter(isMap);
    expect([first?.shown, second?.name, second?.explained]).toEqual([false, "map remaining", 0.4]);
    expect(bench.app.stores.selection.getState().map).toBe(second?.id);
    await zeroAndContinue(bench.app, model, 2, SETTINGS_DEFAULTS.zero);
    // 40 % of the remaining 60 % are 24 %.
    expect(entries().filter(isMap)[2]?.explained).toBeCloseTo(0.64, 12);
    expect(states()).toEqual(["zeroed", "zeroed", "new"]);
  });

  it("undoes the map edit and the placement one after the other", async () => {
    await fit();
    await zeroAndContinue(bench.app, model, 0, SETTINGS_DEFAULTS.zero);
    undo(bench.app);
    expect(specs()).toEqual(["#1", "#2", "#2.1"]);
    expect(entries().find(isMap)?.shown).toBe(true);
    expect(states()[0]).toBe("placed");
    undo(bench.app);
    expect(specs()).toEqual(["#1", "#2"]);
  });
});

describe("closing", () => {
  it("takes copies and results along and brings all of it back", async () => {
    await fit();
    place(bench.app, model, 0);
    closeEntries(bench.app, entries().filter(isModel));
    expect(specs()).toEqual(["#1"]);
    expect(rows()).toEqual([]);
    undo(bench.app);
    expect(specs()).toEqual(["#1", "#2", "#2.1"]);
    expect(states()[0]).toBe("placed");
    expect(bench.calls.filter(({ name }) => name === "close")).toEqual([]);
  });
});

describe("saving", () => {
  it("writes placed copies where there are any, else the model where it is drawn", async () => {
    await fit();
    await saveModels(bench.app, "cif");
    place(bench.app, model, 2);
    await saveModels(bench.app, "pdb");
    const written = bench.calls.filter(({ name }) => name === "writeModels").map(({ params }) => params);
    expect(written).toMatchObject([
      { format: "cif", placed: [{ model, motion: { shift: [0, 0, 0] } }] },
      { format: "pdb", placed: [{ model, motion: { shift: [20, 0, 0] } }] },
    ]);
    expect(bench.saved.map(({ name }) => name)).toEqual(["placed.cif", "placed.pdb"]);
  });

  it("writes the table with its motions", async () => {
    await fit();
    await saveTable(bench.app, "csv");
    const lines = String(bench.saved[0]?.content).trim().split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^rank,model,state,hits,correlation,/);
    expect(lines[2]).toMatch(/^2,a\.pdb,new,2,0\.4000,.*,20\.0000,0\.0000,0\.0000$/);
  });
});

describe("failures", () => {
  it("are told in the log and over the window", async () => {
    bench.answer({
      fit: () => {
        throw new AppError("resource", "The engine ran out of memory; close a map and try again.");
      },
    });
    await run(bench.app, fit);
    const { lines, toasts } = bench.app.stores.log.getState();
    expect(lines.at(-1)).toMatchObject({ kind: "error" });
    expect(toasts[0]).toMatchObject({ kind: "error", text: expect.stringMatching(/out of memory/) });
    expect(bench.app.stores.jobs.getState().jobs).toEqual([]);
  });

  it("that the user asked for are only noted", async () => {
    bench.answer({
      fit: () => {
        throw new AppError("cancelled", "Cancelled.");
      },
    });
    await run(bench.app, fit);
    expect(bench.app.stores.log.getState().toasts).toEqual([]);
  });
});

it("leaves a log that repeats the session", async () => {
  await fit();
  place(bench.app, model, 0);
  await zeroAndContinue(bench.app, model, 2, SETTINGS_DEFAULTS.zero);
  const commands = bench.said().slice(1);
  const again = createBench();
  await openFiles(again.app, [testFile("map.mrc"), testFile("a.pdb")]);
  for (const line of commands) expect(await runLine(again.app, line)).toBeNull();
  const drawn = (state: typeof bench) => state.app.stores.scene.getState().entries.map(specOf);
  expect(drawn(again)).toEqual(drawn(bench));
  expect(again.app.stores.fits.getState().tables[0]?.states).toEqual(
    bench.app.stores.fits.getState().tables[0]?.states,
  );
});

function fail(): never {
  throw new Error("There is no table.");
}
