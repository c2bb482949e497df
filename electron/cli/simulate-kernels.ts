import { molmapGrid } from "#core/simulate/molmap.ts";
import { recipeAtoms, recipeMap, recipeOf } from "#core/simulate/recipes/recipe-map.ts";
import type { RecipeName } from "#core/simulate/recipes/recipes.ts";
import { exactDensity } from "#core/simulate/vrm/exact-density.ts";
import { scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import { scatteringWarnings } from "#core/simulate/vrm/scatterers.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { Reporter } from "#electron/cli/reporter.ts";
import type { ResolvedOptions, SimulateOptions } from "#electron/cli/simulate-options.ts";

const DENSITY_SPACING = 0.5; // Å: a third of the finest detail that files of atoms usually hold
const DENSITY_PADDING = 5; // Å: where a carbon at B 50 has fallen to 1e-4 of its peak

/**
 * The map that another program's recipe makes of a structure's heavy atoms, water left out, on the grid of ChimeraX
 * molmap unless one is given. Throws as `recipeMap` and `molmapGrid`.
 */
export function recipeMapOf(
  structure: Structure,
  name: RecipeName,
  { resolution, spacing }: Pick<ResolvedOptions, "resolution" | "spacing">,
  like: Grid | undefined,
  reporter: Reporter,
): Promise<Volume> {
  const recipe = recipeOf(name);
  const atoms = recipeAtoms(recipe, structure, selectAtoms(structure, "all").indices);
  const own = spacing === undefined ? {} : { gridSpacing: spacing };
  return recipeMap(recipe, atoms, resolution, like ?? molmapGrid(atoms.xyz, resolution, own), reporter.job);
}

/** The density of all atoms from their scattering, without a limit of resolution. Throws as `exactDensity`. */
export function densityMapOf(
  structure: Structure,
  { bfactor, scattering, spacing }: SimulateOptions,
  like: Grid | undefined,
  reporter: Reporter,
): Promise<Volume> {
  for (const warning of scatteringWarnings(structure, scattering)) reporter.warn(warning);
  const atoms = scatteringAtomsOf(structure, 1, bfactor, scattering);
  const grid =
    like ??
    molmapGrid(atoms.xyz, 1, { gridSpacing: spacing ?? DENSITY_SPACING, edgePadding: DENSITY_PADDING });
  return exactDensity(atoms, grid, 0, reporter.job);
}
