import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import { FIT_DEFAULTS } from "#core/fit/params.ts";
import { lendFiles } from "#electron/cli/serve-files.ts";
import { removeFolder } from "#electron/remove-folder.testing.ts";
import { SessionStore, type StoreFiles, type StoreLimits } from "#electron/sessions/session-store.ts";
import { Sessions } from "#electron/sessions/sessions.ts";
import { createClient, type EngineClient } from "#workers/client.ts";
import { alignedErrors, touchingBodies } from "#workers/engine/errors.testing.ts";
import { startTestThread, testFiles } from "#workers/engine.testing.ts";
import { writeAtomic } from "#workers/files.ts";
import { EMPTY_VIEW, mapShown, modelShown } from "#workers/project/project.testing.ts";
import type { ProjectView } from "#workers/project/view.ts";
import type { FileId, FromEngine, MapSummary, ModelSummary } from "#workers/protocol.ts";

const made = testFiles();
const PAUSE = 20; // ms between writes, so that tests need not wait
const options = { resolution: 4, level: null, split: "none", leastPlddt: 70, full: 20, seed: 1 } as const;
const ASKED = { options, run: null, goesOn: false, chosen: null, shown: null, marks: { a: "keep" } } as const;
const request = { ...FIT_DEFAULTS, resolution: 5, starts: 40 };

let folder: string;
let state: string;
let hosts: Sessions[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mapwright-sessions-"));
  state = join(folder, "state");
  writeFileSync(join(folder, "map.mrc"), made.map);
  hosts = [];
});
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.close()));
  await removeFolder(folder);
});

async function host(
  options: { limits?: StoreLimits; files?: StoreFiles; most?: number } = {},
): Promise<Sessions> {
  const store = new SessionStore(state, options.limits, options.files);
  const files = await lendFiles([join(folder, "map.mrc")]);
  const sessions = new Sessions({
    store,
    files,
    startEngine: startTestThread,
    most: options.most ?? 8,
    pause: PAUSE,
  });
  hosts.push(sessions);
  return sessions;
}

/** A page that shows a session: what it was told first, its line to the engine, and how to leave it. */
async function page(sessions: Sessions, id: string | null = null) {
  const opened = await sessions.open(id);
  if (!opened) throw new Error("There is no room.");
  const { session, hello } = opened;
  let hear: (message: FromEngine) => void = () => {};
  const attached = { send: (message: FromEngine) => hear(message) };
  session.attach(attached);
  const client = createClient(
    {
      send: (message) => session.take(message),
      onMessage: (listener) => {
        hear = listener;
      },
      onClose: () => {},
    },
    hello.firstCall,
  );
  const leave = () => {
    session.detach(attached);
    sessions.release(session);
  };
  return { client, hello, leave, session };
}

/** A session of a lent map, a dropped model and a map without the model's density. */
async function work(
  client: EngineClient,
): Promise<{ view: ProjectView; maps: MapSummary[]; models: ModelSummary[] }> {
  const map = await client.call("openMap", { file: "file-1" as FileId });
  const { models } = await client.call("openModel", { name: "b.cif", bytes: made.model.slice() });
  const { map: rest } = await client.call("zero", {
    map: map.id,
    placed: [{ model: models[0].id, motion: made.truth }],
    coverage: { radius: 3 },
    level: map.level.value,
    name: "rest",
  });
  const view: ProjectView = {
    ...EMPTY_VIEW,
    unsaved: true,
    entries: [mapShown(map.id, 1), modelShown(models[0].id, 2), mapShown(rest.id, 3)],
  };
  return { view, maps: [map, rest], models };
}

const keep = (client: EngineClient, view: ProjectView) => client.call("keepView", { view, thumbnail: null });

