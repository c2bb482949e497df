/**
 * The functions gpu.js reads back by Function.toString() and translates to WGSL. Each is complete in
 * itself: no imports, no closures, no helpers, and counters advance by `+= 1`, because they become floats
 * and WGSL has no `++` for those. Bundlers must leave this file's names and statements as written.
 */

/** What gpu.js offers a running function as `this`. */
interface Cell {
  readonly thread: { readonly x: number; readonly y: number; readonly z: number };
}

/** A block of numbers on the card, indexed [z][y][x]. */
type Block = readonly (readonly (readonly number[])[])[];

/** Each number of a block where it is; with the output left on the card, an upload. */
export function copyCell(this: Cell, block: Block): number {
  return block[this.thread.z][this.thread.y][this.thread.x];
}

/**
 * Four of a pose's sums over every `chunks`-th point. Cell x is the first point, y the pose, z the part:
 * part 0 is Σ w V and Σ w ∇V, part 1 Σ w r × ∇V and Σ V², part 2 Σ V.
 * `points` is [0][x, y, z, weight][point], Å from the body's centre. A row of `poses` holds the three rows of
 * the rotation, each followed by the centre's index coordinate. `top…` is the last index of the volume and
 * `per…` the voxels per Å along an axis. `trips` steps of `chunks` reach every one of `count` points;
 * positions are clamped to the volume, whose border is constant.
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: gpu.js hands no array to a helper, so the cell's eight reads stay here.
export function sumOverPoints(
  this: Cell,
  volume: Block,
  points: Block,
  poses: Block,
  count: number,
  chunks: number,
  trips: number,
  topX: number,
  topY: number,
  topZ: number,
  perX: number,
  perY: number,
  perZ: number,
): [number, number, number, number] {
  const pose = this.thread.y;
  const part = this.thread.z;
  const m0 = poses[0][pose][0];
  const m1 = poses[0][pose][1];
  const m2 = poses[0][pose][2];
  const tx = poses[0][pose][3];
  const m3 = poses[0][pose][4];
  const m4 = poses[0][pose][5];
  const m5 = poses[0][pose][6];
  const ty = poses[0][pose][7];
  const m6 = poses[0][pose][8];
  const m7 = poses[0][pose][9];
  const m8 = poses[0][pose][10];
  const tz = poses[0][pose][11];
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let n = this.thread.x;
  for (let trip = 0; trip < trips; trip += 1) {
    if (n < count) {
      const a = points[0][0][n];
      const b = points[0][1][n];
      const c = points[0][2][n];
      const w = points[0][3][n];
      const rx = m0 * a + m1 * b + m2 * c;
      const ry = m3 * a + m4 * b + m5 * c;
      const rz = m6 * a + m7 * b + m8 * c;
      const x = Math.min(Math.max(rx * perX + tx, 0), topX);
      const y = Math.min(Math.max(ry * perY + ty, 0), topY);
      const z = Math.min(Math.max(rz * perZ + tz, 0), topZ);
      const i = Math.min(Math.floor(x), topX - 1);
      const j = Math.min(Math.floor(y), topY - 1);
      const k = Math.min(Math.floor(z), topZ - 1);
      const fx = x - i;
      const fy = y - j;
      const fz = z - k;
      const v000 = volume[k][j][i];
      const v010 = volume[k][j + 1][i];
      const v001 = volume[k + 1][j][i];
      const v011 = volume[k + 1][j + 1][i];
      const d00 = volume[k][j][i + 1] - v000;
      const d10 = volume[k][j + 1][i + 1] - v010;
      const d01 = volume[k + 1][j][i + 1] - v001;
      const d11 = volume[k + 1][j + 1][i + 1] - v011;
      const a00 = v000 + fx * d00;
      const a01 = v001 + fx * d01;
      const e0 = v010 + fx * d10 - a00;
      const e1 = v011 + fx * d11 - a01;
      const b0 = a00 + fy * e0;
      const slope = a01 + fy * e1 - b0;
      const v = b0 + fz * slope;
      const g0 = d00 + fy * (d10 - d00);
      const g1 = d01 + fy * (d11 - d01);
      const gx = w * perX * (g0 + fz * (g1 - g0));
      const gy = w * perY * (e0 + fz * (e1 - e0));
      const gz = w * perZ * slope;
      if (part < 1) {
        s0 += w * v;
        s1 += gx;
        s2 += gy;
        s3 += gz;
      } else if (part < 2) {
        s0 += ry * gz - rz * gy;
        s1 += rz * gx - rx * gz;
        s2 += rx * gy - ry * gx;
        s3 += v * v;
      } else {
        s0 += v;
      }
    }
    n += chunks;
  }
  return [s0, s1, s2, s3];
}
