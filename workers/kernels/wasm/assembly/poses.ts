// Projections of a Gaussian model and their derivatives, as products of an x and a y factor per Gaussian, summed four
// columns at a time; then the sums over rings that a pose search asks for (core/gmm/ring-moments.ts).
//
// Memory is handed out by the caller; nothing is allocated here. Columns kx = 0 … size/2 are padded to groups of four;
// rows run over ky = 0 … size/2 − 1 only, since the factors at −ky are conjugates: four real sums give both mates.
// Gaussians are taken in blocks of BLOCK, whose factors stay in the cache while all coefficients are summed.

const BLOCK: i32 = 128;
const COLUMN: usize = 64; // bytes per Gaussian and group of columns: cos, sin, x cos, x sin of four columns
const ROW: usize = 32; // bytes per Gaussian and row: cos, sin, z cos, z sin, y cos, y sin, two to spare
const SUM: usize = 256; // bytes per row and group: 16 sums of four columns

let size: i32 = 0;
let groups: i32 = 0;
let rows: i32 = 0;
let count: i32 = 0;
let places: usize = 0; // x, y, z of every Gaussian, fractions of the edge from the centre (f64)
let heightsX: usize = 0; // amplitude exp(−b kx²), 4 × groups floats per Gaussian
let heightsY: usize = 0; // exp(−b ky²), rows (padded to 4) floats per Gaussian
let columns: usize = 0; // BLOCK × groups × COLUMN
let lines: usize = 0; // BLOCK × rows × ROW
let sums: usize = 0; // rows × groups × SUM
let line: usize = 0; // 12 × (rows + 4) floats: one Gaussian's row factors before they are dealt out

/** Bytes the caller lends for `count` Gaussians and images of `size` pixels: of the tables of heights and of the scratch. */
export function bytesX(imageSize: i32, gaussians: i32): i32 {
  return gaussians * 16 * groupsOf(imageSize);
}
export function bytesY(imageSize: i32, gaussians: i32): i32 {
  return gaussians * 4 * paddedRows(imageSize);
}
export function bytesScratch(imageSize: i32): i32 {
  const perBlock = BLOCK * (groupsOf(imageSize) * <i32>COLUMN + (imageSize / 2) * <i32>ROW);
  return perBlock + (imageSize / 2) * groupsOf(imageSize) * <i32>SUM + 48 * (paddedRows(imageSize) + 4);
}

// @ts-ignore: decorator
@inline
function groupsOf(imageSize: i32): i32 {
  return (imageSize / 2 + 4) / 4;
}

// @ts-ignore: decorator
@inline
function paddedRows(imageSize: i32): i32 {
  return (imageSize / 2 + 3) & ~3;
}

/** The model of all later calls. `amplitudes` and `falls` (2π² σ² / edge²) are f64 per Gaussian. */
export function setModel(
  imageSize: i32,
  gaussians: i32,
  xyz: usize,
  amplitudes: usize,
  falls: usize,
  tableX: usize,
  tableY: usize,
  scratch: usize,
): void {
  size = imageSize;
  groups = groupsOf(imageSize);
  rows = imageSize / 2;
  count = gaussians;
  places = xyz;
  heightsX = tableX;
  heightsY = tableY;
  columns = scratch;
  lines = columns + <usize>(BLOCK * groups) * COLUMN;
  sums = lines + <usize>(BLOCK * rows) * ROW;
  line = sums + <usize>(rows * groups) * SUM;
  const padded = paddedRows(imageSize);
  for (let n: i32 = 0; n < gaussians; n++) {
    const amplitude = load<f64>(amplitudes + (<usize>n << 3));
    const fall = load<f64>(falls + (<usize>n << 3));
    fillHeights(tableX + <usize>(n * groups) * 16, 4 * groups, amplitude, fall);
    fillHeights(tableY + <usize>(n * padded) * 4, padded, 1, fall);
  }
}

/** height exp(−fall k²) for k = 0 … many − 1, by the ratio of neighbours. */
function fillHeights(at: usize, many: i32, height: f64, fall: f64): void {
  const ratioStep = Math.exp(-2 * fall);
  let ratio = Math.exp(-fall);
  for (let k: i32 = 0; k < many; k++) {
    store<f32>(at + (<usize>k << 2), <f32>height);
    height *= ratio;
    ratio *= ratioStep;
  }
}

