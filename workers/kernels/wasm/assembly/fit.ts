// Value and 6-dof gradient of Σ w V(R x + t) for many poses, trilinear, four points at a time.
//
// Memory is handed out by the caller; nothing is allocated here. Points are four arrays
// x, y, z, w of `count` floats each, `count` a multiple of 4 (pad with weight 0). A pose is
// twelve floats: three rows of the matrix that maps a point (Å, relative to the centre) to
// index units, each followed by the centre's index coordinate. Indices are clamped to the
// grid, so a border of equal values makes everything outside constant and free of gradient.

const BLOCK: i32 = 512; // points summed in float32 before the sum moves to float64
const MAGIC: f32 = 8388608.0; // 2^23: adding it leaves a small whole number in the low mantissa bits

// @ts-ignore: decorator
@inline
function sumLanes(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) + <f64>f32x4.extract_lane(v, 1) + <f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3)
  );
}

// @ts-ignore: decorator
@inline
function lerp(a: v128, b: v128, f: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), f));
}

/** Two neighbour pairs (V[c], V[c + 1]) side by side. */
// @ts-ignore: decorator
@inline
function twoPairs(c0: usize, c1: usize): v128 {
  return v128.load64_lane(c1, v128.load64_zero(c0), 1);
}

// @ts-ignore: decorator
@inline
function even(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function odd(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 1, 3, 5, 7);
}

// @ts-ignore: decorator
@inline
function toInt(wholeNumber: v128): v128 {
  return v128.and(f32x4.add(wholeNumber, f32x4.splat(MAGIC)), i32x4.splat(0x7fffff));
}

// @ts-ignore: decorator
@inline
function clampTo(top: v128, v: v128): v128 {
  return f32x4.pmin(top, f32x4.pmax(f32x4.splat(0), v));
}

/**
 * Twelve float64 per pose: Σ w V, Σ w ∂V (3, index units), Σ w r_j ∂_k V for (j, k) = (y,z) (z,y) (z,x)
 * (x,z) (x,y) (y,x), r in index units from the centre; then Σ V and Σ V² without weights.
 */
