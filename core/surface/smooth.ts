import type { Mesh } from "#core/surface/mesh.ts";

/** Rounds, and the part of the way to the mean of its neighbours that a vertex goes in each: ChimeraX's defaults. */
const SMOOTHING = { rounds: 2, factor: 0.3 } as const;

/**
 * The mesh with every vertex moved towards the mean of its neighbours (Laplacian smoothing, as ChimeraX
 * `volume surfaceSmoothing`), positions and normals alike. Vertices at an open border move too.
 */
export function smoothed(
  mesh: Mesh,
  { rounds, factor }: { rounds: number; factor: number } = SMOOTHING,
): Mesh {
  let { positions, normals } = mesh;
  for (let n = 0; n < rounds; n++) {
    positions = towardsNeighbours(positions, mesh.indices, factor);
    normals = towardsNeighbours(normals, mesh.indices, factor);
  }
  return { positions, normals: unit(normals), indices: mesh.indices };
}

/** Every edge of a closed surface belongs to two triangles, so each neighbour counts twice, and the mean stays. */
function towardsNeighbours(
  values: Float32Array<ArrayBuffer>,
  indices: Uint32Array,
  factor: number,
): Float32Array<ArrayBuffer> {
  const sums = new Float64Array(values.length);
  const counts = new Uint32Array(values.length / 3);
  for (let n = 0; n < indices.length; n += 3) {
    for (let corner = 0; corner < 3; corner++) {
      const at = indices[n + corner];
      const [b, c] = [indices[n + ((corner + 1) % 3)], indices[n + ((corner + 2) % 3)]];
      counts[at] += 2;
      for (let axis = 0; axis < 3; axis++) sums[3 * at + axis] += values[3 * b + axis] + values[3 * c + axis];
    }
  }
  const out = new Float32Array(values.length);
  for (let n = 0; n < out.length; n++) {
    const count = counts[Math.floor(n / 3)];
    out[n] = count === 0 ? values[n] : (1 - factor) * values[n] + (factor * sums[n]) / count;
  }
  return out;
}

function unit(vectors: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  for (let n = 0; n < vectors.length; n += 3) {
    const length = Math.hypot(vectors[n], vectors[n + 1], vectors[n + 2]) || 1;
    for (let axis = 0; axis < 3; axis++) vectors[n + axis] /= length;
  }
  return vectors;
}