/** exp(iφ k) in lanes k = 0 … 3: cosines, then sines, at `at`. */
// @ts-ignore: decorator
@inline
function firstFour(at: usize, cos: f64, sin: f64): void {
  let c: f64 = 1, s: f64 = 0;
  for (let k: usize = 0; k < 4; k++) {
    store<f32>(at + (k << 2), <f32>c);
    store<f32>(at + 16 + (k << 2), <f32>s);
    const next = c * cos - s * sin;
    s = c * sin + s * cos;
    c = next;
  }
}

/** Factors along x of one Gaussian: for each group of columns cos, sin, x cos, x sin times the height. */
function fillColumns(n: i32, j: i32, phase: f64, x: f64): void {
  const cos = Math.cos(phase), sin = Math.sin(phase);
  const heights = heightsX + <usize>(n * groups) * 16;
  firstFour(line, cos, sin);
  let c = v128.load(line), s = v128.load(line, 16);
  const c2 = cos * cos - sin * sin, s2 = 2 * cos * sin;
  const c4 = f32x4.splat(<f32>(c2 * c2 - s2 * s2)), s4 = f32x4.splat(<f32>(2 * c2 * s2));
  const place = f32x4.splat(<f32>x);
  for (let q: i32 = 0; q < groups; q++) {
    const height = v128.load(heights + (<usize>q << 4));
    const hc = f32x4.mul(height, c), hs = f32x4.mul(height, s);
    const at = columns + <usize>(q * BLOCK + j) * COLUMN;
    v128.store(at, hc);
    v128.store(at, hs, 16);
    v128.store(at, f32x4.mul(hc, place), 32);
    v128.store(at, f32x4.mul(hs, place), 48);
    const next = f32x4.sub(f32x4.mul(c, c4), f32x4.mul(s, s4));
    s = f32x4.add(f32x4.mul(c, s4), f32x4.mul(s, c4));
    c = next;
  }
}

/** Factors along y of one Gaussian, dealt out to its rows. */
function fillRows(n: i32, j: i32, phase: f64, y: f64, z: f64): void {
  const cos = Math.cos(phase), sin = Math.sin(phase);
  const padded = paddedRows(size);
  const heights = heightsY + <usize>(n * padded) * 4;
  firstFour(line, cos, sin);
  let c = v128.load(line), s = v128.load(line, 16);
  const c2 = cos * cos - sin * sin, s2 = 2 * cos * sin;
  const c4 = f32x4.splat(<f32>(c2 * c2 - s2 * s2)), s4 = f32x4.splat(<f32>(2 * c2 * s2));
  const vy = f32x4.splat(<f32>y), vz = f32x4.splat(<f32>z);
  for (let q: i32 = 0; q < padded; q += 4) {
    const height = v128.load(heights + (<usize>q << 2));
    const hc = f32x4.mul(height, c), hs = f32x4.mul(height, s);
    const zc = f32x4.mul(hc, vz), zs = f32x4.mul(hs, vz);
    // Four rows of (cos, sin, z cos, z sin) out of four vectors.
    const a = v128.shuffle<f32>(hc, hs, 0, 4, 1, 5), b = v128.shuffle<f32>(hc, hs, 2, 6, 3, 7);
    const d = v128.shuffle<f32>(zc, zs, 0, 4, 1, 5), e = v128.shuffle<f32>(zc, zs, 2, 6, 3, 7);
    const yc = f32x4.mul(hc, vy), ys = f32x4.mul(hs, vy);
    const f = v128.shuffle<f32>(yc, ys, 0, 4, 1, 5), g = v128.shuffle<f32>(yc, ys, 2, 6, 3, 7);
    const at = lines + <usize>(q * BLOCK + j) * ROW, step = <usize>BLOCK * ROW;
    const left = rows - q;
    v128.store(at, v128.shuffle<f32>(a, d, 0, 1, 4, 5));
    v128.store64_lane(at + 16, f, 0);
    if (left > 1) {
      v128.store(at + step, v128.shuffle<f32>(a, d, 2, 3, 6, 7));
      v128.store64_lane(at + step + 16, f, 1);
    }
    if (left > 2) {
      v128.store(at + 2 * step, v128.shuffle<f32>(b, e, 0, 1, 4, 5));
      v128.store64_lane(at + 2 * step + 16, g, 0);
    }
    if (left > 3) {
      v128.store(at + 3 * step, v128.shuffle<f32>(b, e, 2, 3, 6, 7));
      v128.store64_lane(at + 3 * step + 16, g, 1);
    }
    const next = f32x4.sub(f32x4.mul(c, c4), f32x4.mul(s, s4));
    s = f32x4.add(f32x4.mul(c, s4), f32x4.mul(s, c4));
    c = next;
  }
}

