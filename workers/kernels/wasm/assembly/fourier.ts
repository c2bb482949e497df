// Real transforms of volumes in place, four lines at a time: one line per lane, by Stockham's passes of 2, 3, 4 and 5.
//
// A volume lies in rows of 2 × half floats, half = ⌊nx ⁄ 2⌋ + 1: nx samples and room for half coefficients (re, im).
// Lines are worked on in a scratch of elements of 32 bytes: four real parts, four imaginary parts. An axis is told by
// `axis`: its length, its passes (ended by 0), then the length roots exp(−2πi k ⁄ n) as pairs of float32. Inverse
// transforms are forward ones with real and imaginary parts exchanged.

const ELEMENT: usize = 32; // bytes
const HEAD: usize = 64; // bytes before the roots of an axis
const ROWS: i32 = 8; // real rows at a time: two per lane
const BLOCK: i32 = 4; // groups of four columns that are gathered together, so that whole cache lines are read

// @ts-ignore: decorator
@inline
function low2(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 4, 1, 5);
}

// @ts-ignore: decorator
@inline
function high2(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 6, 3, 7);
}

// @ts-ignore: decorator
@inline
function lows(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 1, 4, 5);
}

// @ts-ignore: decorator
@inline
function highs(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 3, 6, 7);
}

/**
 * Transforms the four lines at `line`; answers where the result lies, there or at `other`. A pass joins `radix`
 * transforms of `done` samples each into one: see core/math/fft.
 */
export function transform(axis: usize, line: usize, other: usize): usize {
  const length = load<i32>(axis);
  const roots = axis + HEAD;
  let source = line, target = other;
  let done = 1;
  for (let at = axis + 4; ; at += 4) {
    const radix = load<i32>(at);
    if (radix == 0) break;
    if (radix == 4) passFour(source, target, length, done, roots);
    else if (radix == 2) passTwo(source, target, length, done, roots);
    else if (radix == 3) passThree(source, target, length, done, roots);
    else passFive(source, target, length, done, roots);
    done *= radix;
    const free = source;
    source = target;
    target = free;
  }
  return source;
}

export function passTwo(source: usize, target: usize, length: i32, done: i32, roots: usize): void {
  const groups = length / (2 * done);
  const apart = <usize>(length / 2) * ELEMENT, step = <usize>done * ELEMENT;
  for (let m: i32 = 0; m < done; m++) {
    const root = roots + (<usize>(m * groups) << 3);
    const c = v128.load32_splat(root), s = v128.load32_splat(root, 4);
    let from = source + <usize>m * ELEMENT, to = target + <usize>m * ELEMENT;
    for (let g: i32 = 0; g < groups; g++) {
      const ar = v128.load(from), ai = v128.load(from, 16);
      const xr = v128.load(from + apart), xi = v128.load(from + apart, 16);
      const br = f32x4.sub(f32x4.mul(xr, c), f32x4.mul(xi, s)), bi = f32x4.add(f32x4.mul(xr, s), f32x4.mul(xi, c));
      v128.store(to, f32x4.add(ar, br));
      v128.store(to, f32x4.add(ai, bi), 16);
      v128.store(to + step, f32x4.sub(ar, br));
      v128.store(to + step, f32x4.sub(ai, bi), 16);
      from += step;
      to += 2 * step;
    }
  }
}

export function passThree(source: usize, target: usize, length: i32, done: i32, roots: usize): void {
  const groups = length / (3 * done);
  const apart = <usize>(length / 3) * ELEMENT, step = <usize>done * ELEMENT;
  const half = f32x4.splat(0.5), sine = f32x4.splat(0.8660254037844386);
  for (let m: i32 = 0; m < done; m++) {
    const turn = <usize>(m * groups) << 3;
    const c1 = v128.load32_splat(roots + turn), s1 = v128.load32_splat(roots + turn, 4);
    const c2 = v128.load32_splat(roots + 2 * turn), s2 = v128.load32_splat(roots + 2 * turn, 4);
    let from = source + <usize>m * ELEMENT, to = target + <usize>m * ELEMENT;
    for (let g: i32 = 0; g < groups; g++) {
      const ar = v128.load(from), ai = v128.load(from, 16);
      const xr = v128.load(from + apart), xi = v128.load(from + apart, 16);
      const yr = v128.load(from + 2 * apart), yi = v128.load(from + 2 * apart, 16);
      const br = f32x4.sub(f32x4.mul(xr, c1), f32x4.mul(xi, s1)), bi = f32x4.add(f32x4.mul(xr, s1), f32x4.mul(xi, c1));
      const cr = f32x4.sub(f32x4.mul(yr, c2), f32x4.mul(yi, s2)), ci = f32x4.add(f32x4.mul(yr, s2), f32x4.mul(yi, c2));
      const sumR = f32x4.add(br, cr), sumI = f32x4.add(bi, ci);
      const turnR = f32x4.mul(sine, f32x4.sub(bi, ci)), turnI = f32x4.mul(sine, f32x4.sub(cr, br));
      const midR = f32x4.sub(ar, f32x4.mul(half, sumR)), midI = f32x4.sub(ai, f32x4.mul(half, sumI));
      v128.store(to, f32x4.add(ar, sumR));
      v128.store(to, f32x4.add(ai, sumI), 16);
      v128.store(to + step, f32x4.add(midR, turnR));
      v128.store(to + step, f32x4.add(midI, turnI), 16);
      v128.store(to + 2 * step, f32x4.sub(midR, turnR));
      v128.store(to + 2 * step, f32x4.sub(midI, turnI), 16);
      from += step;
      to += 3 * step;
    }
  }
}