describe("a session", () => {
  it("is there again when its page is loaded again", async () => {
    const sessions = await host();
    const first = await page(sessions);
    expect(first.hello.view).toBeNull();
    const { view, maps, models } = await work(first.client);
    expect(await keep(first.client, view)).toEqual({ problem: null });
    first.leave();
    const again = await page(sessions, first.hello.id);
    expect(again.hello).toMatchObject({ id: first.hello.id, view, problem: null });
    expect(await again.client.call("inventory", {})).toEqual({ maps, models });
  });

  it("lets a fit go on while its page is loaded again, and hands over what it found", async () => {
    const sessions = await host();
    const { client, hello, leave } = await page(sessions);
    const { view, maps, models } = await work(client);
    let call = 0;
    const params = { map: maps[0].id, models: [models[0].id], split: false, request };
    const unseen = client.call("fit", params, {
      onBegin(id) {
        call = id;
      },
    });
    void unseen.catch(() => {});
    const fits = [{ call, map: maps[0].id, models: [models[0].id], options: EMPTY_VIEW.settings.fit }];
    await keep(client, { ...view, fits });
    leave();
    const again = await page(sessions, hello.id);
    expect(again.hello.view?.fits).toEqual(fits);
    const partials: unknown[] = [];
    const answer = await again.client.resume("fit", call, { onPartial: (one) => void partials.push(one) });
    expect(answer.results.map(({ model }) => model)).toEqual([models[0].id]);
    expect(partials.length).toBeGreaterThan(0);
    // Loaded once more before the table was kept: it is still there. Afterwards it is forgotten.
    again.leave();
    const third = await page(sessions, hello.id);
    expect(await third.client.resume("fit", call)).toEqual(answer);
    await keep(third.client, view);
    await expect(third.client.resume("fit", call)).rejects.toMatchObject({
      code: "input",
      detail: { isLost: true },
    });
  });

  it("survives the host: same ids, same numbers", async () => {
    const first = await page(await host());
    const { view, maps, models } = await work(first.client);
    await keep(first.client, view);
    // The process is gone without a word; another one finds what it kept.
    const second = await page(await host(), first.hello.id);
    expect(second.hello.view).toEqual(view);
    expect(await second.client.call("inventory", {})).toEqual({ maps, models });
    const ask = { map: maps[1].id, level: maps[1].level.value, step: 1, dust: 0 };
    expect(await second.client.call("contour", ask)).toEqual(await first.client.call("contour", ask));
    // It can be kept, and restored, once more.
    await keep(second.client, { ...view, nextNumber: 9 });
    const third = await page(await host(), first.hello.id);
    expect(third.hello.view?.nextNumber).toBe(9);
    expect(await third.client.call("inventory", {})).toEqual({ maps, models });
  });

  it("keeps predicted aligned errors with their models, opened in it or in a project", async () => {
    const first = await page(await host());
    const { models } = await first.client.call("openModel", { name: "x.cif", bytes: touchingBodies() });
    const [{ id: model }] = models;
    await first.client.call("openErrors", { name: "x-pae.json", bytes: alignedErrors(240) });
    const view = { ...EMPTY_VIEW, entries: [modelShown(model)] };
    await keep(first.client, view);
    const sizes = async (client: EngineClient) =>
      (await client.call("takeApart", { model, by: "domains" })).models.map(({ residues }) => residues);
    const second = await page(await host(), first.hello.id);
    expect(await sizes(second.client)).toEqual([80, 80, 80]);
    const { bytes } = await second.client.call("writeProject", { view, thumbnail: null, includeMaps: null });
    const third = await page(await host());
    await third.client.call("readProject", { source: { name: "a.mapwright", bytes }, located: [] });
    await keep(third.client, view);
    const fourth = await page(await host(), third.hello.id);
    expect(await sizes(fourth.client)).toEqual([80, 80, 80]);
  });

  it("keeps a library of candidates with it, until that is closed", async () => {
    const first = await page(await host());
    const { view } = await work(first.client);
    const files = ["a.pdb", "b.pdb"].map((name) => ({ name, bytes: made.model.slice() }));
    const { library } = await first.client.call("addCandidates", { library: null, files: files.slice(0, 1) });
    await first.client.call("addCandidates", { library, files: files.slice(1) });
    const opened = await first.client.call("openCandidate", { library, file: "b.pdb" });
    const identify = { ...ASKED, library: ["a.pdb", "b.pdb"], held: library };
    await keep(first.client, { ...view, identify });
    const second = await page(await host(), first.hello.id);
    expect(second.hello.view?.identify).toEqual(identify);
    const { models } = await second.client.call("inventory", {});
    expect(models.at(-1)).toEqual(opened.models[0]);
    expect((await second.client.call("openCandidate", { library, file: "a.pdb" })).models).toHaveLength(1);
    // A library that is begun later has a name of its own.
    const other = await second.client.call("addCandidates", { library: null, files: files.slice(0, 1) });
    expect(other.library).not.toBe(library);
    await second.client.call("close", { id: library });
    await keep(second.client, view);
    const third = await page(await host(), first.hello.id);
    await expect(third.client.call("openCandidate", { library, file: "a.pdb" })).rejects.toMatchObject({
      detail: { isLost: true },
    });
  });

  it("is offered when no window shows it, and only then", async () => {
    const sessions = await host();
    const first = await page(sessions);
    const { view } = await work(first.client);
    await first.client.call("keepView", { view, thumbnail: Uint8Array.of(9) });
    const second = await page(sessions);
    expect(second.hello.others).toEqual([]);
    first.leave();
    const { sessions: others } = await second.client.call("listSessions", {});
    expect(others).toMatchObject([{ id: first.hello.id, maps: 2, models: 1, fits: 0, name: null }]);
    expect(others[0].thumbnail).toEqual(Uint8Array.of(9));
    await second.client.call("discardSession", { id: first.hello.id });
    expect((await second.client.call("listSessions", {})).sessions).toEqual([]);
    expect(readdirSync(join(state, "sessions"))).toEqual([]);
  });

  it("leaves nothing behind when all of it was saved, and stays when not", async () => {
    const sessions = await host();
    const saved = await page(sessions);
    const { view } = await work(saved.client);
    await keep(saved.client, { ...view, unsaved: false });
    const unsaved = await page(sessions);
    await keep(unsaved.client, (await work(unsaved.client)).view);
    await sessions.close();
    expect(readdirSync(join(state, "sessions"))).toEqual([unsaved.hello.id]);
  });

  it("is set aside before another takes its place", async () => {
    const sessions = await host();
    const { client, hello } = await page(sessions);
    const { view } = await work(client);
    await keep(client, view);
    await client.call("setAside", {});
    await keep(client, EMPTY_VIEW);
    const { sessions: others } = await client.call("listSessions", {});
    expect(others).toMatchObject([{ maps: 2, models: 1 }]);
    expect(others[0].id).not.toBe(hello.id);
    const restored = await page(sessions, others[0].id);
    expect(restored.hello.view?.entries).toEqual(view.entries);
    expect((await restored.client.call("inventory", {})).maps).toHaveLength(2);
  });

  it("writes only what changed: bytes once, and no record twice", async () => {
    const written: string[] = [];
    const files: StoreFiles = {
      async write(path, content) {
        written.push(path.slice(state.length + 1).replace(/[0-9a-f-]{36}/, "ID"));
        await writeAtomic(path, content);
      },
    };
    const { client } = await page(await host({ files }));
    const { view } = await work(client);
    await keep(client, view);
    const first = written.splice(0);
    expect(first.filter((path) => path.startsWith("files/"))).toHaveLength(1); // the dropped model; the map lies elsewhere
    await keep(client, view);
    expect(written).toEqual([]);
    await keep(client, { ...view, nextNumber: 5 });
    expect(written).toEqual(["sessions/ID/session.json"]);
  });
});

