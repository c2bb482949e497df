import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import type { Progress } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import { walk } from "#core/structure/walk.testing.ts";
import {
  type ArchiveServer,
  archiveServer,
  type Mischief,
} from "#electron/archive/archive-server.testing.ts";
import { trimCache } from "#electron/archive/cache.ts";
import { createArchive } from "#electron/archive/fetch-entry.ts";
import { temporaryFolder } from "#electron/cli/cli.testing.ts";

const MAP = "ftp.ebi.ac.uk/pub/databases/emdb/structures/EMD-1234/map/emd_1234.map.gz";
const MAP_MIRROR = "files.wwpdb.org/pub/emdb/structures/EMD-1234/map/emd_1234.map.gz";
const HEADER = "ftp.ebi.ac.uk/pub/databases/emdb/structures/EMD-1234/header/emd-1234.xml";
const MODEL = "files.rcsb.org/download/6WTI.cif.gz";
const entry = { database: "emdb", id: "1234" } as const;

const random = createRandom(1);
const map = gzipSync(
  writeMrc(
    {
      grid: { size: [24, 24, 24], origin: [0, 0, 0], voxelSize: [1, 1, 1] },
      values: Float32Array.from({ length: 24 ** 3 }, () => random()),
    },
    { mode: 2, labels: [] },
  ),
);
const model = gzipSync(writeMmcif([walk(20, 1)], { name: "6wti", title: "" }));
const header = new TextEncoder().encode(
  `<emd emdb_id="EMD-1234"><admin><title>A channel</title></admin>
   <crossreferences><pdb_list><pdb_reference><pdb_id>6wti</pdb_id></pdb_reference></pdb_list></crossreferences>
   <map><contour_list><contour primary="true"><level>0.025</level><source>AUTHOR</source></contour></contour_list></map>
   <p><final_reconstruction><resolution units="Å">3.25</resolution></final_reconstruction></p></emd>`,
);

let server: ArchiveServer;
afterEach(() => {
  vi.useRealTimers();
  return server.close();
});

interface Outcome {
  readonly folder: string;
  readonly progress: Progress[];
}

async function serveMap(mischief?: (time: number) => Mischief | undefined, etag = '"1"'): Promise<void> {
  server = await archiveServer({
    [MAP]: { body: map, etag, ...(mischief && { mischief }) },
    [HEADER]: { body: header },
  });
}

/** Longer than the stand-in takes to answer on any machine, ms. */
const ENDLESS = 1e9;

function fetchMap(folder = temporaryFolder(), signal = new AbortController().signal, patience = ENDLESS) {
  const progress: Progress[] = [];
  const report = async (one: Progress) => void progress.push(one);
  const fetched = createArchive(folder, server.mirror).fetch(entry, { signal, report, patience, pause: 1 });
  return fetched.then((file) => ({ file, progress, folder }) satisfies Outcome & { file: unknown });
}

const partIn = (folder: string) => join(folder, "emd_1234.map.gz.part");

/** Breaks the connection after 5,000 bytes, when they are on the disk. */
const cutIn = (folder: string): Mischief => ({
  cutAfter: 5000,
  when: () => expect.poll(() => statSync(partIn(folder)).size).toBe(5000),
});

const askedFor = (path: string) => server.asked.filter((one) => one.path === path);

