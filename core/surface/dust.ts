import type { Mesh } from "#core/surface/mesh.ts";

/**
 * The mesh without its small connected pieces: those that enclose less than `least` Å³. Cavities count like islands of
 * their size; a piece that is open at the edge of the box counts as if closed towards the middle of its own box.
 */
export function withoutDust(mesh: Mesh, least: number): Mesh {
  if (!(least > 0) || mesh.indices.length === 0) return mesh;
  const pieces = findPieces(mesh);
  const volumes = volumesOf(mesh, pieces);
  const kept = volumes.map((volume) => Math.abs(volume) >= least);
  return kept.every(Boolean) ? mesh : pick(mesh, pieces.ofVertex, kept);
}

interface Pieces {
  readonly count: number;
  readonly ofVertex: Uint32Array;
}

/** Pieces are numbered by their first vertex. */
function findPieces({ positions, indices }: Mesh): Pieces {
  const parent = new Uint32Array(positions.length / 3);
  for (let n = 0; n < parent.length; n++) parent[n] = n;
  for (let n = 0; n < indices.length; n += 3) {
    join(parent, indices[n], indices[n + 1]);
    join(parent, indices[n + 1], indices[n + 2]);
  }
  const ofVertex = new Uint32Array(parent.length);
  let count = 0;
  for (let n = 0; n < parent.length; n++) {
    const root = rootOf(parent, n);
    ofVertex[n] = root === n ? count++ : ofVertex[root];
  }
  return { count, ofVertex };
}

function rootOf(parent: Uint32Array, vertex: number): number {
  let root = vertex;
  while (parent[root] !== root) {
    parent[root] = parent[parent[root]];
    root = parent[root];
  }
  return root;
}

/** The earlier vertex becomes the root. */
function join(parent: Uint32Array, a: number, b: number): void {
  const p = rootOf(parent, a);
  const q = rootOf(parent, b);
  if (p < q) parent[q] = p;
  else parent[p] = q;
}

/** Signed volumes, Å³: sums of the tetrahedra between the triangles and the middle of each piece's box. */
function volumesOf({ positions, indices }: Mesh, { count, ofVertex }: Pieces): number[] {
  const middle = middlesOf(positions, count, ofVertex);
  const volumes = new Array<number>(count).fill(0);
  for (let n = 0; n < indices.length; n += 3) {
    const piece = ofVertex[indices[n]];
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

function middlesOf(positions: Float32Array, count: number, ofVertex: Uint32Array): Float64Array {
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
  return low.map((x, n) => (x + high[n]) / 2);
}

function pick({ positions, normals, indices }: Mesh, ofVertex: Uint32Array, kept: readonly boolean[]): Mesh {
  const place = new Uint32Array(ofVertex.length);
  let vertices = 0;
  for (let n = 0; n < ofVertex.length; n++) if (kept[ofVertex[n]]) place[n] = vertices++;
  const out = { positions: new Float32Array(3 * vertices), normals: new Float32Array(3 * vertices) };
  for (let n = 0; n < ofVertex.length; n++) {
    if (!kept[ofVertex[n]]) continue;
    for (let axis = 0; axis < 3; axis++) {
      out.positions[3 * place[n] + axis] = positions[3 * n + axis];
      out.normals[3 * place[n] + axis] = normals[3 * n + axis];
    }
  }
  return { ...out, indices: pickTriangles(indices, ofVertex, kept, place) };
}

function pickTriangles(
  indices: Uint32Array,
  ofVertex: Uint32Array,
  kept: readonly boolean[],
  place: Uint32Array,
): Uint32Array<ArrayBuffer> {
  const out = new Uint32Array(indices.length);
  let corners = 0;
  for (let n = 0; n < indices.length; n++) if (kept[ofVertex[indices[n]]]) out[corners++] = place[indices[n]];
  return out.slice(0, corners);
}
