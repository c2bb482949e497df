import type { Vec3 } from "#core/math/vec3.ts";
import { greyPng, pngUrl } from "#core/report/png.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A region seen from one side: what chains are drawn over. Plain data. */
export interface Projection {
  /** Density summed along the line of sight, as a data URL of a PNG; dense is dark. */
  readonly url: string;
  /** Size of the picture, Å. */
  readonly width: number;
  readonly height: number;
  /** Axes of the map (0 to 2) that go to the right and up, and where the picture's left and lower edges lie on them, Å. */
  readonly axes: readonly [number, number];
  readonly from: readonly [number, number];
}

const PALE = 255;
const DARK = 70;

/** A region seen along the box axis from which it is widest; densities below the level are left out. */
export function projectionOf({ grid, values }: Volume, level: number): Projection {
  const { size, voxelSize, origin } = grid;
  const edges = size.map((n, axis) => n * voxelSize[axis]);
  const areas = [edges[1] * edges[2], edges[0] * edges[2], edges[0] * edges[1]];
  const along = areas.indexOf(Math.max(...areas));
  const [across, up] = [0, 1, 2].filter((axis) => axis !== along);
  const sums = new Float64Array(size[across] * size[up]);
  const ijk = [0, 0, 0];
  for (let n = 0; n < values.length; n++) {
    if (!(values[n] >= level)) continue;
    ijk[0] = n % size[0];
    ijk[1] = Math.floor(n / size[0]) % size[1];
    ijk[2] = Math.floor(n / (size[0] * size[1]));
    // Pictures begin at the top, axes at the bottom.
    sums[ijk[across] + size[across] * (size[up] - 1 - ijk[up])] += values[n] - level;
  }
  const most = sums.reduce((a, b) => Math.max(a, b), Number.MIN_VALUE);
  const pixels = Uint8Array.from(sums, (sum) => PALE - (PALE - DARK) * Math.sqrt(sum / most));
  const edge = (axis: number) => origin[axis] - voxelSize[axis] / 2;
  return {
    url: pngUrl(greyPng(size[across], size[up], pixels)),
    width: edges[across],
    height: edges[up],
    axes: [across, up],
    from: [edge(across), edge(up)],
  };
}

/** Where a point (Å, map frame) lies in the picture, Å from its left and upper edge. */
export function placeIn({ axes, from, height }: Projection, point: Vec3): readonly [number, number] {
  return [point[axes[0]] - from[0], height - (point[axes[1]] - from[1])];
}
