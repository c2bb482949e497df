import { simulateMolmap } from "#core/simulate/molmap.ts";
import { weightedAtoms } from "#core/simulate/weighted-atoms.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { LoadedModel } from "#electron/cli/load.ts";
import type { Reporter } from "#electron/cli/reporter.ts";

/** The first structure of a file; a warning tells of others. */
export function onlyStructure(model: LoadedModel, reporter: Reporter): Structure {
  const [first, ...others] = model.structures;
  if (!first) throw new TypeError("A model file without structures passed its reader.");
  if (others.length > 0) {
    reporter.warn(`${model.path}: only the first of ${others.length + 1} models is used.`);
  }
  return first;
}

/**
 * The molmap of a structure's heavy atoms, water left out, at a resolution (Å) on the grid of ChimeraX molmap. Throws
 * `input` without atoms, `resource` when it would be too large.
 */
export function modelMapOf(structure: Structure, resolution: number): Volume {
  return simulateMolmap(weightedAtoms(structure, selectAtoms(structure, "all").indices), resolution);
}
