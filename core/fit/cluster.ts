import { poseDistance } from "#core/fit/pose.ts";
import { compose, type Rigid } from "#core/math/rigid.ts";

/** How far apart two poses of one cluster may be: centres in Å, rotations in degrees. */
export interface Tolerance {
  readonly shift: number;
  readonly angle: number;
}

/** Something found at a pose, with how many starts ended there and how good it is. */
export interface Found {
  /** Where the body's centre sits and how the body is turned. */
  readonly pose: Rigid;
  readonly hits: number;
  /** Larger is better. */
  readonly score: number;
}

export interface Group<T extends Found> {
  /** The best member. */
  readonly best: T;
  readonly members: readonly T[];
  readonly hits: number;
}

/**
 * Groups what lies within the tolerances of a better one, best first: every group is led by its best
 * member, so the answer does not depend on the order found. With `symmetry` (operations of the map) two poses
 * also agree when an operation carries one onto the other. Cost grows with members × groups.
 */
export function clusterFound<T extends Found>(
  found: readonly T[],
  tolerance: Tolerance,
  symmetry: readonly Rigid[] = [],
): Group<T>[] {
  const order = found.map((_, n) => n).sort((a, b) => found[b].score - found[a].score || a - b);
  const groups: { best: T; members: T[]; hits: number; images: Rigid[] }[] = [];
  for (const n of order) {
    const candidate = found[n];
    const home = groups.find((group) =>
      group.images.some((image) => agree(image, candidate.pose, tolerance)),
    );
    if (home) {
      home.members.push(candidate);
      home.hits += candidate.hits;
      continue;
    }
    const images = [candidate.pose, ...symmetry.map((operation) => compose(operation, candidate.pose))];
    groups.push({ best: candidate, members: [candidate], hits: candidate.hits, images });
  }
  return groups.map(({ best, members, hits }) => ({ best, members, hits }));
}

export function agree(a: Rigid, b: Rigid, tolerance: Tolerance): boolean {
  const dx = Math.abs(a.shift[0] - b.shift[0]);
  const dy = Math.abs(a.shift[1] - b.shift[1]);
  const dz = Math.abs(a.shift[2] - b.shift[2]);
  if (dx > tolerance.shift || dy > tolerance.shift || dz > tolerance.shift) return false;
  const apart = poseDistance(a, b);
  return apart.shift <= tolerance.shift && apart.angle <= tolerance.angle;
}
