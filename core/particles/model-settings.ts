import { shellFactors } from "#core/volume/fourier-filter.ts";
import type { Fsc } from "#core/volume/fsc.ts";
import type { Grid } from "#core/volume/grid.ts";
import { voxelVolume } from "#core/volume/grid.ts";
import { levelForFraction } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The agreement of half maps below which the pose search takes nothing for signal (e2gmm). */
const SIGNAL = 0.1;
/** Shells the search looks beyond there, as a factor of frequency (e2gmm's next resolution is 0.9 of this one). */
const AHEAD = 1 / 0.9;
/** Shells a search needs at least. */
const FEWEST_SHELLS = 8;
/** Distance of Gaussians as a part of the resolution: somewhat more than two per resolution length cubed. */
const SPACING = 0.75;
const FEWEST = 100;
const MOST = 20_000;
/** Part of the box's voxels that a particle may fill: the level of a model's seeds. */
const FILLED = 0.015;

/** Rings first … last − 1 that poses are searched with after an FSC: as far as it agrees, and a little farther. */
export function ringsAfter(
  { shells }: Fsc,
  size: number,
  first: number,
): { readonly first: number; readonly last: number } {
  const end = shells.findIndex(({ corrected }) => corrected < SIGNAL);
  const reach = end < 0 ? size / 2 : Math.ceil(end * AHEAD);
  return { first, last: Math.min(size / 2, Math.max(reach, first + FEWEST_SHELLS)) };
}

/**
 * What a half map is multiplied by, shell by shell, before a model is made of it: √(2 F ⁄ (1 + F)), the expected
 * correlation of the map of both halves with the truth (Rosenthal & Henderson 2003); nothing from where F falls below
 * 0.05 on.
 */
export function modelFilter({ shells }: Fsc, edge: number): (frequency: number) => number {
  const end = shells.findIndex(({ corrected }) => corrected < SIGNAL / 2);
  const factors = shells.map(({ corrected }, n) => {
    const f = Math.max(0, corrected);
    return end >= 0 && n >= end ? 0 : Math.sqrt((2 * f) / (1 + f));
  });
  return shellFactors([...factors, 0], edge);
}

/** Where Gaussians begin in a filtered map, map units, and how many it takes to hold it to a resolution (Å). */
export function modelSize(
  map: Volume,
  resolution: number,
): { readonly level: number; readonly count: number } {
  const level = Math.max(levelForFraction(map, FILLED), Number.MIN_VALUE);
  const voxels = map.values.reduce((sum, value) => sum + (value >= level ? 1 : 0), 0);
  const wanted = Math.round((voxels * voxelVolume(map.grid)) / (SPACING * resolution) ** 3);
  return { level, count: Math.max(1, Math.min(MOST, Math.max(FEWEST, wanted), Math.floor(voxels / 2))) };
}

/** Length of a cubic grid's edge, Å. */
export function edgeOf({ size, voxelSize }: Grid): number {
  return size[0] * voxelSize[0];
}
