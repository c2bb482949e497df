import type { Vec3 } from "#core/math/vec3.ts";
import type { AtomProfile } from "#core/simulate/vrm/plan-profile.ts";
import { cubicAt } from "#core/simulate/vrm/plan-profile.ts";
import { forEachBallRow } from "#core/volume/ball-rows.ts";
import { type Grid, ijkToXyz, sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** The voxels near places that a side chain can take. */
export interface SideChainVoxels {
  readonly indices: readonly number[];
  /** Å, xyz triplets. */
  readonly xyz: Float64Array;
}

/** Finds voxels near atoms, one residue after the other. */
export class VoxelFinder {
  readonly #grid: Grid;
  /** The last residue that a voxel was listed for. */
  readonly #listedFor: Int32Array;
  #residue = 0;

  constructor(grid: Grid) {
    this.#grid = grid;
    this.#listedFor = new Int32Array(sampleCount(grid));
  }

  /** Every voxel within `radius` Å of any place, once. */
  near(places: Iterable<Vec3>, radius: number): SideChainVoxels {
    const residue = ++this.#residue;
    const indices: number[] = [];
    const visit = (first: number, last: number) => {
      for (let n = first; n <= last; n++) {
        if (this.#listedFor[n] === residue) continue;
        this.#listedFor[n] = residue;
        indices.push(n);
      }
    };
    for (const place of places) forEachBallRow(this.#grid, place, radius, visit);
    const [nx, ny] = this.#grid.size;
    const xyz = new Float64Array(3 * indices.length);
    for (const [n, index] of indices.entries()) {
      const row = Math.floor(index / nx);
      xyz.set(ijkToXyz(this.#grid, [index % nx, row % ny, Math.floor(row / ny)]), 3 * n);
    }
    return { indices, xyz };
  }
}

/** An atom of a side chain: its image and how much of it is there. */
export interface SideChainAtom {
  readonly profile: AtomProfile;
  readonly occupancy: number;
}

/** The density of atoms at places (Å), one per atom, at voxels; form factor (Å) per Å³. */
export function densityAt(
  { xyz }: SideChainVoxels,
  atoms: readonly SideChainAtom[],
  places: readonly Vec3[],
): Float64Array {
  const density = new Float64Array(xyz.length / 3);
  for (const [n, { profile, occupancy }] of atoms.entries()) {
    const [x, y, z] = places[n];
    const farthest = profile.reach ** 2;
    for (let v = 0; v < density.length; v++) {
      const square = (xyz[3 * v] - x) ** 2 + (xyz[3 * v + 1] - y) ** 2 + (xyz[3 * v + 2] - z) ** 2;
      if (square >= farthest) continue;
      density[v] += occupancy * cubicAt(profile.cubics, square * profile.perSquare);
    }
  }
  return density;
}

/** What a map has near a side chain beyond what the rest of the model explains. */
export class SideChainJudge {
  readonly #observed: Float64Array;
  readonly #rest: Float64Array;

  /** `side`: the density of the side chain in its place within `model`, the map of the whole model. */
  constructor({ indices }: SideChainVoxels, observed: Volume, model: Volume, side: Float64Array) {
    this.#rest = centred(Float64Array.from(indices, (index, n) => model.values[index] - side[n]));
    this.#observed = without(
      centred(Float64Array.from(indices, (index) => observed.values[index])),
      this.#rest,
    );
  }

  /** A side chain's density without what the rest explains of it: what `correlation` takes. */
  beyondRest(side: Float64Array): Float64Array {
    return without(centred(side), this.#rest);
  }

  /** Correlation about the mean of the map and a side chain, both without what the rest of the model explains. */
  correlation(beyondRest: Float64Array): number {
    return cosine(this.#observed, beyondRest);
  }
}

/** The correlation of two series that have no mean; 0 when either is constant. */
export function cosine(a: Float64Array, b: Float64Array): number {
  const squares = dotOf(a, a) * dotOf(b, b);
  return squares > 0 ? dotOf(a, b) / Math.sqrt(squares) : 0;
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/** What is left of a series when the best multiple of another is taken away. */
function without(values: Float64Array, other: Float64Array): Float64Array {
  const squares = dotOf(other, other);
  const part = squares > 0 ? dotOf(values, other) / squares : 0;
  return values.map((value, n) => value - part * other[n]);
}

function dotOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n] * b[n];
  return sum;
}
