// Order statistics: counting by the upper and then the lower 16 bits of an ordered key (core/volume/rank.ts).

import { sumOfLanes } from "./volumes";

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
    store<f64>(bin, load<f64>(bin) + max<f64>(0, <f64>load<f32>(at))); // negative densities hold no mass
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
