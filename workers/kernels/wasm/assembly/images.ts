// Atom images summed on a grid, and gathered back with a weight per sample, four samples at a time.
//
// Memory is handed out by the caller; nothing is allocated here. A grid has rows of `stride` floats, at least three
// more than are used, so that a group of four may run past the end of a row. An atom is five doubles: x, y, z (Å from
// the grid's origin), table pieces per Å, and where its image ends (Å). Its image is a weighted sum of tables of
// cubics in the distance, spread once per atom into a fine table of straight lines (value, rise): that costs a few
// hundred steps and makes each of the thousands of samples cheap. The last entry is 0 and catches lanes beyond the end.

const ATOM: usize = 40; // bytes
const MAGIC: f32 = 8388608.0; // 2^23: adding it leaves a small whole number in the low mantissa bits

let nx: i32 = 0;
let ny: i32 = 0;
let stride: i32 = 0;
let vx: f64 = 1;
let vy: f64 = 1;
let vz: f64 = 1;
let perX: f64 = 1;
let perY: f64 = 1;
let perZ: f64 = 1;

/** The grid of all later calls: samples along x and y, floats per row, Å per step. */
export function setGrid(x: i32, y: i32, rowStride: i32, dx: f64, dy: f64, dz: f64): void {
  nx = x;
  ny = y;
  stride = rowStride;
  vx = dx;
  vy = dy;
  vz = dz;
  perX = 1 / dx;
  perY = 1 / dy;
  perZ = 1 / dz;
}

/** Σ weights × tables, `pieces` cubics of four floats each. */
function mixTables(tables: usize, pieces: i32, mix: i32, numbers: usize, weights: usize, out: usize): void {
  const bytes = <usize>pieces << 4;
  for (let at: usize = 0; at < bytes; at += 16) {
    let sum = f32x4.splat(0);
    for (let k: i32 = 0; k < mix; k++) {
      const table = tables + <usize>load<i32>(numbers + (<usize>k << 2)) * bytes;
      const weight = v128.load32_splat(weights + (<usize>k << 2));
      sum = f32x4.add(sum, f32x4.mul(weight, v128.load(table + at)));
    }
    v128.store(out + at, sum);
  }
}

// @ts-ignore: decorator
@inline
function cubicAt(piece: usize, t: v128): v128 {
  const c0 = v128.load32_splat(piece), c1 = v128.load32_splat(piece, 4);
  const c2 = v128.load32_splat(piece, 8), c3 = v128.load32_splat(piece, 12);
  return f32x4.add(c0, f32x4.mul(t, f32x4.add(c1, f32x4.mul(t, f32x4.add(c2, f32x4.mul(t, c3))))));
}

/** Slope of the cubic over its distance s = n + t from the atom, both in pieces; finite at the atom itself. */
// @ts-ignore: decorator
@inline
function pushAt(piece: usize, n: i32, t: v128): v128 {
  const c1 = v128.load32_splat(piece, 4), c2 = v128.load32_splat(piece, 8), c3 = v128.load32_splat(piece, 12);
  const two = f32x4.mul(f32x4.splat(2), c2), three = f32x4.mul(f32x4.splat(3), c3);
  // The first piece starts flat, so that its slope holds a factor t.
  if (n == 0) return f32x4.add(two, f32x4.mul(t, three));
  const slope = f32x4.add(c1, f32x4.mul(t, f32x4.add(two, f32x4.mul(t, three))));
  return f32x4.div(slope, f32x4.add(f32x4.splat(<f32>n), t));
}

/** Value and rise to the next of four neighbours, written every `bytes` bytes. */
// @ts-ignore: decorator
@inline
function storeLines(at: usize, bytes: usize, value: v128, next: v128): void {
  const rise = f32x4.sub(next, value);
  const low = v128.shuffle<f32>(value, rise, 0, 4, 1, 5), high = v128.shuffle<f32>(value, rise, 2, 6, 3, 7);
  v128.store64_lane(at, low, 0);
  v128.store64_lane(at + bytes, low, 1);
  v128.store64_lane(at + 2 * bytes, high, 0);
  v128.store64_lane(at + 3 * bytes, high, 1);
}

