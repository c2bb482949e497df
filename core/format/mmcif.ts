import { structuresFromCif } from "#core/format/cif-structures.ts";
import { parseTextCif } from "#core/format/molstar.ts";
import type { Parsed } from "#core/format/parsed.ts";
import type { StructureFile } from "#core/format/structure-contents.ts";

/**
 * Reads the atoms of an mmCIF text, one structure per model. Throws `format` when the text is not CIF or
 * holds no atoms with coordinates.
 */
export async function readMmcif(bytes: Uint8Array, name = "model"): Promise<Parsed<StructureFile>> {
  return structuresFromCif(await parseTextCif(bytes), "mmcif", name);
}
