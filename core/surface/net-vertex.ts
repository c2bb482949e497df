import type { GrowingMesh } from "#core/surface/growing-mesh.ts";
import type { Grid } from "#core/volume/grid.ts";

/** A volume and room for the eight corners of one cell. */
export interface SampledVolume {
  readonly grid: Grid;
  readonly values: Float32Array;
  /** Densities at the corners x + 2y + 4z of the cell at work. */
  readonly corner: Float64Array;
}

/** The twelve edges of a cell as pairs of corners (x + 2y + 4z): four along x, four along y, four along z. */
const EDGE_FROM = Uint8Array.of(0, 2, 4, 6, 0, 1, 4, 5, 0, 1, 2, 3);
const EDGE_TO = Uint8Array.of(1, 3, 5, 7, 2, 3, 6, 7, 4, 5, 6, 7);

/** For every case (one bit per corner), one bit per edge whose ends differ. */
const CROSSED = Uint16Array.from({ length: 256 }, (_, bits) => {
  let edges = 0;
  for (let e = 0; e < 12; e++) edges |= (((bits >> EDGE_FROM[e]) ^ (bits >> EDGE_TO[e])) & 1) << e;
  return edges;
});

/** Appends the vertex of cell (i, j, k): the mean of the crossings of its edges (linear along each), and its normal. */
export function addVertex(
  mesh: GrowingMesh,
  volume: SampledVolume,
  i: number,
  j: number,
  k: number,
  bits: number,
  level: number,
): void {
  const { values, corner } = volume;
  const { size, origin, voxelSize } = volume.grid;
  const n = i + size[0] * (j + size[1] * k);
  const up = size[0] * size[1];
  for (let c = 0; c < 8; c++) {
    corner[c] = values[n + (c & 1) + ((c >> 1) & 1) * size[0] + (c >> 2) * up];
  }
  let x = 0;
  let y = 0;
  let z = 0;
  let count = 0;
  for (let edges = CROSSED[bits], e = 0; edges !== 0; edges >>= 1, e++) {
    if ((edges & 1) === 0) continue;
    const from = EDGE_FROM[e];
    const a = corner[from];
    const t = (level - a) / (corner[EDGE_TO[e]] - a);
    x += (from & 1) + (e < 4 ? t : 0);
    y += ((from >> 1) & 1) + (e >= 4 && e < 8 ? t : 0);
    z += (from >> 2) + (e >= 8 ? t : 0);
    count++;
  }
  x /= count;
  y /= count;
  z /= count;
  const to = 3 * mesh.vertices++;
  mesh.positions[to] = origin[0] + (i + x) * voxelSize[0];
  mesh.positions[to + 1] = origin[1] + (j + y) * voxelSize[1];
  mesh.positions[to + 2] = origin[2] + (k + z) * voxelSize[2];
  writeNormal(mesh.normals, to, volume, i, j, k, x, y, z);
}

/** Minus the density gradient at a vertex of cell (i, j, k), x, y, z from its first corner in voxels, as a unit vector. */
function writeNormal(
  normals: Float32Array,
  to: number,
  volume: SampledVolume,
  i: number,
  j: number,
  k: number,
  x: number,
  y: number,
  z: number,
): void {
  const { size, voxelSize } = volume.grid;
  const n = i + size[0] * (j + size[1] * k);
  const up = size[0] * size[1];
  const gx = slope(volume.values, n, 1, size[0], up, i > 0, i + 2 < size[0], x, y, z) / voxelSize[0];
  const gy = slope(volume.values, n, size[0], 1, up, j > 0, j + 2 < size[1], y, x, z) / voxelSize[1];
  const gz = slope(volume.values, n, up, 1, size[0], k > 0, k + 2 < size[2], z, x, y) / voxelSize[2];
  const length = Math.sqrt(gx * gx + gy * gy + gz * gz);
  // A flat spot (all differences cancel) has no direction of its own; any unit vector lights it.
  const scale = length > 0 && length < Number.POSITIVE_INFINITY ? -1 / length : 0;
  normals[to] = gx * scale;
  normals[to + 1] = gy * scale;
  normals[to + 2] = scale === 0 ? 1 : gz * scale;
}

/**
 * The derivative along one axis (stride `along`, per voxel) inside the cell that starts at `n`: central differences at
 * its corners, one-sided at the edge of the box, weighted trilinearly; t, u, v from the first corner along the axis
 * and along the two others.
 */
function slope(
  values: Float32Array,
  n: number,
  along: number,
  strideU: number,
  strideV: number,
  hasBefore: boolean,
  hasAfter: boolean,
  t: number,
  u: number,
  v: number,
): number {
  const low =
    (1 - u) * slopeOnRow(values, n, along, hasBefore, hasAfter, t) +
    u * slopeOnRow(values, n + strideU, along, hasBefore, hasAfter, t);
  const high =
    (1 - u) * slopeOnRow(values, n + strideV, along, hasBefore, hasAfter, t) +
    u * slopeOnRow(values, n + strideU + strideV, along, hasBefore, hasAfter, t);
  return (1 - v) * low + v * high;
}

function slopeOnRow(
  values: Float32Array,
  n: number,
  along: number,
  hasBefore: boolean,
  hasAfter: boolean,
  t: number,
): number {
  const v0 = values[n];
  const v1 = values[n + along];
  const first = hasBefore ? 0.5 * (v1 - values[n - along]) : v1 - v0;
  const second = hasAfter ? 0.5 * (values[n + 2 * along] - v0) : v1 - v0;
  return first + t * (second - first);
}
