import { cross, dot, length, subtract, type Vec3 } from "#core/math/vec3.ts";
import { createCellList, forEachNear } from "#core/structure/cell-list.ts";
import type { TraceSegment } from "#core/structure/trace.ts";

export type Secondary = "helix" | "strand" | "coil";

interface Range {
  readonly mean: number;
  readonly reach: number;
}

/** What four or five consecutive Cα look like: distances in Å between i−1 and i+1, i+2, i+3; angles in degrees. */
interface Geometry {
  readonly d2: Range;
  readonly d3: Range;
  readonly d4: Range;
  /** Angle at i of i−1, i, i+1. */
  readonly bend: Range;
  /** Dihedral angle of i−1, i, i+1, i+2. */
  readonly twist: Range;
}

/** P-SEA: Labesse, Colloc'h, Pothier & Mornon, CABIOS 13, 291–295 (1997), table 1. */
const HELIX: Geometry = {
  d2: { mean: 5.5, reach: 0.5 },
  d3: { mean: 5.3, reach: 0.5 },
  d4: { mean: 6.4, reach: 0.6 },
  bend: { mean: 89, reach: 12 },
  twist: { mean: 50, reach: 20 },
};
const STRAND: Geometry = {
  d2: { mean: 6.7, reach: 0.6 },
  d3: { mean: 9.9, reach: 0.9 },
  d4: { mean: 12.4, reach: 1.1 },
  bend: { mean: 124, reach: 14 },
  twist: { mean: -170, reach: 45 },
};
/** Consecutive residues that must look alike. */
const SHORTEST_HELIX = 4;
const SHORTEST_STRAND = 3;

/** Å between Cα of neighbouring strands: 4.5 and 5.5 in turn when antiparallel, 4.8 when parallel. */
const PAIRED = { mean: 5, reach: 0.8 };

/**
 * Helices and strands of every segment, one word per residue, from Cα positions alone: P-SEA's two criteria, and for a
 * strand a neighbour that is stretched too, so that lone stretched loops stay coil. Nucleic acids are coil.
 */
export function findSecondary(segments: readonly TraceSegment[]): Secondary[][] {
  const chains = segments.map((segment) => (segment.kind === "protein" ? pointsOf(segment) : []));
  const stretched = chains.map((points) => points.map((_, i) => isStrand(points, i)));
  const paired = findPairs(chains, stretched);
  return chains.map((points, s) => {
    const out = new Array<Secondary>(segments[s].residues.length).fill("coil");
    const strand = stretched[s].map((is, i) => is && [i - 1, i, i + 1].some((near) => paired[s][near]));
    fillRuns(out, runsOf(strand), SHORTEST_STRAND, "strand", 1);
    fillRuns(out, runsOf(points.map((_, i) => isHelix(points, i))), SHORTEST_HELIX, "helix", 2);
    return out;
  });
}

/** Marks the runs that are long enough and the residues after them that they describe: i is judged with i + 1, i + 2. */
function fillRuns(
  out: Secondary[],
  runs: readonly [number, number][],
  shortest: number,
  kind: Secondary,
  after: number,
): void {
  for (const [from, to] of runs) {
    if (to - from >= shortest) out.fill(kind, Math.max(0, from - 1), Math.min(out.length, to + after));
  }
}

function isHelix(points: readonly Vec3[], i: number): boolean {
  const seen = geometryAt(points, i);
  return (
    (within(seen.d3, HELIX.d3) && within(seen.d4, HELIX.d4)) ||
    (within(seen.bend, HELIX.bend) && withinTurn(seen.twist, HELIX.twist))
  );
}

function isStrand(points: readonly Vec3[], i: number): boolean {
  const seen = geometryAt(points, i);
  const stretched = within(seen.d2, STRAND.d2) && within(seen.d3, STRAND.d3) && within(seen.d4, STRAND.d4);
  return stretched || (within(seen.bend, STRAND.bend) && withinTurn(seen.twist, STRAND.twist));
}

/** NaN where the chain is too short, which is within no range. */
function geometryAt(points: readonly Vec3[], i: number): Record<keyof Geometry, number> {
  const [a, b, c, d, e] = [-1, 0, 1, 2, 3].map((step) => points[i + step] as Vec3 | undefined);
  return {
    d2: a && c ? length(subtract(c, a)) : Number.NaN,
    d3: a && d ? length(subtract(d, a)) : Number.NaN,
    d4: a && e ? length(subtract(e, a)) : Number.NaN,
    bend: a && b && c ? angle(a, b, c) : Number.NaN,
    twist: a && b && c && d ? dihedral(a, b, c, d) : Number.NaN,
  };
}

const DEGREES = 180 / Math.PI;

function angle(a: Vec3, b: Vec3, c: Vec3): number {
  const u = subtract(a, b);
  const v = subtract(c, b);
  return Math.atan2(length(cross(u, v)), dot(u, v)) * DEGREES;
}

function dihedral(a: Vec3, b: Vec3, c: Vec3, d: Vec3): number {
  const axis = subtract(c, b);
  const u = cross(subtract(b, a), axis);
  const v = cross(axis, subtract(d, c));
  return Math.atan2(dot(subtract(b, a), v) * length(axis), dot(u, v)) * DEGREES;
}

function within(value: number, { mean, reach }: Range): boolean {
  return Math.abs(value - mean) <= reach;
}

function withinTurn(value: number, { mean, reach }: Range): boolean {
  const apart = Math.abs(value - mean) % 360;
  return Math.min(apart, 360 - apart) <= reach;
}

function pointsOf({ xyz }: TraceSegment): Vec3[] {
  return Array.from({ length: xyz.length / 3 }, (_, n): Vec3 => [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]]);
}

/** Stretches of true as [first, one past the last]. */
function runsOf(flags: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  flags.forEach((flag, n) => {
    const last = runs.at(-1);
    if (!flag) return;
    if (last?.[1] === n) last[1] = n + 1;
    else runs.push([n, n + 1]);
  });
  return runs;
}

/** For every residue, whether it is stretched and lies beside another stretched one that is not its neighbour in the chain. */
function findPairs(
  chains: readonly (readonly Vec3[])[],
  stretched: readonly (readonly boolean[])[],
): boolean[][] {
  const all = chains
    .flatMap((points, s) => points.map((point, i) => ({ point, s, i })))
    .filter(({ s, i }) => stretched[s][i]);
  const cells = createCellList(
    Float64Array.from(all.flatMap(({ point }) => point)),
    PAIRED.mean + PAIRED.reach,
  );
  const paired = chains.map((points) => points.map(() => false));
  for (const { point, s, i } of all) {
    forEachNear(cells, ...point, (n) => {
      const other = all[n];
      if (other.s === s && Math.abs(other.i - i) <= 2) return;
      if (within(length(subtract(other.point, point)), PAIRED)) paired[s][i] = true;
    });
  }
  return paired;
}