export function evaluate(
  volume: usize,
  nx: i32,
  ny: i32,
  nz: i32,
  points: usize,
  count: i32,
  poses: usize,
  poseCount: i32,
  out: usize,
): void {
  const zero = f32x4.splat(0);
  const topX = f32x4.splat(<f32>nx - 1.0001);
  const topY = f32x4.splat(<f32>ny - 1.0001);
  const topZ = f32x4.splat(<f32>nz - 1.0001);
  const rowStride = i32x4.splat(nx);
  const planeStride = i32x4.splat(nx * ny);
  const dy: usize = <usize>nx << 2;
  const dz: usize = <usize>(nx * ny) << 2;
  const bytes: usize = <usize>count << 2;

  for (let p: i32 = 0; p < poseCount; p++) {
    const pose = poses + <usize>p * 48;
    const m0 = v128.load32_splat(pose), m1 = v128.load32_splat(pose, 4), m2 = v128.load32_splat(pose, 8), t0 = v128.load32_splat(pose, 12);
    const m3 = v128.load32_splat(pose, 16), m4 = v128.load32_splat(pose, 20), m5 = v128.load32_splat(pose, 24), t1 = v128.load32_splat(pose, 28);
    const m6 = v128.load32_splat(pose, 32), m7 = v128.load32_splat(pose, 36), m8 = v128.load32_splat(pose, 40), t2 = v128.load32_splat(pose, 44);
    let a0: f64 = 0, a1: f64 = 0, a2: f64 = 0, a3: f64 = 0, a4: f64 = 0, a5: f64 = 0, a6: f64 = 0, a7: f64 = 0, a8: f64 = 0, a9: f64 = 0;
    let sum: f64 = 0, squares: f64 = 0;

    for (let block: i32 = 0; block < count; block += BLOCK) {
      const end = min(block + BLOCK, count);
      let s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero, s8 = zero, s9 = zero;
      let sv = zero, svv = zero;
      for (let i: i32 = block; i < end; i += 4) {
        const at = points + (<usize>i << 2);
        const x = v128.load(at), y = v128.load(at + bytes), z = v128.load(at + 2 * bytes), w = v128.load(at + 3 * bytes);
        const rx = f32x4.add(f32x4.add(f32x4.mul(m0, x), f32x4.mul(m1, y)), f32x4.mul(m2, z));
        const ry = f32x4.add(f32x4.add(f32x4.mul(m3, x), f32x4.mul(m4, y)), f32x4.mul(m5, z));
        const rz = f32x4.add(f32x4.add(f32x4.mul(m6, x), f32x4.mul(m7, y)), f32x4.mul(m8, z));
        const ix = clampTo(topX, f32x4.add(rx, t0)), iy = clampTo(topY, f32x4.add(ry, t1)), iz = clampTo(topZ, f32x4.add(rz, t2));
        const bx = f32x4.floor(ix), by = f32x4.floor(iy), bz = f32x4.floor(iz);
        const fx = f32x4.sub(ix, bx), fy = f32x4.sub(iy, by), fz = f32x4.sub(iz, bz);
        const cell = i32x4.shl(
          i32x4.add(toInt(bx), i32x4.add(i32x4.mul(toInt(by), rowStride), i32x4.mul(toInt(bz), planeStride))),
          2,
        );
        const c0 = volume + <usize>i32x4.extract_lane(cell, 0), c1 = volume + <usize>i32x4.extract_lane(cell, 1);
        const c2 = volume + <usize>i32x4.extract_lane(cell, 2), c3 = volume + <usize>i32x4.extract_lane(cell, 3);

        let lo = twoPairs(c0, c1), hi = twoPairs(c2, c3);
        const v000 = even(lo, hi), d00 = f32x4.sub(odd(lo, hi), v000);
        lo = twoPairs(c0 + dy, c1 + dy); hi = twoPairs(c2 + dy, c3 + dy);
        const v010 = even(lo, hi), d10 = f32x4.sub(odd(lo, hi), v010);
        lo = twoPairs(c0 + dz, c1 + dz); hi = twoPairs(c2 + dz, c3 + dz);
        const v001 = even(lo, hi), d01 = f32x4.sub(odd(lo, hi), v001);
        lo = twoPairs(c0 + dy + dz, c1 + dy + dz); hi = twoPairs(c2 + dy + dz, c3 + dy + dz);
        const v011 = even(lo, hi), d11 = f32x4.sub(odd(lo, hi), v011);

        const a00 = f32x4.add(v000, f32x4.mul(d00, fx)), a10 = f32x4.add(v010, f32x4.mul(d10, fx));
        const a01 = f32x4.add(v001, f32x4.mul(d01, fx)), a11 = f32x4.add(v011, f32x4.mul(d11, fx));
        const e0 = f32x4.sub(a10, a00), e1 = f32x4.sub(a11, a01);
        const b0 = f32x4.add(a00, f32x4.mul(e0, fy)), b1 = f32x4.add(a01, f32x4.mul(e1, fy));
        const slope = f32x4.sub(b1, b0);
        const v = f32x4.add(b0, f32x4.mul(slope, fz));
        const gx = f32x4.mul(w, lerp(lerp(d00, d10, fy), lerp(d01, d11, fy), fz));
        const gy = f32x4.mul(w, lerp(e0, e1, fz));
        const gz = f32x4.mul(w, slope);
        s0 = f32x4.add(s0, f32x4.mul(w, v));
        s1 = f32x4.add(s1, gx);
        s2 = f32x4.add(s2, gy);
        s3 = f32x4.add(s3, gz);
        s4 = f32x4.add(s4, f32x4.mul(ry, gz));
        s5 = f32x4.add(s5, f32x4.mul(rz, gy));
        s6 = f32x4.add(s6, f32x4.mul(rz, gx));
        s7 = f32x4.add(s7, f32x4.mul(rx, gz));
        s8 = f32x4.add(s8, f32x4.mul(rx, gy));
        s9 = f32x4.add(s9, f32x4.mul(ry, gx));
        sv = f32x4.add(sv, v);
        svv = f32x4.add(svv, f32x4.mul(v, v));
      }
      a0 += sumLanes(s0); a1 += sumLanes(s1); a2 += sumLanes(s2); a3 += sumLanes(s3); a4 += sumLanes(s4);
      a5 += sumLanes(s5); a6 += sumLanes(s6); a7 += sumLanes(s7); a8 += sumLanes(s8); a9 += sumLanes(s9);
      sum += sumLanes(sv); squares += sumLanes(svv);
    }
    const o = out + <usize>p * 96;
    store<f64>(o, a0); store<f64>(o, a1, 8); store<f64>(o, a2, 16); store<f64>(o, a3, 24); store<f64>(o, a4, 32);
    store<f64>(o, a5, 40); store<f64>(o, a6, 48); store<f64>(o, a7, 56); store<f64>(o, a8, 64); store<f64>(o, a9, 72);
    store<f64>(o, sum, 80); store<f64>(o, squares, 88);
  }
}

// ---- Climbing: the quasi-Newton ascent of core/fit/climb.ts, one pose at a time, in the same arithmetic order.
//
// `frame` holds nine float64: origin x, y, z (Å), 1 / voxel size, voxel size. `scratch` holds, in float64:
// 0 trial pose (7), 7 raw sums (12), 19 gradient (6), 25 trial gradient (6), 31 step (6), 37 change (6),
// 43 product (6), 49 inverse Hessian (36), 85 pose as floats (12 × 4 bytes).

