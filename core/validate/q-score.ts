import type { JobContext } from "#core/job/job-context.ts";
import { type CellList, createCellList, forEachNear } from "#core/structure/cell-list.ts";
import { isHydrogen } from "#core/structure/elements.ts";
import type { Structure } from "#core/structure/structure.ts";
import { PairSums } from "#core/validate/pearson.ts";
import { spherePoints } from "#core/validate/sphere-points.ts";
import { xyzToIjk } from "#core/volume/grid.ts";
import { valueAtIndex } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

/** How Q-scores are taken. */
export interface QScoreSettings {
  /** Å, width of the Gaussian that a well resolved atom looks like: 0.6, or 0.4 as in validation reports of the archive. */
  readonly sigma: number;
  /**
   * A distance at which no try leaves enough points, because other atoms are closer: "skip" leaves it out, as the
   * program MapQ does; "keep" uses what the last try left, as its published pseudocode says.
   */
  readonly sparse: "skip" | "keep";
}

export const Q_SCORE_DEFAULTS: QScoreSettings = { sigma: 0.6, sparse: "skip" };

/** Points wanted at every distance, and how often the atom itself counts. */
const POINTS = 8;
/** Numbers of points tried: 8, 10, 12, … */
const TRIES = 50;
/** Distances from the atom: 0.1, 0.2 … 2.0 Å. */
const SHELLS = 20;
const SHELL_STEP = 0.1;
/** A point belongs to another atom that is closer to it than this part of its distance from its own. */
const CLOSER = 0.9;
/** Å: no atom farther than this takes a point. */
const REACH = SHELLS * SHELL_STEP * (1 + CLOSER);
const ATOMS_PER_BATCH = 500;

/**
 * The Q-score of every atom (Pintilie et al. 2020): the correlation of the densities around it, at up to 2 Å and nearer
 * to it than to others, with a Gaussian. About 1 where an atom is resolved, 0 in noise, negative where density rises
 * away from the atom. NaN for hydrogens, which are neither scored nor in the way, and for atoms outside the map.
 * Throws `cancelled` when the job is cancelled.
 */
export async function qScores(
  { xyz, element, atomCount }: Pick<Structure, "xyz" | "element" | "atomCount">,
  map: Volume,
  settings: QScoreSettings,
  job: JobContext,
): Promise<Float64Array> {
  const heavy: number[] = [];
  for (let n = 0; n < atomCount; n++) if (!isHydrogen(element[n])) heavy.push(n);
  const scores = new Float64Array(atomCount).fill(Number.NaN);
  if (heavy.length === 0) return scores;
  const places = Float64Array.from(heavy.flatMap((n) => [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]]));
  const scorer = new AtomScorer(places, map, settings);
  for (const [k, n] of heavy.entries()) {
    if (k % ATOMS_PER_BATCH === 0) await job.checkpoint({ step: "Q-scores", done: k, total: heavy.length });
    scores[n] = scorer.score(k);
  }
  await job.checkpoint({ step: "Q-scores", done: heavy.length, total: heavy.length });
  return scores;
}

/** Directions by number of points, for all tries. */
const DIRECTIONS: readonly Float64Array[] = Array.from({ length: TRIES }, (_, t) =>
  spherePoints(POINTS + 2 * t),
);

class AtomScorer {
  readonly #xyz: Float64Array;
  readonly #cells: CellList;
  readonly #map: Volume;
  readonly #sparse: QScoreSettings["sparse"];
  /** The Gaussian at every distance; height and ground do not matter to a correlation. */
  readonly #profile: Float64Array;
  readonly #sums = new PairSums();
  /** Around the atom at hand, nearest first: vectors to others and their lengths, Å. */
  #near: { readonly vector: readonly [number, number, number]; readonly length: number }[] = [];
  /** For the distance at hand: vectors to others, and the u·v up to which a direction u stays the atom's own. */
  #others = new Float64Array(4 * 64);
  #otherCount = 0;
  /** Directions that the last try left. */
  readonly #free = new Int32Array(POINTS + 2 * TRIES);