export function passFour(source: usize, target: usize, length: i32, done: i32, roots: usize): void {
  const groups = length / (4 * done);
  const apart = <usize>(length / 4) * ELEMENT, step = <usize>done * ELEMENT;
  for (let m: i32 = 0; m < done; m++) {
    const turn = <usize>(m * groups) << 3;
    const c1 = v128.load32_splat(roots + turn), s1 = v128.load32_splat(roots + turn, 4);
    const c2 = v128.load32_splat(roots + 2 * turn), s2 = v128.load32_splat(roots + 2 * turn, 4);
    const c3 = v128.load32_splat(roots + 3 * turn), s3 = v128.load32_splat(roots + 3 * turn, 4);
    let from = source + <usize>m * ELEMENT, to = target + <usize>m * ELEMENT;
    for (let g: i32 = 0; g < groups; g++) {
      const ar = v128.load(from), ai = v128.load(from, 16);
      const xr = v128.load(from + apart), xi = v128.load(from + apart, 16);
      const yr = v128.load(from + 2 * apart), yi = v128.load(from + 2 * apart, 16);
      const zr = v128.load(from + 3 * apart), zi = v128.load(from + 3 * apart, 16);
      const br = f32x4.sub(f32x4.mul(xr, c1), f32x4.mul(xi, s1)), bi = f32x4.add(f32x4.mul(xr, s1), f32x4.mul(xi, c1));
      const cr = f32x4.sub(f32x4.mul(yr, c2), f32x4.mul(yi, s2)), ci = f32x4.add(f32x4.mul(yr, s2), f32x4.mul(yi, c2));
      const dr = f32x4.sub(f32x4.mul(zr, c3), f32x4.mul(zi, s3)), di = f32x4.add(f32x4.mul(zr, s3), f32x4.mul(zi, c3));
      const evenR = f32x4.add(ar, cr), evenI = f32x4.add(ai, ci);
      const apartR = f32x4.sub(ar, cr), apartI = f32x4.sub(ai, ci);
      const oddR = f32x4.add(br, dr), oddI = f32x4.add(bi, di);
      const turnR = f32x4.sub(bi, di), turnI = f32x4.sub(dr, br);
      v128.store(to, f32x4.add(evenR, oddR));
      v128.store(to, f32x4.add(evenI, oddI), 16);
      v128.store(to + step, f32x4.add(apartR, turnR));
      v128.store(to + step, f32x4.add(apartI, turnI), 16);
      v128.store(to + 2 * step, f32x4.sub(evenR, oddR));
      v128.store(to + 2 * step, f32x4.sub(evenI, oddI), 16);
      v128.store(to + 3 * step, f32x4.sub(apartR, turnR));
      v128.store(to + 3 * step, f32x4.sub(apartI, turnI), 16);
      from += step;
      to += 4 * step;
    }
  }
}

