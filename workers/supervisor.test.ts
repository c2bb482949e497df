import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "#core/errors.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { encodeText } from "#core/format/text.ts";
import { IDENTITY } from "#core/math/rigid.ts";
import { createClient, type EngineClient } from "#workers/client.ts";
import { startTestThread, type TestThread, testFiles } from "#workers/engine.testing.ts";
import type { FileId, FromEngine, ModelId, VolumeId } from "#workers/protocol.ts";
import { Supervisor } from "#workers/supervisor.ts";

const files = testFiles();

const PATIENCE = 200; // ms, of a clock that tests may turn

let supervisor: Supervisor;
afterEach(() => {
  vi.useRealTimers();
  return supervisor.dispose();
});

/** `deaf`: the number of a thread that never answers; none when left out. */
function supervise(deaf?: number): { client: EngineClient; threads: TestThread[] } {
  const threads: TestThread[] = [];
  let hear: (message: FromEngine) => void = () => {};
  supervisor = new Supervisor({
    start: () => {
      const thread = startTestThread();
      if (threads.push(thread) - 1 === deaf) thread.hang();
      return thread;
    },
    send: (message) => hear(message),
    readFile: async (id) => {
      if (id !== "lent") throw new AppError("input", "There is no such file.");
      return { name: "lent.mrc", bytes: files.map };
    },
    patience: PATIENCE,
  });
  const client = createClient({
    send: (message) => supervisor.take(message),
    onMessage: (listener) => {
      hear = listener;
    },
    onClose: () => {},
  });
  return { client, threads };
}

