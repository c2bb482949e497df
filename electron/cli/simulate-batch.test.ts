import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { runCli, writeTinyCase } from "#electron/cli/cli.testing.ts";

let folder: string;
let list: string;

const LINES = [
  "# maps of one small model",
  '{"model": "model.cif", "resolution": [5, 9], "copies": 2, "seed": 7, "noise": [0.1, 0.5], "spacing": 2}',
  '{"model": "missing.cif", "resolution": 5}',
  '{"model": "model.cif", "resolution": 6, "local": [5, 9], "solvent": 1, "bfactor": [20, 80], "spacing": 2}',
  '{"model": "model.cif", "resolution": 6, "sigma": 3}',
  '{"model": "model.cif", "name": "situs", "resolution": 6, "kernel": "situs", "spacing": 2}',
];

beforeAll(() => {
  const tiny = writeTinyCase();
  folder = tiny.folder;
  list = join(folder, "list.jsonl");
  const name = tiny.model.slice(folder.length + 1);
  writeFileSync(list, LINES.join("\n").replaceAll("model.cif", name));
});

function batch(out: string, ...words: string[]) {
  return runCli(["simulate", "--batch", list, "--out", out, ...words]);
}

const manifestOf = (out: string) => JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"));

describe("simulate --batch", () => {
  it("writes maps and says what each is; lines that fail are named and passed over", async () => {
    const out = join(folder, "maps");
    const { exitCode, err } = await batch(out);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/list\.jsonl, line 3: There is no file .*missing\.cif/);
    expect(err).toMatch(/list\.jsonl, line 5: There is no field "sigma"/);
    const { maps, errors } = manifestOf(out);
    expect(errors.map(({ line }: { line: number }) => line)).toEqual([5, 3]);
    expect(maps).toHaveLength(4);
    const [first, second, local, situs] = maps;
    expect(first.resolution).toBeGreaterThan(5);
    expect(first.resolution).toBeLessThan(9);
    expect(second.resolution).not.toBe(first.resolution);
    expect(local).toMatchObject({ line: 4, resolution: 6, solvent: 1, local: [5, 9] });
    expect(situs).toMatchObject({ file: "situs_0001.mrc", kernel: "situs" });
    const read = (file: string) => volumeFromMrc(readMrc(readFileSync(join(out, file))).value).value;
    const { grid } = read(first.file);
    expect([...grid.size]).toEqual(first.size);
    const resolutions = read(local.resolutionMap).values;
    expect(Math.min(...resolutions)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...resolutions)).toBeLessThanOrEqual(9);
    expect(Math.max(...resolutions) - Math.min(...resolutions)).toBeGreaterThan(0.5);
    // Far from the molecule there is ice: 0.0946 Å per Å³.
    expect(read(local.file).values[0]).toBeCloseTo(0.0946, 3);
  });

  it("makes the same bytes again, on any number of threads", async () => {
    const [one, two] = [join(folder, "one"), join(folder, "two")];
    await batch(one, "--threads", "1");
    await batch(two, "--threads", "2");
    for (const { file, sha256 } of manifestOf(one).maps) {
      const twin = manifestOf(two).maps.find((map: { file: string }) => map.file === file);
      expect(twin.sha256).toBe(sha256);
      expect(readFileSync(join(one, file)).equals(readFileSync(join(two, file)))).toBe(true);
    }
  });

  it("goes on where it stopped: what is there is kept, what is missing or asked for otherwise is made", async () => {
    const out = join(folder, "resumed");
    await batch(out);
    const [first, second] = manifestOf(out).maps;
    const before = statSync(join(out, first.file)).mtimeMs;
    const bytes = readFileSync(join(out, second.file));
    rmSync(join(out, second.file));
    const { out: said } = await batch(out);
    expect(said).toContain("1 map, 3 kept, 2 lines failed");
    expect(statSync(join(out, first.file)).mtimeMs).toBe(before);
    expect(readFileSync(join(out, second.file)).equals(bytes)).toBe(true);
    expect(manifestOf(out).maps).toHaveLength(4);
  });

  it("takes no model beside a list, and refuses an empty one", async () => {
    const both = await runCli(["simulate", "a.pdb", "--batch", list]);
    expect(both.exitCode).toBe(2);
    const neither = await runCli(["simulate", "--resolution", "3"]);
    expect(neither.exitCode).toBe(2);
    expect(neither.err).toContain("MODEL");
    const empty = join(folder, "empty.csv");
    writeFileSync(empty, "# nothing\n");
    const nothing = await runCli(["simulate", "--batch", empty]);
    expect(nothing.err).toContain("lists no maps");
  });
});