export function passFive(source: usize, target: usize, length: i32, done: i32, roots: usize): void {
  const groups = length / (5 * done);
  const apart = <usize>(length / 5) * ELEMENT, step = <usize>done * ELEMENT;
  const cos1 = f32x4.splat(0.30901699437494745), cos2 = f32x4.splat(-0.8090169943749475);
  const sin1 = f32x4.splat(0.9510565162951535), sin2 = f32x4.splat(0.5877852522924731);
  for (let m: i32 = 0; m < done; m++) {
    const turn = <usize>(m * groups) << 3;
    let from = source + <usize>m * ELEMENT, to = target + <usize>m * ELEMENT;
    const c1 = v128.load32_splat(roots + turn), s1 = v128.load32_splat(roots + turn, 4);
    const c2 = v128.load32_splat(roots + 2 * turn), s2 = v128.load32_splat(roots + 2 * turn, 4);
    const c3 = v128.load32_splat(roots + 3 * turn), s3 = v128.load32_splat(roots + 3 * turn, 4);
    const c4 = v128.load32_splat(roots + 4 * turn), s4 = v128.load32_splat(roots + 4 * turn, 4);
    for (let g: i32 = 0; g < groups; g++) {
      const ar = v128.load(from), ai = v128.load(from, 16);
      let xr = v128.load(from + apart), xi = v128.load(from + apart, 16);
      const br = f32x4.sub(f32x4.mul(xr, c1), f32x4.mul(xi, s1)), bi = f32x4.add(f32x4.mul(xr, s1), f32x4.mul(xi, c1));
      xr = v128.load(from + 4 * apart), xi = v128.load(from + 4 * apart, 16);
      const er = f32x4.sub(f32x4.mul(xr, c4), f32x4.mul(xi, s4)), ei = f32x4.add(f32x4.mul(xr, s4), f32x4.mul(xi, c4));
      xr = v128.load(from + 2 * apart), xi = v128.load(from + 2 * apart, 16);
      const cr = f32x4.sub(f32x4.mul(xr, c2), f32x4.mul(xi, s2)), ci = f32x4.add(f32x4.mul(xr, s2), f32x4.mul(xi, c2));
      xr = v128.load(from + 3 * apart), xi = v128.load(from + 3 * apart, 16);
      const dr = f32x4.sub(f32x4.mul(xr, c3), f32x4.mul(xi, s3)), di = f32x4.add(f32x4.mul(xr, s3), f32x4.mul(xi, c3));
      // Samples 1 and 4, 2 and 3 mirror each other: their sums go with cosines, their differences with sines.
      const outerR = f32x4.add(br, er), outerI = f32x4.add(bi, ei), innerR = f32x4.add(cr, dr), innerI = f32x4.add(ci, di);
      const outR = f32x4.sub(br, er), outI = f32x4.sub(bi, ei), inR = f32x4.sub(cr, dr), inI = f32x4.sub(ci, di);
      const p1r = f32x4.add(ar, f32x4.add(f32x4.mul(cos1, outerR), f32x4.mul(cos2, innerR)));
      const p1i = f32x4.add(ai, f32x4.add(f32x4.mul(cos1, outerI), f32x4.mul(cos2, innerI)));
      const p2r = f32x4.add(ar, f32x4.add(f32x4.mul(cos2, outerR), f32x4.mul(cos1, innerR)));
      const p2i = f32x4.add(ai, f32x4.add(f32x4.mul(cos2, outerI), f32x4.mul(cos1, innerI)));
      const q1r = f32x4.add(f32x4.mul(sin1, outI), f32x4.mul(sin2, inI));
      const q1i = f32x4.add(f32x4.mul(sin1, outR), f32x4.mul(sin2, inR));
      const q2r = f32x4.sub(f32x4.mul(sin2, outI), f32x4.mul(sin1, inI));
      const q2i = f32x4.sub(f32x4.mul(sin2, outR), f32x4.mul(sin1, inR));
      v128.store(to, f32x4.add(ar, f32x4.add(outerR, innerR)));
      v128.store(to, f32x4.add(ai, f32x4.add(outerI, innerI)), 16);
      v128.store(to + step, f32x4.add(p1r, q1r));
      v128.store(to + step, f32x4.sub(p1i, q1i), 16);
      v128.store(to + 2 * step, f32x4.add(p2r, q2r));
      v128.store(to + 2 * step, f32x4.sub(p2i, q2i), 16);
      v128.store(to + 3 * step, f32x4.sub(p2r, q2r));
      v128.store(to + 3 * step, f32x4.add(p2i, q2i), 16);
      v128.store(to + 4 * step, f32x4.sub(p1r, q1r));
      v128.store(to + 4 * step, f32x4.add(p1i, q1i), 16);
      from += step;
      to += 5 * step;
    }
  }
}

let lineOne: usize = 0;
let lineTwo: usize = 0;
let rowFloats: i32 = 0;

/** Where lines are worked on: BLOCK + 1 lines of `longest` elements. The rows of the volume have 2 × half floats. */
export function setScratch(scratch: usize, longest: i32, half: i32): void {
  lineOne = scratch;
  lineTwo = scratch + <usize>(BLOCK * longest) * ELEMENT;
  rowFloats = 2 * half;
}

