import { gzipSync } from "node:zlib";
import { unzipSync, zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeBlob } from "#core/fit/fit.testing.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import type { EngineClient } from "#workers/client.ts";
import { startTestEngine, testFiles } from "#workers/engine.testing.ts";
import { EMPTY_VIEW, mapShown, modelShown, tableFound } from "#workers/project/project.testing.ts";
import type { ProjectView } from "#workers/project/view.ts";
import type { MapSummary, ModelSummary } from "#workers/protocol.ts";

const files = testFiles();
const PACKED = new Uint8Array(gzipSync(files.map));

let client: EngineClient;
let other: EngineClient;
let ends: (() => Promise<void>)[] = [];

beforeEach(() => {
  const [a, b] = [startTestEngine(), startTestEngine()];
  [client, other] = [a.client, b.client];
  ends = [a.end, b.end];
});
afterEach(() => Promise.all(ends.map((end) => end())));

interface Session {
  readonly maps: readonly MapSummary[];
  readonly models: readonly ModelSummary[];
  readonly view: ProjectView;
}

/** An opened map, a map without a model's density, a simulated one, a model and the chains of another. */
async function session(place?: string): Promise<Session> {
  const where = place === undefined ? {} : { place };
  const opened = await client.call("openMap", { name: "a.mrc.gz", bytes: PACKED, ...where });
  const { models: one } = await client.call("openModel", { name: "b.cif", bytes: files.model });
  const blob = makeBlob(2);
  const two = { ...blob, chainId: blob.chainId.map((_, n) => (n < 20 ? "A" : "B")) };
  const { models: whole } = await client.call("openModel", {
    name: "two.cif",
    bytes: writeMmcif([blob, two]),
  });
  const chains = await client.call("split", { model: whole[1].id });
  await client.call("close", { id: whole[0].id });
  await client.call("close", { id: whole[1].id });
  const placed = [{ model: one[0].id, motion: files.truth }];
  const zeroing = {
    map: opened.id,
    placed,
    coverage: { radius: 3 },
    level: opened.level.value,
    name: "rest",
  };
  const { map: rest } = await client.call("zero", zeroing);
  const simulated = await client.call("simulate", { model: one[0].id, motion: files.truth, resolution: 7.3 });
  const maps = [opened, rest, simulated];
  const models = [...one, ...chains.models];
  const view: ProjectView = {
    ...EMPTY_VIEW,
    entries: [
      ...maps.map(({ id }, n) => mapShown(id, n + 1)),
      ...models.map(({ id }, n) => modelShown(id, n + 10)),
    ],
    tables: [tableFound(one[0].id, opened.id)],
    log: [{ kind: "command", text: "open a.mrc.gz" }],
    camera: { orientation: [0, 0, 0.6, 0.8], position: [1, 2, 300.125] },
  };
  return { maps, models, view };
}

const write = async (view: ProjectView, includeMaps: boolean | null = null) =>
  client.call("writeProject", { view, thumbnail: Uint8Array.of(1, 2, 3), includeMaps });

const project = (bytes: Uint8Array) => ({ name: "a.mapwright", bytes });

/** The archive with a change, written by another program. */
function changed(bytes: Uint8Array, change: (files: Record<string, Uint8Array>) => void): Uint8Array {
  const contents = { ...unzipSync(bytes) };
  change(contents);
  return new Uint8Array(zipSync(contents));
}

