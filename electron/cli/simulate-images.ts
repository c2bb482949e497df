import { availableParallelism } from "node:os";
import { molmapGrid } from "#core/simulate/molmap.ts";
import { chainResolutions, localResolutions } from "#core/simulate/vrm/atom-resolution.ts";
import { chooseCutoff } from "#core/simulate/vrm/choose-cutoff.ts";
import { fourierMap } from "#core/simulate/vrm/fourier-map.ts";
import {
  type ImageSettings,
  planImages,
  resolutionRange,
  type ScatteringAtoms,
} from "#core/simulate/vrm/image-plan.ts";
import { withPeriodicCopies } from "#core/simulate/vrm/periodic.ts";
import { electronFormFactor } from "#core/simulate/vrm/scattering.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Volume } from "#core/volume/volume.ts";
import type { Host } from "#electron/cli/host.ts";
import type { Reporter } from "#electron/cli/reporter.ts";
import type { SimulateOptions } from "#electron/cli/simulate-options.ts";
import { short } from "#electron/cli/text.ts";
import { createImageEngine } from "#workers/images/image-engine.ts";

/** Part of the radius over which images fade, so that no sample jumps when an atom moves. */
const FADE = 0.1;
/** Padding around the atoms, in units of the resolution, as molmap has. */
const PADDING = 3;

/**
 * The model map of all atoms of a structure, hydrogen, water and alternate conformers included, from their electron
 * scattering, occupancy and B, each at its own resolution. Says what it chose. Throws as `planImages` does, and
 * `cancelled`.
 */
export async function imageMapOf(
  structure: Structure,
  options: SimulateOptions,
  maps: { like?: Volume | undefined; local?: Volume | undefined },
  host: Host,
  reporter: Reporter,
): Promise<Volume> {
  const atoms = scatteringAtoms(structure, options, maps.local);
  const [finest, coarsest] = resolutionRange(atoms);
  const grid =
    maps.like?.grid ??
    molmapGrid(atoms.xyz, options.resolution, {
      gridSpacing: options.spacing ?? finest / 3,
      edgePadding: PADDING * options.resolution,
    });
  warnOfUnknown(atoms, reporter);
  const periodic = options.periodic === true;
  const engine = createImageEngine(host.engineFiles, options.threads ?? availableParallelism());
  try {
    if (takesFourier(options)) return await fourierMap(atoms, grid, { periodic }, engine, reporter.job);
    const settings = settingsFor(atoms, options, reporter);
    const reach = settings.cutoff * coarsest;
    const plan = planImages(periodic ? withPeriodicCopies(atoms, grid, reach) : atoms, settings);
    return await engine.sum(plan, grid, reporter.job);
  } finally {
    await engine.dispose();
  }
}

/** Beyond this accuracy ripples would have to be followed so far that transforms are cheaper, and exact. */
const FOURIER_FROM = 1e-3;

function takesFourier({ route, accuracy, cutoff }: SimulateOptions): boolean {
  return route === "fourier" || (route === "auto" && accuracy <= FOURIER_FROM && cutoff === undefined);
}

function warnOfUnknown({ element }: ScatteringAtoms, reporter: Reporter): void {
  for (const symbol of new Set(element)) {
    if (electronFormFactor(symbol)) continue;
    reporter.warn(`Atoms of element "${symbol}" scatter as carbon: no table knows them.`);
  }
}

function scatteringAtoms(
  structure: Structure,
  { resolution, resolutionBy, bfactor }: SimulateOptions,
  local: Volume | undefined,
): ScatteringAtoms {
  const { xyz, element, occupancy, bFactor, atomCount } = structure;
  const one = bfactor === "none" ? 0 : bfactor;
  return {
    xyz,
    element,
    occupancy,
    bFactor: one === "file" ? bFactor : new Float64Array(atomCount).fill(one),
    resolution: local
      ? localResolutions(structure, local, { elsewhere: resolution, coarsest: 4 * resolution })
      : resolutionBy
        ? chainResolutions(structure, resolutionBy, resolution)
        : resolution,
  };
}

function settingsFor(atoms: ScatteringAtoms, options: SimulateOptions, reporter: Reporter): ImageSettings {
  // The tables add to the error of the cut-off: they are made ten times finer.
  const shape = { fade: FADE, accuracy: options.accuracy / 10 };
  if (options.cutoff !== undefined) return { cutoff: options.cutoff, ...shape };
  const { cutoff, reason } = chooseCutoff(atoms, options.accuracy);
  reporter.note(`Images end at ${short(cutoff)} × the resolution: ${reason}.`);
  return { cutoff, ...shape };
}
