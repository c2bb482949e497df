import type { MrcFile } from "#core/format/mrc.ts";
import { type OriginSource, originSource } from "#core/format/mrc-volume.ts";
import type { Parsed } from "#core/format/parsed.ts";
import type { StructureFile } from "#core/format/structure-contents.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import { atomicMass, isHydrogen } from "#core/structure/elements.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";
import { measure } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Everything known about a map file, as plain data. */
export interface MapDescription {
  readonly kind: "map";
  /** Samples along x, y, z. */
  readonly size: Vec3;
  /** Å along x, y, z. */
  readonly voxelSize: Vec3;
  /** Centre of sample (0, 0, 0), Å. */
  readonly origin: Vec3;
  readonly originSource: OriginSource;
  readonly mode: number;
  /** What `mode` stores per voxel: "float32". */
  readonly storage: string;
  readonly byteOrder: "little-endian" | "big-endian";
  /** Axes of columns, rows and sections: "x y z". */
  readonly axisOrder: string;
  readonly cell: { readonly lengths: Vec3; readonly angles: Vec3 };
  readonly spaceGroup: number;
  readonly extendedHeader: { readonly bytes: number; readonly type: string };
  /** Of the densities as read, in map units. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly sd: number;
  readonly labels: readonly string[];
  readonly warnings: readonly string[];
}

/** A chain by its author id. */
interface ChainDescription {
  readonly id: string;
  /** What its polymer is; "none" for chains of ligands and water only. */
  readonly polymer: "protein" | "nucleic" | "mixed" | "none";
  /** Residues of the polymer. */
  readonly residues: number;
  /** All atoms, ligands, water and hydrogen included. */
  readonly atoms: number;
}

/** Everything known about a file of atoms, as plain data; counts are of its first model. */
export interface StructureDescription {
  readonly kind: "structure";
  readonly format: StructureFile["format"];
  readonly entry: string;
  readonly title: string;
  /** Å; null when not stated. */
  readonly resolution: number | null;
  readonly models: number;
  readonly atoms: number;
  readonly hydrogens: number;
  readonly waters: number;
  readonly alternateAtoms: number;
  readonly chains: readonly ChainDescription[];
  readonly ligands: readonly { readonly name: string; readonly count: number }[];
  /** Mass of the atoms in the file, water left out, Da. */
  readonly mass: number;
  /** Smallest and largest x, y, z, Å. */
  readonly bounds: { readonly low: Vec3; readonly high: Vec3 };
  readonly warnings: readonly string[];
}

const STORAGE: Readonly<Record<number, string>> = {
  0: "int8",
  1: "int16",
  2: "float32",
  6: "uint16",
  12: "float16",
};

/** Describes a map from its file and the volume made of it; adds a warning when the header's statistics are wrong. */
export function describeMap(file: Parsed<MrcFile>, volume: Parsed<Volume>): MapDescription {
  const { header, littleEndian } = file.value;
  const { min, max, mean, sd } = measure(volume.value);
  const { size, voxelSize, origin } = volume.value.grid;
  const warnings = [...file.warnings, ...volume.warnings];
  const range = Math.max(max - min, 1e-30);
  // A maximum below the minimum says, by the specification, that they were not determined.
  const areStated = header.dmax >= header.dmin;
  if (areStated && Math.max(Math.abs(header.dmin - min), Math.abs(header.dmax - max)) > 1e-3 * range) {
    warnings.push(
      `The header states densities from ${header.dmin} to ${header.dmax}; they go from ${min} to ${max}.`,
    );
  }
  return {
    kind: "map",
    size,
    voxelSize,
    origin,
    originSource: originSource(header),
    mode: header.mode,
    storage: header.unsignedBytes && header.mode === 0 ? "uint8" : (STORAGE[header.mode] ?? ""),
    byteOrder: littleEndian ? "little-endian" : "big-endian",
    axisOrder: [header.mapc, header.mapr, header.maps].map((axis, n) => "xyz"[(axis || n + 1) - 1]).join(" "),
    cell: { lengths: header.cella, angles: header.cellb },
    spaceGroup: header.ispg,
    extendedHeader: { bytes: header.nsymbt, type: header.exttyp.trim() },
    min,
    max,
    mean,
    sd,
    labels: header.label,
    warnings,
  };
}

/** Describes a file of atoms. */
export function describeStructure(file: Parsed<StructureFile>): StructureDescription {
  const { format, entry, title, resolution, structures } = file.value;
  const structure = structures[0];
  return {
    kind: "structure",
    format,
    entry,
    title,
    resolution,
    models: structures.length,
    atoms: structure.atomCount,
    hydrogens: structure.element.filter(isHydrogen).length,
    alternateAtoms: structure.altLoc.filter((id) => id !== "").length,
    ...contentsOf(structure),
    bounds: boundsOf(structure),
    warnings: file.warnings,
  };
}

function contentsOf(
  structure: Structure,
): Pick<StructureDescription, "waters" | "chains" | "ligands" | "mass"> {
  const chains = new Map<string, { protein: number; nucleic: number; atoms: number }>();
  const ligands = new Map<string, number>();
  let waters = 0;
  let mass = 0;
  for (const { start, end, kind } of residuesOf(structure)) {
    const id = structure.chainId[start];
    const chain = chains.get(id) ?? { protein: 0, nucleic: 0, atoms: 0 };
    chains.set(id, chain);
    chain.atoms += end - start;
    if (kind === "water") {
      waters++;
      continue;
    }
    if (kind === "other") {
      const name = structure.residueName[start];
      ligands.set(name, (ligands.get(name) ?? 0) + 1);
    } else chain[kind]++;
    for (let n = start; n < end; n++) mass += atomicMass(structure.element[n]);
  }
  return {
    waters,
    mass,
    ligands: [...ligands].map(([name, count]) => ({ name, count })),
    chains: [...chains].map(([id, { protein, nucleic, atoms }]) => ({
      id,
      polymer: polymerOf(protein, nucleic),
      residues: protein + nucleic,
      atoms,
    })),
  };
}

function polymerOf(protein: number, nucleic: number): ChainDescription["polymer"] {
  if (protein > 0 && nucleic > 0) return "mixed";
  if (protein > 0) return "protein";
  return nucleic > 0 ? "nucleic" : "none";
}

function boundsOf({ xyz }: Structure): StructureDescription["bounds"] {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  xyz.forEach((value, n) => {
    low[n % 3] = Math.min(low[n % 3], value);
    high[n % 3] = Math.max(high[n % 3], value);
  });
  return { low: [low[0], low[1], low[2]], high: [high[0], high[1], high[2]] };
}