// @ts-ignore: decorator
@inline
function addTo(at: usize, v: v128): void {
  v128.store(at, f32x4.add(v128.load(at), v));
}

/** Sums of the plain products of a block: cos cos, cos sin, sin cos, sin sin (x first). */
function sumPlain(column: usize, row: usize, many: i32, out: usize): void {
  let cc = f32x4.splat(0), cs = f32x4.splat(0), sc = f32x4.splat(0), ss = f32x4.splat(0);
  const end = column + <usize>many * COLUMN;
  while (column < end) {
    const xc = v128.load(column), xs = v128.load(column, 16);
    const yc = v128.load32_splat(row), ys = v128.load32_splat(row, 4);
    cc = f32x4.add(cc, f32x4.mul(xc, yc));
    cs = f32x4.add(cs, f32x4.mul(xc, ys));
    sc = f32x4.add(sc, f32x4.mul(xs, yc));
    ss = f32x4.add(ss, f32x4.mul(xs, ys));
    column += COLUMN;
    row += ROW;
  }
  addTo(out, cc);
  addTo(out + 16, cs);
  addTo(out + 32, sc);
  addTo(out + 48, ss);
}

/** The plain products and those times z. */
function sumWithZ(column: usize, row: usize, many: i32, out: usize): void {
  let cc = f32x4.splat(0), cs = f32x4.splat(0), sc = f32x4.splat(0), ss = f32x4.splat(0);
  let zcc = f32x4.splat(0), zcs = f32x4.splat(0), zsc = f32x4.splat(0), zss = f32x4.splat(0);
  const end = column + <usize>many * COLUMN;
  while (column < end) {
    const xc = v128.load(column), xs = v128.load(column, 16);
    const yc = v128.load32_splat(row), ys = v128.load32_splat(row, 4);
    cc = f32x4.add(cc, f32x4.mul(xc, yc));
    sc = f32x4.add(sc, f32x4.mul(xs, yc));
    cs = f32x4.add(cs, f32x4.mul(xc, ys));
    ss = f32x4.add(ss, f32x4.mul(xs, ys));
    const zc = v128.load32_splat(row, 8), zs = v128.load32_splat(row, 12);
    zcc = f32x4.add(zcc, f32x4.mul(xc, zc));
    zsc = f32x4.add(zsc, f32x4.mul(xs, zc));
    zcs = f32x4.add(zcs, f32x4.mul(xc, zs));
    zss = f32x4.add(zss, f32x4.mul(xs, zs));
    column += COLUMN;
    row += ROW;
  }
  addTo(out, cc);
  addTo(out + 16, cs);
  addTo(out + 32, sc);
  addTo(out + 48, ss);
  addTo(out + 64, zcc);
  addTo(out + 80, zcs);
  addTo(out + 96, zsc);
  addTo(out + 112, zss);
}