describe("a project", () => {
  it("brings everything back: ids, summaries, densities, surfaces, tables", async () => {
    const { maps, models, view } = await session();
    const { bytes, embedded, referenced } = await write(view);
    expect([embedded, referenced]).toEqual([3, 0]);
    await other.call("openMap", { name: "in-the-way.mrc", bytes: files.map });
    const read = await other.call("readProject", { source: project(bytes), located: [] });
    expect(read.maps).toEqual(maps);
    expect(read.models).toEqual(models);
    expect(read.view).toEqual(view);
    expect([read.left, read.notKept]).toEqual([[], []]);
    expect(await other.call("inventory", {})).toEqual({ maps, models });
    for (const { id, level } of maps) {
      const ask = { map: id, level: level.value, step: 1, dust: 0 };
      expect(await other.call("contour", ask)).toEqual(await client.call("contour", ask));
    }
    for (const { id } of models) {
      expect(await other.call("shape", { model: id })).toEqual(await client.call("shape", { model: id }));
    }
    // New ids follow the old ones.
    const next = await other.call("openMap", { name: "a.mrc", bytes: files.map });
    expect([...maps, ...models].map(({ id }) => String(id))).not.toContain(next.id);
    expect(Number(next.id.slice(4))).toBeGreaterThan(Number(maps[2].id.slice(4)));
  });

  it("saved again is the same file, but for its date", async () => {
    const { view } = await session();
    const { bytes } = await write(view);
    await other.call("readProject", { source: project(bytes), located: [] });
    const again = await other.call("writeProject", { view, thumbnail: null, includeMaps: true });
    const [first, second] = [unzipSync(bytes), unzipSync(again.bytes)];
    for (const name of Object.keys(second)) {
      if (name !== "manifest.json") expect(second[name]).toEqual(first[name]);
    }
    expect(Object.keys(second)).toHaveLength(Object.keys(first).length - 1);
  });

  it("embeds original files as they were, and working maps as float32 MRC", async () => {
    const { view } = await session();
    const { bytes } = await write(view);
    const contents = unzipSync(bytes);
    expect(contents["maps/0-a.mrc.gz"]).toEqual(PACKED);
    expect(contents["models/1-b.cif"]).toEqual(files.model);
    expect(contents["thumbnail.png"]).toEqual(Uint8Array.of(1, 2, 3));
    const working = Object.keys(contents).filter((name) => /^maps\/map-\d+\.mrc$/.test(name));
    expect(working).toHaveLength(2);
    const header = new DataView((contents[working[0]] as Uint8Array<ArrayBuffer>).slice(0, 16).buffer);
    expect(header.getInt32(12, true)).toBe(2);
  });

  it("names maps of known place by reference, and takes only the very same file for one", async () => {
    const { maps, view } = await session("/data/a.mrc.gz");
    const { bytes, embedded, referenced } = await write(view);
    expect([embedded, referenced]).toEqual([2, 1]);
    const found = await other.call("inspectProject", { source: project(bytes) });
    expect(found.missing).toEqual([
      { file: 0, name: "a.mrc.gz", place: "/data/a.mrc.gz", size: PACKED.length },
    ]);
    expect([found.maps, found.models, found.tables]).toEqual([3, 3, 1]);
    expect(found.thumbnail).toEqual(Uint8Array.of(1, 2, 3));
    const same = { name: "moved.mrc.gz", bytes: PACKED, place: "/elsewhere/a.mrc.gz" };
    const located = await other.call("readProject", {
      source: project(bytes),
      located: [{ file: 0, source: same }],
    });
    expect(located.maps).toEqual(maps);
    const wrong = { name: "a.mrc.gz", bytes: files.map };
    await expect(
      other.call("readProject", { source: project(bytes), located: [{ file: 0, source: wrong }] }),
    ).rejects.toMatchObject({ code: "input", message: /a\.mrc\.gz is not the one/, detail: { file: 0 } });
    // What was open before is still there.
    expect((await other.call("inventory", {})).maps).toEqual(maps);
    const without = await other.call("readProject", { source: project(bytes), located: [] });
    expect(without.left).toEqual(["a.mrc.gz"]);
    expect(without.maps).toEqual(maps.slice(1));
    expect((await write(view, true)).referenced).toBe(0);
    expect((await write(view, false)).referenced).toBe(1);
  });

  it("refuses what is not what was saved, and keeps what is open", async () => {
    const { maps, view } = await session();
    const { bytes } = await write(view);
    const text = (contents: Record<string, Uint8Array>) =>
      new TextDecoder().decode(contents["manifest.json"]);
    const edit = (from: string | RegExp, to: string) => (contents: Record<string, Uint8Array>) => {
      const edited = text(contents).replace(from, to);
      expect(edited).not.toBe(text(contents));
      contents["manifest.json"] = new TextEncoder().encode(edited);
    };
    const model = "models/1-b.cif";
    const cases: [string, Uint8Array, RegExp][] = [
      ["no zip", files.map, /cut short or no project/],
      ["cut short", bytes.slice(0, -100), /cut short/],
      ["no manifest", changed(bytes, (all) => delete all["manifest.json"]), /no manifest/],
      ["a newer version", changed(bytes, edit('"version": 1', '"version": 2')), /newer Mapwright/],
      ["no JSON", changed(bytes, edit("{", "")), /no JSON/],
      ["a wrong number", changed(bytes, edit('"opacity": 0.5', '"opacity": 7')), /manifest is damaged/],
      ["an unknown file", changed(bytes, edit('"file": 0', '"file": 99')), /manifest is damaged/],
      [
        "a path outside",
        changed(bytes, edit(/"entry": "models[^"]*"/, '"entry": "../b"')),
        /manifest is damaged/,
      ],
      ["a chain too many", changed(bytes, edit('"chain": 1', '"chain": 9')), /names a part of/],
      [
        "other atoms",
        changed(bytes, (all) => (all[model] = all[model].slice().fill(65, 50, 60))),
        /b\.cif is missing/,
      ],
      ["no atoms", changed(bytes, (all) => delete all[model]), /b\.cif is missing/],
    ];
    for (const [what, given, message] of cases) {
      const call = client.call("readProject", { source: project(given), located: [] });
      await expect(call, what).rejects.toMatchObject({ code: "format", message });
    }
    expect((await client.call("inventory", {})).maps).toEqual(maps);
  });

  it("can be cancelled while it is written", async () => {
    const { view } = await session();
    const cancel = new AbortController();
    const written = client.call(
      "writeProject",
      { view, thumbnail: null, includeMaps: null },
      { signal: cancel.signal },
    );
    cancel.abort();
    await expect(written).rejects.toMatchObject({ code: "cancelled" });
  });

  it("refuses to save what is not open", async () => {
    const view = { ...EMPTY_VIEW, entries: [mapShown("map-77")] };
    await expect(write(view)).rejects.toMatchObject({ code: "input" });
  });
});
