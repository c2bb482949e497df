/**
 * Where particles are seen from: their number in cells of one area, row by row from tilt 0 down, rot from −180° along
 * each row. A cell is as high as 1 of `rows` of the cosine of tilt and as wide as 1 of 2 × `rows` of the turn.
 */
export interface Directions {
  readonly rows: number;
  readonly counts: readonly number[];
}

/** Rows of cells at most; fewer for few particles. */
const MOST_ROWS = 18;
const FEWEST_ROWS = 4;
/** Particles a cell should have on average: fewer show little but chance. */
const PER_CELL = 12;

/** `angles` are rot, tilt, psi (degrees), one after the other. */
export function directionsOf(angles: ArrayLike<number>): Directions {
  const rows = rowsFor(angles.length / 3);
  const columns = 2 * rows;
  const counts = new Array<number>(columns * rows).fill(0);
  for (let n = 0; n < angles.length; n += 3) {
    const turn = (((angles[n] + 180) % 360) + 360) % 360;
    const column = Math.min(columns - 1, Math.floor((turn / 360) * columns));
    const height = (1 - Math.cos((angles[n + 1] * Math.PI) / 180)) / 2;
    counts[column + columns * Math.min(rows - 1, Math.floor(height * rows))]++;
  }
  return { rows, counts };
}

/** Where a cell lies: rot and tilt from and to, degrees. */
export function cellAt({ rows }: Directions, cell: number): { readonly rot: Range; readonly tilt: Range } {
  const columns = 2 * rows;
  const rot = (column: number) => (360 * column) / columns - 180;
  const tilt = (row: number) => (Math.acos(1 - (2 * row) / rows) * 180) / Math.PI;
  const [row, column] = [Math.floor(cell / columns), cell % columns];
  return { rot: [rot(column), rot(column + 1)], tilt: [tilt(row), tilt(row + 1)] };
}

type Range = readonly [from: number, to: number];

function rowsFor(particles: number): number {
  const rows = Math.floor(Math.sqrt(particles / PER_CELL / 2));
  return Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, rows));
}
