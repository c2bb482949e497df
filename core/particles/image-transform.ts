import { lineTransform } from "#core/math/fft.ts";

/** Fourier transforms of square images of one size, to their half transform about the middle pixel. */
export interface ImageTransform {
  readonly size: number;
  /** Columns kx = 0 … size ⁄ 2 of the half transform. */
  readonly half: number;
  /**
   * F(k) = Σ pixel exp(−2πi k · (r − size ⁄ 2) ⁄ size): `size` rows ky in FFT order, re, im of kx = 0 … size ⁄ 2 in each,
   * written from `at` on.
   */
  forward(pixels: ArrayLike<number>, out: Float32Array | Float64Array, at?: number): void;
}

/** For images of `size` × `size` pixels; the size is even. */
export function createImageTransform(size: number): ImageTransform {
  const half = size / 2 + 1;
  const along = lineTransform(size);
  const line = new Float64Array(2 * size);
  const rows = new Float64Array(2 * size * half);
  const alongRows = (pixels: ArrayLike<number>) => {
    // Two real rows go through one complex transform, as its real and imaginary part.
    for (let j = 0; j < size; j += 2) {
      for (let i = 0; i < size; i++) {
        line[2 * i] = pixels[j * size + i];
        line[2 * i + 1] = pixels[(j + 1) * size + i];
      }
      along.forward(line);
      splitRows(line, rows, j, size, half);
    }
  };
  const alongColumn = (i: number, out: Float32Array | Float64Array, at: number) => {
    for (let j = 0; j < size; j++) {
      line[2 * j] = rows[2 * (j * half + i)];
      line[2 * j + 1] = rows[2 * (j * half + i) + 1];
    }
    along.forward(line);
    for (let j = 0; j < size; j++) {
      // The origin at pixel size ⁄ 2 is a factor (−1)^(kx + ky).
      const sign = (i + j) % 2 === 0 ? 1 : -1;
      const place = at + 2 * (j * half + i);
      out[place] = sign * line[2 * j];
      out[place + 1] = sign * line[2 * j + 1];
    }
  };
  return {
    size,
    half,
    forward(pixels, out, at = 0) {
      alongRows(pixels);
      for (let i = 0; i < half; i++) alongColumn(i, out, at);
    },
  };
}

function splitRows(line: Float64Array, rows: Float64Array, j: number, size: number, half: number): void {
  for (let i = 0; i < half; i++) {
    const mirror = i === 0 ? 0 : size - i;
    const [re, im, otherRe, otherIm] = [line[2 * i], line[2 * i + 1], line[2 * mirror], line[2 * mirror + 1]];
    const first = 2 * (j * half + i);
    const second = first + 2 * half;
    rows[first] = (re + otherRe) / 2;
    rows[first + 1] = (im - otherIm) / 2;
    rows[second] = (im + otherIm) / 2;
    rows[second + 1] = (otherRe - re) / 2;
  }
}
