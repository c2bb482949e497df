import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writePdb } from "#core/format/pdb-write.ts";
import { temporaryFolder } from "#electron/cli/cli.testing.ts";
import type { Host } from "#electron/cli/host.ts";
import { tinyChain } from "#electron/cli/identify/identify.testing.ts";
import { listLibrary } from "#electron/cli/identify/library-listing.ts";
import { tarEntries } from "#electron/cli/identify/tar-index.ts";

const host = { signal: new AbortController().signal } as Host;
const folder = temporaryFolder();
const long = `${"deep/".repeat(30)}chain.pdb`; // longer than the 100 characters of a tar header

mkdirSync(join(folder, "lib/below"), { recursive: true });
mkdirSync(join(folder, "lib", "deep/".repeat(30)), { recursive: true });
const files: Record<string, Uint8Array | string> = {
  "b.pdb": writePdb(tinyChain(1)),
  "B.cif.gz": gzipSync(writeMmcif([tinyChain(2)])),
  "below/a.pdb": writePdb(tinyChain(3)),
  "below/a.cif": writeMmcif([tinyChain(3)]), // the same model again
  "notes.txt": "no model",
  ".hidden.pdb": "no model",
  [long]: writePdb(tinyChain(4)),
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, "lib", name), content);

const names = async (word: string) => (await listLibrary(word, host)).items.map(({ file }) => file);

describe("a library", () => {
  it("is a folder with those below it: models only, each once, by name on every machine", async () => {
    expect(await names(join(folder, "lib"))).toEqual(["B.cif.gz", "b.pdb", "below/a.pdb", long]);
  });

  it("is a tar archive, long names included, read in place", async () => {
    const tar = join(folder, "lib.tar");
    const made = spawnSync("tar", ["-cf", tar, "-C", join(folder, "lib"), "."]);
    expect(made.status).toBe(0);
    const { items, words } = await listLibrary(tar, host);
    expect(items.map(({ file }) => file)).toEqual(["./B.cif.gz", "./b.pdb", "./below/a.pdb", `./${long}`]);
    expect(words).toBe("archive of 4 files");
    const content = await items[3]?.load();
    expect(content).toEqual({ bytes: new Uint8Array(readFileSync(join(folder, "lib", long))) });
    const pax = join(folder, "pax.tar");
    spawnSync("tar", ["--format=pax", "-cf", pax, "-C", join(folder, "lib"), "."]);
    expect((await tarEntries(pax)).map(({ name }) => name)).toContain(`./${long}`);
    writeFileSync(join(folder, "bad.tar"), new Uint8Array(2048).fill(7));
    await expect(names(join(folder, "bad.tar"))).rejects.toThrow("is no tar archive");
    writeFileSync(join(folder, "short.tar"), readFileSync(tar).subarray(0, 2000));
    await expect(names(join(folder, "short.tar"))).rejects.toThrow("is cut short");
  });

  it("is a list of files and ids, in its order, whatever else stands in it", async () => {
    const list = join(folder, "list.csv");
    writeFileSync(
      list,
      "lib/b.pdb,first\n# a remark\n\nP69905;haemoglobin\nlib/below/a.pdb # twice\nlib/below/a.pdb\n6wti\n",
    );
    const listed = await listLibrary(list, host);
    expect(listed.items.map(({ file }) => file)).toEqual([
      "lib/b.pdb",
      "alphafold:P69905",
      "lib/below/a.pdb",
      "lib/below/a.pdb",
      "pdb:6WTI",
    ]);
    expect(await listed.items[0]?.load()).toHaveProperty("bytes");
  });

  it("is a file of many models, each an item of its own", async () => {
    const many = join(folder, "many.cif");
    writeFileSync(many, writeMmcif([tinyChain(1), tinyChain(2)]));
    const { items, words } = await listLibrary(many, host);
    expect(items.map(({ file }) => file)).toEqual(["many model 1", "many model 2"]);
    expect(words).toBe("file of 2 models");
    const content = await items[1]?.load();
    expect(content && "parsed" in content && content.parsed.structures[0]?.atomCount).toBe(60);
  });

  it("is a list of ids on the command line; anything else is told", async () => {
    expect(await names("alphafold:P69905,P68871")).toEqual(["alphafold:P69905", "alphafold:P68871"]);
    await expect(names("no/such/folder")).rejects.toThrow("There is no file or folder no/such/folder");
    await expect(names("emdb:21897")).rejects.toThrow("There is no file or folder");
    mkdirSync(join(folder, "empty"));
    await expect(names(join(folder, "empty"))).rejects.toThrow("holds no models");
  });
});