const GROW: f64 = 1.5;
const SHRINK: f64 = 0.4;
const CURVATURE: f64 = 1e-3;

// @ts-ignore: decorator
@inline
function at(base: usize, n: i32): f64 {
  return load<f64>(base + (<usize>n << 3));
}

// @ts-ignore: decorator
@inline
function put(base: usize, n: i32, value: f64): void {
  store<f64>(base + (<usize>n << 3), value);
}

function norm6(v: usize): f64 {
  let sum: f64 = 0;
  for (let k = 0; k < 6; k++) sum += at(v, k) * at(v, k);
  return Math.sqrt(sum);
}

/** Rows of the matrix from Å about the centre to index units, each with the centre's index coordinate. */
function writePose(pose: usize, frame: usize, floats: usize): void {
  const x = at(pose, 0), y = at(pose, 1), z = at(pose, 2), w = at(pose, 3);
  const ix = at(frame, 3), iy = at(frame, 4), iz = at(frame, 5);
  store<f32>(floats, <f32>((1 - 2 * (y * y + z * z)) * ix));
  store<f32>(floats, <f32>(2 * (x * y - z * w) * ix), 4);
  store<f32>(floats, <f32>(2 * (x * z + y * w) * ix), 8);
  store<f32>(floats, <f32>((at(pose, 4) - at(frame, 0)) * ix), 12);
  store<f32>(floats, <f32>(2 * (x * y + z * w) * iy), 16);
  store<f32>(floats, <f32>((1 - 2 * (x * x + z * z)) * iy), 20);
  store<f32>(floats, <f32>(2 * (y * z - x * w) * iy), 24);
  store<f32>(floats, <f32>((at(pose, 5) - at(frame, 1)) * iy), 28);
  store<f32>(floats, <f32>(2 * (x * z - y * w) * iz), 32);
  store<f32>(floats, <f32>(2 * (y * z + x * w) * iz), 36);
  store<f32>(floats, <f32>((1 - 2 * (x * x + y * y)) * iz), 40);
  store<f32>(floats, <f32>((at(pose, 6) - at(frame, 2)) * iz), 44);
}

/** Gradient in Å, rotations as arc at `radius`, from the raw sums. */
function writeGradient(raw: usize, frame: usize, radius: f64, gradient: usize): void {
  const hx = at(frame, 6), hy = at(frame, 7), hz = at(frame, 8);
  put(gradient, 0, at(raw, 1) / hx);
  put(gradient, 1, at(raw, 2) / hy);
  put(gradient, 2, at(raw, 3) / hz);
  put(gradient, 3, (at(raw, 4) * (hy / hz) - at(raw, 5) * (hz / hy)) / radius);
  put(gradient, 4, (at(raw, 6) * (hz / hx) - at(raw, 7) * (hx / hz)) / radius);
  put(gradient, 5, (at(raw, 8) * (hx / hy) - at(raw, 9) * (hy / hx)) / radius);
}

/** The pose shifted by step[0..2] Å and turned by step[3..5] / radius radians. */
function movePose(pose: usize, step: usize, radius: f64, out: usize): void {
  const rx = at(step, 3) / radius, ry = at(step, 4) / radius, rz = at(step, 5) / radius;
  const angle = Math.sqrt(rx * rx + ry * ry + rz * rz);
  const s = angle > 1e-9 ? NativeMath.sin(angle / 2) / angle : 0.5;
  const ax = rx * s, ay = ry * s, az = rz * s, aw = NativeMath.cos(angle / 2);
  const bx = at(pose, 0), by = at(pose, 1), bz = at(pose, 2), bw = at(pose, 3);
  const x = aw * bx + ax * bw + ay * bz - az * by;
  const y = aw * by - ax * bz + ay * bw + az * bx;
  const z = aw * bz + ax * by - ay * bx + az * bw;
  const w = aw * bw - ax * bx - ay * by - az * bz;
  const unit = 1 / Math.sqrt(x * x + y * y + z * z + w * w);
  put(out, 0, x * unit);
  put(out, 1, y * unit);
  put(out, 2, z * unit);
  put(out, 3, w * unit);
  for (let k = 0; k < 3; k++) put(out, 4 + k, at(pose, 4 + k) + at(step, k));
}

/** The quasi-Newton step; false when it does not lead uphill. */
function newtonStep(inverse: usize, gradient: usize, step: usize): bool {
  let uphill: f64 = 0;
  for (let k = 0; k < 6; k++) {
    let sum: f64 = 0;
    for (let l = 0; l < 6; l++) sum += at(inverse, k * 6 + l) * at(gradient, l);
    put(step, k, sum);
    uphill += sum * at(gradient, k);
  }
  return uphill > 0;
}