  constructor(xyz: Float64Array, map: Volume, { sigma, sparse }: QScoreSettings) {
    this.#xyz = xyz;
    this.#cells = createCellList(xyz, REACH);
    this.#map = map;
    this.#sparse = sparse;
    this.#profile = Float64Array.from({ length: SHELLS + 1 }, (_, s) =>
      Math.exp(-((s * SHELL_STEP) ** 2) / (2 * sigma * sigma)),
    );
  }

  score(atom: number): number {
    const { grid } = this.#map;
    const [x, y, z] = this.#xyz.subarray(3 * atom, 3 * atom + 3);
    const centre = xyzToIjk(grid, [x, y, z]);
    if (!centre.every((c, axis) => c >= 0 && c <= grid.size[axis] - 1)) return Number.NaN;
    this.#findNear(atom, x, y, z);
    this.#sums.clear();
    this.#sums.add(valueAtIndex(this.#map, ...centre), this.#profile[0], POINTS);
    for (let shell = 1; shell <= SHELLS; shell++) {
      const radius = shell * SHELL_STEP;
      this.#setOthers(radius);
      const { directions, count } = this.#spread();
      for (let k = 0; k < count; k++) {
        const at = 3 * this.#free[k];
        const value = valueAtIndex(
          this.#map,
          centre[0] + (radius * directions[at]) / grid.voxelSize[0],
          centre[1] + (radius * directions[at + 1]) / grid.voxelSize[1],
          centre[2] + (radius * directions[at + 2]) / grid.voxelSize[2],
        );
        this.#sums.add(value, this.#profile[shell]);
      }
    }
    return this.#sums.correlation();
  }

  #findNear(atom: number, x: number, y: number, z: number): void {
    const xyz = this.#xyz;
    this.#near = [];
    forEachNear(this.#cells, x, y, z, (other) => {
      if (other === atom) return;
      const vector = [xyz[3 * other] - x, xyz[3 * other + 1] - y, xyz[3 * other + 2] - z] as const;
      const length = Math.hypot(...vector);
      if (length < REACH) this.#near.push({ vector, length });
    });
    this.#near.sort((a, b) => a.length - b.length);
    if (this.#others.length < 4 * this.#near.length) this.#others = new Float64Array(8 * this.#near.length);
  }

  /** Which atoms can be closer than 0.9 R to a point at R: |R u − v|² < (0.9 R)² when u·v > (R² + v² − 0.81 R²) ⁄ 2R. */
  #setOthers(radius: number): void {
    this.#otherCount = 0;
    for (const { vector, length } of this.#near) {
      if (length >= (1 + CLOSER) * radius) break;
      const limit = ((1 - CLOSER * CLOSER) * radius * radius + length * length) / (2 * radius);
      // Close behind or in front of it no direction reaches the limit.
      if (limit > length) continue;
      this.#others.set([...vector, limit], 4 * this.#otherCount++);
    }
  }

  /** The first try that leaves enough points, else what the settings say. */
  #spread(): { directions: Float64Array; count: number } {
    let count = 0;
    let directions = DIRECTIONS[0];
    for (directions of DIRECTIONS) {
      count = this.#freeOf(directions);
      if (count >= POINTS) return { directions, count };
    }
    return { directions, count: this.#sparse === "keep" ? count : 0 };
  }

  /** Collects the directions that no other atom takes; returns their number. */
  #freeOf(directions: Float64Array): number {
    const others = this.#others;
    const end = 4 * this.#otherCount;
    let count = 0;
    for (let at = 0, n = 0; at < directions.length; at += 3, n++) {
      const x = directions[at];
      const y = directions[at + 1];
      const z = directions[at + 2];
      let o = 0;
      while (o < end && others[o] * x + others[o + 1] * y + others[o + 2] * z <= others[o + 3]) o += 4;
      if (o === end) this.#free[count++] = n;
    }
    return count;
  }
}
