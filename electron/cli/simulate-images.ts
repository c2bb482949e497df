import { availableParallelism } from "node:os";
import { molmapGrid } from "#core/simulate/molmap.ts";
import { localResolutions } from "#core/simulate/vrm/atom-resolution.ts";
import { resolutionRange } from "#core/simulate/vrm/image-plan.ts";
import { modelMap, scatteringAtomsOf } from "#core/simulate/vrm/model-map.ts";
import { resolutionsFromB, ruledResolutions } from "#core/simulate/vrm/resolution-rules.ts";
import { scatteringWarnings } from "#core/simulate/vrm/scatterers.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { Host } from "#electron/cli/host.ts";
import type { Reporter } from "#electron/cli/reporter.ts";
import type { ResolvedOptions } from "#electron/cli/simulate-options.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

/** Padding around the atoms, in units of the resolution, as molmap has. */
const PADDING = 3;

/**
 * The model map of all atoms of a structure from their scattering, each at its own resolution. Says what it chose.
 * Throws as `modelMap` does.
 */
export async function imageMapOf(
  structure: Structure,
  options: ResolvedOptions,
  maps: { like?: Volume | undefined; local?: Volume | undefined },
  host: Host,
  reporter: Reporter,
): Promise<Volume> {
  const { bfactor, scattering } = options;
  const resolutions = resolutionsOf(structure, options, maps.local);
  const atoms = scatteringAtomsOf(structure, resolutions, bfactor, scattering);
  const [finest] = resolutionRange(atoms);
  const grid =
    maps.like?.grid ??
    molmapGrid(atoms.xyz, options.resolution, {
      gridSpacing: options.spacing ?? finest / 3,
      edgePadding: PADDING * options.resolution,
    });
  for (const warning of scatteringWarnings(structure, scattering)) reporter.warn(warning);
  const { accuracy, route, cutoff } = options;
  const settings = { accuracy, route, cutoff, periodic: options.periodic === true };
  const engine = createImageEngine(host.engineFiles, options.threads ?? availableParallelism());
  try {
    const { volume, reason } = await modelMap(atoms, grid, settings, engine, reporter.job);
    if (reason !== undefined) reporter.note(reason);
    return volume;
  } finally {
    await engine.dispose();
  }
}

function resolutionsOf(
  structure: Structure,
  { resolution, resolutionBy }: ResolvedOptions,
  local: Volume | undefined,
): number | ArrayLike<number> {
  if (local) return localResolutions(structure, local, { elsewhere: resolution, coarsest: 4 * resolution });
  if (resolutionBy === "b") return resolutionsFromB(structure, resolution);
  return resolutionBy ? ruledResolutions(structure, resolutionBy, resolution) : resolution;
}
