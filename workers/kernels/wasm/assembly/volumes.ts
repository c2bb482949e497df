// Loops over whole volumes: what core/volume defines, four voxels at a time.
//
// Volumes are float32, x fastest. Memory is handed out by the caller with at least 16 spare bytes behind every block:
// whole vectors may be written past the end of a row where the next row is written later.

// @ts-ignore: decorator
@inline
export function sumOfLanes(v: v128): f64 {
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
