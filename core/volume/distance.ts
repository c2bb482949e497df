import type { Grid } from "#core/volume/grid.ts";

/**
 * For every voxel the squared distance, in Å², to the nearest voxel that is chosen (1 in `inside`), 0 for those
 * themselves; infinite where none is. Exact, line by line along each axis (Felzenszwalb & Huttenlocher 2012).
 */
export function squaredDistances({ size, voxelSize }: Grid, inside: Uint8Array): Float32Array {
  const values = new Float32Array(inside.length);
  for (let n = 0; n < inside.length; n++) values[n] = inside[n] === 1 ? 0 : Number.POSITIVE_INFINITY;
  const [nx, ny, nz] = size;
  const strides = [1, nx, nx * ny];
  for (let axis = 0; axis < 3; axis++) {
    const line = createLine(size[axis], voxelSize[axis]);
    const stride = strides[axis];
    const block = stride * size[axis];
    for (let start = 0; start < nx * ny * nz; start += block) {
      for (let n = 0; n < stride; n++) line(values, start + n, stride);
    }
  }
  return values;
}

/** The lower envelope of parabolas along a line: where each of its pieces stands, how high, and where it begins. */
interface Envelope {
  readonly feet: Int32Array;
  readonly heights: Float64Array;
  readonly from: Float64Array;
  /** Squared distance of neighbours, Å². */
  readonly square: number;
}

/** Replaces a line by the lower envelope of parabolas that stand on its values. */
function createLine(
  length: number,
  step: number,
): (values: Float32Array, start: number, stride: number) => void {
  const envelope: Envelope = {
    feet: new Int32Array(length),
    heights: new Float64Array(length),
    from: new Float64Array(length + 1),
    square: step * step,
  };
  const { feet, heights, from, square } = envelope;
  return (values, start, stride) => {
    let pieces = 0;
    for (let q = 0; q < length; q++) {
      const height = values[start + q * stride];
      if (height < Number.POSITIVE_INFINITY) pieces = addPiece(envelope, pieces, q, height);
    }
    if (pieces === 0) return;
    from[pieces] = Number.POSITIVE_INFINITY;
    for (let q = 0, n = 0; q < length; q++) {
      while (from[n + 1] < q) n++;
      values[start + q * stride] = square * (q - feet[n]) ** 2 + heights[n];
    }
  };
}

/** Adds the parabola at `q`, which may take the place of earlier ones; returns how many pieces there are now. */
function addPiece(
  { feet, heights, from, square }: Envelope,
  pieces: number,
  q: number,
  height: number,
): number {
  const meets = (n: number) =>
    (height - heights[n] + square * (q * q - feet[n] * feet[n])) / (2 * square * (q - feet[n]));
  let top = pieces;
  while (top > 0 && meets(top - 1) <= from[top - 1]) top--;
  from[top] = top === 0 ? Number.NEGATIVE_INFINITY : meets(top - 1);
  feet[top] = q;
  heights[top] = height;
  return top + 1;
}
