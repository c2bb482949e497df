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
 * also agree when an operation carries one onto the other. Only groups near a member are compared with it.
 */
export function clusterFound<T extends Found>(
  found: readonly T[],
  tolerance: Tolerance,
  symmetry: readonly Rigid[] = [],
): Group<T>[] {
  const order = found.map((_, n) => n).sort((a, b) => found[b].score - found[a].score || a - b);
  const groups: { best: T; members: T[]; hits: number }[] = [];
  const leaders = createPoseList(found.length);
  for (const n of order) {
    const candidate = found[n];
    const home = firstWithin(leaders, candidate.pose, tolerance);
    if (home >= 0) {
      const group = groups[leaders.owner[home]];
      group.members.push(candidate);
      group.hits += candidate.hits;
      continue;
    }
    addPose(leaders, candidate.pose, groups.length);
    for (const operation of symmetry) addPose(leaders, compose(operation, candidate.pose), groups.length);
    groups.push({ best: candidate, members: [candidate], hits: candidate.hits });
  }
  return groups;
}

/** Whether two poses lie within the tolerances. */
export function agree(a: Rigid, b: Rigid, tolerance: Tolerance): boolean {
  const list = createPoseList(1);
  addPose(list, a, 0);
  return firstWithin(list, b, tolerance) === 0;
}

/** Poses as columns, to be compared many times; each belongs to something with a number. */
export interface PoseList {
  count: number;
  /** Centres (Å) and unit quaternions x, y, z, w: seven numbers per pose. */
  numbers: Float64Array;
  owner: Int32Array;
}

export function createPoseList(room: number): PoseList {
  return { count: 0, numbers: new Float64Array(7 * room), owner: new Int32Array(room) };
}

export function addPose(list: PoseList, { shift, rotation }: Rigid, owner: number): void {
  if (list.count === list.owner.length) grow(list);
  const at = 7 * list.count;
  for (let k = 0; k < 3; k++) list.numbers[at + k] = shift[k];
  for (let k = 0; k < 4; k++) list.numbers[at + 3 + k] = rotation[k];
  list.owner[list.count++] = owner;
}

function grow(list: PoseList): void {
  const { numbers, owner } = list;
  list.numbers = new Float64Array(2 * numbers.length + 7);
  list.numbers.set(numbers);
  list.owner = new Int32Array(2 * owner.length + 1);
  list.owner.set(owner);
}

/**
 * Place in the list of the first pose within the tolerances of another; −1 when there is none. One flat loop: this is
 * where clustering spends its time.
 */
export function firstWithin(list: PoseList, { shift, rotation }: Rigid, tolerance: Tolerance): number {
  const { numbers, count } = list;
  const [x, y, z] = shift;
  const [qx, qy, qz, qw] = rotation;
  const farthest = tolerance.shift * tolerance.shift;
  const leastCosine = Math.cos((tolerance.angle * Math.PI) / 360);
  for (let n = 0, at = 0; n < count; n++, at += 7) {
    const dx = numbers[at] - x;
    const dy = numbers[at + 1] - y;
    const dz = numbers[at + 2] - z;
    if (dx * dx + dy * dy + dz * dz > farthest) continue;
    const cosine = numbers[at + 3] * qx + numbers[at + 4] * qy + numbers[at + 5] * qz + numbers[at + 6] * qw;
    if (Math.abs(cosine) >= leastCosine) return n;
  }
  return -1;
}