/** The products times y and those times x. */
function sumWithXY(column: usize, row: usize, many: i32, out: usize): void {
  let ycc = f32x4.splat(0), ycs = f32x4.splat(0), ysc = f32x4.splat(0), yss = f32x4.splat(0);
  let xcc = f32x4.splat(0), xcs = f32x4.splat(0), xsc = f32x4.splat(0), xss = f32x4.splat(0);
  const end = column + <usize>many * COLUMN;
  while (column < end) {
    const xc = v128.load(column), xs = v128.load(column, 16);
    const pc = v128.load32_splat(row, 16), ps = v128.load32_splat(row, 20);
    ycc = f32x4.add(ycc, f32x4.mul(xc, pc));
    ysc = f32x4.add(ysc, f32x4.mul(xs, pc));
    ycs = f32x4.add(ycs, f32x4.mul(xc, ps));
    yss = f32x4.add(yss, f32x4.mul(xs, ps));
    const qc = v128.load(column, 32), qs = v128.load(column, 48);
    const yc = v128.load32_splat(row), ys = v128.load32_splat(row, 4);
    xcc = f32x4.add(xcc, f32x4.mul(qc, yc));
    xsc = f32x4.add(xsc, f32x4.mul(qs, yc));
    xcs = f32x4.add(xcs, f32x4.mul(qc, ys));
    xss = f32x4.add(xss, f32x4.mul(qs, ys));
    column += COLUMN;
    row += ROW;
  }
  addTo(out + 128, ycc);
  addTo(out + 144, ycs);
  addTo(out + 160, ysc);
  addTo(out + 176, yss);
  addTo(out + 192, xcc);
  addTo(out + 208, xcs);
  addTo(out + 224, xsc);
  addTo(out + 240, xss);
}

/** Columns of a row that can lie on a ring below `last`. */
// @ts-ignore: decorator
@inline
function reachOf(ky: i32, last: i32): i32 {
  const radius = <f64>last - 0.5;
  const rest = radius * radius - <f64>(ky * ky);
  return rest < 0 ? -1 : min(size / 2, <i32>Math.floor(Math.sqrt(rest)));
}

function sumBlocks(matrix: usize, shiftX: f64, shiftY: f64, last: i32, withSlopes: i32): void {
  memory.fill(sums, 0, <usize>(rows * groups) * SUM);
  const most = min(rows, last);
  for (let first: i32 = 0; first < count; first += BLOCK) {
    const many = min(BLOCK, count - first);
    for (let j: i32 = 0; j < many; j++) fillFactors(first + j, j, matrix, shiftX, shiftY);
    for (let ky: i32 = 0; ky < most; ky++) {
      const row = lines + <usize>(ky * BLOCK) * ROW;
      const reach = reachOf(ky, last);
      for (let q: i32 = 0; 4 * q <= reach; q++) {
        const column = columns + <usize>(q * BLOCK) * COLUMN;
        const out = sums + <usize>(ky * groups + q) * SUM;
        if (withSlopes) {
          sumWithZ(column, row, many, out);
          sumWithXY(column, row, many, out);
        } else sumPlain(column, row, many, out);
      }
    }
  }
}

function fillFactors(n: i32, j: i32, matrix: usize, shiftX: f64, shiftY: f64): void {
  const p = places + <usize>n * 24;
  const px = load<f64>(p), py = load<f64>(p, 8), pz = load<f64>(p, 16);
  const x = load<f64>(matrix) * px + load<f64>(matrix, 8) * py + load<f64>(matrix, 16) * pz;
  const y = load<f64>(matrix, 24) * px + load<f64>(matrix, 32) * py + load<f64>(matrix, 40) * pz;
  const z = load<f64>(matrix, 48) * px + load<f64>(matrix, 56) * py + load<f64>(matrix, 64) * pz;
  fillColumns(n, j, 2 * Math.PI * (x + shiftX), x);
  fillRows(n, j, 2 * Math.PI * (y + shiftY), y, z);
}

// What a ring's sums are made of; the layout is that of core/gmm/ring-moments.ts.
const MOMENTS: usize = 27 * 8;

/**
 * Fills the moments of rings first … last − 1 (f64, 27 per ring, zeroed before) for a view: nine numbers of its matrix
 * (f64), the shift as fractions of the edge. `data` re, im and `weight` are floats of a half transform in FFT order.
 */
