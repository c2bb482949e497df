import { AppError } from "#core/errors.ts";
import { assembliesFromCif } from "#core/format/assemblies.ts";
import type { CifBlock } from "#core/format/cif.ts";
import { tensorsFromCif } from "#core/format/cif-tensors.ts";
import { Oddities } from "#core/format/oddities.ts";
import type { Parsed } from "#core/format/parsed.ts";
import { atLeastOne, modelName, type StructureFile } from "#core/format/structure-contents.ts";
import { atomicNumber } from "#core/structure/elements.ts";
import { guessElementFromName } from "#core/structure/guess-element.ts";
import type { Structure } from "#core/structure/structure.ts";
import { subset } from "#core/structure/subset.ts";

/**
 * The models in the first data block with an atom_site table (mmCIF dictionary 5). Author names and numbers are
 * preferred, label ones fill gaps; missing elements are guessed; rows without coordinates are skipped with a
 * warning. Throws `format` when no atom remains.
 */
export function structuresFromCif(
  blocks: readonly CifBlock[],
  format: "mmcif" | "bcif",
  name: string,
): Parsed<StructureFile> {
  const withAtoms = blocks.filter((block) => block.column("atom_site", "Cartn_x"));
  if (withAtoms.length === 0) {
    throw new AppError(
      "format",
      "The CIF file has no atom_site table with Cartesian coordinates; is it a model?",
      {
        seen: blocks.map((block) => block.name),
        expected: "atom_site.Cartn_x, Cartn_y, Cartn_z",
      },
    );
  }
  const block = withAtoms[0];
  const oddities = new Oddities();
  if (withAtoms.length > 1)
    oddities.add("Only the first data block with atoms was read, not", withAtoms[1].name);
  const assemblies = assembliesFromCif(block);
  const models = atLeastOne(readModels(block, name, oddities));
  const structures = assemblies.length > 0 ? models.map((model) => ({ ...model, assemblies })) : models;
  const value = {
    format,
    structures,
    entry: block.name,
    title: titleOf(block),
    resolution: resolutionOf(block),
  };
  return { value, warnings: oddities.toWarnings() };
}

function readModels(block: CifBlock, name: string, oddities: Oddities): Structure[] {
  const all = readAllRows(block, name, oddities);
  const models = new AtomSite(block, all.atomCount).numbers(1, "pdbx_PDB_model_num");
  const rowsOf = new Map<number, number[]>();
  for (let n = 0; n < all.atomCount; n++) {
    if (!Number.isFinite(all.xyz[3 * n] + all.xyz[3 * n + 1] + all.xyz[3 * n + 2])) {
      oddities.add("Atoms without numbers as coordinates were skipped", `atom ${n + 1}`);
      continue;
    }
    const rows = rowsOf.get(models[n]);
    if (rows) rows.push(n);
    else rowsOf.set(models[n], [n]);
  }
  return [...rowsOf].map(([model, rows]) => {
    if (rows.length === all.atomCount) return all;
    return subset(all, rows, modelName(name, model, rowsOf.size));
  });
}

