import type { ChainAtoms } from "#core/demo/backbone.ts";
import type { Element } from "#core/demo/element.ts";
import { BACKBONE, frameOf } from "#core/demo/geometry.ts";
import { applyRigid, type Rigid } from "#core/math/rigid.ts";
import { dot, subtract } from "#core/math/vec3.ts";

/**
 * A piece of backbone as a chain of rods that turn about their bonds: all bonds and angles are fixed, the torsions
 * are free within their ranges, and the far end carries points (the anchors of an element) that have targets.
 * It is a workspace: made once, then aimed at one gap after the other.
 */
export interface Linkage {
  /** Torsions in use. */
  count: number;
  /** Psi, phi, psi, phi …, radians: psi of the residue before comes first, phi of the last residue last. */
  readonly torsions: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** N, CA, C of the residue before and of each residue that follows, then the anchors, Å (n × 3). */
  readonly xyz: Float64Array;
  /** Coordinates of anchors in use, three per anchor. */
  width: number;
  /** Anchors in the frame of the last residue, Å (n × 3). */
  readonly anchors: Float64Array;
  /** Where the anchors should be, Å (n × 3). */
  readonly targets: Float64Array;
  readonly slopes: Slopes;
  /** Room for the axes of three atoms. */
  readonly axes: Float64Array;
}

/** What a small turn of each torsion does, and room to solve for the best turns. */
interface Slopes {
  /** Motion of every anchor coordinate per radian of every torsion, Å (torsions × coordinates). */
  readonly motion: Float64Array;
  /** Motion times what is still missing: positive where turning on helps. */
  readonly pull: Float64Array;
  /** Torsions that are not held at the end of their range; the first `freeCount` are valid. */
  readonly free: Int32Array;
  freeCount: number;
  readonly factor: Float64Array;
  readonly turns: Float64Array;
}

const MOST_TORSIONS = 24;
const MOST_COORDINATES = 18; // six anchors

/** Cosine and sine of the angle at the atom before, and the bond in Å: how N, CA and C follow in the chain. */
const LINKS = [
  [BACKBONE.cToN, BACKBONE.caCN],
  [BACKBONE.nToCa, BACKBONE.cNCa],
  [BACKBONE.caToC, BACKBONE.nCaC],
].map(([bond, angle]) => ({
  along: -bond * Math.cos((angle * Math.PI) / 180),
  off: bond * Math.sin((angle * Math.PI) / 180),
}));

const MAX_STEPS = 30;
const FIRST_DAMPING = 2; // Å² per radian²; small against (10 Å)², the square of an element's reach
const LAST_DAMPING = 1e4;

/** A linkage that is not aimed yet. */
export function createLinkage(): Linkage {
  const perTorsion = () => new Float64Array(MOST_TORSIONS);
  const perCoordinate = () => new Float64Array(MOST_COORDINATES);
  return {
    count: 0,
    torsions: perTorsion(),
    low: perTorsion(),
    high: perTorsion(),
    xyz: new Float64Array(9 + 4.5 * MOST_TORSIONS + MOST_COORDINATES),
    width: 0,
    anchors: perCoordinate(),
    targets: perCoordinate(),
    axes: new Float64Array(9),
    slopes: {
      motion: new Float64Array(MOST_TORSIONS * MOST_COORDINATES),
      pull: perTorsion(),
      free: new Int32Array(MOST_TORSIONS),
      freeCount: 0,
      factor: new Float64Array(MOST_TORSIONS ** 2),
      turns: perTorsion(),
    },
  };
}

/** Lets the linkage begin at a residue and lead to an element that is to come to its place. */
export function aim(linkage: Linkage, before: ChainAtoms, element: Element, place: Rigid): void {
  const first = element.residues[0];
  const frame = frameOf(first.n, first.ca, first.c);
  linkage.xyz.set([...before.n, ...before.ca, ...before.c]);
  linkage.width = 3 * element.anchors.length;
  element.anchors.forEach((anchor, n) => {
    const from = subtract(anchor, first.c);
    linkage.anchors.set(
      frame.map((axis) => dot(axis, from)),
      3 * n,
    );
    linkage.targets.set(applyRigid(place, anchor), 3 * n);
  });
}

