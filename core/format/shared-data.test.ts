import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { describeMap, describeStructure } from "#core/format/describe.ts";
import { isGzip } from "#core/format/detect.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";

const DATA = join(import.meta.dirname, "../../../shared/data");
const isThere = existsSync(DATA);
if (!isThere) console.log("Skipped: reading real maps and models needs ../shared/data, which is not here.");

interface Header {
  readonly n?: number[];
  readonly nxyz?: number[];
  readonly mode: number;
  readonly start?: number[];
  readonly nstart?: number[];
  readonly cell: number[];
  readonly mapcrs: number[];
  readonly origin: number[];
}

interface Stats {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
}

interface Case {
  readonly map_file?: string;
  readonly header?: Header;
  readonly map_stats?: Stats;
  readonly voxel_A?: number[];
  readonly model_files?: string[];
  readonly atoms?: number;
  readonly chains?: number;
  readonly entries?: (Partial<Header> & {
    file: string;
    header?: Header;
    stats?: Stats;
    atoms?: number;
    chain?: string;
    chain_ids?: string[];
  })[];
}

function load(...path: string[]): Uint8Array {
  const bytes = new Uint8Array(readFileSync(join(DATA, ...path)));
  return isGzip(bytes) ? new Uint8Array(gunzipSync(bytes)) : bytes;
}

function caseOf(folder: string): Case {
  return JSON.parse(readFileSync(join(DATA, folder, "CASE.json"), "utf8")) as Case;
}

/** The register gives six decimals or six digits. */
function expectStats(seen: { min: number; max: number; mean: number; sd: number }, stats: Stats): void {
  const close = (value: number, expected: number) =>
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(6e-7 + 5e-6 * Math.abs(expected));
  close(seen.min, stats.min);
  close(seen.max, stats.max);
  close(seen.mean, stats.mean);
  close(seen.sd, stats.std);
}

function expectHeader(bytes: Uint8Array, header: Header): void {
  const seen = readMrc(bytes).value.header;
  expect([seen.nx, seen.ny, seen.nz]).toEqual(header.n ?? header.nxyz);
  expect([seen.nxstart, seen.nystart, seen.nzstart]).toEqual(header.start ?? header.nstart);
  expect([seen.mapc, seen.mapr, seen.maps]).toEqual(header.mapcrs);
  expect(seen.mode).toBe(header.mode);
  for (const [n, value] of [...seen.cella, ...seen.cellb].entries())
    expect(value).toBeCloseTo(header.cell[n], 2);
  for (const [n, value] of seen.origin.entries()) expect(value).toBeCloseTo(header.origin[n], 3);
}

function readMap(bytes: Uint8Array) {
  const file = readMrc(bytes);
  return describeMap(file, volumeFromMrc(file.value));
}

describe.skipIf(!isThere)("real maps", () => {
  const folders = isThere
    ? readdirSync(DATA).filter((name) => name.startsWith("emd") || name.startsWith("domainfit"))
    : [];

  it.each(folders)("%s: header, voxel and statistics as registered", (folder) => {
    const { map_file, header, map_stats, voxel_A } = caseOf(folder);
    if (!map_file || !header || !map_stats || !voxel_A) return;
    const bytes = load(folder, map_file);
    expectHeader(bytes, header);
    const description = readMap(bytes);
    expectStats(description, map_stats);
    for (const [axis, length] of description.voxelSize.entries())
      expect(length).toBeCloseTo(voxel_A[axis], 3);
  });

  it("synthetic_plc_3p5A: grid as registered", () => {
    const { size, voxelSize, origin } = readMap(load("synthetic_plc_3p5A", "map_noisy.mrc.gz"));
    expect(size).toEqual([110, 146, 140]);
    for (const length of voxelSize) expect(length).toBeCloseTo(1.06, 4);
    for (const [axis, x] of [12.72, -8.48, 21.2].entries()) expect(origin[axis]).toBeCloseTo(x, 3);
  });
});

