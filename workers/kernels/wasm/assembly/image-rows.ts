// The rows of a grid that cross the sphere of an atom, four at a time.
//
// Along a row the squared distance, counted in entries of a table, is a part of its own (`across`) and a part that all
// rows share (`squares`): the loops over samples neither multiply nor take roots. A row may be found longer than it
// is, never shorter: what lies outside the sphere lies behind the last entry of the table.

let nx: i32 = 0;
let ny: i32 = 0;
let vx: f64 = 1;
let vy: f64 = 1;
let vz: f64 = 1;

const BEFORE: i32 = 4; // entries of `squares` before the first sample, for a group that starts before it
const SLACK: f32 = 1e-4; // samples; float32 tells ends of rows better than that

let x: f64 = 0;
let y: f64 = 0;
let z: f64 = 0;
let reach: f64 = 0;
let root: f64 = 1; // of entries per Å²
let first: i32 = 0; // along x
let final: i32 = 0;
let pitch: usize = 0;

/** Bytes between the rows of a map. */
export let rowBytes: usize = 0;
/** Entries of the atom's table. */
export let entries: f32 = 0;
/** Planes of the atom. */
export let plane0: i32 = 0;
export let plane1: i32 = 0;
/** Squared distance along x of the atom's samples, in entries; and distance, Å. */
export let squares: usize = 0;
export let ways: usize = 0;
/** The last place in a row, in bytes from the atom's first sample along x, where a group of four still fits. */
export let lastGroup: i32 = 0;
/** The rows of a plane: of each its first and last sample (bytes from the atom's first along x), `across`, and Å along y. */
export let rows: usize = 0;
export let rowsHigh: usize = 0;
export let rowsAcross: usize = 0;
export let rowsWay: usize = 0;
/** Where the first row of a plane starts in a map, bytes, and the plane's distance from the atom, Å. */
export let rowAt: usize = 0;
export let planeWay: f64 = 0;

export function setSphereGrid(sizeX: i32, sizeY: i32, stride: i32, dx: f64, dy: f64, dz: f64): void {
  nx = sizeX;
  ny = sizeY;
  rowBytes = <usize>stride << 2;
  vx = dx;
  vy = dy;
  vz = dz;
  pitch = <usize>(ny + 8) << 2;
}

/**
 * Takes up an atom whose image has `size` entries, on planes from … to. False when it has no sample there. `room`
 * holds 4 × (2 × (nx + 16) + 4 × (ny + 8)) bytes.
 */
export function placeAtom(atom: usize, from: i32, to: i32, size: i32, room: usize): bool {
  x = load<f64>(atom);
  y = load<f64>(atom, 8);
  z = load<f64>(atom, 16);
  reach = load<f64>(atom, 32);
  plane0 = firstIn(z, vz, from);
  plane1 = lastIn(z, vz, to);
  first = firstIn(x, vx, 0);
  final = lastIn(x, vx, nx - 1);
  if (plane0 > plane1 || first > final) return false;
  entries = <f32>size;
  root = Math.sqrt(<f64>size) / reach;
  lastGroup = <i32>rowBytes - 16 - (first << 2);
  squares = room + (BEFORE << 2);
  ways = squares + (<usize>(nx + 16) << 2);
  rows = ways + (<usize>(nx + 16 - BEFORE) << 2);
  rowsHigh = rows + pitch;
  rowsAcross = rowsHigh + pitch;
  rowsWay = rowsAcross + pitch;
  const lanes = f32x4.mul(f32x4(0, 1, 2, 3), f32x4.splat(<f32>vx));
  const scale = f32x4.splat(<f32>root);
  for (let i = -BEFORE; i <= final - first + 3; i += 4) {
    const way = f32x4.add(f32x4.splat(<f32>(<f64>(first + i) * vx - x)), lanes);
    const scaled = f32x4.mul(way, scale);
    v128.store(ways + (<usize>i << 2), way);
    v128.store(squares + (<usize>i << 2), f32x4.mul(scaled, scaled));
  }
  return true;
}

// @ts-ignore: decorator
@inline
function firstIn(centre: f64, step: f64, least: i32): i32 {
  return max(least, <i32>Math.ceil((centre - reach) / step));
}

// @ts-ignore: decorator
@inline
function lastIn(centre: f64, step: f64, most: i32): i32 {
  return min(most, <i32>Math.floor((centre + reach) / step));
}

/** Whole numbers held as floats, up to 2^22, as integers. */
// @ts-ignore: decorator
@inline
function toInt(whole: v128): v128 {
  return i32x4.sub(f32x4.add(whole, f32x4.splat(12582912)), i32x4.splat(0x4b400000));
}

/** Finds the rows of a plane; answers how many there are. */
export function planRows(k: i32): i32 {
  const dz = <f64>k * vz - z;
  const inPlane = reach * reach - dz * dz;
  if (inPlane < 0) return 0;
  const half = Math.sqrt(inPlane);
  const j0 = max(0, <i32>Math.ceil((y - half) / vy));
  const count = min(ny - 1, <i32>Math.floor((y + half) / vy)) - j0 + 1;
  planeWay = dz;
  rowAt = <usize>(k * ny + j0) * rowBytes + (<usize>first << 2);
  const scale = f32x4.splat(<f32>root);
  const above = f32x4.splat(<f32>(dz * dz * root * root));
  const all = f32x4.splat(entries), zero = f32x4.splat(0);
  const lanes = f32x4.mul(f32x4(0, 1, 2, 3), f32x4.splat(<f32>vy));
  const centre = f32x4.splat(<f32>(x / vx - <f64>first)), perEntry = f32x4.splat(<f32>(1 / (vx * root)));
  const last = i32x4.splat(final - first);
  for (let j: i32 = 0; j < count; j += 4) {
    const way = f32x4.add(f32x4.splat(<f32>(<f64>(j0 + j) * vy - y)), lanes);
    const scaled = f32x4.mul(way, scale);
    const across = f32x4.add(above, f32x4.mul(scaled, scaled));
    const left = f32x4.sqrt(f32x4.pmax(zero, f32x4.sub(all, across)));
    const reachX = f32x4.add(f32x4.mul(left, perEntry), f32x4.splat(SLACK));
    const low = i32x4.max_s(i32x4.splat(0), toInt(f32x4.ceil(f32x4.sub(centre, reachX))));
    const high = i32x4.min_s(last, toInt(f32x4.floor(f32x4.add(centre, reachX))));
    const at = <usize>j << 2;
    v128.store(rows + at, i32x4.shl(low, 2));
    v128.store(rowsHigh + at, i32x4.shl(high, 2));
    v128.store(rowsAcross + at, across);
    v128.store(rowsWay + at, way);
  }
  return count;
}

/** A mask of the lanes that `bytes` of a group of four lie before. */
// @ts-ignore: decorator
@inline
export function lanesFrom(bytes: i32): v128 {
  return i32x4.ge_s(i32x4(0, 4, 8, 12), i32x4.splat(bytes));
}
