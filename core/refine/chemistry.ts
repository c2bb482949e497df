import type { Evaluation } from "#core/math/minimize.ts";
import type { Contacts } from "#core/refine/contacts.ts";
import type { Geometry, Terms } from "#core/refine/geometry.ts";
import { SpringSum, type Springs } from "#core/refine/springs.ts";

/** What the chemistry of a model asks of its coordinates. */
export interface Chemistry {
  readonly geometry: Geometry;
  readonly contacts: Contacts;
}

/** How softly atoms that are not bonded meet, Å. */
const CONTACT_SIGMA = 0.1;

/**
 * ½ Σ ((is − should be) ⁄ σ)² over distances and volumes, and over pairs that are nearer than they may be with
 * σ = 0.1 Å; its slopes per coordinate, and the springs that stand for it at this place.
 */
export function chemistryEnergy(
  { geometry, contacts }: Chemistry,
  xyz: Float64Array,
): Evaluation & { readonly springs: Springs } {
  const { distances, volumes } = geometry;
  const most = distances.target.length + contacts.nearest.length + volumes.target.length;
  const sum = new SpringSum(xyz.length / 3, most);
  addDistances(sum, distances, xyz);
  addContacts(sum, contacts, xyz);
  addVolumes(sum, volumes, xyz);
  return sum.total();
}

/** Scratch: the slopes of one term, xyz per atom. */
const slopes = new Float64Array(12);

function addDistances(sum: SpringSum, { atoms, target, sigma }: Terms, xyz: Float64Array): void {
  for (let n = 0; n < target.length; n++) {
    const length = distanceWithSlopes(xyz, atoms[2 * n], atoms[2 * n + 1]);
    sum.add(atoms, 2 * n, 2, slopes, length - target[n], sigma[n]);
  }
}

function addContacts(sum: SpringSum, { pairs, nearest }: Contacts, xyz: Float64Array): void {
  for (let n = 0; n < nearest.length; n++) {
    const length = distanceWithSlopes(xyz, pairs[2 * n], pairs[2 * n + 1]);
    if (length < nearest[n]) sum.add(pairs, 2 * n, 2, slopes, length - nearest[n], CONTACT_SIGMA);
  }
}

function addVolumes(sum: SpringSum, { atoms, target, sigma }: Terms, xyz: Float64Array): void {
  for (let n = 0; n < target.length; n++) {
    const volume = volumeWithSlopes(xyz, atoms, 4 * n);
    sum.add(atoms, 4 * n, 4, slopes, volume - target[n], sigma[n]);
  }
}

function distanceWithSlopes(xyz: Float64Array, a: number, b: number): number {
  const x = xyz[3 * a] - xyz[3 * b];
  const y = xyz[3 * a + 1] - xyz[3 * b + 1];
  const z = xyz[3 * a + 2] - xyz[3 * b + 2];
  const length = Math.sqrt(x * x + y * y + z * z);
  // Two atoms at one place have no way to be pushed.
  const scale = length > 0 ? 1 / length : 0;
  slopes[0] = x * scale;
  slopes[1] = y * scale;
  slopes[2] = z * scale;
  slopes[3] = -slopes[0];
  slopes[4] = -slopes[1];
  slopes[5] = -slopes[2];
  return length;
}

/** u · (v × w) with u, v, w from the first atom to the others: its slope against u is v × w, and so on around. */
function volumeWithSlopes(xyz: Float64Array, atoms: Int32Array, at: number): number {
  const a = 3 * atoms[at];
  const from = (n: number, axis: number) => xyz[3 * atoms[at + n] + axis] - xyz[a + axis];
  for (let n = 1; n <= 3; n++) {
    const [p, q] = [(n % 3) + 1, ((n + 1) % 3) + 1];
    for (let axis = 0; axis < 3; axis++) {
      const [i, j] = [(axis + 1) % 3, (axis + 2) % 3];
      slopes[3 * n + axis] = from(p, i) * from(q, j) - from(p, j) * from(q, i);
    }
  }
  for (let axis = 0; axis < 3; axis++) slopes[axis] = -slopes[3 + axis] - slopes[6 + axis] - slopes[9 + axis];
  return from(1, 0) * slopes[3] + from(1, 1) * slopes[4] + from(1, 2) * slopes[5];
}
