import { add, cross, dot, length, scale, subtract, type Vec3 } from "#core/math/vec3.ts";
import type { Secondary } from "#core/structure/secondary.ts";
import type { TraceSegment } from "#core/structure/trace.ts";

/** Cross-sections between the points of neighbouring residues. */
const SUBDIVISIONS = 4;

type Kind = Secondary | "nucleic";

/** Half width across the ribbon and half thickness, Å. */
interface Profile {
  readonly width: number;
  readonly thickness: number;
}

const PROFILES: Readonly<Record<Kind, Profile>> = {
  helix: { width: 1.1, thickness: 0.25 },
  strand: { width: 1.1, thickness: 0.25 },
  coil: { width: 0.3, thickness: 0.3 },
  nucleic: { width: 0.6, thickness: 0.6 },
};
const ARROW_WIDTH = 1.8;

/** One cross-section: an ellipse with half axes `width` along `side` and `thickness` along tangent × side. */
export interface Ring {
  readonly centre: Vec3;
  readonly tangent: Vec3;
  readonly side: Vec3;
  readonly width: number;
  readonly thickness: number;
  /** Place in the segment of the residue it belongs to. */
  readonly residue: number;
}

/**
 * The cross-sections along a segment of at least two residues: a Catmull-Rom curve through its points, flat where the
 * chain is helix or strand (strands straightened, with an arrow at their end), round elsewhere.
 */
export function ringsAlong(segment: TraceSegment, secondary: readonly Secondary[]): Ring[] {
  const traced = pointsOf(segment);
  const points = straightened(traced, secondary);
  const sides = sidesOf(traced, secondary);
  const count = points.length;
  const kinds = segment.kind === "nucleic" ? points.map(() => "nucleic" as const) : secondary;
  const rings: Ring[] = [];
  for (let i = 0; i < count; i++) {
    const { from, to } = profilesOfSpan(kinds, i);
    if (startsArrow(kinds, i))
      rings.push({ ...frameAt(points, sides, i, 0), ...PROFILES.strand, residue: i });
    for (let step = 0; step < (i === count - 1 ? 1 : SUBDIVISIONS); step++) {
      const t = step / SUBDIVISIONS;
      rings.push({
        ...frameAt(points, sides, i, t),
        width: mix(from.width, to.width, t),
        thickness: mix(from.thickness, to.thickness, t),
        residue: t < 0.5 ? i : i + 1,
      });
    }
  }
  return rings;
}

/** Cross-sections at residue i and at the next one, seen from between them: an arrow begins wider than its strand. */
function profilesOfSpan(kinds: readonly Kind[], i: number): { from: Profile; to: Profile } {
  const next = Math.min(i + 1, kinds.length - 1);
  const tip: Profile = { width: PROFILES.coil.width, thickness: PROFILES.strand.thickness };
  if (endsStrand(kinds, i)) return { from: tip, to: PROFILES[kinds[next]] };
  if (startsArrow(kinds, i)) return { from: { ...tip, width: ARROW_WIDTH }, to: tip };
  return { from: PROFILES[kinds[i]], to: PROFILES[kinds[next]] };
}

/** Whether the arrow of a strand begins at residue i, the last but one. */
function startsArrow(kinds: readonly Kind[], i: number): boolean {
  return endsStrand(kinds, i + 1);
}

/** Whether residue i is the last of a strand of at least two. */
function endsStrand(kinds: readonly Kind[], i: number): boolean {
  return kinds[i] === "strand" && kinds[i - 1] === "strand" && kinds[i + 1] !== "strand";
}

/** Strands without their pleat: each point of one moves to the weighted mean of itself and its neighbours. */
function straightened(points: readonly Vec3[], secondary: readonly Secondary[]): Vec3[] {
  return points.map((point, i) => {
    if (secondary[i] !== "strand" || i === 0 || i === points.length - 1) return point;
    return add(scale(point, 0.5), scale(add(points[i - 1], points[i + 1]), 0.25));
  });
}