describe.skipIf(!isThere)("real models", () => {
  const folders = isThere
    ? readdirSync(DATA).filter((name) => name.startsWith("emd") || name.startsWith("domainfit"))
    : [];

  it.each(folders)("%s: heavy atoms and chains as registered", async (folder) => {
    const { model_files = [], atoms, chains } = caseOf(folder);
    const bytes = load(folder, model_files[0]);
    const { value } = await readStructure(model_files[0], bytes);
    expect(selectAtoms(value.structures[0], "all").indices).toHaveLength(atoms ?? 0);
    expect(new Set(value.structures[0].chainId).size).toBe(chains);
  });

  it("domain_library: every chain with its number of atoms", async () => {
    for (const { file, atoms, chain } of caseOf("domain_library").entries ?? []) {
      const { value } = await readStructure(file, load("domain_library", "chains", file));
      const [structure] = value.structures;
      expect([file, selectAtoms(structure, "all").indices.length]).toEqual([file, atoms]);
      if (chain) expect(new Set(structure.chainId)).toEqual(new Set([chain]));
    }
  });

  it("assemblies: all chains of 1AON and 3J2W, and the resolution they state", async () => {
    for (const { file, atoms, chain_ids } of caseOf("assemblies_coordinates_only").entries ?? []) {
      const { value } = await readStructure(file, load("assemblies_coordinates_only", file));
      expect(value.structures[0].atomCount).toBe(atoms);
      expect([...new Set(value.structures[0].chainId)].sort()).toEqual(chain_ids);
      expect(value.resolution).toBe(file.startsWith("1aon") ? 3 : 5);
    }
  });

  it("6GYN and 7CEC: title, resolution, chains and ligands", async () => {
    const folder = "emd0093_6gyn_hcn4_tetramer_3p4A";
    const pdb = describeStructure(await readStructure("model.pdb", load(folder, "model.pdb")));
    expect(pdb).toMatchObject({ format: "pdb", entry: "6GYN", resolution: 3.4, models: 1 });
    expect(pdb.title).toContain("HUMAN HCN4");
    expect(pdb.chains.map(({ id, polymer }) => id + polymer)).toEqual(
      ["A", "B", "C", "D"].map((id) => `${id}protein`),
    );
    const cif = describeStructure(
      await readStructure("model.cif", load("emd30342_7cec_integrin_3p9A", "full_complex_7cec.cif")),
    );
    expect(cif).toMatchObject({ format: "mmcif", resolution: 3.9 });
    expect(cif.ligands).toContainEqual({ name: "CA", count: expect.any(Number) });
  });
});

describe.skipIf(!isThere)("format edge cases", () => {
  const { entries = [] } = isThere ? caseOf("format_edge_cases") : {};
  const maps = entries.filter((entry) => entry.stats && !entry.file.endsWith(".bz2"));

  it.each(maps.map((entry) => [entry.file, entry] as const))(
    "%s: header and densities",
    (file, { header, stats }) => {
      const bytes = load("format_edge_cases", file);
      if (!header || !stats) return;
      expectHeader(bytes, header);
      const { values } = readMrc(bytes).value;
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      const min = values.reduce((least, value) => Math.min(least, value));
      const max = values.reduce((most, value) => Math.max(most, value));
      expectStats({ min, max, mean, sd }, stats);
    },
  );

  // Corners worked out by hand from the header: NSTART (in file order) × cell ÷ M.
  it.each([
    ["emd_3197.map.gz", [20, 20, 20], [11.4, 11.4, 11.4], [-22.8, 0, 0]],
    ["iota_yzx.ccp4.gz", [4, 1, 2], [30, 22, 20], [30, 440, -60]],
    ["non_zero_origin_map.ccp4", [30, 40, 32], [0.747034, 0.723075, 0.7374375], [74.7034, 72.3075, 73.74375]],
    ["1issA_6A_simulated.mrc", [60, 48, 48], [1.531417, 1.588292, 1.506958], [35.22258, -57.1785, 25.61829]],
    // Columns are y: NSTART 3 4 5 is y x z; voxel 0.15 Å; the skew record adds 1.2, 3.4, 5.6 Å.
    ["h2o-elf-nstart-skwtrn.ccp4", [40, 40, 40], [0.15, 0.15, 0.15], [1.8, 3.85, 6.35]],
  ])("%s: placed in space", (file, size, voxelSize, origin) => {
    const description = readMap(load("format_edge_cases", file));
    expect(description.size).toEqual(size);
    for (const axis of [0, 1, 2]) {
      expect(description.voxelSize[axis]).toBeCloseTo(voxelSize[axis], 5);
      expect(description.origin[axis]).toBeCloseTo(origin[axis], 3);
    }
  });

  it.each([
    ["EMD-3001.map", /not rectangular.*94\.326/],
    ["3pqr-mode0.ccp4", /not rectangular.*120/],
    ["EMD-3001.map.bz2", /bunzip2/],
    ["test.dx.gz", /OpenDX/],
  ])("%s: refused with advice", (file, message) => {
    expect(() => readMap(load("format_edge_cases", file))).toThrow(message);
  });

  it("1issA.pdb lies inside its map", async () => {
    const { value } = await readStructure("1issA.pdb", load("format_edge_cases", "1issA.pdb"));
    const { bounds } = describeStructure({ value, warnings: [] });
    const { origin, size, voxelSize } = readMap(load("format_edge_cases", "1issA_6A_simulated.mrc"));
    for (const axis of [0, 1, 2]) {
      expect(bounds.low[axis]).toBeGreaterThan(origin[axis]);
      expect(bounds.high[axis]).toBeLessThan(origin[axis] + size[axis] * voxelSize[axis]);
    }
  });
});
