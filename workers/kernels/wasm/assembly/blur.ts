// Gaussian blur of whole volumes, plane by plane. Rows of the plane and of the ring are `stride` floats, a multiple of 4.
// `terms` holds one (pointer, weight) of 8 bytes per row to be added.
// Whole vectors may be written past the end of a row where the next row is written later: blocks have 16 spare bytes.

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
