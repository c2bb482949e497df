import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { walk } from "#core/structure/walk.testing.ts";
import { type ArchiveServer, archiveServer } from "#electron/archive/archive-server.testing.ts";
import { createArchive } from "#electron/archive/fetch-entry.ts";
import { temporaryFolder } from "#electron/cli/cli.testing.ts";
import { type FileLender, lendFiles } from "#electron/cli/serve-files.ts";
import { Desk } from "#electron/desk.ts";
import { RecentList } from "#electron/recent.ts";
import { createClient, type EngineClient } from "#workers/client.ts";
import type { FromEngine } from "#workers/protocol.ts";

const model = writeMmcif([walk(20, 1)], { name: "6wti", title: "" });
/** Longer than the archives' stand-in takes on any machine, ms. */
const ENDLESS = 1e9;
const picture = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);

let server: ArchiveServer;
let state: string;
let cache: string;

beforeEach(async () => {
  server = await archiveServer({ "files.rcsb.org/download/6WTI.cif.gz": { body: gzipSync(model) } });
  state = temporaryFolder();
  cache = temporaryFolder();
});
afterEach(() => server.close());

/** A window's line to a desk; what the desk does not take is counted. */
async function openDesk(): Promise<{ client: EngineClient; lender: FileLender; left: unknown[] }> {
  const left: unknown[] = [];
  const lender = await lendFiles([]);
  let hear: (message: FromEngine) => void = () => {};
  const desk = new Desk({
    lender,
    send: (message) => hear(message),
    archive: createArchive(cache, server.mirror, ENDLESS),
    archiveFolder: cache,
    recent: new RecentList(state),
  });
  const client = createClient({
    send: (message) => void (desk.take(message) || left.push(message)),
    onMessage: (listener) => {
      hear = listener;
    },
    onClose: () => {},
  });
  return { client, lender, left };
}

describe("the host's desk", () => {
  it("fetches an entry and lends its file", async () => {
    const { client, lender } = await openDesk();
    const entry = { database: "pdb", id: "6WTI" } as const;
    expect((await client.call("entrySize", entry)).bytes).toBeGreaterThan(100);
    const { file } = await client.call("fetchEntry", entry);
    expect(file).toMatchObject({ name: "6wti.cif.gz", kind: "model" });
    expect((await lender.read(file.id)).name).toBe("6wti.cif.gz");
    expect((await client.call("entrySize", entry)).bytes).toBe(0);
  });

  it("says which entry is not there, and refuses ids that are none", async () => {
    const { client } = await openDesk();
    await expect(client.call("fetchEntry", { database: "emdb", id: "9999" })).rejects.toMatchObject({
      code: "input",
      message: expect.stringMatching(/EMD-9999/),
    });
    await expect(client.call("fetchEntry", { database: "pdb", id: "../passwd" })).rejects.toMatchObject({
      code: "input",
    });
    expect(server.asked.every(({ path }) => !path.includes("passwd"))).toBe(true);
  });

  it("leaves the engine what is the engine's", async () => {
    const { client, left } = await openDesk();
    void client.call("about", {});
    expect(left).toHaveLength(1);
  });

  it("remembers what was opened together, with a picture, and opens it again in the next session", async () => {
    const first = await openDesk();
    const path = join(temporaryFolder(), "mine.cif");
    writeFileSync(path, model);
    const [own] = await first.lender.lend([path]);
    const { file } = await first.client.call("fetchEntry", { database: "pdb", id: "6WTI" });
    const { id } = await first.client.call("noteRecent", { files: [own?.id ?? file.id, file.id] });
    await first.client.call("keepRecentPicture", { id, picture });
    rmSync(join(cache, "6wti.cif.gz"));

    const { client } = await openDesk();
    const { entries } = await client.call("listRecent", {});
    expect(entries).toMatchObject([{ id, names: ["mine.cif", "6WTI"], missing: [] }]);
    expect([...(entries[0]?.picture ?? [])]).toEqual([...picture]);
    const { files } = await client.call("openRecent", { id });
    expect(files.map(({ name }) => name)).toEqual(["mine.cif", "6wti.cif.gz"]);
    expect(server.asked).toHaveLength(2);
  });

  it("says which file has gone, and takes entries off its list", async () => {
    const { client, lender } = await openDesk();
    const path = join(temporaryFolder(), "gone.cif");
    writeFileSync(path, model);
    const files = await lender.lend([path]);
    const { id } = await client.call("noteRecent", { files: files.map((file) => file.id) });
    rmSync(path);
    expect((await client.call("listRecent", {})).entries).toMatchObject([{ missing: ["gone.cif"] }]);
    await expect(client.call("openRecent", { id })).rejects.toMatchObject({
      message: expect.stringMatching(/gone\.cif is not there any more/),
    });
    await client.call("removeRecent", { id });
    expect((await client.call("listRecent", {})).entries).toEqual([]);
  });

  it("keeps twelve, latest first, and takes a damaged list for an empty one", async () => {
    const list = new RecentList(state);
    for (let n = 0; n < 14; n++) await list.note([{ path: `/x/${n}` }], new Date(1000 * n));
    await list.note([{ path: "/x/13" }], new Date(99_000));
    const names = (await list.list()).map(({ names: [name] }) => name);
    expect(names).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map(String));
    writeFileSync(join(state, "recent.json"), "{");
    expect(await list.list()).toEqual([]);
  });

  it("keeps only small PNGs as pictures", async () => {
    const list = new RecentList(state);
    const id = await list.note([{ path: "/x" }]);
    await expect(list.keepPicture(id, new Uint8Array(10))).rejects.toMatchObject({ code: "input" });
    await expect(list.keepPicture(id, new Uint8Array(1e6).fill(0x89, 0, 1))).rejects.toMatchObject({
      code: "input",
    });
  });
});
