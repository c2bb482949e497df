import { basename, join } from "node:path";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { writePdb } from "#core/format/pdb-write.ts";
import { moveStructure } from "#core/structure/move.ts";
import type { FittedModel } from "#electron/cli/fit-run.ts";
import { makeFolder, writeAtomic } from "#workers/files.ts";

/** Writes placed models into one folder, each under a name of its own. */
export interface PlacementSaver {
  /**
   * Writes the best `most` placements of a model, chain and residue ids kept, and returns the paths by rank.
   * Throws `resource` when that fails, `input` when a model does not fit into PDB.
   */
  save(model: FittedModel, most: number): Promise<ReadonlyMap<number, string>>;
}

export type SaveFormat = "cif" | "pdb";

/** `mapFile` is named in the titles. Throws `resource` when the folder cannot be made. */
export async function createSaver(
  folder: string,
  mapFile: string,
  format: SaveFormat,
): Promise<PlacementSaver> {
  await makeFolder(folder);
  const taken = new Set<string>();
  return {
    async save({ structure, result }, most) {
      const stem = freeStem(structure.name, taken);
      const saved = new Map<number, string>();
      for (const { rank, best } of result.clusters.slice(0, most)) {
        const path = join(folder, `${stem}_rank${rank}.${format}`);
        const title = `${structure.name} placed in ${basename(mapFile)}, rank ${rank}`;
        const placed = moveStructure(structure, best.motion);
        await writeAtomic(
          path,
          format === "pdb" ? writePdb(placed) : writeMmcif([placed], { name: stem, title }),
        );
        saved.set(rank, path);
      }
      return saved;
    },
  };
}

/** A name every file system takes; chains A and a must not meet on one that ignores case. */
function freeStem(name: string, taken: Set<string>): string {
  const safe = name.replace(/[^A-Za-z0-9._+-]+/g, "_").replace(/^[._]+|_+$/g, "") || "model";
  let stem = safe;
  for (let n = 2; taken.has(stem.toLowerCase()); n++) stem = `${safe}_${n}`;
  taken.add(stem.toLowerCase());
  return stem;
}