/** Computes the atoms and anchors that the torsions lead to. */
export function growInto({ count, torsions, xyz, width, anchors, axes }: Linkage): void {
  const end = 9 + 4.5 * count;
  let t = 0;
  for (let at = 9; at < end; at += 9) {
    placeInto(xyz, at, 0, torsions[t], axes);
    placeInto(xyz, at + 3, 1, Math.PI, axes);
    placeInto(xyz, at + 6, 2, torsions[t + 1], axes);
    t += 2;
  }
  axesInto(xyz, end, axes);
  for (let n = 0; n < width; n += 3) {
    for (let axis = 0; axis < 3; axis++) {
      xyz[end + n + axis] =
        xyz[end - 3 + axis] +
        anchors[n] * axes[axis] +
        anchors[n + 1] * axes[3 + axis] +
        anchors[n + 2] * axes[6 + axis];
    }
  }
}

/** Root mean square distance of the anchors from their targets, Å. */
export function missOf({ count, xyz, width, targets }: Linkage): number {
  const first = 9 + 4.5 * count;
  let sum = 0;
  for (let n = 0; n < width; n++) sum += (xyz[first + n] - targets[n]) ** 2;
  return Math.sqrt((3 * sum) / width);
}

/**
 * Turns the torsions until the anchors miss their targets by no more than `tolerance` Å or no more is gained, and
 * returns the miss. Damped least squares (Marquardt, J. SIAM 11, 431, 1963); torsions stop at the ends of their ranges.
 */
export function reach(linkage: Linkage, tolerance: number): number {
  const { torsions } = linkage;
  const before = new Float64Array(torsions.length);
  growInto(linkage);
  let miss = missOf(linkage);
  let damping = FIRST_DAMPING;
  for (let n = 0; n < MAX_STEPS && miss > tolerance && damping < LAST_DAMPING; n++) {
    before.set(torsions);
    step(linkage, damping);
    growInto(linkage);
    const now = missOf(linkage);
    damping *= now < miss ? 0.3 : 6;
    if (now < miss) miss = now;
    else restore(linkage, before);
  }
  return miss;
}

function restore(linkage: Linkage, torsions: Float64Array): void {
  linkage.torsions.set(torsions);
  growInto(linkage);
}

/** One damped step, with the torsions that stand at the end of their range and want to leave it held. */
function step(linkage: Linkage, damping: number): void {
  const { count, torsions, low, high, slopes } = linkage;
  computeSlopes(linkage);
  slopes.freeCount = 0;
  for (let t = 0; t < count; t++) {
    const pull = slopes.pull[t];
    const isHeld = (torsions[t] <= low[t] && pull < 0) || (torsions[t] >= high[t] && pull > 0);
    if (!isHeld) slopes.free[slopes.freeCount++] = t;
  }
  solve(slopes, linkage.width, damping);
  for (let n = 0; n < slopes.freeCount; n++) {
    const t = slopes.free[n];
    torsions[t] = Math.min(Math.max(torsions[t] + slopes.turns[n], low[t]), high[t]);
  }
}

