import type { Mesh } from "#core/surface/mesh.ts";
import { findPieces, keepPieces, type Pieces } from "#core/surface/pieces.ts";

/** How a connected piece of a surface is measured: as ChimeraX `surface dust`, its longest extent along x, y or z (Å),
 * its area (Å²), the volume it encloses (Å³), or its rank by one of these, the largest being 1. */
export type DustMetric = "size" | "area" | "volume" | "size rank" | "area rank" | "volume rank";

/**
 * The mesh without its small connected pieces: those below `limit`, or of a rank, those after the first `limit`.
 * Cavities count like islands of their size; a piece that is open at the edge of the box counts as if closed towards
 * the middle of its own box (ChimeraX: as 0).
 */
export function withoutDust(mesh: Mesh, limit: number, metric: DustMetric = "volume"): Mesh {
  if (!(limit > 0) || mesh.indices.length === 0) return mesh;
  const pieces = findPieces(mesh);
  const measured = measuredBy(metric, mesh, pieces);
  const least = metric.endsWith("rank") ? nthLargest(measured, limit) : limit;
  const kept = Uint8Array.from(measured, (value) => (value >= least ? 1 : 0));
  return kept.every((isKept) => isKept === 1) ? mesh : keepPieces(mesh, pieces, kept);
}

function measuredBy(metric: DustMetric, mesh: Mesh, pieces: Pieces): Float64Array {
  switch (metric) {
    case "size":
    case "size rank":
      return extentsOf(mesh.positions, pieces);
    case "area":
    case "area rank":
      return areasOf(mesh, pieces);
    case "volume":
    case "volume rank":
      return volumesOf(mesh, pieces).map(Math.abs);
    default:
      throw metric satisfies never;
  }
}

function nthLargest(values: Float64Array, n: number): number {
  return values.toSorted().at(-Math.min(values.length, Math.max(1, Math.round(n)))) ?? 0;
}

function extentsOf(positions: Float32Array, pieces: Pieces): Float64Array {
  const { low, high } = boxesOf(positions, pieces);
  return Float64Array.from({ length: pieces.count }, (_, p) =>
    Math.max(high[3 * p] - low[3 * p], high[3 * p + 1] - low[3 * p + 1], high[3 * p + 2] - low[3 * p + 2]),
  );
}

function areasOf({ positions, indices }: Mesh, { count, ofVertex }: Pieces): Float64Array {
  const areas = new Float64Array(count);
  for (let n = 0; n < indices.length; n += 3) {
    const [a, b, c] = [3 * indices[n], 3 * indices[n + 1], 3 * indices[n + 2]];
    const ux = positions[b] - positions[a];
    const uy = positions[b + 1] - positions[a + 1];
    const uz = positions[b + 2] - positions[a + 2];
    const vx = positions[c] - positions[a];
    const vy = positions[c + 1] - positions[a + 1];
    const vz = positions[c + 2] - positions[a + 2];
    const x = uy * vz - uz * vy;
    const y = uz * vx - ux * vz;
    const z = ux * vy - uy * vx;
    areas[ofVertex[indices[n]]] += Math.sqrt(x * x + y * y + z * z) / 2;
  }
  return areas;
}

/** Signed volumes, Å³: sums of the tetrahedra between the triangles and the middle of each piece's box. */
function volumesOf({ positions, indices }: Mesh, pieces: Pieces): Float64Array {
  const { low, high } = boxesOf(positions, pieces);
  const middle = low.map((x, n) => (x + high[n]) / 2);
  const volumes = new Float64Array(pieces.count);
  for (let n = 0; n < indices.length; n += 3) {
    const piece = pieces.ofVertex[indices[n]];
    const [a, b, c] = [3 * indices[n], 3 * indices[n + 1], 3 * indices[n + 2]];
    const [mx, my, mz] = [middle[3 * piece], middle[3 * piece + 1], middle[3 * piece + 2]];
    const ax = positions[a] - mx;
    const ay = positions[a + 1] - my;
    const az = positions[a + 2] - mz;
    const bx = positions[b] - mx;
    const by = positions[b + 1] - my;
    const bz = positions[b + 2] - mz;
    const cx = positions[c] - mx;
    const cy = positions[c + 1] - my;
    const cz = positions[c + 2] - mz;
    volumes[piece] += (ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)) / 6;
  }
  return volumes;
}

/** Sum of the areas, Å², and signed sum of the volumes, Å³, of all pieces: holes count as negative. */
export function meshSize(mesh: Mesh): {
  readonly area: number;
  readonly volume: number;
  readonly pieces: number;
} {
  const pieces = findPieces(mesh);
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  return { area: sum(areasOf(mesh, pieces)), volume: sum(volumesOf(mesh, pieces)), pieces: pieces.count };
}

function boxesOf(
  positions: Float32Array,
  { count, ofVertex }: Pieces,
): { low: Float64Array; high: Float64Array } {
  const low = new Float64Array(3 * count).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(3 * count).fill(Number.NEGATIVE_INFINITY);
  for (let n = 0; n < ofVertex.length; n++) {
    const piece = 3 * ofVertex[n];
    for (let axis = 0; axis < 3; axis++) {
      const x = positions[3 * n + axis];
      if (x < low[piece + axis]) low[piece + axis] = x;
      if (x > high[piece + axis]) high[piece + axis] = x;
    }
  }
  return { low, high };
}