/** Spreads cubics into `fine` straight lines per piece, a multiple of 4, of `bytes` bytes each. */
function spread(cubics: usize, pieces: i32, fine: i32, out: usize, bytes: usize): void {
  const step = f32x4.splat(1 / <f32>fine);
  const lanes = f32x4.mul(f32x4(0, 1, 2, 3), step);
  let at = out;
  for (let n: i32 = 0; n < pieces; n++) {
    const piece = cubics + (<usize>n << 4);
    for (let f: i32 = 0; f < fine; f += 4) {
      const t = f32x4.add(f32x4.mul(f32x4.splat(<f32>f), step), lanes);
      storeLines(at, bytes, cubicAt(piece, t), cubicAt(piece, f32x4.add(t, step)));
      at += 4 * bytes;
    }
  }
  store<u64>(at, 0);
}

/** Spreads the slope over the distance likewise. */
function spreadPush(cubics: usize, pieces: i32, fine: i32, out: usize, bytes: usize): void {
  const step = f32x4.splat(1 / <f32>fine);
  const lanes = f32x4.mul(f32x4(0, 1, 2, 3), step);
  let at = out;
  for (let n: i32 = 0; n < pieces; n++) {
    const piece = cubics + (<usize>n << 4);
    for (let f: i32 = 0; f < fine; f += 4) {
      const t = f32x4.add(f32x4.mul(f32x4.splat(<f32>f), step), lanes);
      storeLines(at, bytes, pushAt(piece, n, t), pushAt(piece, n, f32x4.add(t, step)));
      at += 4 * bytes;
    }
  }
  store<u64>(at, 0);
}

// @ts-ignore: decorator
@inline
function sumLanes(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) + <f64>f32x4.extract_lane(v, 1) + <f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3)
  );
}

// @ts-ignore: decorator
@inline
function firstIn(centre: f64, within: f64, perStep: f64): i32 {
  return max(0, <i32>Math.ceil((centre - within) * perStep));
}

// @ts-ignore: decorator
@inline
function lastIn(centre: f64, within: f64, perStep: f64, size: i32): i32 {
  return min(size - 1, <i32>Math.floor((centre + within) * perStep));
}

/** Whole numbers held as floats, 0 … 2^23 − 1, as integers. */
// @ts-ignore: decorator
@inline
function toInt(wholeNumber: v128): v128 {
  return v128.and(f32x4.add(wholeNumber, f32x4.splat(MAGIC)), i32x4.splat(0x7fffff));
}

/** Two pairs (value, rise) side by side. */
// @ts-ignore: decorator
@inline
function twoLines(a: usize, b: usize): v128 {
  return v128.load64_lane(b, v128.load64_zero(a), 1);
}

/**
 * Adds images to the planes firstPlane … lastPlane of a map whose plane 0 lies at `map`. The weights hold the
 * occupancy. `scratch` holds 16 × pieces bytes of cubics, then 8 × (pieces × fine + 1) of lines.
 */
