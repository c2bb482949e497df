import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createBench, type TestBench } from "#renderer/commands/app.testing.ts";
import { openFiles } from "#renderer/commands/open.ts";
import { runLine } from "#renderer/commands/run-line.ts";
import type { OpenableFile } from "#renderer/host/host.ts";
import { isMap, type SceneEntry, specOf } from "#renderer/stores/scene.ts";
import { startTestEngine, testFiles } from "#workers/engine.testing.ts";

/*
 * The log is what a user can rely on to get a session again: what it repeats must give the same numbers, to the last
 * digit, from the same files with the same kernel.
 */

const { map, model } = testFiles();
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function file(name: string, kind: "map" | "model" | "other", bytes: Uint8Array): OpenableFile {
  return { name, kind: async () => kind, source: async () => ({ name, bytes: bytes.slice() }) };
}

/** A window on an engine of its own that knows the two files. */
function start(): TestBench {
  const { client, end } = startTestEngine();
  ends.push(end);
  const bench = createBench(client);
  for (const one of [file("a.mrc", "map", map), file("b.cif", "model", model)])
    bench.app.files.set(one.name, one);
  return bench;
}

/** Runs the lines as a user would, failures and all. */
async function record(lines: readonly string[]): Promise<TestBench> {
  const bench = start();
  for (const line of lines) await runLine(bench.app, line);
  return bench;
}

async function replay({ app, saved }: TestBench): Promise<TestBench> {
  await app.execute("log save session.cxc");
  const script = new TextEncoder().encode(String(saved.at(-1)?.content));
  saved.pop();
  const again = start();
  await openFiles(again.app, [file("session.cxc", "other", script)]);
  return again;
}

/** All numbers of a session; what the engine calls things is no number. */
async function numbersOf({ app, saved }: TestBench): Promise<unknown> {
  const { entries } = app.stores.scene.getState();
  const maps = entries.filter(isMap);
  const written = await Promise.all(maps.map(({ id }) => app.engine.call("writeMap", { map: id })));
  const { tables, tolerance } = app.stores.fits.getState();
  return {
    entries: entries.map(lookOf),
    maps: written.map(({ bytes }) => Buffer.from(bytes).toString("base64")),
    tables: tables.map(({ name, placements, states, verdict, starts }) => ({
      ...{ name, placements, states, verdict, starts },
    })),
    tolerance,
    saved: saved.map(({ name, content }) => [name, Buffer.from(content as Uint8Array).toString("base64")]),
    said: app.stores.log
      .getState()
      .lines.map(({ text }) => text)
      .filter((text) => text.startsWith("Correlation")),
  };
}

function lookOf(entry: SceneEntry): unknown {
  const shared = { spec: specOf(entry), name: entry.name, shown: entry.shown };
  if (entry.kind !== "map")
    return { ...shared, motion: entry.motion, look: { ...entry.look, density: null } };
  const { level, grid, color, opacity, explained, style } = entry;
  return { ...shared, level, grid, color, opacity, explained, style };
}

async function expectSame(lines: readonly string[]): Promise<TestBench> {
  const first = await record(lines);
  const second = await replay(first);
  expect(await numbersOf(second)).toEqual(await numbersOf(first));
  return first;
}

const OPEN = "open a.mrc b.cif";
const SEARCH = "fitmap #2 inMap #1 resolution 5 search 20 seed 3";

describe("the log of a session, run again", () => {
  it("gives the same placements, correlations, levels, maps and files", async () => {
    const { app, saved } = await expectSame([
      OPEN,
      "volume #1 level 3.14159265",
      SEARCH,
      "difffit place 1 model #2",
      "difffit zero 1 model #2 inMap #1 shrink 0.5",
      "undo",
      "undo",
      "difffit zero 1 model #2 inMap #1 shrink 0.25",
      "fitmap #2 inMap #1 resolution 5",
      "volume gaussian #1 sDev 1.5",
      "fitmap #5 inMap #1 rotate false",
      "view matrix models #2,1,0,0,1.23456789,0,1,0,2,0,0,1,3",
      "color #1 #ff8800; color #2 bychain",
      "save out.cif models #2",
      "save left.mrc models #4",
    ]);
    expect(app.stores.fits.getState().tables[0]?.placements.length).toBeGreaterThan(0);
    expect(saved.map(({ name }) => name)).toEqual(["out.cif", "left.mrc"]);
  });

  it("does so for steps in any order, those that fail and undo included", async () => {
    const step = fc.constantFrom(
      SEARCH,
      "fitmap #2 inMap #1 resolution 5",
      "fitmap #2 inMap #1 shift false maxSteps 5",
      "fitmap #2 inMap #9",
      "volume #1 level 2.3456789",
      "volume #1 sdLevel 2.5",
      "volume #1 encloseVolume 1234.5",
      "volume threshold #1 minimum 1.23456789",
      "volume #1 origin 1.23456789,2,3",
      "difffit place 1",
      "difffit zero 1 shrink 0.5",
      "difffit place 99",
      "color #2 red; hide #1",
      "view matrix models #2,1,0,0,1.23456789,0,1,0,2,0,0,1,3",
      "undo",
      "redo",
      "no such command",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
        await expectSame([OPEN, ...steps]);
        for (const end of ends.splice(0)) await end();
      }),
      { numRuns: 20, seed: 1 },
    );
  });
});
