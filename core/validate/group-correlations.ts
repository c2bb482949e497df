import { PairSums } from "#core/validate/pearson.ts";
import { forEachBallRow } from "#core/volume/ball-rows.ts";
import { sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Correlates a map with a model map on the same grid near groups of atoms, one group after the other. */
export class GroupCorrelator {
  readonly #map: Volume;
  readonly #model: Volume;
  /** The last group that a voxel was counted for. */
  readonly #countedFor: Int32Array;
  #group = 0;

  constructor(map: Volume, model: Volume) {
    this.#map = map;
    this.#model = model;
    this.#countedFor = new Int32Array(sampleCount(map.grid));
  }

  /**
   * Correlation about the mean over the voxels within `radius` Å of any of the atoms (indices into the xyz triplets, Å);
   * NaN when there are none.
   */
  correlate(xyz: Float64Array, atoms: Iterable<number>, radius: number): number {
    const { grid, values: map } = this.#map;
    const { values: model } = this.#model;
    const countedFor = this.#countedFor;
    const group = ++this.#group;
    const sums = new PairSums();
    const visit = (first: number, last: number) => {
      for (let n = first; n <= last; n++) {
        if (countedFor[n] === group) continue;
        countedFor[n] = group;
        sums.add(map[n], model[n]);
      }
    };
    for (const atom of atoms) {
      forEachBallRow(grid, [xyz[3 * atom], xyz[3 * atom + 1], xyz[3 * atom + 2]], radius, visit);
    }
    return sums.correlation();
  }
}
