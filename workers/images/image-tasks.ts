import { ATOM_SIZE, type ImagePlan } from "#core/simulate/vrm/image-plan.ts";
import type { Grid } from "#core/volume/grid.ts";
import { samplesOf } from "#workers/images/image-memory.ts";
import type { ImageTask } from "#workers/volumes/messages.ts";

/** Samples that one task may touch: about 30 ms of work, so that cancelling is felt at once. */
const SAMPLES_PER_TASK = 1e7;
/** A thread works off so many slabs of the map: one that is held up leaves the rest to others. */
const SLABS_PER_SEAT = 4;
/** A slab thinner than images would be worked on by everyone's atoms. */
const PLANES_PER_SLAB = 16;
/** So many atoms tell how the work is spread over the planes. */
const TELLING_ATOMS = 5000;

/** Tasks that sum all atoms, one list per slab of the map: those of a slab go one after the other. */
export function sumTasks(plan: ImagePlan, grid: Grid, seats: number): ImageTask[][] {
  const most = seats === 1 ? 1 : Math.min(SLABS_PER_SEAT * seats, Math.ceil(grid.size[2] / PLANES_PER_SLAB));
  const slabs = planeShares(plan, grid, Math.max(seats, most));
  const cuts = shares(plan, grid, SAMPLES_PER_TASK * slabs.length);
  return slabs.map((planes) =>
    cuts.map(([first, count]) => ({ kind: "sum", first, count, planes, sign: 1 })),
  );
}

/** Tasks that gather for all atoms, each a list of its own: they may go in any order. */
export function gatherTasks(plan: ImagePlan, grid: Grid): ImageTask[][] {
  return shares(plan, grid, SAMPLES_PER_TASK / 2).map(([first, count]) => [{ kind: "gather", first, count }]);
}

/** Consecutive atoms whose images together have about `most` samples. */
function shares(plan: ImagePlan, grid: Grid, most: number): [first: number, count: number][] {
  const cuts: [number, number][] = [];
  let first = 0;
  let work = 0;
  for (let n = 0; n < plan.count; n++) {
    work += samplesOf(plan, grid, n, n + 1);
    if (work < most && n + 1 < plan.count) continue;
    cuts.push([first, n + 1 - first]);
    first = n + 1;
    work = 0;
  }
  return cuts;
}

/** Cuts the planes of a grid into slabs that hold about the same number of samples of images. */
function planeShares(plan: ImagePlan, grid: Grid, slabs: number): (readonly [number, number])[] {
  const planes = grid.size[2];
  const work = new Float64Array(planes).fill(1e-9);
  const step = Math.ceil(plan.count / TELLING_ATOMS);
  for (let n = 0; n < plan.count; n += step) {
    const z = (plan.atoms[ATOM_SIZE * n + 2] - grid.origin[2]) / grid.voxelSize[2];
    const reach = plan.atoms[ATOM_SIZE * n + 4] / grid.voxelSize[2];
    const last = Math.min(planes - 1, Math.floor(z + reach));
    for (let k = Math.max(0, Math.ceil(z - reach)); k <= last; k++) work[k] += reach * reach - (k - z) ** 2;
  }
  const total = work.reduce((sum, w) => sum + w, 0);
  const cuts: (readonly [number, number])[] = [];
  let first = 0;
  let sum = 0;
  for (let k = 0; k < planes; k++) {
    sum += work[k];
    const isFull = sum >= (total * (cuts.length + 1)) / slabs;
    if (!isFull && k + 1 < planes) continue;
    cuts.push([first, k]);
    first = k + 1;
  }
  return cuts;
}
