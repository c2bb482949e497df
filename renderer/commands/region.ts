import { AppError } from "#core/errors.ts";
import type { IndexBox } from "#core/volume/crop.ts";
import { type MapEntry, specOf } from "#renderer/stores/scene.ts";

/** A region as commands write it: all, shown, or the first and last voxel i1,j1,k1,i2,j2,k2; null = the whole map. */
export function regionFrom(map: MapEntry, text: string): IndexBox | null {
  const word = text.toLowerCase();
  if (word === "all") return null;
  if (word === "shown") return map.region;
  const numbers = text.split(",").map((part) => (/^\d+$/.test(part) ? Number(part) : Number.NaN));
  const [i1, j1, k1, i2, j2, k2] = numbers as [number, number, number, number, number, number];
  const [nx, ny, nz] = map.grid.size;
  const isInside = i1 <= i2 && j1 <= j2 && k1 <= k2 && i2 < nx && j2 < ny && k2 < nz;
  if (numbers.length !== 6 || !isInside) {
    throw new AppError(
      "input",
      `A region is all, or its first and last voxel: 0,0,0,${nx - 1},${ny - 1},${nz - 1} is the whole of ${specOf(map)}.`,
    );
  }
  return { first: [i1, j1, k1], last: [i2, j2, k2] };
}
