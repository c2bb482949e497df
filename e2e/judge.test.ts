import { afterEach, beforeEach, expect, it } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { subset } from "#core/structure/subset.ts";
import { mapAt, smallModel } from "#core/validate/validate.testing.ts";
import { createBench, type TestBench } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { saveValidation } from "#renderer/commands/save-validation.ts";
import { followScores } from "#renderer/commands/scores.ts";
import { redo, undo } from "#renderer/commands/undo.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import { isMap, type MapEntry } from "#renderer/stores/scene.ts";
import { startTestEngine } from "#workers/engine.testing.ts";

const structure = smallModel();
const map = writeMrc(await mapAt(structure, 3));
/** The model without one residue's atoms. */
const kept = Array.from({ length: structure.atomCount }, (_, n) => n).filter((n) => n < 12 || n >= 18);

let bench: TestBench;
let end: () => Promise<void>;
const run = (line: string) => runLine(bench.app, line);
const lastError = () => bench.app.stores.log.getState().toasts.at(-1)?.text;
const judged = () => bench.app.stores.judged.getState();
const maps = () => bench.app.stores.scene.getState().entries.filter(isMap);

function file(name: string, kind: "map" | "model", bytes: Uint8Array): OpenableFile {
  return { name, kind: async () => kind, source: async () => ({ name, bytes: bytes.slice() }) };
}

beforeEach(async () => {
  const test = startTestEngine();
  end = test.end;
  bench = createBench(test.client);
  followScores(bench.app);
  const part = subset(structure, kept, "part");
  await openFiles(bench.app, [file("a.mrc", "map", map), file("b.cif", "model", writeMmcif([part]))]);
});
afterEach(() => end());

it("validates a model, colours it by what was found, and forgets the colours when it moves", async () => {
  await run("color byattribute qscore #2");
  expect(lastError()).toMatch(/validate it first/);
  await run("validate #2 resolution 3");
  expect(bench.said().at(-1)).toBe("validate #2 inMap #1 resolution 3");
  const [judgement] = judged().judgements;
  expect(judgement?.document.correlations.mask).toBeGreaterThan(0.8);
  await run("color byattribute qscore #2");
  const { bySpec } = bench.app.stores.scores.getState();
  expect(bySpec["#2"]).toMatchObject({ title: "Q-score", values: judgement?.atomQ });
  await run("color byattribute cc #2");
  expect(bench.app.stores.scores.getState().bySpec["#2"]).toMatchObject({ title: "correlation" });
  await run("move x 3 models #2");
  expect(bench.app.stores.scores.getState().bySpec).toEqual({});
  // One of a model is enough: the last.
  await run("validate #2 resolution 3");
  expect(judged().judgements).toHaveLength(1);
});

it("saves a page for people and a table of residues", async () => {
  await run("validate #2 resolution 3 sigma 0.4");
  const [judgement] = judged().judgements;
  if (!judgement) throw new Error("There is no judgement.");
  await saveValidation(bench.app, judgement, "csv");
  expect(String(bench.saved.at(-1)?.content).split("\r\n")[0]).toMatch(/^chain,number/);
  await saveValidation(bench.app, judgement, "html");
  expect(bench.saved.at(-1)?.name).toBe("b_validation.html");
  expect(String(bench.saved.at(-1)?.content)).toContain("validate #2 inMap #1 resolution 3 sigma 0.4");
});

it("shows a difference on both sides of zero, lists its peaks, and takes both back", async () => {
  await run("difference #2 resolution 3 scale local");
  const made = maps()[1] as MapEntry;
  expect(made).toMatchObject({ name: "a.mrc − b", level: 3 });
  expect(made.more[0]?.level).toBeLessThan(0);
  expect(judged().differences[0]?.peaks[0]?.height).toBeGreaterThan(5);
  undo(bench.app);
  expect([maps().length, judged().differences.length]).toEqual([1, 0]);
  redo(bench.app);
  expect([maps().length, judged().differences.length]).toEqual([2, 1]);
});

it("asks for half maps in pairs", async () => {
  await run("validate #2 half1 #1");
  expect(lastError()).toMatch(/come in pairs/);
});
