// Model maps: sums of Gaussians (core/simulate/molmap.ts), points on them, and densities at atoms.
// Whole vectors may be written past the end of a row where the next row is written later: blocks have 16 spare bytes.

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
