import { rippleAt, rippleDistance } from "#core/simulate/vrm/choose-cutoff.ts";
import { resolutionRange, type ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { FADE } from "#core/simulate/vrm/open-kernel.ts";
import { goodGrid } from "#core/volume/fourier.ts";
import { type Grid, sampleCount } from "#core/volume/grid.ts";

/** A box for Fourier transforms of a model that does not repeat. */
export interface OpenBox {
  /** Its first samples are those of the map. */
  readonly box: Grid;
  /** In units of the resolution: how far the ripples of every atom are followed before they fade. */
  readonly followed: number;
  /** What the ripples beyond are worth at most, as part of an atom's peak; 0 where they are followed through the map. */
  readonly leftOver: number;
}

/** In units of the resolution: ripples are followed at least so far, whatever the accuracy. */
const LEAST = 2;
/** Samples of a box that is made larger only to follow ripples: 512 MiB. */
const MOST_SAMPLES = 2 ** 27;

/**
 * A box in which ripples can be followed until they are worth less than `accuracy` of an atom's peak, or through the
 * whole map, and no copy of the model reaches the map; or as large as memory allows. Atoms may lie outside the grid.
 */
export function openBox(atoms: ScatteringAtoms, grid: Grid, accuracy: number): OpenBox {
  const [finest, coarsest] = resolutionRange(atoms);
  const spans = [0, 1, 2].map((axis) => longestWay(atoms, grid, axis));
  const everything = Math.hypot(...spans) / finest;
  let followed = Math.min(everything, Math.max(LEAST, rippleDistance(atoms, accuracy)));
  let box = boxWith(grid, spans, (followed + FADE) * coarsest);
  while (sampleCount(box) > MOST_SAMPLES && followed > LEAST) {
    followed = Math.max(LEAST, 0.8 * followed);
    box = boxWith(grid, spans, (followed + FADE) * coarsest);
  }
  return { box, followed, leftOver: followed < everything ? rippleAt(atoms, followed) : 0 };
}

/** Between two samples, or a sample and an atom, along an axis, Å. */
function longestWay({ xyz }: ScatteringAtoms, { size, origin, voxelSize }: Grid, axis: number): number {
  const first = origin[axis];
  const last = first + (size[axis] - 1) * voxelSize[axis];
  let longest = last - first;
  for (let n = axis; n < xyz.length; n += 3) longest = Math.max(longest, last - xyz[n], xyz[n] - first);
  return longest;
}

/** Copies are an edge away from the atom: farther from any sample than images reach. */
function boxWith(grid: Grid, spans: readonly number[], reach: number): Grid {
  const samples = (axis: number) =>
    Math.max(grid.size[axis], Math.ceil((spans[axis] + reach) / grid.voxelSize[axis]));
  return goodGrid(grid, [samples(0), samples(1), samples(2)]);
}
