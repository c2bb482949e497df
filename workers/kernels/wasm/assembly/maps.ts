// Loops over whole volumes: what core/volume and core/simulate define, four voxels at a time.
//
// Volumes are float32, x fastest. Memory is handed out by the caller with at least 16 spare bytes behind every block:
// whole vectors may be written past the end of a row where the next row is written later.

// @ts-ignore: decorator
@inline
function sumOfLanes(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) + <f64>f32x4.extract_lane(v, 1) + <f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3)
  );
}

/** The largest value; −∞ when there is none. NaN never counts. */
export function highest(values: usize, count: i32): f32 {
  let most = f32x4.splat(-Infinity);
  const end = values + (<usize>count << 2);
  let at = values;
  for (; at + 16 <= end; at += 16) {
    most = f32x4.pmax(most, v128.load(at)); // the first operand stays where the second is NaN
  }
  let best: f32 = -Infinity;
  best = max(max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)), max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
  for (; at < end; at += 4) {
    const value = load<f32>(at);
    if (value > best) best = value;
  }
  return best;
}

/** Sum of all values; partial sums of 4096 move to float64. */
export function total(values: usize, count: i32): f64 {
  const end = values + (<usize>count << 2);
  let sum: f64 = 0;
  let at = values;
  while (at + 16 <= end) {
    const stop = min(at + 16384, end - 15);
    let part = f32x4.splat(0);
    for (; at < stop; at += 16) part = f32x4.add(part, v128.load(at));
    sum += sumOfLanes(part);
  }
  for (; at < end; at += 4) sum += <f64>load<f32>(at);
  return sum;
}

/** out = a − b; `out` may be one of them. */
export function subtract(a: usize, b: usize, out: usize, count: i32): void {
  const bytes = <usize>count << 2;
  let n: usize = 0;
  for (; n + 16 <= bytes; n += 16) v128.store(out + n, f32x4.sub(v128.load(a + n), v128.load(b + n)));
  for (; n < bytes; n += 4) store<f32>(out + n, load<f32>(a + n) - load<f32>(b + n));
}

/** Copies a block of mx × my × mz samples between two volumes; the pointers are those of the block's first samples. */
export function copyBlock(from: usize, nx: i32, ny: i32, to: usize, px: i32, py: i32, mx: i32, my: i32, mz: i32): void {
  for (let k = 0; k < mz; k++) {
    for (let j = 0; j < my; j++) {
      memory.copy(to + (<usize>(px * (j + py * k)) << 2), from + (<usize>(nx * (j + ny * k)) << 2), <usize>mx << 2);
    }
  }
}

export function fill(values: usize, count: i32, value: f32): void {
  const end = values + (<usize>count << 2);
  const four = f32x4.splat(value);
  let at = values;
  for (; at + 16 <= end; at += 16) v128.store(at, four);
  for (; at < end; at += 4) store<f32>(at, value);
}

// ---- Averages of blocks

