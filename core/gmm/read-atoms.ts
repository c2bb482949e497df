import { detectFormat } from "#core/format/detect.ts";
import type { Parsed } from "#core/format/parsed.ts";
import type { StructureFile } from "#core/format/structure-contents.ts";
import { readStructure, stemOf } from "#core/format/structure-file.ts";
import { structureOfGaussians } from "#core/gmm/gaussian-structure.ts";
import { readGaussians } from "#core/gmm/read-gaussians.ts";

/** Reads a file of atoms as `readStructure` does; of one of Gaussians, an atom for each. Throws as it and `readGaussians`. */
export async function readAtoms(name: string, bytes: Uint8Array): Promise<Parsed<StructureFile>> {
  if (detectFormat(name, bytes) !== "gaussians") return readStructure(name, bytes);
  const { model, title, resolution } = readGaussians(bytes);
  const structures = [structureOfGaussians(model, stemOf(name))];
  return { value: { format: "gaussians", structures, entry: "", title, resolution }, warnings: [] };
}
