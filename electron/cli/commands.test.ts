import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { electronFormFactor, scatteringAt } from "#core/simulate/vrm/scattering.ts";
import { moveStructure } from "#core/structure/move.ts";
import { valueAt } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";
import { runCli, type TinyCase, writeTinyCase } from "#electron/cli/cli.testing.ts";
import { writeAtomic } from "#workers/files.ts";

let tiny: TinyCase;
/** The model in its place. */
let home: string;

beforeAll(async () => {
  tiny = writeTinyCase();
  home = join(tiny.folder, "home.cif");
  await writeAtomic(home, writeMmcif([moveStructure(tiny.structure, tiny.back)]));
});

function read(path: string): Volume {
  return volumeFromMrc(readMrc(readFileSync(path)).value).value;
}

describe("info", () => {
  it("describes a map", async () => {
    const { exitCode, out } = await runCli(["info", tiny.map]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^.*map\.mrc: map\n/);
    expect(out).toMatch(/^ {2}voxel +2 × 2 × 2 Å$/m);
    expect(out).toMatch(/^ {2}stored as +float32 \(mode 2\), little-endian, axes x y z$/m);
  });

  it("describes a model", async () => {
    const { out } = await runCli(["info", tiny.model]);
    expect(out).toMatch(/^ {2}atoms +60$/m);
    expect(out).toMatch(/^ {2}chains +B: protein, 60 residues, 60 atoms$/m);
  });

  it("prints JSON", async () => {
    const { out } = await runCli(["info", tiny.map, "--json"]);
    expect(JSON.parse(out)).toMatchObject({ file: tiny.map, kind: "map", voxelSize: [2, 2, 2] });
  });

  it("refuses what is neither", async () => {
    const path = join(tiny.folder, "notes.txt");
    await writeAtomic(path, "hello");
    const { exitCode, err } = await runCli(["info", path]);
    expect(exitCode).toBe(1);
    expect(err).toContain(path);
  });
});

describe("simulate", () => {
  it("writes the molmap of a model", async () => {
    const out = join(tiny.folder, "sim.mrc");
    const words = ["simulate", home, "--kernel", "molmap", "--resolution", "6", "--out", out];
    const { exitCode } = await runCli(words);
    expect(exitCode).toBe(0);
    const [made, expected] = [read(out), read(tiny.map)];
    expect(made.grid.size).toEqual(expected.grid.size);
    // Files keep coordinates to 0.001 Å; the map's slope is below its peak per Å.
    const peak = expected.values.reduce((a, b) => Math.max(a, b));
    const apart = made.values.reduce((a, v, n) => Math.max(a, Math.abs(v - (expected.values[n] ?? 0))), 0);
    expect(apart / peak).toBeLessThan(0.005);
  });

  it("uses another map's grid", async () => {
    const out = join(tiny.folder, "on.mrc");
    await runCli(["simulate", home, "--resolution", "9", "--like", tiny.map, "--out", out]);
    expect(read(out).grid.size).toEqual(read(tiny.map).grid.size);
  });

  it("writes what atoms scatter: the map's sum is Σ f(0) once the cut-off takes nothing away", async () => {
    const out = join(tiny.folder, "images.mrc");
    const blurred = ["--bfactor", "1500", "--cutoff", "4", "--spacing", "1", "--accuracy", "0.0001"];
    const { exitCode, out: said } = await runCli([
      "simulate",
      home,
      "--resolution",
      "6",
      ...blurred,
      "--out",
      out,
    ]);
    expect(said).toContain("6 Å");
    expect(exitCode).toBe(0);
    const { values } = read(out);
    const { structures } = (await readStructure(home, readFileSync(home))).value;
    const { element = [], occupancy = [] } = structures[0] ?? {};
    const scattered = element.reduce((sum, symbol, n) => {
      const factor = electronFormFactor(symbol);
      return sum + (occupancy[n] ?? 0) * (factor ? scatteringAt(factor, 0) : 0);
    }, 0);
    expect(values.reduce((sum, value) => sum + value, 0) / scattered).toBeCloseTo(1, 2);
  });

  it("gives chains resolutions of their own and names chains that are not there", async () => {
    const out = join(tiny.folder, "by.mrc");
    const words = ["simulate", home, "--resolution", "6", "--out", out, "--resolution-by"];
    expect((await runCli([...words, "chain:B=4"])).exitCode).toBe(0);
    const { exitCode, err } = await runCli([...words, "B=4,Q=3"]);
    expect(exitCode).toBe(1);
    expect(err).toContain("no chain Q");
    expect((await runCli([...words, "A"])).exitCode).toBe(2);
  });

  it("makes the same map from images and from structure factors but for the ripples that images cut off", async () => {
    const maps = ["images", "fourier"].map((route) => join(tiny.folder, `${route}.mrc`));
    for (const out of maps) {
      const route = out.endsWith("images.mrc") ? ["images", "--cutoff", "5"] : ["fourier"];
      const words = ["--resolution", "5", "--bfactor", "60", "--out", out, "--route", ...route];
      expect((await runCli(["simulate", home, ...words])).exitCode).toBe(0);
    }
    const [images, fourier] = maps.map((path) => read(path).values);
    const peak = Math.max(...(fourier ?? []));
    const apart = (images ?? []).reduce(
      (most, value, n) => Math.max(most, Math.abs(value - (fourier?.[n] ?? 0))),
      0,
    );
    expect(apart / peak).toBeLessThan(0.03);
  });

  it("says so when an option does not go with the kernel", async () => {
    const { exitCode, err } = await runCli([
      "simulate",
      home,
      "--resolution",
      "6",
      "--kernel",
      "molmap",
      "--cutoff",
      "3",
    ]);
    expect(exitCode).toBe(1);
    expect(err).toContain("--cutoff");
  });
});

