import { pointGroup, rotationAbout, symmetryCentre } from "#core/fit/symmetry.ts";
import { applyRigid } from "#core/math/rigid.ts";
import { ijkToXyz } from "#core/volume/grid.ts";
import { valuesAt } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

/** A point group and how a map agrees with itself turned by its rotations: the least of their correlations. */
export interface GroupAgreement {
  readonly group: string;
  readonly copies: number;
  readonly correlation: number;
}

export interface SymmetrySearch {
  /** Correlation from which on a rotation is a symmetry: 0.99, as ChimeraX asks. */
  readonly minimum: number;
  /** Largest order of C and D that is tried. */
  readonly most: number;
}

export const SYMMETRY_SEARCH: SymmetrySearch = { minimum: 0.99, most: 8 };

/** Samples above the level that are looked at; ChimeraX takes as many. */
const SAMPLES = 10_000;

/**
 * The point groups of a map about the middle of its box (index n/2) with the main axis along z, as searches here assume
 * them, largest first: those whose rotations all take the samples at or above a level to densities that correlate with
 * theirs. Empty when there is none.
 */
export function findSymmetry(
  volume: Volume,
  level: number,
  { minimum, most }: SymmetrySearch = SYMMETRY_SEARCH,
): GroupAgreement[] {
  const points = samplesAbove(volume, level);
  if (points.values.length < 3) return [];
  const orders = Array.from({ length: Math.max(0, most - 1) }, (_, n) => n + 2);
  const groups = ["I", "O", "T", ...orders.flatMap((n) => [`C${n}`, `D${n}`])];
  return groups
    .map((group) => agreement(volume, points, group))
    .filter(({ correlation }) => correlation >= minimum)
    .sort((a, b) => b.copies - a.copies);
}

interface Samples {
  readonly xyz: Float64Array;
  readonly values: Float64Array;
}

function agreement(volume: Volume, points: Samples, group: string): GroupAgreement {
  const rotations = pointGroup(group);
  const centre = symmetryCentre(volume.grid);
  let least = 1;
  for (const rotation of rotations.slice(1)) {
    const motion = rotationAbout(rotation, centre);
    const turned = new Float64Array(points.xyz.length);
    for (let n = 0; n < turned.length; n += 3) {
      turned.set(applyRigid(motion, [points.xyz[n], points.xyz[n + 1], points.xyz[n + 2]]), n);
    }
    least = Math.min(least, correlationOf(points.values, valuesAt(volume, turned)));
    if (least < 0.5) break; // no rotation that follows can make it a symmetry
  }
  return { group, copies: rotations.length, correlation: least };
}

/** Every so many-th sample at or above the level. */
function samplesAbove({ grid, values }: Volume, level: number): Samples {
  const [nx, ny] = grid.size;
  const indices: number[] = [];
  for (let n = 0; n < values.length; n++) if (values[n] >= level) indices.push(n);
  const stride = Math.max(1, indices.length / SAMPLES);
  const used = Array.from(
    { length: Math.min(indices.length, SAMPLES) },
    (_, n) => indices[Math.floor(n * stride)],
  );
  return {
    xyz: Float64Array.from(
      used.flatMap((n) => [...ijkToXyz(grid, [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))])]),
    ),
    values: Float64Array.from(used, (n) => values[n]),
  };
}

/** Σab ⁄ √(Σa²Σb²); what was turned out of the box counts as 0. */
function correlationOf(a: Float64Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let n = 0; n < a.length; n++) {
    const other = Number.isNaN(b[n]) ? 0 : b[n];
    ab += a[n] * other;
    aa += a[n] * a[n];
    bb += other * other;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