describe("fetching an entry", () => {
  it("brings the file, tells what its depositors state, counts bytes, and asks nobody the second time", async () => {
    await serveMap();
    const { file, folder, progress } = await fetchMap();
    expect(readFileSync(file.path)).toEqual(map);
    expect(file).toMatchObject({
      name: "emd_1234.map.gz",
      kind: "map",
      stated: { entry: "EMD-1234", title: "A channel", level: 0.025, resolution: 3.25, models: ["6WTI"] },
    });
    expect(progress.at(-1)).toEqual({
      step: "fetch EMD-1234",
      done: map.length,
      total: map.length,
      unit: "bytes",
    });
    const asked = server.asked.length;
    expect((await fetchMap(folder)).file.stated?.level).toBe(0.025);
    expect(server.asked).toHaveLength(asked);
    expect(readdirSync(folder).sort()).toEqual(["emd-1234.xml", "emd_1234.map.gz"]);
  });

  it("says how much there is to load, and nothing once it is here", async () => {
    await serveMap();
    const folder = temporaryFolder();
    const archive = createArchive(folder, server.mirror, ENDLESS);
    const { signal } = new AbortController();
    expect(await archive.size(entry, signal)).toBe(map.length);
    await fetchMap(folder);
    expect(await archive.size(entry, signal)).toBe(0);
  });

  it("goes on where a broken connection left off, when the file has not changed", async () => {
    const folder = temporaryFolder();
    await serveMap((time) => (time === 0 ? cutIn(folder) : undefined));
    const { file } = await fetchMap(folder);
    expect(readFileSync(file.path)).toEqual(map);
    expect(askedFor(MAP).map(({ range }) => range)).toEqual([undefined, "bytes=5000-"]);
  });

  it("goes on after a cancel, the next time it is asked", async () => {
    // Nothing more comes until the cancel.
    const never = () => new Promise(() => {});
    await serveMap((time) => (time === 0 ? { cutAfter: 4000, when: never } : undefined));
    const folder = temporaryFolder();
    const controller = new AbortController();
    const part = partIn(folder);
    const watch = setInterval(() => {
      if (existsSync(part) && statSync(part).size > 0) controller.abort();
    }, 5);
    await expect(fetchMap(folder, controller.signal)).rejects.toMatchObject({ code: "cancelled" });
    clearInterval(watch);
    const here = statSync(part).size;
    expect(here).toBeGreaterThan(0);
    const { file } = await fetchMap(folder);
    expect(readFileSync(file.path)).toEqual(map);
    expect(askedFor(MAP).at(-1)?.range).toBe(`bytes=${here}-`);
  });

  it("begins again when the file has changed in the meantime", async () => {
    const folder = temporaryFolder();
    await serveMap((time) => (time === 0 ? cutIn(folder) : undefined));
    const { files } = server;
    const old = files.get(MAP);
    files.set(MAP, {
      body: map,
      etag: '"1"',
      mischief: (time) => {
        files.set(MAP, { body: map, etag: '"2"' });
        return old?.mischief?.(time);
      },
    });
    const { file } = await fetchMap(folder);
    expect(readFileSync(file.path)).toEqual(map);
    expect(askedFor(MAP).at(-1)?.range).toBe("bytes=5000-");
  });

  it("takes a mirror when the first place has trouble, and follows where it is sent", async () => {
    await serveMap(() => ({ status: 500 }));
    server.files.set(MAP_MIRROR, {
      body: new Uint8Array(),
      mischief: () => ({ redirect: `${server.mirror}/elsewhere/map.gz` }),
    });
    server.files.set("elsewhere/map.gz", { body: map });
    expect(readFileSync((await fetchMap()).file.path)).toEqual(map);
  });

  it("tries again when an archive is busy or a connection is silent", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const patience = 200;
    const silence = () => {
      vi.advanceTimersByTime(patience);
      return { silent: true } as const;
    };
    const trouble = [() => ({ status: 503, headers: { "retry-after": "0" } }), silence];
    await serveMap((time) => trouble[time]?.());
    expect(readFileSync((await fetchMap(undefined, undefined, patience)).file.path)).toEqual(map);
    expect(askedFor(MAP)).toHaveLength(3);
  });

  it.each<[string, Mischief, RegExp, number?]>([
    ["an error of the server", { status: 500 }, /answered 500.*Try again/],
    ["a page that is no map", { instead: "<html>log in first</html>" }, /what came is no map/],
    [
      "a file that is cut short but claims to be whole",
      { instead: map.subarray(0, 9000) },
      /damaged or cut short/,
    ],
    ["an announced length that never comes", { announce: map.length + 100 }, /127\.0\.0\.1.*Try again/, 200],
    ["silence", { silent: true }, /nothing came for 0\.2 s/, 200],
  ])("keeps nothing under the file's name after %s", async (_, mischief, sentence, patience = ENDLESS) => {
    await serveMap(() => mischief);
    const folder = temporaryFolder();
    await expect(fetchMap(folder, undefined, patience)).rejects.toMatchObject({
      code: "resource",
      message: expect.stringMatching(sentence),
    });
    expect(existsSync(join(folder, "emd_1234.map.gz"))).toBe(false);
  });

  it("opens a map without its header when only that cannot be had", async () => {
    server = await archiveServer({
      [MAP]: { body: map },
      [HEADER]: { body: header, mischief: () => ({ status: 500 }) },
    });
    expect((await fetchMap()).file.stated).toBeNull();
  });

  it("says which entry is not there", async () => {
    server = await archiveServer();
    await expect(fetchMap()).rejects.toMatchObject({
      code: "input",
      message: expect.stringMatching(/no released map EMD-1234/),
    });
    expect(askedFor(HEADER)).toHaveLength(1);
  });

  it("says that the computer is off-line, without asking again and again", async () => {
    await serveMap();
    const offline = vi.fn(() =>
      Promise.reject(
        new TypeError("fetch failed", {
          cause: Object.assign(new Error("getaddrinfo ENOTFOUND x"), { code: "ENOTFOUND" }),
        }),
      ),
    );
    vi.stubGlobal("fetch", offline);
    await expect(fetchMap().finally(() => vi.unstubAllGlobals())).rejects.toMatchObject({
      message: expect.stringMatching(/off-line.*open a file from disk/),
    });
    expect(offline).toHaveBeenCalledTimes(4);
  });

  it("fetches models of the PDB, and those of AlphaFold DB from where it says", async () => {
    server = await archiveServer({
      [MODEL]: { body: model },
      "alphafold.ebi.ac.uk/api/prediction/P69905": {
        body: new TextEncoder().encode(
          '[{"cifUrl":"https://alphafold.ebi.ac.uk/files/AF-P69905-F1-model_v6.cif"}]',
        ),
      },
      "alphafold.ebi.ac.uk/files/AF-P69905-F1-model_v6.cif": {
        body: writeMmcif([walk(20, 1)], { name: "a", title: "" }),
      },
    });
    const archive = createArchive(temporaryFolder(), server.mirror);
    const params = { signal: new AbortController().signal, report: async () => {} };
    expect(await archive.fetch({ database: "pdb", id: "6WTI" }, params)).toMatchObject({
      kind: "model",
      stated: null,
    });
    expect(await archive.fetch({ database: "alphafold", id: "P69905" }, params)).toMatchObject({
      name: "AF-P69905.cif",
    });
  });

  it("lets two who ask at once both have it", async () => {
    await serveMap(() => ({ slow: 5, piece: 9000 }));
    const folder = temporaryFolder();
    const [a, b] = await Promise.all([fetchMap(folder), fetchMap(folder)]);
    expect(readFileSync(a.file.path)).toEqual(map);
    expect(readFileSync(b.file.path)).toEqual(map);
    expect(readdirSync(folder).sort()).toEqual(["emd-1234.xml", "emd_1234.map.gz"]);
  });
});

describe("the cache", () => {
  it("forgets what was used longest ago, never what was just fetched", async () => {
    server = await archiveServer();
    const folder = temporaryFolder();
    for (const [name, age] of [
      ["old", 300],
      ["newer", 200],
      ["own", 400],
    ] as const) {
      writeFileSync(join(folder, name), new Uint8Array(100));
      const when = Date.now() / 1000 - age;
      utimesSync(join(folder, name), when, when);
    }
    await trimCache(folder, join(folder, "own"), 250);
    expect(readdirSync(folder).sort()).toEqual(["newer", "own"]);
  });
});
