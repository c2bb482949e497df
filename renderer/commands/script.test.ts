import { beforeEach, expect, it } from "vitest";
import { createBench, type TestBench, testFile } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import { undo } from "#renderer/commands/undo.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import { isMap } from "#renderer/stores/scene.ts";

let bench: TestBench;
const entries = () => bench.app.stores.scene.getState().entries;

function script(text: string): OpenableFile {
  const bytes = new TextEncoder().encode(text);
  return {
    name: "session.cxc",
    kind: async () => "other",
    source: async () => ({ name: "session.cxc", bytes }),
  };
}

beforeEach(async () => {
  bench = createBench();
  await openFiles(bench.app, [testFile("map.mrc"), testFile("a.pdb")]);
});

it("runs a file of commands line by line, without comments and empty lines", async () => {
  await openFiles(bench.app, [script("# a session\r\n\r\nvolume #1 level 2 # low\nhide #2; turn y 10\n")]);
  expect(entries().find(isMap)?.level).toBe(2);
  expect(bench.said().slice(1)).toEqual(["volume #1 level 2.000", "hide #2 models", "turn y 10"]);
});

it("makes each line one step to undo", async () => {
  await openFiles(bench.app, [script("molmap #2 5; close #2\nrename #1 other ; close #1")]);
  expect(entries().map(({ name }) => name)).toEqual(["simulated"]);
  undo(bench.app);
  expect(entries().map(({ name }) => name)).toEqual(["map.mrc", "simulated"]);
  undo(bench.app);
  expect(entries().map(({ name }) => name)).toEqual(["map.mrc", "a.pdb"]);
});

it("stops at the first line that fails and says which", async () => {
  const failing = openFiles(bench.app, [script("hide #1\nhide #7\nhide #2")]);
  await expect(failing).rejects.toThrow(/^session\.cxc, line 2: #7 is not open/);
  expect(entries().map(({ shown }) => shown)).toEqual([false, true]);
});

it("is the log saved as a script, which repeats the session", async () => {
  await runLine(bench.app, "volume #1 level 1.5; hide #2; log save mine.cxc");
  const text = String(bench.saved[0]?.content);
  expect(text).toBe("open map.mrc a.pdb\nvolume #1 level 1.500\nhide #2 models\n");
  expect(await runLine(bench.app, "log clear; log save none.txt")).toBeNull();
  expect(bench.app.stores.log.getState().toasts[0]?.text).toMatch(/log is empty/);
});

it("gives specs names, which commands take like words", async () => {
  await runLine(bench.app, "name both #1,2; name twice both | #2");
  expect(await runLine(bench.app, "hide twice")).toBeNull();
  expect(entries().map(({ shown }) => shown)).toEqual([false, false]);
  await runLine(bench.app, "name list");
  expect(bench.app.stores.log.getState().lines.at(-1)?.text).toBe("twice = #1,2 | #2");
  expect(await runLine(bench.app, "name delete both; show both")).toMatchObject({ start: 23, end: 27 });
  expect(await runLine(bench.app, "name sel #1")).toBeNull();
  expect(bench.app.stores.log.getState().toasts.at(-1)?.text).toMatch(/cannot be a name/);
});
