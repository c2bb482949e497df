import { type CellList, createCellList } from "#core/structure/cell-list.ts";

/** Cells this much finer than the distance: most are then known to lie wholly inside or outside. */
const FINENESS = 3;
/** Å; finer cells than this hold one atom at most. */
const FINEST = 2;

/** A test whether a place is at most `distance` Å from any of the points (xyz triplets, Å). */
export function withinTest(
  points: ArrayLike<number>,
  distance: number,
): (x: number, y: number, z: number) => boolean {
  const cells = createCellList(points, Math.max(distance / FINENESS, FINEST));
  return (x, y, z) => isWithin(cells, distance, [x, y, z]);
}

function isWithin(cells: CellList, distance: number, place: readonly [number, number, number]): boolean {
  const { low, edge, size, first } = cells;
  const from = place.map((x, axis) => Math.max(0, Math.floor((x - distance - low[axis]) / edge)));
  const to = place.map((x, axis) => Math.min(size[axis] - 1, Math.floor((x + distance - low[axis]) / edge)));
  for (let k = from[2]; k <= to[2]; k++) {
    for (let j = from[1]; j <= to[1]; j++) {
      for (let i = from[0]; i <= to[0]; i++) {
        const cell = i + size[0] * (j + size[1] * k);
        if (first[cell] < first[cell + 1] && isInCell(cells, cell, [i, j, k], distance, place)) return true;
      }
    }
  }
  return false;
}

function isInCell(
  { low, edge, first, points, xyz }: CellList,
  cell: number,
  index: readonly [number, number, number],
  distance: number,
  place: readonly [number, number, number],
): boolean {
  let farthest = 0;
  let nearest = 0;
  for (let axis = 0; axis < 3; axis++) {
    const start = low[axis] + index[axis] * edge - place[axis];
    const end = start + edge;
    farthest += Math.max(start * start, end * end);
    const gap = Math.max(start, -end, 0);
    nearest += gap * gap;
  }
  const square = distance * distance;
  if (nearest > square * (1 + 1e-9)) return false;
  if (farthest < square) return true;
  for (let n = first[cell]; n < first[cell + 1]; n++) {
    const at = 3 * points[n];
    const apart = Math.hypot(xyz[at] - place[0], xyz[at + 1] - place[1], xyz[at + 2] - place[2]);
    if (apart <= distance) return true;
  }
  return false;
}