it("a change that comes while an earlier one is being written is written too, before it is called kept", async () => {
  let isHeld = true;
  let begun = () => {};
  let goOn = () => {};
  const isWriting = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const mayEnd = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const files: StoreFiles = {
    async write(path, content) {
      if (isHeld && path.endsWith("session.json")) {
        begun();
        await mayEnd;
      }
      await writeAtomic(path, content);
    },
  };
  const { client, hello } = await page(await host({ files }));
  const { view } = await work(client);
  const first = keep(client, view);
  await isWriting;
  const second = keep(client, { ...view, nextNumber: 11 });
  await client.call("inventory", {}); // the second has reached the host
  isHeld = false;
  goOn();
  await first;
  expect(await second).toEqual({ problem: null });
  const record = readFileSync(join(state, "sessions", hello.id, "session.json"), "utf8");
  expect(JSON.parse(record).view.nextNumber).toBe(11);
});

describe("a disk that is full", () => {
  it("is told, does not stop the work, and harms nothing kept before", async () => {
    let isFull = false;
    const files: StoreFiles = {
      async write(path, content) {
        if (isFull) throw new AppError("resource", "session.json was not written: the disk is full.");
        await writeAtomic(path, content);
      },
    };
    const sessions = await host({ files });
    const { client, hello } = await page(sessions);
    const { view, maps } = await work(client);
    await keep(client, view);
    const path = join(state, "sessions", hello.id, "session.json");
    const before = readFileSync(path, "utf8");
    isFull = true;
    const { models } = await client.call("openModel", {
      name: "c.cif",
      bytes: made.model.slice(),
    });
    expect(models).toHaveLength(1);
    expect((await keep(client, { ...view, nextNumber: 7 })).problem).toMatch(/the disk is full/);
    expect((await client.call("inventory", {})).maps).toEqual(maps);
    expect(readFileSync(path, "utf8")).toBe(before);
    isFull = false;
    expect(await keep(client, { ...view, nextNumber: 7 })).toEqual({ problem: null });
    expect(JSON.parse(readFileSync(path, "utf8")).view.nextNumber).toBe(7);
  });

  it("and one that cannot be written at all are the same", async () => {
    writeFileSync(state, "a file where the folder should be");
    const { client } = await page(await host());
    const { view } = await work(client);
    expect((await keep(client, view)).problem).toMatch(/was not written/);
    expect((await client.call("inventory", {})).maps).toHaveLength(2);
  });

  it("holds no more than it was given", async () => {
    const limits = { sessions: 10, bytes: made.model.length + 10, age: 1e12 };
    const { client } = await page(await host({ limits }));
    const { view } = await work(client);
    expect(await keep(client, view)).toEqual({ problem: null });
    await client.call("openMap", { name: "dropped.mrc", bytes: made.map.slice() });
    expect((await keep(client, { ...view, nextNumber: 6 })).problem).toMatch(/would take more than/);
  });
});

