import { type CellList, forEachNear } from "#core/structure/cell-list.ts";

/** How many points (xyz triplets, Å) lie nearer than `reach` Å to a listed point. The list's cells must reach as far. */
export function countNear(xyz: ArrayLike<number>, cells: CellList, reach: number): number {
  const { low, size, edge } = cells;
  const square = reach * reach;
  let count = 0;
  for (let n = 0; n < xyz.length; n += 3) {
    const [x, y, z] = [xyz[n], xyz[n + 1], xyz[n + 2]];
    const isAway =
      x < low[0] - reach ||
      y < low[1] - reach ||
      z < low[2] - reach ||
      x > low[0] + size[0] * edge + reach ||
      y > low[1] + size[1] * edge + reach ||
      z > low[2] + size[2] * edge + reach;
    if (isAway) continue;
    let isNear = false;
    forEachNear(cells, x, y, z, (m) => {
      const dx = cells.xyz[3 * m] - x;
      const dy = cells.xyz[3 * m + 1] - y;
      const dz = cells.xyz[3 * m + 2] - z;
      if (dx * dx + dy * dy + dz * dz < square) isNear = true;
    });
    if (isNear) count++;
  }
  return count;
}
