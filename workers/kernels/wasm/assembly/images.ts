// Atom images summed on a grid, and gathered back with a weight per sample, four samples at a time.
//
// Memory is handed out by the caller; nothing is allocated here. An atom is five doubles: x, y, z (Å from the grid's
// origin), table pieces per Å² of r², and where its image ends (Å). Its image is a weighted sum of tables of cubics in
// r²; behind the last piece lies one of zeros, which catches lanes beyond the end. Where there are fewer straight lines
// than samples they are spread from the cubics once per atom. The sphere is cut into rows four at a time, in image-rows.

import {
  entries,
  lanesFrom,
  lastGroup,
  placeAtom,
  plane0,
  plane1,
  planeWay,
  planRows,
  rowAt,
  rowBytes,
  rows,
  rowsAcross,
  rowsHigh,
  rowsWay,
  setSphereGrid,
  squares,
  ways,
} from "./image-rows";

const ATOM: usize = 40; // bytes
const RESULT: usize = 40; // bytes
const GROUP: i32 = 16; // bytes of four samples
const MAGIC: f32 = 8388608.0; // 2^23: adding it leaves a small whole number in the low mantissa bits
const MAGIC_BITS: i32 = 0x4b000000;

let tables: usize = 0;
let pieces: i32 = 0;
let fine: i32 = 0;
let mix: i32 = 0;
let constants: usize = 0;

/** The grid of all later calls: samples along x and y, floats per row (at least 4), Å per step. */
export function setGrid(nx: i32, ny: i32, stride: i32, dx: f64, dy: f64, dz: f64): void {
  setSphereGrid(nx, ny, stride, dx, dy, dz);
}

/** The tables of all later calls: their address, cubics in each, straight lines per cubic (0: none), tables per atom. */
export function setTables(at: usize, cubics: i32, lines: i32, perAtom: i32): void {
  tables = at;
  pieces = cubics;
  fine = lines;
  mix = perAtom;
}

/** Σ weights × tables, four tables at a time, each cubic written `step` bytes behind the one before; then zeros. */
export function mixTables(numbers: usize, weights: usize, sign: f32, out: usize, step: usize): void {
  const bytes = <usize>pieces << 4;
  const signs = f32x4.splat(sign);
  for (let k: i32 = 0; k < mix; k += 4) {
    const t0 = tables + <usize>load<i32>(numbers) * bytes, t1 = tables + <usize>load<i32>(numbers, 4) * bytes;
    const t2 = tables + <usize>load<i32>(numbers, 8) * bytes, t3 = tables + <usize>load<i32>(numbers, 12) * bytes;
    const w0 = f32x4.mul(signs, v128.load32_splat(weights)), w1 = f32x4.mul(signs, v128.load32_splat(weights, 4));
    const w2 = f32x4.mul(signs, v128.load32_splat(weights, 8)), w3 = f32x4.mul(signs, v128.load32_splat(weights, 12));
    let to = out;
    for (let at: usize = 0; at < bytes; at += 16, to += step) {
      const left = f32x4.add(f32x4.mul(w0, v128.load(t0 + at)), f32x4.mul(w1, v128.load(t1 + at)));
      const right = f32x4.add(f32x4.mul(w2, v128.load(t2 + at)), f32x4.mul(w3, v128.load(t3 + at)));
      const both = f32x4.add(left, right);
      v128.store(to, k == 0 ? both : f32x4.add(both, v128.load(to)));
    }
    numbers += 16;
    weights += 16;
  }
  v128.store(out + <usize>pieces * step, f32x4.splat(0));
}

/** Spreads cubics into values at `fine` even steps per piece; then zeros. */
export function spread(cubics: usize, out: usize): void {
  const step = f32x4.splat(1 / <f32>fine);
  const lanes = f32x4.mul(f32x4(0, 1, 2, 3), step);
  for (let n: i32 = 0; n < pieces; n++) {
    const piece = cubics + (<usize>n << 4);
    const c0 = v128.load32_splat(piece), c1 = v128.load32_splat(piece, 4);
    const c2 = v128.load32_splat(piece, 8), c3 = v128.load32_splat(piece, 12);
    for (let f: i32 = 0; f < fine; f += 4) {
      const t = f32x4.add(f32x4.mul(f32x4.splat(<f32>f), step), lanes);
      v128.store(out, cubic(c0, c1, c2, c3, t));
      out += 16;
    }
  }
  v128.store(out, f32x4.splat(0));
}

/**
 * A value that loops keep in a register: engines make plain constants anew in every step of a loop, but do not repeat a
 * load.
 */
