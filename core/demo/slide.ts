import { unit } from "#core/demo/geometry.ts";
import { cross, type Vec3 } from "#core/math/vec3.ts";

/** Atoms in columns along a direction: only what lies in neighbouring columns can meet when sliding along it. */
interface Columns {
  readonly u: Vec3;
  readonly v: Vec3;
  /** First atom of each column and the next one in the same column, −1 at the end. */
  readonly head: Int32Array;
  readonly next: Int32Array;
}

/** Columns along each edge; atoms farther out (beyond about 200 Å) share those at the border. */
const EDGE = 128;

/**
 * How far along `direction` (unit vector) the moving atoms have to be shifted, Å, so that coming from far out on that
 * side their first pair with a fixed atom is just `gap` Å apart; −∞ when they would pass by. Both are xyz triplets.
 */
export function slide(fixed: Float64Array, moving: Float64Array, direction: Vec3, gap: number): number {
  const columns = columnsOf(fixed, direction, gap);
  let furthest = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < moving.length; n += 3) {
    const i = columnAt(moving, n, columns.u, gap);
    const j = columnAt(moving, n, columns.v, gap);
    for (let row = Math.max(j - 1, 0); row <= Math.min(j + 1, EDGE - 1); row++) {
      for (let column = Math.max(i - 1, 0); column <= Math.min(i + 1, EDGE - 1); column++) {
        for (let other = columns.head[column + EDGE * row]; other >= 0; other = columns.next[other]) {
          const shift = meeting(fixed, 3 * other, moving, n, direction, gap);
          if (shift > furthest) furthest = shift;
        }
      }
    }
  }
  return furthest;
}

/** The larger of the two shifts at which the moving atom is `gap` from the fixed one; −∞ when it passes by. */
function meeting(
  fixed: Float64Array,
  a: number,
  moving: Float64Array,
  b: number,
  direction: Vec3,
  gap: number,
): number {
  const x = fixed[a] - moving[b];
  const y = fixed[a + 1] - moving[b + 1];
  const z = fixed[a + 2] - moving[b + 2];
  const along = x * direction[0] + y * direction[1] + z * direction[2];
  const rest = gap * gap - (x * x + y * y + z * z - along * along);
  return rest > 0 ? along + Math.sqrt(rest) : Number.NEGATIVE_INFINITY;
}

function columnsOf(xyz: Float64Array, direction: Vec3, width: number): Columns {
  const u = unit(cross(direction, Math.abs(direction[0]) < 0.7 ? [1, 0, 0] : [0, 1, 0]));
  const v = cross(direction, u);
  const head = new Int32Array(EDGE * EDGE).fill(-1);
  const next = new Int32Array(xyz.length / 3);
  for (let n = 0; n < next.length; n++) {
    const column = columnAt(xyz, 3 * n, u, width) + EDGE * columnAt(xyz, 3 * n, v, width);
    next[n] = head[column];
    head[column] = n;
  }
  return { u, v, head, next };
}

function columnAt(xyz: Float64Array, n: number, axis: Vec3, width: number): number {
  const along = xyz[n] * axis[0] + xyz[n + 1] * axis[1] + xyz[n + 2] * axis[2];
  return Math.min(Math.max(Math.floor(along / width) + EDGE / 2, 0), EDGE - 1);
}
