import { AppError } from "#core/errors.ts";

/** Points sorted into cubic cells, so that the neighbours of a point are in its own and the 26 cells around it. */
export interface CellList {
  readonly xyz: ArrayLike<number>;
  /** Edge of a cell, Å: no smaller than the largest distance asked for. */
  readonly edge: number;
  readonly low: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  /** Points of cell c: `points[first[c]]` up to, not including, `points[first[c + 1]]`, ascending. */
  readonly first: Uint32Array;
  readonly points: Uint32Array;
}

/** Cells beyond this many are made larger instead: points far apart must not take memory for the void between. */
const MOST_CELLS = 4_000_000;

/** The cells of points (xyz triplets, Å) for asking after neighbours up to `reach` Å. Throws `input` when one is not finite. */
export function createCellList(xyz: ArrayLike<number>, reach: number): CellList {
  const { low, span } = boundsOf(xyz);
  if (!span.every(Number.isFinite)) {
    throw new AppError("input", "Atom coordinates must be finite numbers.", { span });
  }
  let edge = reach;
  const sizeFor = () => span.map((length) => Math.floor(length / edge) + 1) as [number, number, number];
  while (sizeFor().reduce((product, n) => product * n, 1) > MOST_CELLS) edge *= 1.5;
  const size = sizeFor();
  const count = xyz.length / 3;
  const cells = { xyz, edge, low, size };
  const cellOf = Uint32Array.from({ length: count }, (_, n) =>
    cellAt(cells, xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]),
  );
  const first = new Uint32Array(size[0] * size[1] * size[2] + 1);
  for (const cell of cellOf) first[cell + 1]++;
  for (let c = 1; c < first.length; c++) first[c] += first[c - 1];
  const next = first.slice(0, -1);
  const points = new Uint32Array(count);
  for (let n = 0; n < count; n++) points[next[cellOf[n]]++] = n;
  return { ...cells, first, points };
}

/** Calls `visit` with every listed point whose cell is next to or the same as that of a place, Å: all within reach, and some beyond. */
export function forEachNear(
  cells: CellList,
  x: number,
  y: number,
  z: number,
  visit: (point: number) => void,
): void {
  const { low, edge, size, first, points } = cells;
  const i = Math.floor((x - low[0]) / edge);
  const j = Math.floor((y - low[1]) / edge);
  const k = Math.floor((z - low[2]) / edge);
  const i0 = Math.max(0, i - 1);
  const i1 = Math.min(size[0] - 1, i + 1);
  if (i0 > i1) return;
  for (let c = Math.max(0, k - 1); c <= Math.min(size[2] - 1, k + 1); c++) {
    for (let b = Math.max(0, j - 1); b <= Math.min(size[1] - 1, j + 1); b++) {
      const row = size[0] * (b + size[1] * c);
      // The cells of a row lie one after the other.
      for (let n = first[row + i0]; n < first[row + i1 + 1]; n++) visit(points[n]);
    }
  }
}

function boundsOf(xyz: ArrayLike<number>): { low: [number, number, number]; span: number[] } {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let n = 0; n < xyz.length; n++) {
    low[n % 3] = Math.min(low[n % 3], xyz[n]);
    high[n % 3] = Math.max(high[n % 3], xyz[n]);
  }
  if (xyz.length === 0) return { low: [0, 0, 0], span: [0, 0, 0] };
  return { low, span: high.map((h, axis) => h - low[axis]) };
}

function cellAt(
  { low, edge, size }: Pick<CellList, "low" | "edge" | "size">,
  x: number,
  y: number,
  z: number,
): number {
  const i = Math.floor((x - low[0]) / edge);
  const j = Math.floor((y - low[1]) / edge);
  const k = Math.floor((z - low[2]) / edge);
  return i + size[0] * (j + size[1] * k);
}