// @ts-ignore: decorator
@inline
function held(slot: i32, value: v128): v128 {
  v128.store(constants + (<usize>slot << 4), value);
  return v128.load(constants + (<usize>slot << 4));
}

// @ts-ignore: decorator
@inline
function cubic(c0: v128, c1: v128, c2: v128, c3: v128, t: v128): v128 {
  return f32x4.add(c0, f32x4.mul(t, f32x4.add(c1, f32x4.mul(t, f32x4.add(c2, f32x4.mul(t, c3))))));
}

/** Addresses of four entries of 1 << `shift` bytes by their whole numbers held as floats; `base` has MAGIC_BITS taken off. */
// @ts-ignore: decorator
@inline
function addresses(base: v128, magic: v128, whole: v128, shift: i32): v128 {
  return i32x4.add(base, i32x4.shl(f32x4.add(whole, magic), shift));
}

/** Four values between neighbours of a table of float32. */
// @ts-ignore: decorator
@inline
function lineValues(base: v128, magic: v128, s: v128): v128 {
  const whole = f32x4.floor(s);
  const n = addresses(base, magic, whole, 2);
  const a = i64x2.extract_lane(n, 0), b = i64x2.extract_lane(n, 1);
  const low = v128.load64_lane(<usize>(<u64>a >> 32), v128.load64_zero(<usize>(<u32>a)), 1);
  const high = v128.load64_lane(<usize>(<u64>b >> 32), v128.load64_zero(<usize>(<u32>b)), 1);
  const value = v128.shuffle<f32>(low, high, 0, 2, 4, 6), next = v128.shuffle<f32>(low, high, 1, 3, 5, 7);
  return f32x4.add(value, f32x4.mul(f32x4.sub(s, whole), f32x4.sub(next, value)));
}

/** Four values of cubics of 16 bytes. */
// @ts-ignore: decorator
@inline
function cubicValues(base: v128, magic: v128, s: v128): v128 {
  const whole = f32x4.floor(s);
  const n = addresses(base, magic, whole, 4);
  const a = i64x2.extract_lane(n, 0), b = i64x2.extract_lane(n, 1);
  const e0 = v128.load(<usize>(<u32>a)), e1 = v128.load(<usize>(<u64>a >> 32));
  const e2 = v128.load(<usize>(<u32>b)), e3 = v128.load(<usize>(<u64>b >> 32));
  const low01 = v128.shuffle<f32>(e0, e1, 0, 4, 1, 5), low23 = v128.shuffle<f32>(e2, e3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(e0, e1, 2, 6, 3, 7), high23 = v128.shuffle<f32>(e2, e3, 2, 6, 3, 7);
  const c0 = v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), c1 = v128.shuffle<f32>(low01, low23, 2, 3, 6, 7);
  const c2 = v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), c3 = v128.shuffle<f32>(high01, high23, 2, 3, 6, 7);
  return cubic(c0, c1, c2, c3, f32x4.sub(s, whole));
}

/**
 * Adds images, times `sign`, to the planes firstPlane … lastPlane of a map whose plane 0 lies at `map`. The weights hold
 * the occupancy. `scratch` holds what placeAtom asks for, then 16 × (pieces + 1) bytes of cubics, then
 * 4 × (pieces × fine + 4) of values.
 */
export function sum(
  map: usize,
  firstPlane: i32,
  lastPlane: i32,
  atoms: usize,
  count: i32,
  numbers: usize,
  weights: usize,
  sign: f32,
  room: usize,
  scratch: usize,
): void {
  const values = scratch + (<usize>(pieces + 1) << 4);
  const mixBytes = <usize>mix << 2;
  constants = room;
  room += 5 * 16;
  for (let a: i32 = 0; a < count; a++) {
    const own = <usize>a * mixBytes;
    if (!placeAtom(atoms + <usize>a * ATOM, firstPlane, lastPlane, max(fine, 1) * pieces, room)) continue;
    mixTables(numbers + own, weights + own, sign, scratch, 16);
    if (fine > 0) {
      spread(scratch, values);
      addLines(map, values);
    } else {
      addCubics(map, scratch);
    }
  }
}