/** Waits until a thread was sent a call of this name. */
async function hears({ heard }: TestThread, name: string): Promise<void> {
  while (!heard.some((message) => (message as { name?: string }).name === name)) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("Supervisor", () => {
  it("passes calls and answers on, and lends files of the host", async () => {
    const { client } = supervise();
    const map = await client.call("openMap", { file: "lent" as FileId });
    expect([map.id, map.name]).toEqual(["map-1", "lent.mrc"]);
    await expect(client.call("openMap", { file: "other" as FileId })).rejects.toMatchObject({
      code: "input",
      message: "There is no such file.",
    });
    // Only the host says where a file lies: images would be read, and results written, beside it.
    const claimed = { name: "a.star", bytes: new Uint8Array(), place: "/etc/a.star" };
    await expect(client.call("inspectParticles", { star: claimed })).rejects.toThrow(/does not tell where/);
    await expect(client.call("shape", {} as never)).rejects.toMatchObject({ code: "input" });
    await expect(client.call("erase" as never, {} as never)).rejects.toMatchObject({ code: "input" });
  });

  it("opens everything again under the same ids when the thread dies, and fails what was under way", async () => {
    const { client, threads } = supervise();
    const first = await client.call("openMap", { name: "a.mrc", bytes: files.map });
    const map = await client.call("openMap", { file: "lent" as FileId });
    const { models } = await client.call("openModel", { name: "b.cif", bytes: files.model });
    const [model] = models;
    const made = await client.call("zero", {
      map: first.id,
      placed: [{ model: model.id, motion: files.truth }],
      coverage: { radius: 4 },
      level: first.level.value,
      name: "rest",
    });
    await client.call("close", { id: first.id });
    const request = { ...FIT_DEFAULTS, starts: 100_000, resolution: 5 };
    const under = client.call("fit", { map: map.id, models: [model.id], split: false, request });
    const failure = expect(under).rejects.toMatchObject({ code: "resource" });
    await threads[0].terminate();
    await failure;
    const { bytes } = await client.call("writeMap", { map: made.map.id });
    expect(bytes.length).toBeGreaterThan(1024);
    expect((await client.call("shape", { model: model.id })).labels).toHaveLength(60);
    await expect(client.call("writeMap", { map: first.id })).rejects.toMatchObject({ code: "input" });
    // Ids go on where they were.
    expect((await client.call("openMap", { file: "lent" as FileId })).id).toBe("map-5");
    expect(threads).toHaveLength(2);
  });

  it("forgets what is closed and not needed", async () => {
    const { client, threads } = supervise();
    for (let n = 0; n < 3; n++) {
      const { id } = await client.call("openMap", { name: "a.mrc", bytes: files.map });
      await client.call("close", { id });
    }
    await threads[0].terminate();
    await expect(client.call("writeMap", { map: "map-1" as VolumeId })).rejects.toMatchObject({
      code: "input",
    });
    expect(threads[1].heard).toHaveLength(1);
  });

  it("makes the chains of a model again", async () => {
    const { client, threads } = supervise();
    const { models } = await client.call("openModel", { name: "b.cif", bytes: files.model });
    const chains = await client.call("split", { model: models[0].id });
    await threads[0].terminate();
    expect((await client.call("shape", { model: chains.models[0].id })).labels).toHaveLength(60);
  });

  it("gives models their aligned errors again", async () => {
    const { client, threads } = supervise();
    const { models } = await client.call("openModel", { name: "b.cif", bytes: files.model });
    const [{ id: model }] = models;
    const pae = Array.from({ length: 60 }, () => Array.from({ length: 60 }, () => 1));
    await client.call("openErrors", { name: "pae.json", bytes: encodeText(JSON.stringify({ pae })) });
    await threads[0].terminate();
    await client.call("shape", { model });
    expect(threads[1].heard).toMatchObject([
      { name: "openModel" },
      { name: "openErrors" },
      { name: "shape" },
    ]);
  });

  it("makes edited maps again from maps that are closed by now", async () => {
    const { client, threads } = supervise();
    const first = await client.call("openMap", { name: "a.mrc", bytes: files.map });
    const [other, made] = [
      await client.call("editMap", { map: first.id, edit: { kind: "flip", axes: "x" }, name: "flipped" }),
      await client.call("newMap", { name: "none", grid: first.grid }),
    ];
    const edit = { kind: "subtract", other: other.map.id, factors: [1, 1], onGrid: made.id } as const;
    const { map } = await client.call("editMap", { map: first.id, edit, name: "difference" });
    const before = await client.call("writeMap", { map: map.id });
    for (const { id } of [first, other.map, made]) await client.call("close", { id });
    await threads[0].terminate();
    expect(await client.call("writeMap", { map: map.id })).toEqual(before);
    await expect(client.call("writeMap", { map: other.map.id })).rejects.toMatchObject({ code: "input" });
  });

  it("replaces a thread that does not answer a cancel, and only such a one", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { client, threads } = supervise();
    await client.call("openMap", { name: "a.mrc", bytes: files.map });
    const listening = new AbortController();
    const call = client.call(
      "plane",
      { map: "map-1" as VolumeId, axis: 0, index: 0 },
      { signal: listening.signal },
    );
    listening.abort();
    await call.catch(() => {});
    await client.call("inventory", {}); // the answer to whether it still listens came before
    vi.advanceTimersByTime(2 * PATIENCE);
    await client.call("inventory", {});
    expect(threads).toHaveLength(1);
    threads[0].hang();
    const deaf = new AbortController();
    const lost = client.call("shape", { model: "model-9" as ModelId }, { signal: deaf.signal });
    const failure = expect(lost).rejects.toMatchObject({ code: "resource" });
    await hears(threads[0], "shape");
    deaf.abort();
    vi.advanceTimersByTime(PATIENCE);
    await failure;
    expect(threads).toHaveLength(2);
    expect(
      (await client.call("plane", { map: "map-1" as VolumeId, axis: 0, index: 0 })).width,
    ).toBeGreaterThan(0);
  });

  it("gives up what kills the thread each time it is opened", async () => {
    const { client, threads } = supervise(1);
    await client.call("openMap", { name: "a.mrc", bytes: files.map });
    await threads[0].terminate();
    await hears(threads[1], "openMap");
    await threads[1].terminate();
    await expect(
      client.call("simulate", { model: "m" as ModelId, motion: IDENTITY, resolution: 5 }),
    ).rejects.toMatchObject({
      code: "input",
    });
    await expect(client.call("writeMap", { map: "map-1" as VolumeId })).rejects.toMatchObject({
      code: "input",
    });
  });
});