describe("what was kept", () => {
  it("of a file that has changed since is not mistaken for it, and stays to be restored", async () => {
    const first = await page(await host());
    const { view, models } = await work(first.client);
    await keep(first.client, view);
    utimesSync(join(folder, "map.mrc"), new Date(), new Date(Date.now() + 5000));
    const sessions = await host();
    const second = await page(sessions, first.hello.id);
    const inventory = await second.client.call("inventory", {});
    expect([inventory.maps, inventory.models]).toEqual([[], models]);
    await second.client.call("setAside", {});
    await keep(second.client, { ...view, entries: view.entries.slice(1, 2) });
    const [aside] = (await second.client.call("listSessions", {})).sessions;
    expect(aside).toMatchObject({ maps: 2, models: 1 });
  });

  it("and is damaged is said to be; the window begins anew", async () => {
    const first = await page(await host());
    await keep(first.client, (await work(first.client)).view);
    const path = join(state, "sessions", first.hello.id, "session.json");
    for (const text of [
      "",
      "{",
      '{"format":"mapwright-session","version":99}',
      readFileSync(path, "utf8").slice(0, 900),
    ]) {
      writeFileSync(path, text);
      const { hello, client } = await page(await host(), first.hello.id);
      expect(hello.problem).toMatch(/damaged|no JSON/);
      expect(hello.id).not.toBe(first.hello.id);
      expect(hello.others).toEqual([]);
      expect((await client.call("openMap", { file: "file-1" as FileId })).id).toBe("map-1");
    }
  });

  it("and is old or too much is removed, with the files that nobody needs", async () => {
    const sessions = await host();
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      const { client, hello } = await page(sessions);
      await keep(client, (await work(client)).view);
      ids.push(hello.id);
      const at = new Date(Date.now() - (n + 1) * 1000);
      utimesSync(join(state, "sessions", hello.id, "session.json"), at, at);
    }
    const files = readdirSync(join(state, "files"));
    expect(files).toHaveLength(1);
    const day = new Date(Date.now() - 86_400_000);
    utimesSync(join(state, "files", files[0]), day, day);
    await new SessionStore(state, { sessions: 1, bytes: 1e9, age: 1e12 }).prune(new Set());
    expect(readdirSync(join(state, "sessions"))).toEqual([ids[0]]);
    expect(readdirSync(join(state, "files"))).toEqual(files);
    await new SessionStore(state, { sessions: 1, bytes: 1e9, age: 1 }).prune(new Set());
    expect(readdirSync(join(state, "sessions"))).toEqual([]);
    await new SessionStore(state, { sessions: 1, bytes: 1e9, age: 1 }).prune(new Set());
    expect(readdirSync(join(state, "files"))).toEqual([]);
  });

  it("under another name than an id is never touched", async () => {
    const sessions = await host();
    for (const id of ["../../etc", "..", "", "x".repeat(36)]) {
      expect((await page(sessions, id)).hello).toMatchObject({ view: null, problem: null });
      await sessions.discard(id);
    }
  });
});

it("retires the session that has waited for a window when there are too many, and refuses when all are in use", async () => {
  const sessions = await host({ most: 2 });
  const first = await page(sessions);
  await keep(first.client, (await work(first.client)).view);
  await page(sessions);
  expect(await sessions.open(null)).toBeUndefined();
  first.leave();
  const third = await page(sessions);
  expect(third.hello.others).toMatchObject([{ id: first.hello.id }]);
});