/** Adds the image of the atom in place, told by a table of values. */
export function addLines(map: usize, values: usize): void {
  const last = held(0, f32x4.splat(entries)), magic = held(1, f32x4.splat(MAGIC));
  const base = held(2, i32x4.splat(<i32>values - (MAGIC_BITS << 2)));
  const from = squares, group = lastGroup, bytes = rowBytes, toHigh = rowsHigh - rows, toAcross = rowsAcross - rows;
  for (let k = plane0; k <= plane1; k++) {
    const end = rows + (<usize>planRows(k) << 2);
    let start = map + rowAt;
    for (let row = rows; row < end; row += 4, start += bytes) {
      const across = v128.load32_splat(row + toAcross);
      const high = load<i32>(row + toHigh);
      const whole = min(high, group);
      let i = load<i32>(row);
      for (; i <= whole; i += GROUP) {
        const s = f32x4.pmin(last, f32x4.add(v128.load(from + i), across));
        v128.store(start + i, f32x4.add(v128.load(start + i), lineValues(base, magic, s)));
      }
      if (i <= high) {
        const s = f32x4.pmin(last, f32x4.add(v128.load(from + group), across));
        const rest = v128.and(lineValues(base, magic, s), lanesFrom(i - group));
        v128.store(start + group, f32x4.add(v128.load(start + group), rest));
      }
    }
  }
}

/** Adds the image of the atom in place, told by cubics. */
export function addCubics(map: usize, cubics: usize): void {
  const last = held(0, f32x4.splat(entries)), magic = held(1, f32x4.splat(MAGIC));
  const base = held(2, i32x4.splat(<i32>cubics - (MAGIC_BITS << 4)));
  const from = squares, group = lastGroup, bytes = rowBytes, toHigh = rowsHigh - rows, toAcross = rowsAcross - rows;
  for (let k = plane0; k <= plane1; k++) {
    const end = rows + (<usize>planRows(k) << 2);
    let start = map + rowAt;
    for (let row = rows; row < end; row += 4, start += bytes) {
      const across = v128.load32_splat(row + toAcross);
      const high = load<i32>(row + toHigh);
      const whole = min(high, group);
      let i = load<i32>(row);
      for (; i <= whole; i += GROUP) {
        const s = f32x4.pmin(last, f32x4.add(v128.load(from + i), across));
        v128.store(start + i, f32x4.add(v128.load(start + i), cubicValues(base, magic, s)));
      }
      if (i <= high) {
        const s = f32x4.pmin(last, f32x4.add(v128.load(from + group), across));
        const rest = v128.and(cubicValues(base, magic, s), lanesFrom(i - group));
        v128.store(start + group, f32x4.add(v128.load(start + group), rest));
      }
    }
  }
}

/**
 * Per atom five float64: Σ w ρ′ (x − atom) ⁄ r along x, y, z, Σ w ρ and Σ w ρ₂, where w is the value of the map, ρ the
 * image mixed with `weights` and ρ₂ the one mixed with `others`. `scratch` holds what placeAtom asks for, `cubics`
 * 32 × (pieces + 1) bytes: both images, piece by piece.
 */
export function gather(
  map: usize,
  planes: i32,
  atoms: usize,
  count: i32,
  numbers: usize,
  weights: usize,
  others: usize,
  room: usize,
  cubics: usize,
  out: usize,
): void {
  const mixBytes = <usize>mix << 2;
  constants = room;
  room += 5 * 16;
  for (let a: i32 = 0; a < count; a++) {
    const own = <usize>a * mixBytes;
    const atom = atoms + <usize>a * ATOM, result = out + <usize>a * RESULT;
    if (placeAtom(atom, 0, planes - 1, pieces, room)) {
      mixTables(numbers + own, weights + own, 1, cubics, 32);
      mixTables(numbers + own, others + own, 1, cubics + 16, 32);
      gatherOne(map, cubics, 2 * load<f64>(atom, 24), result);
    } else memory.fill(result, 0, RESULT);
  }
}

/**
 * Gathers for the atom in place; `perPiece` turns a slope per piece of r² into ρ′ ⁄ r. Nothing is evaluated sample by
 * sample: coefficients are multiplied by w, w t, w t² and w t³ and summed side by side, those of the slope likewise.
 */
