import type { Mesh } from "#core/surface/mesh.ts";

/** The connected pieces of a mesh, numbered by their first vertex. */
export interface Pieces {
  readonly count: number;
  readonly ofVertex: Uint32Array;
}

export function findPieces({ positions, indices }: Mesh): Pieces {
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

/** The mesh of the pieces whose entry in `kept` is 1. */
export function keepPieces(mesh: Mesh, { ofVertex }: Pieces, kept: Uint8Array): Mesh {
  const keepVertex = new Uint8Array(ofVertex.length);
  for (let n = 0; n < ofVertex.length; n++) keepVertex[n] = kept[ofVertex[n]];
  return keepVertices(mesh, keepVertex);
}

/** The mesh of the vertices whose entry is 1 and the triangles with all three corners among them. */
export function keepVertices({ positions, normals, indices }: Mesh, kept: Uint8Array): Mesh {
  const place = new Uint32Array(kept.length);
  let vertices = 0;
  for (let n = 0; n < kept.length; n++) if (kept[n] === 1) place[n] = vertices++;
  const out = { positions: new Float32Array(3 * vertices), normals: new Float32Array(3 * vertices) };
  for (let n = 0; n < kept.length; n++) {
    if (kept[n] === 0) continue;
    for (let axis = 0; axis < 3; axis++) {
      out.positions[3 * place[n] + axis] = positions[3 * n + axis];
      out.normals[3 * place[n] + axis] = normals[3 * n + axis];
    }
  }
  const corners = new Uint32Array(indices.length);
  let count = 0;
  for (let n = 0; n < indices.length; n += 3) {
    const [a, b, c] = [indices[n], indices[n + 1], indices[n + 2]];
    if ((kept[a] & kept[b] & kept[c]) === 0) continue;
    corners[count++] = place[a];
    corners[count++] = place[b];
    corners[count++] = place[c];
  }
  return { ...out, indices: corners.slice(0, count) };
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
