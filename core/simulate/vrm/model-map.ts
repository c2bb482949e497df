import { type JobContext, quietJob } from "#core/job/job-context.ts";
import { chooseCutoff } from "#core/simulate/vrm/choose-cutoff.ts";
import { fourierMap } from "#core/simulate/vrm/fourier-map.ts";
import type { ImageKernel } from "#core/simulate/vrm/image-kernel.ts";
import {
  type ImageSettings,
  planImages,
  resolutionRange,
  type ScatteringAtoms,
} from "#core/simulate/vrm/image-plan.ts";
import { openBox } from "#core/simulate/vrm/open-box.ts";
import { withPeriodicCopies } from "#core/simulate/vrm/periodic.ts";
import { equivalentB, labelsOf } from "#core/simulate/vrm/scatterers.ts";
import type { Scattering } from "#core/simulate/vrm/scattering.ts";
import type { Structure } from "#core/structure/structure.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** How a model map is made of atoms. */
export interface ModelMapSettings {
  /** Largest error, as part of an atom's peak. */
  readonly accuracy: number;
  /**
   * Sum atoms' images, or structure factors; auto takes structure factors for an accuracy of 0.001 or better. The ripples
   * that either leaves out are below the accuracy for every atom; those of many atoms add up (to 2.5 × it on 1A0M).
   */
  readonly route: "auto" | "images" | "fourier";
  /** Where images end, in units of the resolution; chosen from the accuracy when absent. */
  readonly cutoff?: number | undefined;
  /** The grid, with one more step along each axis, repeats. */
  readonly periodic: boolean;
}

export const MODEL_MAP_DEFAULTS: ModelMapSettings = { accuracy: 0.01, route: "auto", periodic: false };

/** Part of the radius over which images fade, so that no sample jumps when an atom moves. */
const FADE = 0.1;
/** Beyond this accuracy ripples would have to be followed so far that transforms are cheaper, and exact. */
const FOURIER_FROM = 1e-3;

/** B factors of the file, none, or one for all atoms, Å². */
export type BFactorChoice = "file" | "none" | number;

/**
 * All atoms of a structure as the map sees them, hydrogen, water and alternate conformers included. `resolution`: Å,
 * one for all or one per atom. With the B factors of the file, an atom with an anisotropic tensor U keeps it, and its B
 * becomes the equivalent 8π² tr(U) ⁄ 3. Charges count for X-rays only. An element that no table knows is deduced from
 * the atom's name, else it scatters as carbon; `scatteringWarnings` tells.
 */
export function scatteringAtomsOf(
  structure: Structure,
  resolution: number | ArrayLike<number>,
  choice: BFactorChoice = "file",
  scattering: Scattering = "electron",
): ScatteringAtoms {
  const { xyz, occupancy, bFactor, atomCount, anisotropicU } = structure;
  const atoms = { xyz, element: labelsOf(structure, scattering), occupancy, scattering, resolution };
  if (choice !== "file") {
    return { ...atoms, bFactor: new Float64Array(atomCount).fill(choice === "none" ? 0 : choice) };
  }
  if (!anisotropicU) return { ...atoms, bFactor };
  return { ...atoms, bFactor: equivalentB(bFactor, anisotropicU), anisotropicU };
}

/** Shells and radial tables are closed for round displacements only. */
const ROUND_IMAGES =
  "Images take anisotropic displacements as their equivalent B, 8π² tr(U) ⁄ 3; the Fourier route keeps them.";

/** A model map, and a reason for what was chosen in the user's place. */
export interface ModelMap {
  readonly volume: Volume;
  readonly reason?: string;
}

/**
 * The model map of atoms on a grid, form factor (Å) per Å³: every atom's image at its own resolution, by the route the
 * settings ask for. Throws as `planImages` and `fourierMap` do, and `cancelled`.
 */
export async function modelMap(
  atoms: ScatteringAtoms,
  grid: Grid,
  settings: ModelMapSettings,
  kernel: ImageKernel,
  job: JobContext = quietJob,
): Promise<ModelMap> {
  const { periodic } = settings;
  if (takesFourier(settings)) {
    // Who asks for this route wants ripples: they are followed as far as where it would have been chosen.
    const accuracy = Math.min(settings.accuracy, FOURIER_FROM);
    const volume = await fourierMap(atoms, grid, { periodic, accuracy }, kernel, job);
    const reason = periodic ? undefined : ripplesLeftOut(atoms, grid, accuracy);
    return { volume, ...(reason !== undefined && { reason }) };
  }
  const { images, reason } = imageSettings(atoms, settings);
  const [, coarsest] = resolutionRange(atoms);
  const all = periodic ? withPeriodicCopies(atoms, grid, images.cutoff * coarsest) : atoms;
  const volume = await kernel.sum(planImages(all, images), grid, job);
  const reasons = [reason, atoms.anisotropicU && ROUND_IMAGES].filter((one) => one !== undefined);
  return { volume, ...(reasons.length > 0 && { reason: reasons.join(" ") }) };
}

/** Where images of atoms end and how finely they are tabulated, and why. */
export function imageSettings(
  atoms: ScatteringAtoms,
  { accuracy, cutoff }: Pick<ModelMapSettings, "accuracy" | "cutoff">,
): { images: ImageSettings; reason?: string } {
  // The tables add to the error of the cut-off: they are made ten times finer.
  const shape = { fade: FADE, accuracy: accuracy / 10 };
  if (cutoff !== undefined) return { images: { cutoff, ...shape } };
  const chosen = chooseCutoff(atoms, accuracy);
  const reason = `Images end at ${chosen.cutoff} × the resolution: ${chosen.reason}.`;
  return { images: { cutoff: chosen.cutoff, ...shape }, reason };
}

/** A sentence where memory does not let ripples be followed as far as the accuracy asks for. */
function ripplesLeftOut(atoms: ScatteringAtoms, grid: Grid, accuracy: number): string | undefined {
  const { leftOver, followed } = openBox(atoms, grid, accuracy);
  if (leftOver <= 1.001 * accuracy) return undefined;
  const end = followed.toFixed(1);
  return `Ripples are followed to ${end} × the resolution, where they are worth ${leftOver.toPrecision(2)} of an atom's peak: a box for ${accuracy} does not fit in memory.`;
}

function takesFourier({ route, accuracy, cutoff }: ModelMapSettings): boolean {
  return route === "fourier" || (route === "auto" && accuracy <= FOURIER_FROM && cutoff === undefined);
}