/** All rows as if they were one model, coordinates NaN where they are no numbers. */
function readAllRows(block: CifBlock, name: string, oddities: Oddities): Structure {
  const rowCount = block.column("atom_site", "Cartn_x")?.rowCount ?? 0;
  const site = new AtomSite(block, rowCount);
  const atomName = site.texts("auth_atom_id", "label_atom_id");
  const residueName = site.texts("auth_comp_id", "label_comp_id");
  const element = site.texts("type_symbol");
  const group = site.texts("group_PDB");
  const isHetero = new Uint8Array(rowCount);
  const serial = new Int32Array(site.numbers(0, "id"));
  for (let n = 0; n < rowCount; n++) {
    isHetero[n] = group[n] === "HETATM" ? 1 : 0;
    serial[n] ||= n + 1;
    element[n] = element[n].toUpperCase();
    if (atomicNumber(element[n]) > 0) continue;
    element[n] = guessElementFromName(atomName[n], residueName[n]);
    if (element[n] === "X") oddities.add("Elements are unknown", `atom ${n + 1}`);
  }
  const labelResidueNumber = new Int32Array(site.numbers(0, "label_seq_id"));
  const charge = new Int8Array(site.numbers(0, "pdbx_formal_charge"));
  const anisotropicU = tensorsFromCif(block, site.texts("id"));
  return {
    name,
    atomCount: rowCount,
    xyz: site.coordinates(),
    element,
    atomName,
    residueName,
    chainId: site.texts("auth_asym_id", "label_asym_id"),
    residueNumber: new Int32Array(site.numbers(0, "auth_seq_id", "label_seq_id")),
    insertionCode: site.texts("pdbx_PDB_ins_code"),
    altLoc: site.texts("label_alt_id"),
    occupancy: new Float32Array(site.numbers(1, "occupancy")),
    bFactor: new Float32Array(site.numbers(0, "B_iso_or_equiv")),
    isHetero,
    labelChainId: site.texts("label_asym_id"),
    entityId: site.texts("label_entity_id"),
    serial,
    ...(labelResidueNumber.some((n) => n !== 0) && { labelResidueNumber }),
    ...(charge.some((e) => e !== 0) && { charge }),
    ...(anisotropicU && { anisotropicU }),
  };
}

/** The atom_site table by column; a column that is missing or shorter than the table is filled up. */
class AtomSite {
  private readonly block: CifBlock;
  private readonly rowCount: number;

  constructor(block: CifBlock, rowCount: number) {
    this.block = block;
    this.rowCount = rowCount;
  }

  /** The texts of the first of two columns, of the second where that has none, "" where neither has. */
  texts(name: string, second?: string): string[] {
    const texts = this.block.column("atom_site", name)?.texts() ?? [];
    while (texts.length < this.rowCount) texts.push("");
    if (second === undefined || !texts.includes("")) return texts;
    const others = this.texts(second);
    for (let n = 0; n < this.rowCount; n++) texts[n] ||= others[n];
    return texts;
  }

  /** The same for numbers; `fallback` where there is none. */
  numbers(fallback: number, name: string, second?: string): Float64Array {
    const missing = second === undefined ? fallback : Number.NaN;
    const found = this.block.column("atom_site", name)?.numbers(missing);
    const values =
      found?.length === this.rowCount ? found : this.filled(found ?? new Float64Array(0), missing);
    if (second === undefined || !values.includes(Number.NaN)) return values;
    const others = this.numbers(fallback, second);
    for (let n = 0; n < this.rowCount; n++) if (Number.isNaN(values[n])) values[n] = others[n];
    return values;
  }

  private filled(found: Float64Array, missing: number): Float64Array {
    const values = new Float64Array(this.rowCount).fill(missing);
    values.set(found.subarray(0, this.rowCount));
    return values;
  }

  /** xyz triplets, Å; NaN where the file has no number. */
  coordinates(): Float64Array {
    const xyz = new Float64Array(3 * this.rowCount);
    ["Cartn_x", "Cartn_y", "Cartn_z"].forEach((name, axis) => {
      const values = this.numbers(Number.NaN, name);
      for (let n = 0; n < this.rowCount; n++) xyz[3 * n + axis] = values[n];
    });
    return xyz;
  }
}

function titleOf(block: CifBlock): string {
  const title = block.column("struct", "title");
  return title && title.rowCount > 0 ? title.texts()[0].replace(/\s+/g, " ").trim() : "";
}

/** The stated resolution, Å: of the reconstruction, the refinement or the reflections, whichever comes first. */
function resolutionOf(block: CifBlock): number | null {
  const columns = [
    block.column("em_3d_reconstruction", "resolution"),
    block.column("refine", "ls_d_res_high"),
    block.column("reflns", "d_resolution_high"),
  ];
  for (const column of columns) {
    const value = column && column.rowCount > 0 ? column.numbers(Number.NaN)[0] : Number.NaN;
    if (value > 0 && Number.isFinite(value)) return value;
  }
  return null;
}