function computeSlopes({ count, xyz, width, targets, slopes: { motion, pull } }: Linkage): void {
  const first = 9 + 4.5 * count;
  for (let t = 0; t < count; t++) {
    const a = t % 2 === 0 ? 3 + 4.5 * t : 4.5 * (t + 1); // CA of psi's bond CA-C, N of phi's bond N-CA
    const x0 = xyz[a];
    const y0 = xyz[a + 1];
    const z0 = xyz[a + 2];
    const r = Math.sqrt((xyz[a + 3] - x0) ** 2 + (xyz[a + 4] - y0) ** 2 + (xyz[a + 5] - z0) ** 2);
    const ux = (xyz[a + 3] - x0) / r;
    const uy = (xyz[a + 4] - y0) / r;
    const uz = (xyz[a + 5] - z0) / r;
    let sum = 0;
    for (let n = 0; n < width; n += 3) {
      const x = xyz[first + n] - x0;
      const y = xyz[first + n + 1] - y0;
      const z = xyz[first + n + 2] - z0;
      const row = t * width + n;
      motion[row] = uy * z - uz * y;
      motion[row + 1] = uz * x - ux * z;
      motion[row + 2] = ux * y - uy * x;
      for (let axis = 0; axis < 3; axis++) {
        sum += motion[row + axis] * (targets[n + axis] - xyz[first + n + axis]);
      }
    }
    pull[t] = sum;
  }
}

/** The turns x of (MMᵀ + damping) x = pull for the free torsions, by Cholesky's decomposition. */
function solve(slopes: Slopes, width: number, damping: number): void {
  const { pull, free, freeCount, factor, turns } = slopes;
  for (let i = 0; i < freeCount; i++) {
    for (let j = 0; j <= i; j++) {
      const sum = leftover(slopes, width, i, j);
      factor[i * freeCount + j] = i === j ? Math.sqrt(sum + damping) : sum / factor[j * freeCount + j];
    }
    let right = pull[free[i]];
    for (let k = 0; k < i; k++) right -= factor[i * freeCount + k] * turns[k];
    turns[i] = right / factor[i * freeCount + i];
  }
  for (let i = freeCount - 1; i >= 0; i--) {
    for (let k = i + 1; k < freeCount; k++) turns[i] -= factor[k * freeCount + i] * turns[k];
    turns[i] /= factor[i * freeCount + i];
  }
}

/** Element i, j of MMᵀ less what the columns of the factor before j account for. */
function leftover({ motion, free, freeCount, factor }: Slopes, width: number, i: number, j: number): number {
  let sum = 0;
  for (let n = 0; n < width; n++) sum += motion[free[i] * width + n] * motion[free[j] * width + n];
  for (let k = 0; k < j; k++) sum -= factor[i * freeCount + k] * factor[j * freeCount + k];
  return sum;
}

/** Places the atom at `at` (offset in xyz) after the three before it. */
function placeInto(xyz: Float64Array, at: number, link: number, torsion: number, axes: Float64Array): void {
  const { along, off } = LINKS[link];
  axesInto(xyz, at, axes);
  const u = off * Math.cos(torsion);
  const v = off * Math.sin(torsion);
  for (let axis = 0; axis < 3; axis++) {
    xyz[at + axis] = xyz[at - 3 + axis] + along * axes[axis] + u * axes[3 + axis] + v * axes[6 + axis];
  }
}

/** The axes x, y, z of `frameOf` for the three atoms before offset `at`. */
function axesInto(xyz: Float64Array, at: number, axes: Float64Array): void {
  let x = xyz[at - 3] - xyz[at - 6];
  let y = xyz[at - 2] - xyz[at - 5];
  let z = xyz[at - 1] - xyz[at - 4];
  const r = Math.sqrt(x * x + y * y + z * z);
  x /= r;
  y /= r;
  z /= r;
  const ax = xyz[at - 6] - xyz[at - 9];
  const ay = xyz[at - 5] - xyz[at - 8];
  const az = xyz[at - 4] - xyz[at - 7];
  let nx = ay * z - az * y;
  let ny = az * x - ax * z;
  let nz = ax * y - ay * x;
  const s = Math.sqrt(nx * nx + ny * ny + nz * nz);
  nx /= s;
  ny /= s;
  nz /= s;
  axes[0] = x;
  axes[1] = y;
  axes[2] = z;
  axes[3] = ny * z - nz * y;
  axes[4] = nz * x - nx * z;
  axes[5] = nx * y - ny * x;
  axes[6] = nx;
  axes[7] = ny;
  axes[8] = nz;
}
