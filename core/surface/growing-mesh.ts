import { AppError } from "#core/errors.ts";
import type { Mesh } from "#core/surface/mesh.ts";

/** More than any screen shows; a guard against levels inside the noise of a large map. */
const MOST_VERTICES = 30_000_000;

/** A mesh under construction: arrays that double when full, filled from the front. */
export interface GrowingMesh {
  positions: Float32Array<ArrayBuffer>;
  normals: Float32Array<ArrayBuffer>;
  indices: Uint32Array<ArrayBuffer>;
  /** Vertices so far. */
  vertices: number;
  /** Entries of `indices` so far. */
  corners: number;
}

export function createGrowingMesh(vertices: number): GrowingMesh {
  return {
    positions: new Float32Array(3 * vertices),
    normals: new Float32Array(3 * vertices),
    indices: new Uint32Array(6 * vertices),
    vertices: 0,
    corners: 0,
  };
}

/** Makes room for this many more vertices and indices. Throws `resource` when the mesh would be too large to show. */
export function makeRoom(mesh: GrowingMesh, vertices: number, corners: number): void {
  const wanted = 3 * (mesh.vertices + vertices);
  if (wanted > mesh.positions.length) {
    if (wanted > 3 * MOST_VERTICES) throw tooLarge(mesh.vertices);
    const length = Math.min(3 * MOST_VERTICES, Math.max(wanted, 2 * mesh.positions.length));
    mesh.positions = grown(mesh.positions, new Float32Array(length));
    mesh.normals = grown(mesh.normals, new Float32Array(length));
  }
  if (mesh.corners + corners > mesh.indices.length) {
    const length = Math.max(mesh.corners + corners, 2 * mesh.indices.length);
    mesh.indices = grown(mesh.indices, new Uint32Array(length));
  }
}

/** The finished mesh, in arrays of exactly its size. */
export function finishMesh(mesh: GrowingMesh): Mesh {
  return {
    positions: mesh.positions.slice(0, 3 * mesh.vertices),
    normals: mesh.normals.slice(0, 3 * mesh.vertices),
    indices: mesh.indices.slice(0, mesh.corners),
  };
}

function grown<T extends Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(from: T, to: T): T {
  to.set(from);
  return to;
}

function tooLarge(vertices: number): AppError {
  return new AppError(
    "resource",
    "This surface would be too large to show; choose a higher level or a larger step.",
    { vertices, most: MOST_VERTICES },
  );
}
