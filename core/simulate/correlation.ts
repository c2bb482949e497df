import { applyRigid, IDENTITY, type Rigid, rotate } from "#core/math/rigid.ts";
import { subtract, type Vec3 } from "#core/math/vec3.ts";
import { valueAtIndex } from "#core/volume/trilinear.ts";
import type { Volume } from "#core/volume/volume.ts";

/** How well two maps agree over a set of grid points of the first. */
export interface MapCorrelation {
  /** Σab, product of the units of both maps. */
  readonly overlap: number;
  /** Σab ⁄ √(Σa²Σb²), −1…1; 0 when either map is 0 on all points. */
  readonly correlation: number;
  /** The same after subtracting the mean of each map over the points; 0 when either map is constant on them. */
  readonly correlationAboutMean: number;
  /** Number of grid points used. */
  readonly points: number;
}

/**
 * Agreement of map `a` with map `b` over the points of `a` at or above `level` (units of `a`), as ChimeraX
 * `measure correlation`: `b` is sampled trilinearly, 0 outside its box. `motion` takes the points of `a` to
 * the frame of `b`.
 */
export function measureCorrelation(
  a: Volume,
  level: number,
  b: Volume,
  motion: Rigid = IDENTITY,
): MapCorrelation {
  return correlate(a, b, motion, (value) => value >= level);
}

/**
 * As `measureCorrelation`, over all points of `a` whose density is not 0 (ChimeraX with `envelope false`).
 * @public
 */
export function measureCorrelationNonZero(a: Volume, b: Volume, motion: Rigid = IDENTITY): MapCorrelation {
  return correlate(a, b, motion, (value) => value !== 0);
}

function correlate(a: Volume, b: Volume, motion: Rigid, uses: (value: number) => boolean): MapCorrelation {
  const [nx, ny, nz] = a.grid.size;
  const { origin, dx, dy, dz } = indexSteps(a, b, motion);
  const sums = { n: 0, a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const row = nx * (j + ny * k);
      const x = origin[0] + j * dy[0] + k * dz[0];
      const y = origin[1] + j * dy[1] + k * dz[1];
      const z = origin[2] + j * dy[2] + k * dz[2];
      for (let i = 0; i < nx; i++) {
        const value = a.values[row + i];
        if (!uses(value)) continue;
        const other = valueAtIndex(b, x + i * dx[0], y + i * dx[1], z + i * dx[2]);
        sums.n++;
        sums.a += value;
        sums.b += other;
        sums.aa += value * value;
        sums.bb += other * other;
        sums.ab += value * other;
      }
    }
  }
  return fromSums(sums);
}

/** Index coordinates in `b` of sample (0, 0, 0) of `a`, and how they change with i, j and k. */
function indexSteps(a: Volume, b: Volume, motion: Rigid): { origin: Vec3; dx: Vec3; dy: Vec3; dz: Vec3 } {
  const step = b.grid.voxelSize;
  const toIndex = (v: Vec3): Vec3 => [v[0] / step[0], v[1] / step[1], v[2] / step[2]];
  const along = (v: Vec3) => toIndex(rotate(motion.rotation, v));
  const [sx, sy, sz] = a.grid.voxelSize;
  return {
    origin: toIndex(subtract(applyRigid(motion, a.grid.origin), b.grid.origin)),
    dx: along([sx, 0, 0]),
    dy: along([0, sy, 0]),
    dz: along([0, 0, sz]),
  };
}

interface Sums {
  readonly n: number;
  readonly a: number;
  readonly b: number;
  readonly aa: number;
  readonly bb: number;
  readonly ab: number;
}

function fromSums({ n, a, b, aa, bb, ab }: Sums): MapCorrelation {
  const aboutMean =
    n > 0 ? { aa: aa - (a * a) / n, bb: bb - (b * b) / n, ab: ab - (a * b) / n } : { aa: 0, bb: 0, ab: 0 };
  // What is left of equal numbers after subtracting their mean is rounding, not signal.
  const constant = aboutMean.aa <= 1e-12 * aa || aboutMean.bb <= 1e-12 * bb;
  return {
    overlap: ab,
    correlation: aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0,
    correlationAboutMean: constant ? 0 : aboutMean.ab / Math.sqrt(aboutMean.aa * aboutMean.bb),
    points: n,
  };
}
