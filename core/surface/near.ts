import type { JobContext } from "#core/job/job-context.ts";
import { createCellList, forEachNear } from "#core/structure/cell-list.ts";
import type { Mesh } from "#core/surface/mesh.ts";
import { keepVertices } from "#core/surface/pieces.ts";

/** Vertices between two checkpoints. */
const VERTICES_PER_BATCH = 20_000;
/** No vertex is near to any point. */
const NONE = -1;

/**
 * For every vertex (xyz triplets, Å) the nearest of the points no farther than `distance` Å, as its number, or −1.
 * Throws `input` when a point is not finite, `cancelled` when the job is cancelled.
 */
export async function nearestPoints(
  vertices: Float32Array,
  points: ArrayLike<number>,
  distance: number,
  job: JobContext,
): Promise<Int32Array<ArrayBuffer>> {
  const nearest = new Int32Array(vertices.length / 3).fill(NONE);
  if (points.length === 0 || !(distance > 0)) return nearest;
  const cells = createCellList(points, distance);
  let best = 0;
  let found = NONE;
  let [x, y, z] = [0, 0, 0];
  const visit = (p: number) => {
    const dx = points[3 * p] - x;
    const dy = points[3 * p + 1] - y;
    const dz = points[3 * p + 2] - z;
    const square = dx * dx + dy * dy + dz * dz;
    if (square > best) return;
    best = square;
    found = p;
  };
  for (let n = 0; n < nearest.length; n++) {
    best = distance * distance;
    found = NONE;
    x = vertices[3 * n];
    y = vertices[3 * n + 1];
    z = vertices[3 * n + 2];
    forEachNear(cells, x, y, z, visit);
    nearest[n] = found;
    if (n % VERTICES_PER_BATCH === 0) {
      await job.checkpoint({ step: "surface zone", done: n, total: nearest.length });
    }
  }
  return nearest;
}

/** The triangles of a mesh with every corner near a point, as ChimeraX `surface zone` shows them. */
export async function meshNear(
  mesh: Mesh,
  points: ArrayLike<number>,
  distance: number,
  job: JobContext,
): Promise<Mesh> {
  const nearest = await nearestPoints(mesh.positions, points, distance, job);
  return keepVertices(
    mesh,
    Uint8Array.from(nearest, (point) => (point === NONE ? 0 : 1)),
  );
}
