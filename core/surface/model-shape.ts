import { cross, type Vec3 } from "#core/math/vec3.ts";
import { findBonds } from "#core/structure/bonds.ts";
import { atomicNumber } from "#core/structure/elements.ts";
import type { Residue } from "#core/structure/residues.ts";
import { findSecondary } from "#core/structure/secondary.ts";
import { selectAtoms } from "#core/structure/select-atoms.ts";
import type { Structure } from "#core/structure/structure.ts";
import { drawnResidues, traceSegments } from "#core/structure/trace.ts";
import type { Mesh } from "#core/surface/mesh.ts";
import { type Ring, ringsAlong } from "#core/surface/ribbon.ts";

/** The drawn shape of a model in its own frame, Å, with what colours it. Water is left out. */
export interface ModelShape {
  /** Tube or ribbon along each chain. */
  readonly mesh: Mesh;
  /** Per vertex of the mesh: index into the residues below. */
  readonly residue: Uint32Array<ArrayBuffer>;
  /** Per residue: chain (index into `chains`), mean B of its heavy atoms (Å²), and label such as "A/GLU 12". */
  readonly chainOfResidue: Uint16Array<ArrayBuffer>;
  readonly bOfResidue: Float32Array<ArrayBuffer>;
  readonly labels: readonly string[];
  /** Author chain ids in order of first appearance. */
  readonly chains: readonly string[];
  /** Heavy atoms, best conformer, for sticks and spheres: xyz (Å), atomic number (0 unknown), residue. */
  readonly atomXyz: Float32Array<ArrayBuffer>;
  readonly atomNumber: Uint8Array<ArrayBuffer>;
  readonly atomResidue: Uint32Array<ArrayBuffer>;
  /** Pairs of indices into the atoms. */
  readonly bonds: Uint32Array<ArrayBuffer>;
}

/** Corners of a cross-section. */
const SIDES = 6;

/** The shape of a structure: at most 60 triangles per residue, and its atoms and bonds. Throws `input` for coordinates that are not finite. */
export function modelShape(structure: Structure): ModelShape {
  const residues = drawnResidues(structure);
  return {
    ...ribbonOf(structure, residues),
    ...tableOf(structure, residues),
    ...atomsOf(structure, residues),
  };
}

function ribbonOf(structure: Structure, residues: readonly Residue[]): Pick<ModelShape, "mesh" | "residue"> {
  const segments = traceSegments(structure, residues);
  const secondary = findSecondary(segments);
  const strips = segments.flatMap((segment, s) =>
    segment.residues.length < 2
      ? []
      : [
          ringsAlong(segment, secondary[s]).map((ring) => ({
            ...ring,
            residue: segment.residues[ring.residue],
          })),
        ],
  );
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

function tableOf(
  structure: Structure,
  residues: readonly Residue[],
): Pick<ModelShape, "chainOfResidue" | "labels" | "chains"> {
  const { chainId, residueName, residueNumber, insertionCode } = structure;
  const place = new Map<string, number>();
  const chainOfResidue = new Uint16Array(residues.length);
  const labels = residues.map(({ start }, r) => {
    const id = chainId[start];
    if (!place.has(id)) place.set(id, place.size);
    chainOfResidue[r] = place.get(id) ?? 0;
    return `${id}/${residueName[start]} ${residueNumber[start]}${insertionCode[start]}`;
  });
  return { chainOfResidue, labels, chains: [...place.keys()] };
}

function atomsOf(
  structure: Structure,
  residues: readonly Residue[],
): Pick<ModelShape, "atomXyz" | "atomNumber" | "atomResidue" | "bonds" | "bOfResidue"> {
  const { indices } = selectAtoms(structure, "all");
  const atomXyz = new Float32Array(3 * indices.length);
  const atomResidue = new Uint32Array(indices.length);
  const bOfResidue = new Float32Array(residues.length);
  const atomsIn = new Uint32Array(residues.length);
  let r = 0;
  indices.forEach((atom, n) => {
    while (residues[r].end <= atom) r++;
    atomResidue[n] = r;
    atomsIn[r]++;
    bOfResidue[r] += (structure.bFactor[atom] - bOfResidue[r]) / atomsIn[r];
    for (let k = 0; k < 3; k++) atomXyz[3 * n + k] = structure.xyz[3 * atom + k];
  });
  const atomNumber = Uint8Array.from(indices, (atom) => atomicNumber(structure.element[atom]));
  return { atomXyz, atomNumber, atomResidue, bOfResidue, bonds: findBonds(atomXyz, atomNumber) };
}