/** Start of the n-th of eight rows from `row` on; rows from `rows` on are the last one again. */
// @ts-ignore: decorator
@inline
function rowStart(plane: usize, row: i32, n: i32, rows: i32): usize {
  return plane + (<usize>(min(row + n, rows - 1) * rowFloats) << 2);
}

/** Real rows of a plane into half coefficients, eight rows at a time: each lane takes two as real and imaginary part. */
export function forwardRows(plane: usize, rows: i32, axis: usize): void {
  const n = load<i32>(axis);
  for (let row: i32 = 0; row < rows; row += ROWS) {
    const r0 = rowStart(plane, row, 0, rows), r1 = rowStart(plane, row, 1, rows), r2 = rowStart(plane, row, 2, rows);
    const r3 = rowStart(plane, row, 3, rows), r4 = rowStart(plane, row, 4, rows), r5 = rowStart(plane, row, 5, rows);
    const r6 = rowStart(plane, row, 6, rows), r7 = rowStart(plane, row, 7, rows);
    // Rows have room for two coefficients more than samples fill, so that a last group of four may run past the samples.
    for (let i: i32 = 0; i < n; i += 4) {
      const to = lineOne + <usize>i * ELEMENT, at = <usize>i << 2;
      storeFour(to, v128.load(r0 + at), v128.load(r2 + at), v128.load(r4 + at), v128.load(r6 + at));
      storeFour(to + 16, v128.load(r1 + at), v128.load(r3 + at), v128.load(r5 + at), v128.load(r7 + at));
    }
    const done = transform(axis, lineOne, lineTwo);
    const half = f32x4.splat(0.5);
    for (let h: i32 = 0; h < rowFloats >> 1; h++) {
      const here = done + <usize>h * ELEMENT, mirror = done + <usize>(h == 0 ? 0 : n - h) * ELEMENT;
      const re = v128.load(here), im = v128.load(here, 16), mirrorRe = v128.load(mirror), mirrorIm = v128.load(mirror, 16);
      const ar = f32x4.mul(half, f32x4.add(re, mirrorRe)), ai = f32x4.mul(half, f32x4.sub(im, mirrorIm));
      const br = f32x4.mul(half, f32x4.add(im, mirrorIm)), bi = f32x4.mul(half, f32x4.sub(mirrorRe, re));
      const at = <usize>h << 3;
      storePairs(ar, ai, r0 + at, r2 + at, r4 + at, r6 + at);
      storePairs(br, bi, r1 + at, r3 + at, r5 + at, r7 + at);
    }
  }
}

/** The way back, times `scale`. */
export function inverseRows(plane: usize, rows: i32, axis: usize, scale: f32): void {
  const n = load<i32>(axis);
  const scales = f32x4.splat(scale);
  for (let row: i32 = 0; row < rows; row += ROWS) {
    const r0 = rowStart(plane, row, 0, rows), r1 = rowStart(plane, row, 1, rows), r2 = rowStart(plane, row, 2, rows);
    const r3 = rowStart(plane, row, 3, rows), r4 = rowStart(plane, row, 4, rows), r5 = rowStart(plane, row, 5, rows);
    const r6 = rowStart(plane, row, 6, rows), r7 = rowStart(plane, row, 7, rows);
    for (let h: i32 = 0; h < rowFloats >> 1; h++) {
      const at = <usize>h << 3;
      const a01 = loadPairs(r0 + at, r2 + at), a23 = loadPairs(r4 + at, r6 + at);
      const b01 = loadPairs(r1 + at, r3 + at), b23 = loadPairs(r5 + at, r7 + at);
      const ar = v128.shuffle<f32>(a01, a23, 0, 2, 4, 6), ai = v128.shuffle<f32>(a01, a23, 1, 3, 5, 7);
      const br = v128.shuffle<f32>(b01, b23, 0, 2, 4, 6), bi = v128.shuffle<f32>(b01, b23, 1, 3, 5, 7);
      const here = lineOne + <usize>h * ELEMENT;
      v128.store(here, f32x4.add(ai, br));
      v128.store(here, f32x4.sub(ar, bi), 16);
      if (h == 0 || 2 * h == n) continue;
      const mirror = lineOne + <usize>(n - h) * ELEMENT;
      v128.store(mirror, f32x4.sub(br, ai));
      v128.store(mirror, f32x4.add(ar, bi), 16);
    }
    const done = transform(axis, lineOne, lineTwo);
    for (let i: i32 = 0; i < n; i += 4) {
      const from = done + <usize>i * ELEMENT, at = <usize>i << 2;
      if (n - i > 1) {
        scatterFour(from + 16, scales, r0 + at, r2 + at, r4 + at, r6 + at);
        scatterFour(from, scales, r1 + at, r3 + at, r5 + at, r7 + at);
      } else {
        const re = f32x4.mul(scales, v128.load(from, 16)), im = f32x4.mul(scales, v128.load(from));
        storePairs(re, re, r0 + at, r2 + at, r4 + at, r6 + at); // a group would run past the end of the row
        storePairs(im, im, r1 + at, r3 + at, r5 + at, r7 + at);
      }
    }
  }
}