/**
 * Unit vectors along the width of the ribbon, one per residue: across the chain and across the direction it bends in,
 * which is along the axis of a helix and in the plane of a sheet. Signs are chosen so that the ribbon does not flip.
 */
function sidesOf(points: readonly Vec3[], secondary: readonly Secondary[]): Vec3[] {
  const last = points.length - 1;
  const sides: Vec3[] = [];
  for (let i = 0; i <= last; i++) {
    const at = Math.min(Math.max(i, 1), Math.max(last - 1, 0));
    const before = points[Math.max(at - 1, 0)];
    const after = points[Math.min(at + 1, last)];
    const along = subtract(after, before);
    const bend = subtract(scale(points[at], 2), add(before, after));
    const previous = sides[i - 1] ?? anyAcross(along);
    const side = unit(cross(along, bend)) ?? previous;
    sides.push(dot(side, previous) < 0 && i > 0 ? scale(side, -1) : side);
  }
  return sides.map((side, i) => {
    if (secondary[i] !== "strand" || i === 0 || i === last) return side;
    return unit(add(scale(side, 2), add(sides[i - 1], sides[i + 1]))) ?? side;
  });
}

function frameAt(
  points: readonly Vec3[],
  sides: readonly Vec3[],
  i: number,
  t: number,
): Pick<Ring, "centre" | "tangent" | "side"> {
  const last = points.length - 1;
  const b = points[i];
  const c = points[Math.min(i + 1, last)];
  const a = i > 0 ? points[i - 1] : subtract(scale(b, 2), c);
  const d = i + 2 <= last ? points[i + 2] : subtract(scale(c, 2), b);
  // At the last point the curve is that of the stretch before it.
  const slope = i === last ? subtract(b, a) : catmullRom(a, b, c, d, slopeWeights(t));
  const tangent = unit(slope) ?? unit(subtract(c, b)) ?? [0, 0, 1];
  const mixed = add(scale(sides[i], 1 - t), scale(sides[Math.min(i + 1, last)], t));
  const across = subtract(mixed, scale(tangent, dot(mixed, tangent)));
  return {
    centre: i === last ? b : catmullRom(a, b, c, d, weights(t)),
    tangent,
    side: unit(across) ?? anyAcross(tangent),
  };
}

type Weights = readonly [number, number, number, number];

/** Uniform Catmull-Rom: Catmull & Rom 1974, tension ½. */
function weights(t: number): Weights {
  const t2 = t * t;
  const t3 = t2 * t;
  return [(-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2, (t3 - t2) / 2];
}

function slopeWeights(t: number): Weights {
  const t2 = t * t;
  return [(-3 * t2 + 4 * t - 1) / 2, (9 * t2 - 10 * t) / 2, (-9 * t2 + 8 * t + 1) / 2, (3 * t2 - 2 * t) / 2];
}

function catmullRom(a: Vec3, b: Vec3, c: Vec3, d: Vec3, w: Weights): Vec3 {
  return [0, 1, 2].map((k) => w[0] * a[k] + w[1] * b[k] + w[2] * c[k] + w[3] * d[k]) as unknown as Vec3;
}

function pointsOf({ xyz }: TraceSegment): Vec3[] {
  return Array.from({ length: xyz.length / 3 }, (_, n): Vec3 => [xyz[3 * n], xyz[3 * n + 1], xyz[3 * n + 2]]);
}

function anyAcross(v: Vec3): Vec3 {
  const helper: Vec3 = Math.abs(v[0]) < 0.9 * length(v) ? [1, 0, 0] : [0, 1, 0];
  return unit(cross(v, helper)) ?? [1, 0, 0];
}

/** The unit vector along v; nothing when v has no direction. */
function unit(v: Vec3): Vec3 | undefined {
  const size = length(v);
  return size > 1e-6 ? scale(v, 1 / size) : undefined;
}

function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