export function sum(
  map: usize,
  firstPlane: i32,
  lastPlane: i32,
  atoms: usize,
  count: i32,
  tables: usize,
  pieces: i32,
  fine: i32,
  mix: i32,
  numbers: usize,
  weights: usize,
  scratch: usize,
): void {
  const last = f32x4.splat(<f32>(pieces * fine));
  const lanes = f32x4.mul(f32x4(0, 1, 2, 3), f32x4.splat(<f32>vx));
  const step4 = f32x4.splat(<f32>(4 * vx));
  const rowBytes = <usize>stride << 2;
  const lines = scratch + (<usize>pieces << 4);
  const base = i32x4.splat(<i32>lines);
  for (let a: i32 = 0; a < count; a++) {
    const atom = atoms + <usize>a * ATOM;
    const x = load<f64>(atom), y = load<f64>(atom, 8), z = load<f64>(atom, 16);
    const reach = load<f64>(atom, 32);
    const k0 = max(firstPlane, firstIn(z, reach, perZ));
    const k1 = min(lastPlane, lastIn(z, reach, perZ, lastPlane + 1));
    if (k0 > k1) continue;
    const mixBytes = <usize>(a * mix) << 2;
    mixTables(tables, pieces, mix, numbers + mixBytes, weights + mixBytes, scratch);
    spread(scratch, pieces, fine, lines, 8);
    const perLength = f32x4.splat(<f32>(load<f64>(atom, 24) * <f64>fine));
    for (let k = k0; k <= k1; k++) {
      const dz = <f64>k * vz - z;
      const inPlane = reach * reach - dz * dz;
      if (inPlane < 0) continue;
      const halfY = Math.sqrt(inPlane);
      const j1 = lastIn(y, halfY, perY, ny);
      for (let j = firstIn(y, halfY, perY); j <= j1; j++) {
        const dy = <f64>j * vy - y;
        const inRow = inPlane - dy * dy;
        if (inRow < 0) continue;
        const halfX = Math.sqrt(inRow);
        const i0 = firstIn(x, halfX, perX), i1 = lastIn(x, halfX, perX, nx);
        const across = f32x4.splat(<f32>(dy * dy + dz * dz));
        let dx = f32x4.add(f32x4.splat(<f32>(<f64>i0 * vx - x)), lanes);
        let at = map + <usize>(k * ny + j) * rowBytes + (<usize>i0 << 2);
        for (let i = i0; i <= i1; i += 4) {
          const r = f32x4.sqrt(f32x4.add(f32x4.mul(dx, dx), across));
          const s = f32x4.pmin(last, f32x4.mul(r, perLength));
          const whole = f32x4.floor(s);
          const t = f32x4.sub(s, whole);
          const n = i32x4.add(base, i32x4.shl(toInt(whole), 3));
          const low = twoLines(<usize>i32x4.extract_lane(n, 0), <usize>i32x4.extract_lane(n, 1));
          const high = twoLines(<usize>i32x4.extract_lane(n, 2), <usize>i32x4.extract_lane(n, 3));
          const value = v128.shuffle<f32>(low, high, 0, 2, 4, 6), rise = v128.shuffle<f32>(low, high, 1, 3, 5, 7);
          v128.store(at, f32x4.add(v128.load(at), f32x4.add(value, f32x4.mul(t, rise))));
          dx = f32x4.add(dx, step4);
          at += 16;
        }
      }
    }
  }
}

/**
 * Per atom five float64: Σ w ρ′ (x − atom) ⁄ r along x, y, z, Σ w ρ and Σ w ρ₂, where w is the value of the map, ρ the
 * image mixed with `weights` and ρ₂ the one mixed with `others`. `scratch` holds 2 × 16 × pieces bytes of cubics, then
 * 32 × (pieces × fine + 1) of lines: ρ, ρ′ ⁄ r, ρ₂ and 8 bytes between.
 */
