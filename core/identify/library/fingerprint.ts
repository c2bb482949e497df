import { polymerTrace } from "#core/identify/library/polymer.ts";
import { textHash } from "#core/math/text-hash.ts";
import { cross, dot, type Vec3 } from "#core/math/vec3.ts";
import { residuesOf } from "#core/structure/residues.ts";
import type { Structure } from "#core/structure/structure.ts";

/** What two copies of a structure have in common, wherever they lie and however they are turned. */
export interface Fingerprint {
  /** Of residue names in their order and of the number of atoms. */
  readonly sequence: string;
  /** Distances between points along the chain and two signed heights, Å: the latter tell mirror images apart. */
  readonly shape: readonly number[];
}

const POINTS = 8;
const PAIRS = [
  [0, 7],
  [0, 4],
  [1, 5],
  [2, 6],
  [3, 7],
  [0, 2],
  [2, 4],
  [4, 6],
  [1, 3],
  [3, 5],
  [5, 7],
] as const;
/** Coordinates are written to 0.001 Å, so copies agree far better and other conformations hardly ever so well. */
const SAME = 0.1; // Å

/** The fingerprint of a structure's polymer. */
export function fingerprint(structure: Structure): Fingerprint {
  const names = residuesOf(structure)
    .filter(({ kind }) => kind === "protein" || kind === "nucleic")
    .map(({ start }) => structure.residueName[start]);
  return {
    sequence: textHash(`${structure.atomCount} ${names.join(" ")}`),
    shape: shapeOf(polymerTrace(structure)).map((value) => Number(value.toFixed(3))),
  };
}

/** Whether two fingerprints are those of copies: the same sequence, and coordinates that differ by a motion only. */
export function isCopy(a: Fingerprint, b: Fingerprint): boolean {
  if (a.sequence !== b.sequence || a.shape.length !== b.shape.length) return false;
  return a.shape.every((value, n) => Math.abs(value - b.shape[n]) <= SAME);
}

function shapeOf(trace: Float64Array): number[] {
  const count = trace.length / 3;
  if (count < POINTS) return [];
  const points = Array.from({ length: POINTS }, (_, n): Vec3 => {
    const at = 3 * Math.round((n * (count - 1)) / (POINTS - 1));
    return [trace[at], trace[at + 1], trace[at + 2]];
  });
  const apart = (a: Vec3, b: Vec3) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  const distances = PAIRS.map(([a, b]) => apart(points[a], points[b]));
  const even = height(points[0], points[2], points[4], points[6]);
  const odd = height(points[1], points[3], points[5], points[7]);
  return [...distances, even, odd];
}

/** Signed volume of four points over the square of their size, Å: steady where the height over a narrow base is not. */
function height(a: Vec3, b: Vec3, c: Vec3, d: Vec3): number {
  const [u, v, w] = [b, c, d].map((p): Vec3 => [p[0] - a[0], p[1] - a[1], p[2] - a[2]]);
  const square = Math.max(dot(u, u), dot(v, v), dot(w, w), 1);
  return dot(cross(u, v), w) / square;
}
