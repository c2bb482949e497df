import { structuresFromCif } from "#core/format/cif-structures.ts";
import { parseBinaryCif } from "#core/format/molstar.ts";
import type { Parsed } from "#core/format/parsed.ts";
import type { StructureFile } from "#core/format/structure-contents.ts";

/**
 * Reads the atoms of a BinaryCIF file (mmCIF dictionary), one structure per model. Throws `format` when the
 * file is damaged or holds no atoms with coordinates.
 */
export function readBinaryCif(bytes: Uint8Array, name = "model"): Parsed<StructureFile> {
  return structuresFromCif(parseBinaryCif(bytes), "bcif", name);
}