/** BFGS update of the inverse where the curvature is positive; returns whether an inverse is known now. */
function learn(known: bool, gradient: usize, trial: usize, step: usize, change: usize, product: usize, inverse: usize): bool {
  let sy: f64 = 0, ss: f64 = 0, yy: f64 = 0;
  for (let k = 0; k < 6; k++) {
    const c = at(gradient, k) - at(trial, k);
    put(change, k, c);
    sy += at(step, k) * c;
    ss += at(step, k) * at(step, k);
    yy += c * c;
  }
  if (!(sy > CURVATURE * Math.sqrt(ss * yy))) return known;
  if (!known) {
    memory.fill(inverse, 0, 288);
    for (let k = 0; k < 6; k++) put(inverse, k * 7, sy / yy);
  }
  let yHy: f64 = 0;
  for (let k = 0; k < 6; k++) {
    let sum: f64 = 0;
    for (let l = 0; l < 6; l++) sum += at(inverse, k * 6 + l) * at(change, l);
    put(product, k, sum);
    yHy += sum * at(change, k);
  }
  const r = 1 / sy;
  const along = (1 + yHy * r) * r;
  for (let k = 0; k < 6; k++) {
    for (let l = 0; l < 6; l++) {
      const n = k * 6 + l;
      put(inverse, n, at(inverse, n) + along * at(step, k) * at(step, l) - r * (at(product, k) * at(step, l) + at(step, k) * at(product, l)));
    }
  }
  return true;
}

/** Climbs one pose (seven float64, in place) and returns Σ w V there. */
function climbOne(
  volume: usize, nx: i32, ny: i32, nz: i32, points: usize, count: i32, pose: usize, frame: usize,
  iterations: i32, firstStep: f64, largestStep: f64, smallestStep: f64, radius: f64, scratch: usize,
): f64 {
  const trial = scratch, raw = scratch + 56, gradient = scratch + 152, trialGradient = scratch + 200, step = scratch + 248;
  const change = scratch + 296, product = scratch + 344, inverse = scratch + 392, floats = scratch + 680;
  writePose(pose, frame, floats);
  evaluate(volume, nx, ny, nz, points, count, floats, 1, raw);
  let value = at(raw, 0);
  writeGradient(raw, frame, radius, gradient);
  let known = false;
  let trust = firstStep;
  for (let i = 0; i < iterations && trust >= smallestStep; i++) {
    known = known && newtonStep(inverse, gradient, step);
    let length: f64;
    if (known) {
      length = norm6(step);
      if (length < smallestStep) break;
      if (length > trust) {
        for (let k = 0; k < 6; k++) put(step, k, at(step, k) * (trust / length));
      }
    } else {
      const steepness = norm6(gradient);
      if (!(steepness > 0)) break;
      for (let k = 0; k < 6; k++) put(step, k, at(gradient, k) * (trust / steepness));
    }
    movePose(pose, step, radius, trial);
    writePose(trial, frame, floats);
    evaluate(volume, nx, ny, nz, points, count, floats, 1, raw);
    writeGradient(raw, frame, radius, trialGradient);
    known = learn(known, gradient, trialGradient, step, change, product, inverse);
    length = norm6(step);
    const now = at(raw, 0);
    if (!(now > value)) {
      trust = SHRINK * Math.min(trust, length);
      continue;
    }
    value = now;
    memory.copy(pose, trial, 56);
    memory.copy(gradient, trialGradient, 48);
    if (length > 0.9 * trust) trust = Math.min(GROW * trust, largestStep);
  }
  return value;
}

/** Climbs every pose in place; one float64 value per pose. */
export function climb(
  volume: usize, nx: i32, ny: i32, nz: i32, points: usize, count: i32, poses: usize, poseCount: i32, frame: usize,
  iterations: i32, firstStep: f64, largestStep: f64, smallestStep: f64, radius: f64, values: usize, scratch: usize,
): void {
  for (let p = 0; p < poseCount; p++) {
    const value = climbOne(
      volume, nx, ny, nz, points, count, poses + <usize>p * 56, frame,
      iterations, firstStep, largestStep, smallestStep, radius, scratch,
    );
    put(values, p, value);
  }
}

export { blurAcross, blurPlane } from "./blur";
export { addAtoms, atomSums, densities, packPoints, pointsAbove } from "./model-maps";
export { countUpper, keepLargest, lowerEdgeAtRank, valueAtMass, valueAtRank } from "./ranks";
export { countRuns, findRuns, keepRegions, linkRuns } from "./regions";
export { binPlanes, copyBlock, countAbove, fill, highest, moments, subtract, total } from "./volumes";
export { setGrid as setImageGrid, setTables as setImageTables, sum as sumImages } from "./images";
