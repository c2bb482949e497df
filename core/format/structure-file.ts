import { AppError } from "#core/errors.ts";
import { readBinaryCif } from "#core/format/bcif.ts";
import { detectFormat, refusal } from "#core/format/detect.ts";
import { readMmcif } from "#core/format/mmcif.ts";
import type { Parsed } from "#core/format/parsed.ts";
import { readPdb } from "#core/format/pdb.ts";
import type { StructureFile } from "#core/format/structure-contents.ts";

/**
 * Reads a PDB, mmCIF or BinaryCIF file, told apart by content first and by name second; structures carry the
 * name of the file without its folder and extension. Throws `format` for anything else, saying what it is, and
 * for files without atoms.
 */
export async function readStructure(name: string, bytes: Uint8Array): Promise<Parsed<StructureFile>> {
  const stem = stemOf(name);
  const format = detectFormat(name, bytes);
  switch (format) {
    case "pdb":
      return readPdb(bytes, stem);
    case "mmcif":
      return readMmcif(bytes, stem);
    case "bcif":
      return readBinaryCif(bytes, stem);
    case "unknown":
      if (bytes.length === 0) throw new AppError("format", "The file is empty.", { seen: 0 });
      throw refusal(format, "a PDB, mmCIF or BinaryCIF model");
    default:
      throw refusal(format, "a PDB, mmCIF or BinaryCIF model");
  }
}

/** The name of a file without its folder and extension; "model" where nothing is left. */
export function stemOf(name: string): string {
  return (name.split(/[/\\]/).pop() ?? "").replace(/\.gz$/i, "").replace(/\.[^.]+$/, "") || "model";
}
