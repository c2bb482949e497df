import { type CellList, createCellList, forEachNear } from "#core/structure/cell-list.ts";

/** Finds the nearest of many points, by cells about as wide as the points are apart. */
export interface NearestPoint {
  /** Index of the point nearest to a place, Å, leaving out `except`; −1 where there is no other. */
  find(x: number, y: number, z: number, except?: number): number;
}

/** `spacing`: how far apart the points about are, Å. */
export function nearestPoint(xyz: Float64Array, spacing: number): NearestPoint {
  const cells = createCellList(xyz, spacing);
  return {
    find(x, y, z, except = -1) {
      const near = nearestInCells(cells, [x, y, z], except);
      // What lies in the cells around is the nearest of all only when no cell beyond can hold a nearer one.
      return near.squared <= cells.edge ** 2 ? near.point : nearestOfAll(xyz, [x, y, z], except);
    },
  };
}

type Place = readonly [number, number, number];

function nearestInCells(
  cells: CellList,
  [x, y, z]: Place,
  except: number,
): { point: number; squared: number } {
  const { xyz } = cells;
  let point = -1;
  let squared = Number.POSITIVE_INFINITY;
  forEachNear(cells, x, y, z, (n) => {
    if (n === except) return;
    const d2 = (xyz[3 * n] - x) ** 2 + (xyz[3 * n + 1] - y) ** 2 + (xyz[3 * n + 2] - z) ** 2;
    if (d2 >= squared) return;
    squared = d2;
    point = n;
  });
  return { point, squared };
}

function nearestOfAll(xyz: Float64Array, [x, y, z]: Place, except: number): number {
  let point = -1;
  let squared = Number.POSITIVE_INFINITY;
  for (let n = 0; n < xyz.length / 3; n++) {
    if (n === except) continue;
    const d2 = (xyz[3 * n] - x) ** 2 + (xyz[3 * n + 1] - y) ** 2 + (xyz[3 * n + 2] - z) ** 2;
    if (d2 >= squared) continue;
    squared = d2;
    point = n;
  }
  return point;
}

/** The distance of every point to its nearest other one, Å. */
export function neighbourDistances(xyz: Float64Array, spacing: number): Float64Array {
  const nearest = nearestPoint(xyz, spacing);
  return new Float64Array(xyz.length / 3).map((_, n) => {
    const other = nearest.find(xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2], n);
    return Math.hypot(
      xyz[3 * n] - xyz[3 * other],
      xyz[3 * n + 1] - xyz[3 * other + 1],
      xyz[3 * n + 2] - xyz[3 * other + 2],
    );
  });
}