export function moments(
  matrix: usize,
  shiftX: f64,
  shiftY: f64,
  first: i32,
  last: i32,
  withSlopes: i32,
  data: usize,
  weight: usize,
  out: usize,
): void {
  sumBlocks(matrix, shiftX, shiftY, last, withSlopes);
  const half = size / 2 + 1;
  const most = min(rows, last);
  for (let ky: i32 = 0; ky < most; ky++) {
    const reach = reachOf(ky, last);
    for (let kx: i32 = 0; kx <= reach; kx++) {
      const ring = <i32>Math.round(Math.sqrt(<f64>(kx * kx + ky * ky)));
      if (ring < first || ring >= last) continue;
      const at = sums + <usize>(ky * groups + (kx >> 2)) * SUM + (<usize>(kx & 3) << 2);
      const to = out + <usize>ring * MOMENTS;
      const up = ky * half + kx;
      addOne(at, kx, ky, 1, data + (<usize>up << 3), weight + (<usize>up << 2), withSlopes, to);
      if (ky == 0) continue;
      const down = (size - ky) * half + kx;
      addOne(at, kx, -ky, -1, data + (<usize>down << 3), weight + (<usize>down << 2), withSlopes, to);
    }
  }
}

// @ts-ignore: decorator
@inline
function realPart(at: usize, sign: f64): f64 {
  return <f64>load<f32>(at) - sign * <f64>load<f32>(at, 48);
}

// @ts-ignore: decorator
@inline
function imaginaryPart(at: usize, sign: f64): f64 {
  return -(<f64>load<f32>(at, 32) + sign * <f64>load<f32>(at, 16));
}

// @ts-ignore: decorator
@inline
function add(at: usize, n: usize, value: f64): void {
  store<f64>(at + (n << 3), load<f64>(at + (n << 3)) + value);
}

/** Adds one coefficient; derivatives are per fraction of the edge and without the factor 2π. */
function addOne(
  at: usize,
  kx: i32,
  ky: i32,
  sign: f64,
  data: usize,
  weight: usize,
  withSlopes: i32,
  to: usize,
): void {
  const re = realPart(at, sign), im = imaginaryPart(at, sign);
  const dRe = <f64>load<f32>(data), dIm = <f64>load<f32>(data, 4), w = <f64>load<f32>(weight);
  add(to, 0, re * dRe + im * dIm);
  add(to, 1, w * (re * re + im * im));
  if (!withSlopes) return;
  const fx = <f64>kx, fy = <f64>ky;
  // −i times a number has its imaginary part as real part, and minus its real part as imaginary part.
  const zRe = imaginaryPart(at + 64, sign), zIm = -realPart(at + 64, sign);
  const pRe = fy * imaginaryPart(at + 192, sign) - fx * imaginaryPart(at + 128, sign);
  const pIm = fx * realPart(at + 128, sign) - fy * realPart(at + 192, sign);
  const aRe = -fy * zRe, aIm = -fy * zIm, bRe = fx * zRe, bIm = fx * zIm;
  const sRe = fx * im, sIm = -fx * re, tRe = fy * im, tIm = -fy * re;
  add(to, 2, aRe * dRe + aIm * dIm);
  add(to, 3, bRe * dRe + bIm * dIm);
  add(to, 4, pRe * dRe + pIm * dIm);
  add(to, 5, sRe * dRe + sIm * dIm);
  add(to, 6, tRe * dRe + tIm * dIm);
  add(to, 7, w * (aRe * re + aIm * im));
  add(to, 8, w * (bRe * re + bIm * im));
  add(to, 9, w * (pRe * re + pIm * im));
  add(to, 10, w * (sRe * re + sIm * im));
  add(to, 11, w * (tRe * re + tIm * im));
  add(to, 12, w * (aRe * aRe + aIm * aIm));
  add(to, 13, w * (aRe * bRe + aIm * bIm));
  add(to, 14, w * (aRe * pRe + aIm * pIm));
  add(to, 15, w * (aRe * sRe + aIm * sIm));
  add(to, 16, w * (aRe * tRe + aIm * tIm));
  add(to, 17, w * (bRe * bRe + bIm * bIm));
  add(to, 18, w * (bRe * pRe + bIm * pIm));
  add(to, 19, w * (bRe * sRe + bIm * sIm));
  add(to, 20, w * (bRe * tRe + bIm * tIm));
  add(to, 21, w * (pRe * pRe + pIm * pIm));
  add(to, 22, w * (pRe * sRe + pIm * sIm));
  add(to, 23, w * (pRe * tRe + pIm * tIm));
  add(to, 24, w * (sRe * sRe + sIm * sIm));
  add(to, 25, w * (sRe * tRe + sIm * tIm));
  add(to, 26, w * (tRe * tRe + tIm * tIm));
}