export function gatherOne(map: usize, cubics: usize, perPiece: f64, result: usize): void {
  const zero = f32x4.splat(0);
  const last = held(0, f32x4.splat(entries)), magic = held(1, f32x4.splat(MAGIC));
  const base = held(2, i32x4.splat(<i32>cubics - (MAGIC_BITS << 5)));
  const from = squares, group = lastGroup, bytes = rowBytes, toWay = ways - squares;
  const toHigh = rowsHigh - rows, toAcross = rowsAcross - rows, toRowWay = rowsWay - rows;
  let sumX: f64 = 0, sumY: f64 = 0, sumZ: f64 = 0, sumValue: f64 = 0, sumOther: f64 = 0;
  for (let k = plane0; k <= plane1; k++) {
    const end = rows + (<usize>planRows(k) << 2);
    let start = map + rowAt;
    let alongX = zero, alongY = zero, push = zero, value = zero, other = zero;
    for (let row = rows; row < end; row += 4, start += bytes) {
      const across = v128.load32_splat(row + toAcross);
      const high = load<i32>(row + toHigh);
      let rowPush = zero;
      for (let i = load<i32>(row); i <= high; i += GROUP) {
        const at = min(i, group);
        let w = v128.load(start + at);
        if (at < i) w = v128.and(w, lanesFrom(i - at));
        const s = f32x4.pmin(last, f32x4.add(v128.load(from + at), across));
        const whole = f32x4.floor(s);
        const n = addresses(base, magic, whole, 5);
        const t = f32x4.sub(s, whole);
        const wt = f32x4.mul(w, t), tt = f32x4.mul(t, t);
        const wtt = f32x4.mul(w, tt), wttt = f32x4.mul(wt, tt);
        const low01 = v128.shuffle<f32>(w, wt, 0, 4, 1, 5), low23 = v128.shuffle<f32>(wtt, wttt, 0, 4, 1, 5);
        const high01 = v128.shuffle<f32>(w, wt, 2, 6, 3, 7), high23 = v128.shuffle<f32>(wtt, wttt, 2, 6, 3, 7);
        const p0 = v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), p1 = v128.shuffle<f32>(low01, low23, 2, 3, 6, 7);
        const p2 = v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), p3 = v128.shuffle<f32>(high01, high23, 2, 3, 6, 7);
        const a = i64x2.extract_lane(n, 0), b = i64x2.extract_lane(n, 1);
        const n0 = <usize>(<u32>a), n1 = <usize>(<u64>a >> 32), n2 = <usize>(<u32>b), n3 = <usize>(<u64>b >> 32);
        value = f32x4.add(
          f32x4.add(value, f32x4.add(f32x4.mul(p0, v128.load(n0)), f32x4.mul(p1, v128.load(n1)))),
          f32x4.add(f32x4.mul(p2, v128.load(n2)), f32x4.mul(p3, v128.load(n3))),
        );
        other = f32x4.add(
          f32x4.add(other, f32x4.add(f32x4.mul(p0, v128.load(n0, 16)), f32x4.mul(p1, v128.load(n1, 16)))),
          f32x4.add(f32x4.mul(p2, v128.load(n2, 16)), f32x4.mul(p3, v128.load(n3, 16))),
        );
        const s0 = f32x4.mul(p0, v128.load(n0, 4)), s1 = f32x4.mul(p1, v128.load(n1, 4));
        const s2 = f32x4.mul(p2, v128.load(n2, 4)), s3 = f32x4.mul(p3, v128.load(n3, 4));
        rowPush = f32x4.add(f32x4.add(rowPush, f32x4.add(s0, s1)), f32x4.add(s2, s3));
        const way = from + toWay + at;
        const x0 = f32x4.mul(s0, v128.load32_splat(way)), x1 = f32x4.mul(s1, v128.load32_splat(way, 4));
        const x2 = f32x4.mul(s2, v128.load32_splat(way, 8)), x3 = f32x4.mul(s3, v128.load32_splat(way, 12));
        alongX = f32x4.add(f32x4.add(alongX, f32x4.add(x0, x1)), f32x4.add(x2, x3));
      }
      push = f32x4.add(push, rowPush);
      alongY = f32x4.add(alongY, f32x4.mul(rowPush, v128.load32_splat(row + toRowWay)));
    }
    sumX += slopeOf(alongX);
    sumY += slopeOf(alongY);
    sumZ += slopeOf(push) * planeWay;
    sumValue += sumLanes(value);
    sumOther += sumLanes(other);
  }
  store<f64>(result, sumX * perPiece);
  store<f64>(result, sumY * perPiece, 8);
  store<f64>(result, sumZ * perPiece, 16);
  store<f64>(result, sumValue, 24);
  store<f64>(result, sumOther, 32);
}

/** The slope c1 + 2 c2 t + 3 c3 t² from its parts c1, c2 t, c3 t² and something that is not of it. */
// @ts-ignore: decorator
@inline
function slopeOf(parts: v128): f64 {
  return (
    <f64>f32x4.extract_lane(parts, 0) + 2 * <f64>f32x4.extract_lane(parts, 1) + 3 * <f64>f32x4.extract_lane(parts, 2)
  );
}

// @ts-ignore: decorator
@inline
function sumLanes(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) + <f64>f32x4.extract_lane(v, 1) + <f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3)
  );
}