describe("fsc", () => {
  it("of a map with itself is 1 down to twice the voxel size, as a table and as JSON", async () => {
    const { out } = await runCli(["fsc", tiny.map, tiny.map]);
    expect(out).toMatch(/Å +FSC/);
    expect(out).toMatch(/FSC 0\.143 at 4 Å/);
    const { out: json } = await runCli(["fsc", tiny.map, tiny.map, "--mask", tiny.map, "--json", "-"]);
    const { shells, resolution143 } = JSON.parse(json);
    expect(shells.at(-1)).toMatchObject({ fsc: expect.closeTo(1, 5), corrected: expect.closeTo(1, 5) });
    expect(resolution143).toBeCloseTo(4, 1);
  });

  it("refuses maps of different sizes", async () => {
    const other = join(tiny.folder, "other.mrc");
    await runCli(["simulate", home, "--resolution", "9", "--out", other]);
    const { exitCode, err } = await runCli(["fsc", tiny.map, other]);
    expect(exitCode).toBe(1);
    expect(err).toContain("same size");
  });
});

describe("correlate", () => {
  it("a map with itself agrees entirely", async () => {
    const { out } = await runCli(["correlate", tiny.map, tiny.map]);
    expect(out).toMatch(/^correlation +1\.0000$/m);
    expect(out).toMatch(/^about mean +1\.0000$/m);
  });

  it("a model in its place agrees with its map, elsewhere it does not", async () => {
    const words = ["--resolution", "6", "--json"];
    const there = JSON.parse((await runCli(["correlate", home, tiny.map, ...words])).out);
    expect(there.correlationAboutMean).toBeGreaterThan(0.99);
    expect(there).toMatchObject({ resolution: { value: 6, reason: "given" }, points: expect.any(Number) });
    const elsewhere = JSON.parse((await runCli(["correlate", tiny.model, tiny.map, ...words])).out);
    expect(elsewhere.correlationAboutMean).toBeLessThan(0.5);
  });
});

describe("zero", () => {
  it.each([
    ["near atoms", ["--radius", "4"], 0],
    ["under the model map", ["--resolution", "6"], 0],
    ["under the molmap", ["--resolution", "6", "--kernel", "molmap"], 0],
    // The tiny map is a molmap, so that only a molmap takes all of it away.
    ["by taking the model map away", ["--resolution", "6", "--fractional", "--kernel", "molmap"], 0.01],
  ])("%s", async (_, words, rest) => {
    const out = join(tiny.folder, "zero.mrc");
    const { exitCode, out: said } = await runCli(["zero", tiny.map, home, ...words, "--out", out]);
    expect(exitCode).toBe(0);
    const peak = read(tiny.map).values.reduce((a, b) => Math.max(a, b));
    const atom = moveStructure(tiny.structure, tiny.back).xyz;
    const left = valueAt(read(out), [atom[0] ?? 0, atom[1] ?? 0, atom[2] ?? 0]);
    expect(left / peak).toBeLessThanOrEqual(rest);
    expect(said).toMatch(/(100\.0|99\.\d) % of the density/);
  });

  it("names its output after the map unless told otherwise", async () => {
    const before = process.cwd();
    process.chdir(tiny.folder);
    await runCli(["zero", tiny.map, home, "--radius", "3", "--quiet"]);
    process.chdir(before);
    expect(existsSync(join(tiny.folder, "map_zeroed.mrc"))).toBe(true);
  });
});