export function gather(
  map: usize,
  planes: i32,
  atoms: usize,
  count: i32,
  tables: usize,
  pieces: i32,
  fine: i32,
  mix: i32,
  numbers: usize,
  weights: usize,
  others: usize,
  scratch: usize,
  out: usize,
): void {
  const zero = f32x4.splat(0);
  const last = f32x4.splat(<f32>(pieces * fine));
  const lanes = f32x4.mul(f32x4(0, 1, 2, 3), f32x4.splat(<f32>vx));
  const step4 = f32x4.splat(<f32>(4 * vx));
  const rowBytes = <usize>stride << 2;
  const second = scratch + (<usize>pieces << 4);
  const lines = second + (<usize>pieces << 4);
  const base = i32x4.splat(<i32>lines);
  for (let a: i32 = 0; a < count; a++) {
    const atom = atoms + <usize>a * ATOM;
    const x = load<f64>(atom), y = load<f64>(atom, 8), z = load<f64>(atom, 16);
    const reach = load<f64>(atom, 32);
    const pieceLength = load<f64>(atom, 24);
    const mixBytes = <usize>(a * mix) << 2;
    mixTables(tables, pieces, mix, numbers + mixBytes, weights + mixBytes, scratch);
    mixTables(tables, pieces, mix, numbers + mixBytes, others + mixBytes, second);
    spread(scratch, pieces, fine, lines, 32);
    spreadPush(scratch, pieces, fine, lines + 8, 32);
    spread(second, pieces, fine, lines + 16, 32);
    const perLength = f32x4.splat(<f32>(pieceLength * <f64>fine));
    let sumX: f64 = 0, sumY: f64 = 0, sumZ: f64 = 0, sumValue: f64 = 0, sumOther: f64 = 0;
    const k1 = lastIn(z, reach, perZ, planes);
    for (let k = firstIn(z, reach, perZ); k <= k1; k++) {
      const dz = <f64>k * vz - z;
      const inPlane = reach * reach - dz * dz;
      if (inPlane < 0) continue;
      const halfY = Math.sqrt(inPlane);
      const j1 = lastIn(y, halfY, perY, ny);
      for (let j = firstIn(y, halfY, perY); j <= j1; j++) {
        const dy = <f64>j * vy - y;
        const inRow = inPlane - dy * dy;
        if (inRow < 0) continue;
        const halfX = Math.sqrt(inRow);
        const i0 = firstIn(x, halfX, perX), i1 = lastIn(x, halfX, perX, nx);
        const across = f32x4.splat(<f32>(dy * dy + dz * dz));
        let dx = f32x4.add(f32x4.splat(<f32>(<f64>i0 * vx - x)), lanes);
        let at = map + <usize>(k * ny + j) * rowBytes + (<usize>i0 << 2);
        let rowX = zero, rowPush = zero, rowValue = zero, rowOther = zero;
        for (let i = i0; i <= i1; i += 4) {
          const w = v128.load(at);
          const r = f32x4.sqrt(f32x4.add(f32x4.mul(dx, dx), across));
          const s = f32x4.pmin(last, f32x4.mul(r, perLength));
          const whole = f32x4.floor(s);
          const t = f32x4.sub(s, whole);
          const n = i32x4.add(base, i32x4.shl(toInt(whole), 5));
          const l0 = <usize>i32x4.extract_lane(n, 0), l1 = <usize>i32x4.extract_lane(n, 1);
          const l2 = <usize>i32x4.extract_lane(n, 2), l3 = <usize>i32x4.extract_lane(n, 3);
          const e0 = v128.load(l0), e1 = v128.load(l1), e2 = v128.load(l2), e3 = v128.load(l3);
          const v01 = v128.shuffle<f32>(e0, e1, 0, 4, 1, 5), v23 = v128.shuffle<f32>(e2, e3, 0, 4, 1, 5);
          const p01 = v128.shuffle<f32>(e0, e1, 2, 6, 3, 7), p23 = v128.shuffle<f32>(e2, e3, 2, 6, 3, 7);
          const value = f32x4.add(v128.shuffle<f32>(v01, v23, 0, 1, 4, 5), f32x4.mul(t, v128.shuffle<f32>(v01, v23, 2, 3, 6, 7)));
          const push = f32x4.add(v128.shuffle<f32>(p01, p23, 0, 1, 4, 5), f32x4.mul(t, v128.shuffle<f32>(p01, p23, 2, 3, 6, 7)));
          const low = twoLines(l0 + 16, l1 + 16), high = twoLines(l2 + 16, l3 + 16);
          const other = f32x4.add(v128.shuffle<f32>(low, high, 0, 2, 4, 6), f32x4.mul(t, v128.shuffle<f32>(low, high, 1, 3, 5, 7)));
          const pushed = f32x4.mul(w, push);
          rowPush = f32x4.add(rowPush, pushed);
          rowX = f32x4.add(rowX, f32x4.mul(pushed, dx));
          rowValue = f32x4.add(rowValue, f32x4.mul(w, value));
          rowOther = f32x4.add(rowOther, f32x4.mul(w, other));
          dx = f32x4.add(dx, step4);
          at += 16;
        }
        const along = sumLanes(rowPush);
        sumX += sumLanes(rowX);
        sumY += along * dy;
        sumZ += along * dz;
        sumValue += sumLanes(rowValue);
        sumOther += sumLanes(rowOther);
      }
    }
    const result = out + <usize>a * 40;
    const perSquare = pieceLength * pieceLength;
    store<f64>(result, sumX * perSquare);
    store<f64>(result, sumY * perSquare, 8);
    store<f64>(result, sumZ * perSquare, 16);
    store<f64>(result, sumValue, 24);
    store<f64>(result, sumOther, 32);
  }
}
