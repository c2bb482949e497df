import type { TableShape } from "#core/simulate/vrm/radial-tables.ts";
import { BETA_STEP } from "#core/simulate/vrm/table-shelf.ts";

/** Spacing of tables in ln d: cubic interpolation between them errs by less than 3e-7 of the peak. */
const LOG_STEP = 0.03;
/** Up to so many different resolutions each get tables of their own. */
const MOST_OWN = 8;

/** What turns tables in units of a resolution d (Å) into Å. */
export interface Units {
  readonly d: number;
  /** Segments per Å². */
  readonly perSquare: number;
  /** Å. */
  readonly reach: number;
  /** Steps of β per Å² of B. */
  readonly perB: number;
  /** d⁻³. */
  readonly perVolume: number;
}

/** The units of a resolution, Å. */
export function unitsOf({ cutoff, segments }: TableShape, d: number): Units {
  const reach = cutoff * d;
  return {
    d,
    perSquare: segments / (reach * reach),
    reach,
    perB: 1 / (d * d * BETA_STEP),
    perVolume: 1 / (d * d * d),
  };
}

/** A tabulated resolution, Å, its number, and the part it has in an image. */
interface Level {
  number: number;
  d: number;
  part: number;
}

/** Which tabulated resolutions make up an image; what `around` answers holds until it is asked again. */
export interface Levels {
  readonly perAtom: number;
  around(d: number): readonly Readonly<Level>[];
}

/** The tabulated resolutions of `count` atoms: their own where they are few. */
export function levelsOf(resolution: number | ArrayLike<number>, count: number): Levels {
  const distinct = new Map<number, readonly Level[]>();
  const add = (d: number) => {
    if (!distinct.has(d)) distinct.set(d, [{ number: distinct.size, d, part: 1 }]);
  };
  if (typeof resolution === "number") add(resolution);
  else for (let n = 0; n < count && distinct.size <= MOST_OWN; n++) add(resolution[n]);
  if (distinct.size > MOST_OWN) return interpolatedLevels();
  return { perAtom: 1, around: (d) => distinct.get(d) ?? [] };
}

/** The four tabulated resolutions around d (cubic Lagrange in ln d). */
function interpolatedLevels(): Levels {
  const levels = [0, 1, 2, 3].map(() => ({ number: 0, d: 1, part: 0 }));
  return {
    perAtom: 4,
    around(d) {
      const position = Math.log(d) / LOG_STEP;
      const first = Math.floor(position) - 1;
      const x = position - first;
      for (let n = 0; n < 4; n++) {
        levels[n].number = first + n;
        levels[n].d = Math.exp((first + n) * LOG_STEP);
      }
      levels[0].part = (-(x - 1) * (x - 2) * (x - 3)) / 6;
      levels[1].part = (x * (x - 2) * (x - 3)) / 2;
      levels[2].part = (-x * (x - 1) * (x - 3)) / 2;
      levels[3].part = (x * (x - 1) * (x - 2)) / 6;
      return levels;
    },
  };
}