/** Binned planes from … to − 1: means of blocks of fx × fy × fz samples, smaller at the far ends. `row`: nx floats. */
export function binPlanes(
  values: usize, nx: i32, ny: i32, nz: i32, fx: i32, fy: i32, fz: i32, out: usize, from: i32, to: i32, row: usize,
): void {
  const bx = (nx + fx - 1) / fx, by = (ny + fy - 1) / fy;
  for (let K = from; K < to; K++) {
    const kEnd = min((K + 1) * fz, nz);
    for (let J = 0; J < by; J++) {
      const jEnd = min((J + 1) * fy, ny);
      let isFirst = true;
      for (let k = K * fz; k < kEnd; k++) {
        for (let j = J * fy; j < jEnd; j++) {
          addRow(values + (<usize>(nx * (j + ny * k)) << 2), row, nx, isFirst);
          isFirst = false;
        }
      }
      const plane = (kEnd - K * fz) * (jEnd - J * fy);
      let at = out + (<usize>(bx * (J + by * K)) << 2);
      for (let i = 0; i < nx; at += 4) {
        const end = min(i + fx, nx);
        const length = end - i;
        let sum: f32 = 0;
        for (; i < end; i++) sum += load<f32>(row + (<usize>i << 2));
        store<f32>(at, sum / <f32>(plane * length));
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function addRow(from: usize, to: usize, length: i32, isFirst: bool): void {
  const bytes = <usize>length << 2;
  if (isFirst) {
    memory.copy(to, from, bytes);
    return;
  }
  let n: usize = 0;
  for (; n + 16 <= bytes; n += 16) v128.store(to + n, f32x4.add(v128.load(to + n), v128.load(from + n)));
  for (; n < bytes; n += 4) store<f32>(to + n, load<f32>(to + n) + load<f32>(from + n));
}

// ---- Gaussian blur, plane by plane. Rows of the plane and of the ring are `stride` floats, a multiple of 4.
// `terms` holds one (pointer, weight) of 8 bytes per row to be added.

/** The weighted sum of rows, whole vectors: `length` is a multiple of 4. */
// @ts-ignore: decorator
@inline
function sumRows(terms: usize, count: i32, out: usize, length: i32): void {
  const end = terms + (<usize>count << 3);
  const bytes = <usize>length << 2;
  let n: usize = 0;
  for (; n + 64 <= bytes; n += 64) {
    let a = f32x4.splat(0), b = a, c = a, d = a;
    for (let t = terms; t < end; t += 8) {
      const w = v128.load32_splat(t, 4);
      const row = <usize>load<u32>(t) + n;
      a = f32x4.add(a, f32x4.mul(w, v128.load(row)));
      b = f32x4.add(b, f32x4.mul(w, v128.load(row, 16)));
      c = f32x4.add(c, f32x4.mul(w, v128.load(row, 32)));
      d = f32x4.add(d, f32x4.mul(w, v128.load(row, 48)));
    }
    v128.store(out + n, a);
    v128.store(out + n, b, 16);
    v128.store(out + n, c, 32);
    v128.store(out + n, d, 48);
  }
  for (; n < bytes; n += 16) {
    let a = f32x4.splat(0);
    for (let t = terms; t < end; t += 8) {
      a = f32x4.add(a, f32x4.mul(v128.load32_splat(t, 4), v128.load(<usize>load<u32>(t) + n)));
    }
    v128.store(out + n, a);
  }
}

/** Blurs one plane along x (into `plane`) and y (into `out`). `padded`: stride + taps − 1 floats, zeros at both ends. */
export function blurPlane(
  source: usize, nx: i32, ny: i32, stride: i32, weightsX: usize, tapsX: i32, weightsY: usize, tapsY: i32,
  padded: usize, terms: usize, plane: usize, out: usize,
): void {
  const reachX = (tapsX - 1) >> 1, reachY = (tapsY - 1) >> 1;
  const rowBytes = <usize>stride << 2;
  for (let t = 0; t < tapsX; t++) {
    store<u32>(terms + (<usize>t << 3), <u32>(padded + (<usize>t << 2)));
    store<f32>(terms + (<usize>t << 3), load<f32>(weightsX + (<usize>t << 2)), 4);
  }
  for (let j = 0; j < ny; j++) {
    memory.copy(padded + (<usize>reachX << 2), source + (<usize>(nx * j) << 2), <usize>nx << 2);
    sumRows(terms, tapsX, plane + <usize>j * rowBytes, stride);
  }
  for (let j = 0; j < ny; j++) {
    const first = max(0, j - reachY), last = min(ny - 1, j + reachY);
    let count = 0;
    for (let from = first; from <= last; from++, count++) {
      const term = terms + (<usize>count << 3);
      store<u32>(term, <u32>(plane + <usize>from * rowBytes));
      store<f32>(term, load<f32>(weightsY + (<usize>(from - j + reachY) << 2)), 4);
    }
    sumRows(terms, count, out + <usize>j * rowBytes, stride);
  }
}

/** Blurs along z: the plane `k` from the planes of the ring, of which p sits in slot p mod tapsZ. */
export function blurAcross(
  ring: usize, nx: i32, ny: i32, nz: i32, stride: i32, k: i32, weightsZ: usize, tapsZ: i32, terms: usize, out: usize,
): void {
  const reach = (tapsZ - 1) >> 1;
  const rowBytes = <usize>stride << 2;
  const planeBytes = <usize>ny * rowBytes;
  const first = max(0, k - reach), last = min(nz - 1, k + reach);
  for (let j = 0; j < ny; j++) {
    let count = 0;
    for (let p = first; p <= last; p++, count++) {
      const term = terms + (<usize>count << 3);
      store<u32>(term, <u32>(ring + <usize>(p % tapsZ) * planeBytes + <usize>j * rowBytes));
      store<f32>(term, load<f32>(weightsZ + (<usize>(p - k + reach) << 2)), 4);
    }
    // The last vector of a row reaches into the next row, which is written afterwards, and at the very end into the spare bytes.
    sumRows(terms, count, out + (<usize>(nx * (j + ny * k)) << 2), stride);
  }
}

// ---- Order statistics: counting by the upper and then the lower 16 bits of an ordered key (core/volume/rank.ts)

// @ts-ignore: decorator
@inline
function sortKey(bits: i32): u32 {
  return <u32>(bits ^ ((bits >> 31) | 0x80000000));
}

// @ts-ignore: decorator
@inline
function valueOfKey(key: u32): f32 {
  const bits = <i32>key < 0 ? <i32>key ^ 0x80000000 : ~<i32>key;
  return reinterpret<f32>(bits) + 0; // −0 becomes 0
}

// @ts-ignore: decorator
@inline
function isFiniteBits(bits: i32): bool {
  return (bits & 0x7f800000) != 0x7f800000;
}

/** Counts every `stride`-th value by the upper half of its key; returns how many were finite. `bins`: 65536 × u32. */
export function countUpper(values: usize, count: i32, stride: i32, bins: usize): i32 {
  memory.fill(bins, 0, 262144);
  let finite = 0;
  for (let n = 0; n < count; n += stride) {
    const bits = load<i32>(values + (<usize>n << 2));
    if (!isFiniteBits(bits)) continue;
    const bin = bins + (<usize>(sortKey(bits) >> 16) << 2);
    store<u32>(bin, load<u32>(bin) + 1);
    finite++;
  }
  return finite;
}

/** The smallest value of the bin in which the `rank`-th largest counted value lies. */
export function lowerEdgeAtRank(bins: usize, rank: i32): f32 {
  let running = 0;
  for (let bin = 65535; bin >= 0; bin--) {
    running += load<u32>(bins + (<usize>bin << 2));
    if (running >= rank) return valueOfKey(<u32>bin << 16);
  }
  return -Infinity;
}

/** Copies the values ≥ bound to `kept`; −1 when there is no room for all or some value may not be finite. */
export function keepLargest(values: usize, count: i32, bound: f32, kept: usize, room: i32): i32 {
  const four = f32x4.splat(bound);
  const end = values + (<usize>count << 2);
  let sum = f32x4.splat(0);
  let found = 0;
  let at = values;
  for (; at + 16 <= end; at += 16) {
    const v = v128.load(at);
    sum = f32x4.add(sum, v);
    let mask = i32x4.bitmask(f32x4.ge(v, four));
    if (mask == 0) continue;
    if (found + 4 > room) return -1;
    for (; mask != 0; mask &= mask - 1, found++) {
      store<f32>(kept + (<usize>found << 2), load<f32>(at + (<usize>ctz(mask) << 2)));
    }
  }
  for (; at < end; at += 4) {
    const value = load<f32>(at);
    sum = f32x4.add(sum, f32x4.splat(value));
    if (!(value >= bound)) continue;
    if (found == room) return -1;
    store<f32>(kept + (<usize>found << 2), value);
    found++;
  }
  return isFinite(sumOfLanes(sum)) ? found : -1;
}

/** The `rank`-th largest finite value; `bins` hold the counts of all by the upper half of the key. 0 when there are none. */
export function valueAtRank(values: usize, count: i32, rank: i32, bins: usize): f32 {
  let running = 0;
  let upper = -1;
  let before = 0;
  for (let bin = 65535; bin >= 0; bin--) {
    const inBin = load<u32>(bins + (<usize>bin << 2));
    if (inBin == 0) continue;
    upper = bin;
    before = running;
    running += inBin;
    if (running >= rank) break;
  }
  if (upper < 0) return 0;
  memory.fill(bins, 0, 262144);
  for (let n = 0; n < count; n++) {
    const key = sortKey(load<i32>(values + (<usize>n << 2)));
    if (<i32>(key >> 16) != upper) continue;
    const bin = bins + (<usize>(key & 0xffff) << 2);
    store<u32>(bin, load<u32>(bin) + 1);
  }
  let lower = 0;
  running = before;
  for (let bin = 65535; bin >= 0; bin--) {
    const inBin = load<u32>(bins + (<usize>bin << 2));
    if (inBin == 0) continue;
    lower = bin;
    running += inBin;
    if (running >= rank) break;
  }
  return valueOfKey((<u32>upper << 16) | <u32>lower);
}

/**
 * The value at which the running sum of the finite values, from the largest down, reaches `fraction` of their total;
 * NaN when the total is not positive. `bins`: 65536 × (f64 sum, u32 count, 4 bytes unused).
 */
export function valueAtMass(values: usize, count: i32, fraction: f64, bins: usize): f64 {
  sumByKey(values, count, -1, bins);
  let sum: f64 = 0;
  for (let bin = 0; bin < 65536; bin++) sum += load<f64>(bins + (<usize>bin << 4));
  if (!(sum > 0)) return NaN;
  const target = fraction * sum;
  const upper = binAtMass(bins, 0, target);
  if (upper < 0) return 0;
  const before = sumAbove(bins, upper);
  sumByKey(values, count, upper, bins);
  return <f64>valueOfKey((<u32>upper << 16) | <u32>binAtMass(bins, before, target));
}

/** Sums by the upper half of the key, or by the lower half of those whose upper half is `upper`. */
function sumByKey(values: usize, count: i32, upper: i32, bins: usize): void {
  memory.fill(bins, 0, 1048576);
  for (let n = 0; n < count; n++) {
    const at = values + (<usize>n << 2);
    const bits = load<i32>(at);
    if (!isFiniteBits(bits)) continue;
    const key = sortKey(bits);
    if (upper >= 0 && <i32>(key >> 16) != upper) continue;
    const bin = bins + (<usize>(upper >= 0 ? key & 0xffff : key >> 16) << 4);
    store<f64>(bin, load<f64>(bin) + <f64>load<f32>(at));
    store<u32>(bin, 1, 8);
  }
}

function binAtMass(bins: usize, before: f64, target: f64): i32 {
  let running = before;
  let last = -1;
  for (let n = 65535; n >= 0; n--) {
    const bin = bins + (<usize>n << 4);
    if (load<u32>(bin, 8) == 0) continue;
    last = n;
    running += load<f64>(bin);
    if (running >= target) break;
  }
  return last;
}

function sumAbove(bins: usize, bin: i32): f64 {
  let sum: f64 = 0;
  for (let n = 65535; n > bin; n--) sum += load<f64>(bins + (<usize>n << 4));
  return sum;
}

// ---- Connected regions at or above a level, as runs along x (core/volume/runs.ts, components.ts)

/** Counts the runs of rows from … to − 1; `rowFirst[row]` gets the number before the row. Returns the number so far. */
export function countRuns(values: usize, nx: i32, level: f32, from: i32, to: i32, before: i32, rowFirst: usize): i32 {
  const four = f32x4.splat(level);
  let runs = before;
  for (let row = from; row < to; row++) {
    store<i32>(rowFirst + (<usize>row << 2), runs);
    const first = values + (<usize>(nx * row) << 2);
    const end = first + (<usize>nx << 2);
    let carry = 0; // whether the voxel before was above
    let at = first;
    for (; at + 16 <= end; at += 16) {
      const mask = i32x4.bitmask(f32x4.ge(v128.load(at), four));
      if (mask == 0) {
        carry = 0;
        continue;
      }
      runs += popcnt(mask & ~((mask << 1) | carry));
      carry = mask >> 3;
    }
    for (; at < end; at += 4) {
      const above = load<f32>(at) >= level ? 1 : 0;
      runs += above & ~carry;
      carry = above;
    }
  }
  return runs;
}

/** Writes first and one-past-last voxel of every run of rows 0 … rows − 1. */
export function findRuns(values: usize, nx: i32, level: f32, rows: i32, rowFirst: usize, start: usize, end: usize): void {
  for (let row = 0; row < rows; row++) {
    let run = load<i32>(rowFirst + (<usize>row << 2));
    const stop = load<i32>(rowFirst + (<usize>row << 2), 4);
    let n = nx * row;
    for (; run < stop; run++) {
      while (!(load<f32>(values + (<usize>n << 2)) >= level)) n++;
      store<i32>(start + (<usize>run << 2), n);
      const last = nx * row + nx;
      while (n < last && load<f32>(values + (<usize>n << 2)) >= level) n++;
      store<i32>(end + (<usize>run << 2), n);
    }
  }
}

function rootOf(parent: usize, run: i32): i32 {
  let r = run;
  let p = load<i32>(parent + (<usize>r << 2));
  while (p != r) {
    const grand = load<i32>(parent + (<usize>p << 2));
    store<i32>(parent + (<usize>r << 2), grand);
    r = grand;
    p = load<i32>(parent + (<usize>r << 2));
  }
  return r;
}

/** Joins the runs of rows that touch through faces, edges or corners; `parent`: one i32 per run. */
export function linkRuns(nx: i32, ny: i32, rows: i32, rowFirst: usize, start: usize, end: usize, parent: usize): void {
  const runs = load<i32>(rowFirst + (<usize>rows << 2));
  for (let r = 0; r < runs; r++) store<i32>(parent + (<usize>r << 2), r);
  for (let row = 0; row < rows; row++) {
    if (load<i32>(rowFirst + (<usize>row << 2)) == load<i32>(rowFirst + (<usize>row << 2), 4)) continue;
    const j = row % ny;
    if (j > 0) linkRows(nx, row, row - 1, rowFirst, start, end, parent);
    if (row < ny) continue;
    if (j > 0) linkRows(nx, row, row - ny - 1, rowFirst, start, end, parent);
    linkRows(nx, row, row - ny, rowFirst, start, end, parent);
    if (j < ny - 1) linkRows(nx, row, row - ny + 1, rowFirst, start, end, parent);
  }
}

function linkRows(nx: i32, row: i32, before: i32, rowFirst: usize, start: usize, end: usize, parent: usize): void {
  const offset = (row - before) * nx;
  let a = load<i32>(rowFirst + (<usize>row << 2));
  let b = load<i32>(rowFirst + (<usize>before << 2));
  const aStop = load<i32>(rowFirst + (<usize>row << 2), 4);
  const bStop = load<i32>(rowFirst + (<usize>before << 2), 4);
  while (a < aStop && b < bStop) {
    const aStart = load<i32>(start + (<usize>a << 2)), aEnd = load<i32>(end + (<usize>a << 2));
    const bStart = load<i32>(start + (<usize>b << 2)) + offset, bEnd = load<i32>(end + (<usize>b << 2)) + offset;
    if (aStart < bEnd + 1 && bStart < aEnd + 1) {
      const p = rootOf(parent, a), q = rootOf(parent, b);
      if (p < q) store<i32>(parent + (<usize>q << 2), p);
      else store<i32>(parent + (<usize>p << 2), q);
    }
    if (aEnd < bEnd) a++;
    else b++;
  }
}

/**
 * Keeps the runs of regions of at least `least` voxels, or of the largest region when all are smaller: `start` is
 * compacted in place, `end` becomes the running count of voxels. `size`: one i32 per run. `out`, i32: runs kept,
 * voxels in all runs, size of the largest region, smallest and largest i, j, k of what is kept.
 */
export function keepRegions(
  nx: i32, ny: i32, runs: i32, least: i32, start: usize, end: usize, parent: usize, size: usize, out: usize,
): void {
  memory.fill(size, 0, <usize>runs << 2);
  let above = 0, largest = 0;
  for (let r = 0; r < runs; r++) {
    const length = load<i32>(end + (<usize>r << 2)) - load<i32>(start + (<usize>r << 2));
    const root = size + (<usize>rootOf(parent, r) << 2);
    const now = load<i32>(root) + length;
    store<i32>(root, now);
    above += length;
    if (now > largest) largest = now;
  }
  const smallest = min(least, largest);
  let kept = 0, voxels = 0;
  let lowI = i32.MAX_VALUE, lowJ = i32.MAX_VALUE, lowK = i32.MAX_VALUE, highI = -1, highJ = -1, highK = -1;
  for (let r = 0; r < runs; r++) {
    if (load<i32>(size + (<usize>rootOf(parent, r) << 2)) < smallest) continue;
    const first = load<i32>(start + (<usize>r << 2));
    const length = load<i32>(end + (<usize>r << 2)) - first;
    voxels += length;
    store<i32>(start + (<usize>kept << 2), first);
    store<i32>(end + (<usize>kept << 2), voxels);
    kept++;
    const row = first / nx;
    const i = first - row * nx, k = row / ny, j = row - k * ny;
    lowI = min(lowI, i); highI = max(highI, i + length - 1);
    lowJ = min(lowJ, j); highJ = max(highJ, j);
    lowK = min(lowK, k); highK = max(highK, k);
  }
  store<i32>(out, kept); store<i32>(out, above, 4); store<i32>(out, largest, 8);
  store<i32>(out, lowI, 12); store<i32>(out, lowJ, 16); store<i32>(out, lowK, 20);
  store<i32>(out, highI, 24); store<i32>(out, highJ, 28); store<i32>(out, highK, 32);
}

// ---- Model maps: sums of Gaussians (core/simulate/molmap.ts), and points on them

/**
 * Adds atoms from … to − 1 (xyz triplets and weights, float64). `frame`, float64: origin x, y, z, step x, y, z, reach,
 * 1 ⁄ (2 sigma²), peak. `factors`: three rows of `room` floats.
 */
export function addAtoms(
  values: usize, nx: i32, ny: i32, nz: i32, xyz: usize, weights: usize, from: i32, to: i32, frame: usize,
  factors: usize, room: i32,
): void {
  const fx = factors, fy = fx + (<usize>room << 2), fz = fy + (<usize>room << 2);
  const reach = load<f64>(frame, 48), exponent = load<f64>(frame, 56), peak = load<f64>(frame, 64);
  for (let n = from; n < to; n++) {
    const atom = xyz + <usize>n * 24;
    const x0 = firstSample(load<f64>(atom), load<f64>(frame), load<f64>(frame, 24), reach);
    const cx = gaussian(load<f64>(atom), load<f64>(frame), load<f64>(frame, 24), reach, exponent, nx, x0, fx);
    const y0 = firstSample(load<f64>(atom, 8), load<f64>(frame, 8), load<f64>(frame, 32), reach);
    const cy = gaussian(load<f64>(atom, 8), load<f64>(frame, 8), load<f64>(frame, 32), reach, exponent, ny, y0, fy);
    const z0 = firstSample(load<f64>(atom, 16), load<f64>(frame, 16), load<f64>(frame, 40), reach);
    const cz = gaussian(load<f64>(atom, 16), load<f64>(frame, 16), load<f64>(frame, 40), reach, exponent, nz, z0, fz);
    const scale = peak * load<f64>(weights + (<usize>n << 3));
    const bytes = <usize>((cx + 3) & ~3) << 2; // factors behind the last sample are 0
    for (let k = 0; k < cz; k++) {
      const inPlane = scale * <f64>load<f32>(fz + (<usize>k << 2));
      for (let j = 0; j < cy; j++) {
        const w = f32x4.splat(<f32>(inPlane * <f64>load<f32>(fy + (<usize>j << 2))));
        const row = values + (<usize>(x0 + nx * (y0 + j + ny * (z0 + k))) << 2);
        for (let i: usize = 0; i < bytes; i += 16) {
          v128.store(row + i, f32x4.add(v128.load(row + i), f32x4.mul(w, v128.load(fx + i))));
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function firstSample(centre: f64, origin: f64, step: f64, reach: f64): i32 {
  return max(0, <i32>Math.ceil((centre - origin) / step - reach / step));
}

/** Samples an atom's Gaussian along one axis; returns how many. */
function gaussian(centre: f64, origin: f64, step: f64, reach: f64, exponent: f64, size: i32, first: i32, out: usize): i32 {
  const middle = (centre - origin) / step;
  const last = min(size - 1, <i32>Math.floor(middle + reach / step));
  const count = max(0, last - first + 1);
  const d = (<f64>first - middle) * step;
  let value = NativeMath.exp(-d * d * exponent);
  let ratio = NativeMath.exp(-(2 * d + step) * step * exponent);
  const ratioOfRatios = NativeMath.exp(-2 * step * step * exponent);
  for (let n = 0; n < count; n++) {
    store<f32>(out + (<usize>n << 2), <f32>value);
    value *= ratio;
    ratio *= ratioOfRatios;
  }
  for (let n = count; n < count + 3; n++) store<f32>(out + (<usize>n << 2), 0);
  return count;
}

/** Number of values at or above a level. */
export function countAbove(values: usize, count: i32, level: f32): i32 {
  const four = f32x4.splat(level);
  const end = values + (<usize>count << 2);
  let found = 0;
  let at = values;
  for (; at + 16 <= end; at += 16) found += popcnt(i32x4.bitmask(f32x4.ge(v128.load(at), four)));
  for (; at < end; at += 4) if (load<f32>(at) >= level) found++;
  return found;
}

/** Positions (xyz triplets, float64) and values (float64) of the samples at or above a level. `frame`: origin, step. */
export function pointsAbove(values: usize, nx: i32, ny: i32, nz: i32, level: f32, frame: usize, xyz: usize, weight: usize): void {
  const ox = load<f64>(frame), oy = load<f64>(frame, 8), oz = load<f64>(frame, 16);
  const dx = load<f64>(frame, 24), dy = load<f64>(frame, 32), dz = load<f64>(frame, 40);
  let at = values, to = xyz, w = weight;
  for (let k = 0; k < nz; k++) {
    const z = oz + <f64>k * dz;
    for (let j = 0; j < ny; j++) {
      const y = oy + <f64>j * dy;
      for (let i = 0; i < nx; i++, at += 4) {
        const value = load<f32>(at);
        if (!(value >= level)) continue;
        store<f64>(to, ox + <f64>i * dx); store<f64>(to, y, 8); store<f64>(to, z, 16);
        store<f64>(w, <f64>value);
        to += 24;
        w += 8;
      }
    }
  }
}

/** Sum and sum of squares of float64 numbers, to out[0] and out[1]. */
export function moments(values: usize, count: i32, out: usize): void {
  let sum: f64 = 0, squares: f64 = 0;
  for (let n = 0; n < count; n++) {
    const value = load<f64>(values + (<usize>n << 3));
    sum += value;
    squares += value * value;
  }
  store<f64>(out, sum);
  store<f64>(out, squares, 8);
}

/** Points as the fit kernel wants them: four rows of `padded` floats, `far` and weight 0 behind the last point. */
export function packPoints(xyz: usize, weight: usize, count: i32, padded: i32, far: f32, out: usize): void {
  const bytes = <usize>padded << 2;
  for (let n = 0; n < padded; n++) {
    const to = out + (<usize>n << 2);
    const from = xyz + <usize>n * 24;
    const isReal = n < count;
    store<f32>(to, isReal ? <f32>load<f64>(from) : far);
    store<f32>(to + bytes, isReal ? <f32>load<f64>(from, 8) : far);
    store<f32>(to + 2 * bytes, isReal ? <f32>load<f64>(from, 16) : far);
    store<f32>(to + 3 * bytes, isReal ? <f32>load<f64>(weight + (<usize>n << 3)) : 0);
  }
}

// ---- Densities at atoms

/** Trilinear density at index coordinates; 0 outside the samples first … last along each axis (core/volume/trilinear.ts). */
// @ts-ignore: decorator
@inline
function densityAt(values: usize, nx: i32, ny: i32, nz: i32, border: i32, x: f64, y: f64, z: f64): f64 {
  const low = <f64>border;
  const topX = nx - 1 - border, topY = ny - 1 - border, topZ = nz - 1 - border;
  if (!(x >= low && y >= low && z >= low && x <= <f64>topX && y <= <f64>topY && z <= <f64>topZ)) return 0;
  // The last sample belongs to the cell before it, except on an axis of one sample.
  const i = max(border, min(<i32>x, topX - 1)), j = max(border, min(<i32>y, topY - 1)), k = max(border, min(<i32>z, topZ - 1));
  const di: usize = topX > border ? 4 : 0, dj: usize = topY > border ? <usize>nx << 2 : 0, dk: usize = topZ > border ? <usize>(nx * ny) << 2 : 0;
  const fx = x - <f64>i, fy = y - <f64>j, fz = z - <f64>k;
  const a = values + (<usize>(i + nx * (j + ny * k)) << 2);
  const b = a + dj, c = a + dk, d = b + dk;
  const va = along(a, di, fx), vb = along(b, di, fx), vc = along(c, di, fx), vd = along(d, di, fx);
  const low2 = va + fy * (vb - va), high2 = vc + fy * (vd - vc);
  return low2 + fz * (high2 - low2);
}

// @ts-ignore: decorator
@inline
function along(at: usize, step: usize, f: f64): f64 {
  const first = <f64>load<f32>(at);
  return first + f * (<f64>load<f32>(at + step) - first);
}

/** Density at points (xyz triplets, Å). `frame`, float64: origin, step. */
export function densities(values: usize, nx: i32, ny: i32, nz: i32, frame: usize, xyz: usize, count: i32, out: usize): void {
  const ox = load<f64>(frame), oy = load<f64>(frame, 8), oz = load<f64>(frame, 16);
  const dx = load<f64>(frame, 24), dy = load<f64>(frame, 32), dz = load<f64>(frame, 40);
  for (let n = 0; n < count; n++) {
    const at = xyz + <usize>n * 24;
    const x = (load<f64>(at) - ox) / dx, y = (load<f64>(at, 8) - oy) / dy, z = (load<f64>(at, 16) - oz) / dz;
    store<f64>(out + (<usize>n << 3), densityAt(values, nx, ny, nz, 0, x, y, z));
  }
}

/**
 * Sums over the atoms of a body in each pose (core/fit/score.ts, AtomSums), eight float64 per pose. `frame`: origin, step;
 * `rows`: twelve float64 per pose, the rows of the rotation each followed by the shift; `border`: samples at the
 * edges that do not count; `model`: one float64 per point.
 */
export function atomSums(
  values: usize, nx: i32, ny: i32, nz: i32, border: i32, frame: usize, points: usize, count: i32, padded: i32,
  rows: usize, poses: i32, level: f64, model: usize, out: usize,
): void {
  const ox = load<f64>(frame), oy = load<f64>(frame, 8), oz = load<f64>(frame, 16);
  const dx = load<f64>(frame, 24), dy = load<f64>(frame, 32), dz = load<f64>(frame, 40);
  const bytes = <usize>padded << 2;
  for (let p = 0; p < poses; p++) {
    const m = rows + <usize>p * 96;
    let all: f64 = 0, s: f64 = 0, sw: f64 = 0, ss: f64 = 0, sww: f64 = 0, ssw: f64 = 0;
    let inside = 0, above = 0;
    for (let n = 0; n < count; n++) {
      const at = points + (<usize>n << 2);
      const a = <f64>load<f32>(at), b = <f64>load<f32>(at + bytes), c = <f64>load<f32>(at + 2 * bytes);
      const x = load<f64>(m) * a + load<f64>(m, 8) * b + load<f64>(m, 16) * c + load<f64>(m, 24);
      const y = load<f64>(m, 32) * a + load<f64>(m, 40) * b + load<f64>(m, 48) * c + load<f64>(m, 56);
      const z = load<f64>(m, 64) * a + load<f64>(m, 72) * b + load<f64>(m, 80) * c + load<f64>(m, 88);
      const d = densityAt(values, nx, ny, nz, border, (x - ox) / dx, (y - oy) / dy, (z - oz) / dz);
      all += d;
      if (d >= level) inside++;
      if (!(d > level)) continue;
      const w = load<f64>(model + (<usize>n << 3));
      above++;
      s += d;
      sw += w;
      ss += d * d;
      sww += w * w;
      ssw += d * w;
    }
    const o = out + (<usize>p << 6);
    store<f64>(o, all); store<f64>(o, <f64>inside, 8); store<f64>(o, <f64>above, 16); store<f64>(o, s, 24);
    store<f64>(o, sw, 32); store<f64>(o, ss, 40); store<f64>(o, sww, 48); store<f64>(o, ssw, 56);
  }
}