/** Four samples of four rows as four elements. */
// @ts-ignore: decorator
@inline
function storeFour(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab = low2(a, b), cd = low2(c, d), ab2 = high2(a, b), cd2 = high2(c, d);
  v128.store(to, lows(ab, cd));
  v128.store(to, highs(ab, cd), 32);
  v128.store(to, lows(ab2, cd2), 64);
  v128.store(to, highs(ab2, cd2), 96);
}

// @ts-ignore: decorator
@inline
function scatterFour(from: usize, scale: v128, a: usize, b: usize, c: usize, d: usize): void {
  const e0 = f32x4.mul(scale, v128.load(from)), e1 = f32x4.mul(scale, v128.load(from, 32));
  const e2 = f32x4.mul(scale, v128.load(from, 64)), e3 = f32x4.mul(scale, v128.load(from, 96));
  const ab = low2(e0, e1), cd = low2(e2, e3), ab2 = high2(e0, e1), cd2 = high2(e2, e3);
  v128.store(a, lows(ab, cd));
  v128.store(b, highs(ab, cd));
  v128.store(c, lows(ab2, cd2));
  v128.store(d, highs(ab2, cd2));
}

/** One coefficient to each of four rows. */
// @ts-ignore: decorator
@inline
function storePairs(re: v128, im: v128, a: usize, b: usize, c: usize, d: usize): void {
  const first = low2(re, im), second = high2(re, im);
  v128.store64_lane(a, first, 0);
  v128.store64_lane(b, first, 1);
  v128.store64_lane(c, second, 0);
  v128.store64_lane(d, second, 1);
}

// @ts-ignore: decorator
@inline
function loadPairs(a: usize, b: usize): v128 {
  return v128.load64_lane(b, v128.load64_zero(a), 1);
}

/**
 * Transforms columns of coefficients: `count` next to each other from `first` on, samples `apart` bytes apart along the
 * axis. Backwards real and imaginary parts are exchanged.
 */
export function columns(first: usize, count: i32, apart: usize, axis: usize, isInverse: bool): void {
  const n = load<i32>(axis);
  const lineBytes = <usize>n * ELEMENT;
  for (let column: i32 = 0; column < count; column += 4 * BLOCK) {
    const start = first + (<usize>column << 3);
    const groups = min(BLOCK, (count - column + 3) >> 2);
    for (let j: i32 = 0; j < n; j++) {
      const from = start + <usize>j * apart, to = lineOne + <usize>j * ELEMENT;
      for (let g: i32 = 0; g < groups; g++) {
        const a = v128.load(from + (<usize>g << 5)), b = v128.load(from + (<usize>g << 5), 16);
        const re = v128.shuffle<f32>(a, b, 0, 2, 4, 6), im = v128.shuffle<f32>(a, b, 1, 3, 5, 7);
        const own = to + <usize>g * lineBytes;
        v128.store(own, isInverse ? im : re);
        v128.store(own, isInverse ? re : im, 16);
      }
    }
    // The results of a block lie in its own lines or, after an odd number of passes, one line on.
    for (let g: i32 = groups - 1; g >= 0; g--) {
      const own = lineOne + <usize>g * lineBytes;
      const result = transform(axis, own, lineTwo);
      scatterColumns(result, start + (<usize>g << 5), min(4, count - column - 4 * g), apart, n, isInverse);
    }
  }
}

/** Puts up to four columns back. */
export function scatterColumns(line: usize, to: usize, count: i32, apart: usize, n: i32, isInverse: bool): void {
  for (let j: i32 = 0; j < n; j++) {
    const own = line + <usize>j * ELEMENT;
    const re = isInverse ? v128.load(own, 16) : v128.load(own), im = isInverse ? v128.load(own) : v128.load(own, 16);
    const a = low2(re, im), b = high2(re, im);
    if (count == 4) {
      v128.store(to, a);
      v128.store(to, b, 16);
    } else {
      v128.store64_lane(to, a, 0);
      if (count > 1) v128.store64_lane(to + 8, a, 1);
      if (count > 2) v128.store64_lane(to + 16, b, 0);
    }
    to += apart;
  }
}
