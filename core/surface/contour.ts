import { AppError } from "#core/errors.ts";
import type { JobContext } from "#core/job/job-context.ts";
import { BLOCK, type BlockIndex, crosses } from "#core/surface/block-index.ts";
import { createGrowingMesh, finishMesh, type GrowingMesh, makeRoom } from "#core/surface/growing-mesh.ts";
import type { Mesh } from "#core/surface/mesh.ts";
import { addVertex, type SampledVolume } from "#core/surface/net-vertex.ts";
import type { Volume } from "#core/volume/volume.ts";

/**
 * The isosurface of a volume at a level (map units) by naive surface nets (Gibson 1998): one vertex per cell that the
 * surface passes through, at the mean of the crossings of its edges; two triangles per crossed edge. Normals are the
 * density gradient by central differences. Where the surface meets the edge of the box it is open.
 * `index` is the block index of the same volume; densities must be finite.
 * Throws `input` when the level is not finite, `resource` when the surface is too large, `cancelled` when cancelled.
 */
export async function contour(
  volume: Volume,
  index: BlockIndex,
  level: number,
  job: JobContext,
): Promise<Mesh> {
  if (!Number.isFinite(level)) {
    throw new AppError("input", "The level of a surface must be a finite number.", { level });
  }
  const net = createNet(volume, index, level);
  const layers = index.size[2];
  for (let c = 0; c < layers; c++) {
    await job.checkpoint({ step: "contour", done: c, total: layers });
    contourBlockLayer(net, index, c);
  }
  return finishMesh(net.mesh);
}

interface Net {
  readonly volume: SampledVolume;
  readonly level: number;
  readonly mesh: GrowingMesh;
  /**
   * Vertex of every cell of two layers of cells, the current and the one below, in turn. Only cells that the surface
   * passes through have an entry, and only those are asked for: all four cells around a crossed edge have one.
   */
  readonly layers: readonly [Uint32Array, Uint32Array];
}

function createNet(volume: Volume, index: BlockIndex, level: number): Net {
  const [nx, ny] = volume.grid.size;
  let blocks = 0;
  for (let n = 0; n < index.min.length; n++) if (crosses(index, n, level)) blocks++;
  return {
    volume: { grid: volume.grid, values: volume.values, corner: new Float64Array(8) },
    level,
    mesh: createGrowingMesh(blocks * BLOCK * BLOCK),
    layers: [new Uint32Array(nx * ny), new Uint32Array(nx * ny)],
  };
}

/** Blocks are visited row by row in every layer of cells, so that the cells before a cell along each axis are done. */
function contourBlockLayer(net: Net, index: BlockIndex, c: number): void {
  const [bx, by] = index.size;
  const [, , nz] = net.volume.grid.size;
  const crossed: number[] = [];
  for (let n = bx * by * c; n < bx * by * (c + 1); n++) {
    if (crosses(index, n, net.level)) crossed.push(n - bx * by * c);
  }
  if (crossed.length === 0) return;
  const end = Math.min(nz - 1, (c + 1) * BLOCK);
  for (let k = c * BLOCK; k < end; k++) {
    for (const block of crossed) contourBlock(net, block % bx, Math.floor(block / bx), k);
  }
}

function contourBlock(net: Net, a: number, b: number, k: number): void {
  const [nx, ny] = net.volume.grid.size;
  const i1 = Math.min(nx - 1, (a + 1) * BLOCK);
  const j1 = Math.min(ny - 1, (b + 1) * BLOCK);
  makeRoom(net.mesh, BLOCK * BLOCK, 18 * BLOCK * BLOCK);
  for (let j = b * BLOCK; j < j1; j++) contourRow(net, a * BLOCK, i1, j, k);
}

/**
 * The cells i0 … i1 − 1 of a row. A cell's case has one bit per corner (x + 2y + 4z) at or above the level; its bits
 * at x = 1 are those of the next cell at x = 0.
 */
function contourRow(net: Net, i0: number, i1: number, j: number, k: number): void {
  const { volume, level, mesh } = net;
  const { values } = volume;
  const [nx, ny] = volume.grid.size;
  const row = nx * (j + ny * k);
  const up = nx * ny;
  let left = sideBits(values, row + i0, nx, up, level);
  for (let i = i0; i < i1; i++) {
    const right = sideBits(values, row + i + 1, nx, up, level);
    const bits = left | (right << 1);
    left = right;
    if (bits === 0 || bits === 255) continue;
    net.layers[k & 1][i + nx * j] = mesh.vertices;
    addVertex(mesh, volume, i, j, k, bits, level);
    if ((bits & 1) !== ((bits >> 1) & 1) && j > 0 && k > 0) addQuad(net, i, j, k, 0, bits & 1);
    if ((bits & 1) !== ((bits >> 2) & 1) && i > 0 && k > 0) addQuad(net, i, j, k, 1, bits & 1);
    if ((bits & 1) !== ((bits >> 4) & 1) && i > 0 && j > 0) addQuad(net, i, j, k, 2, bits & 1);
  }
}

/** Bits 0, 2, 4, 6: the four samples at one x, (y, z) = (0, 0), (1, 0), (0, 1), (1, 1). */
function sideBits(values: Float32Array, n: number, nx: number, up: number, level: number): number {
  return (
    (values[n] >= level ? 1 : 0) |
    (values[n + nx] >= level ? 4 : 0) |
    (values[n + up] >= level ? 16 : 0) |
    (values[n + nx + up] >= level ? 64 : 0)
  );
}

/** The quad around the edge that leaves sample (i, j, k) along an axis; `inside`: 1 when that sample is the denser end. */
function addQuad(net: Net, i: number, j: number, k: number, axis: 0 | 1 | 2, inside: number): void {
  const [nx] = net.volume.grid.size;
  const here = net.layers[k & 1];
  const below = net.layers[(k & 1) ^ 1];
  const n = i + nx * j;
  // Counter-clockwise when seen from the far end of the edge.
  if (axis === 0) addCorners(net.mesh, here[n], here[n - nx], below[n - nx], below[n], inside);
  else if (axis === 1) addCorners(net.mesh, here[n], below[n], below[n - 1], here[n - 1], inside);
  else addCorners(net.mesh, here[n], here[n - 1], here[n - 1 - nx], here[n - nx], inside);
}

/** Two triangles of a quad, cut along its shorter diagonal; turned round when the dense side is at the far end. */
function addCorners(mesh: GrowingMesh, a: number, b: number, c: number, d: number, inside: number): void {
  const { indices, positions } = mesh;
  const q = inside === 1 ? b : d;
  const s = inside === 1 ? d : b;
  const alongAc = squaredDistance(positions, a, c) <= squaredDistance(positions, b, d);
  let to = mesh.corners;
  indices[to++] = a;
  indices[to++] = q;
  indices[to++] = alongAc ? c : s;
  indices[to++] = alongAc ? a : q;
  indices[to++] = c;
  indices[to++] = s;
  mesh.corners = to;
}

function squaredDistance(positions: Float32Array, a: number, b: number): number {
  const x = positions[3 * a] - positions[3 * b];
  const y = positions[3 * a + 1] - positions[3 * b + 1];
  const z = positions[3 * a + 2] - positions[3 * b + 2];
  return x * x + y * y + z * z;
}
