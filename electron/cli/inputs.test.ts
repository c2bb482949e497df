import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { walk } from "#core/structure/walk.testing.ts";
import { type ArchiveServer, archiveServer } from "#electron/archive/archive-server.testing.ts";
import { runCli, temporaryFolder } from "#electron/cli/cli.testing.ts";

let server: ArchiveServer;
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

describe("an archive entry in the place of a file", () => {
  it("is fetched once, kept, and said how large it is", async () => {
    server = await archiveServer({
      "files.rcsb.org/download/6WTI.cif.gz": {
        body: gzipSync(writeMmcif([walk(30, 1)], { name: "6wti", title: "" })),
      },
    });
    vi.stubEnv("MAPWRIGHT_ARCHIVE_MIRROR", server.mirror);
    vi.stubEnv("XDG_CACHE_HOME", temporaryFolder());
    const first = await runCli(["info", "6wti"]);
    expect(first.out).toMatch(/^6WTI: \d kB to fetch/);
    expect(first.out).toMatch(/30/);
    const second = await runCli(["info", "pdb:6wti", "--json"]);
    expect(JSON.parse(second.out)).toMatchObject({ kind: "structure", atoms: 30 });
    expect(server.asked).toHaveLength(1);
  });

  it("makes way for a file of that name", async () => {
    server = await archiveServer();
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "6wti"), writeMmcif([walk(20, 2)], { name: "mine", title: "" }));
    vi.stubEnv("MAPWRIGHT_ARCHIVE_MIRROR", server.mirror);
    const here = process.cwd();
    process.chdir(folder);
    const { out } = await runCli(["info", "6wti", "--json"]).finally(() => process.chdir(here));
    expect(JSON.parse(out)).toMatchObject({ atoms: 20 });
    expect(server.asked).toEqual([]);
  });
});
