import { cross, type Vec3 } from "#core/math/vec3.ts";
import type { Mesh } from "#core/surface/mesh.ts";
import type { Ring } from "#core/surface/ribbon.ts";

/** Corners of a cross-section. */
const SIDES = 6;

/** A mesh swept along cross-sections, and per vertex the residue it belongs to. */
export interface SweptMesh {
  readonly mesh: Mesh;
  readonly residue: Uint32Array<ArrayBuffer>;
}

/** Sweeps a closed six-sided tube along every strip of at least two cross-sections; `Ring.residue` goes to its vertices. */
export function sweep(strips: readonly (readonly Ring[])[]): SweptMesh {
  const rings = strips.reduce((sum, strip) => sum + strip.length, 0);
  const vertices = SIDES * (rings + 2 * strips.length);
  const triangles = 2 * SIDES * (rings - strips.length) + 2 * (SIDES - 2) * strips.length;
  const tube: Tube = {
    positions: new Float32Array(3 * vertices),
    normals: new Float32Array(3 * vertices),
    indices: new Uint32Array(3 * triangles),
    residue: new Uint32Array(vertices),
    vertices: 0,
    corners: 0,
  };
  for (const strip of strips) addStrip(tube, strip);
  const { positions, normals, indices, residue } = tube;
  return { mesh: { positions, normals, indices }, residue };
}

interface Tube extends Mesh {
  readonly residue: Uint32Array<ArrayBuffer>;
  vertices: number;
  corners: number;
}

function addStrip(tube: Tube, strip: readonly Ring[]): void {
  addCap(tube, strip[0], -1);
  const first = tube.vertices;
  for (const ring of strip) addRing(tube, ring);
  for (let r = 0; r < strip.length - 1; r++) {
    for (let s = 0; s < SIDES; s++) {
      const a = first + r * SIDES + s;
      const b = first + r * SIDES + ((s + 1) % SIDES);
      addTriangle(tube, a, b, b + SIDES);
      addTriangle(tube, a, b + SIDES, a + SIDES);
    }
  }
  addCap(tube, strip[strip.length - 1], 1);
}

function addRing(tube: Tube, ring: Ring): void {
  const up = cross(ring.tangent, ring.side);
  for (let s = 0; s < SIDES; s++) {
    const x = Math.cos((2 * Math.PI * s) / SIDES);
    const y = Math.sin((2 * Math.PI * s) / SIDES);
    // The normal of an ellipse leans away from its long axis.
    const nx = x / ring.width;
    const ny = y / ring.thickness;
    const size = Math.hypot(nx, ny);
    addVertex(
      tube,
      ring,
      x * ring.width,
      y * ring.thickness,
      up,
      combine(ring.side, up, nx / size, ny / size),
    );
  }
}

/** A flat end facing along the tangent (+1) or against it (−1). */
function addCap(tube: Tube, ring: Ring, sign: 1 | -1): void {
  const up = cross(ring.tangent, ring.side);
  const first = tube.vertices;
  const normal = combine(ring.tangent, ring.tangent, sign, 0);
  for (let s = 0; s < SIDES; s++) {
    const angle = (2 * Math.PI * s) / SIDES;
    addVertex(tube, ring, Math.cos(angle) * ring.width, Math.sin(angle) * ring.thickness, up, normal);
  }
  for (let s = 1; s < SIDES - 1; s++) {
    if (sign > 0) addTriangle(tube, first, first + s, first + s + 1);
    else addTriangle(tube, first, first + s + 1, first + s);
  }
}

function addVertex(tube: Tube, ring: Ring, x: number, y: number, up: Vec3, normal: Vec3): void {
  const at = 3 * tube.vertices;
  for (let k = 0; k < 3; k++) {
    tube.positions[at + k] = ring.centre[k] + x * ring.side[k] + y * up[k];
    tube.normals[at + k] = normal[k];
  }
  tube.residue[tube.vertices++] = ring.residue;
}

function addTriangle(tube: Tube, a: number, b: number, c: number): void {
  tube.indices[tube.corners++] = a;
  tube.indices[tube.corners++] = b;
  tube.indices[tube.corners++] = c;
}

function combine(a: Vec3, b: Vec3, x: number, y: number): Vec3 {
  return [x * a[0] + y * b[0], x * a[1] + y * b[1], x * a[2] + y * b[2]];
}
