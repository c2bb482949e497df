import { AppError } from "#core/errors.ts";
import type { Gaussians } from "#core/gmm/gaussians.ts";
import type { PoseImage, PoseKernel } from "#core/gmm/pose-kernel.ts";
import type { ImageFrame, View } from "#core/gmm/projection.ts";
import { MOMENT, MOMENTS, POSE_NUMBERS, pairIndex } from "#core/gmm/ring-moments.ts";

interface Exports {
  bytesX(size: number, count: number): number;
  bytesY(size: number, count: number): number;
  bytesScratch(size: number): number;
  setModel(size: number, count: number, ...addresses: number[]): void;
  moments(
    matrix: number,
    shiftX: number,
    shiftY: number,
    first: number,
    last: number,
    withSlopes: number,
    data: number,
    weight: number,
    out: number,
  ): void;
}

const PAGE = 65_536; // bytes of a WebAssembly page
const ALIGN = 64;

/** The pose kernel in WebAssembly SIMD, with a memory of its own that grows with the model. `module` is poses.wasm. */
export function createWasmPoseKernel(module: WebAssembly.Module): PoseKernel {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: PAGE, shared: true });
  const abort = (): never => {
    throw new TypeError("The pose kernel stopped.");
  };
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  const kernel = instance.exports as unknown as Exports;
  let places: Places | undefined;
  let frame: ImageFrame;
  return {
    name: "cpu",
    setModel(model, newFrame) {
      frame = newFrame;
      places = layOut(kernel, memory, model.count, frame.size);
      writeModel(memory, model, frame, places);
      const { xyz, amplitudes, falls, tableX, tableY, scratch } = places;
      kernel.setModel(frame.size, model.count, xyz, amplitudes, falls, tableX, tableY, scratch);
    },
    setImage({ data, weight }: PoseImage) {
      if (!places) throw new TypeError("A model comes before images.");
      new Float32Array(memory.buffer, places.data, data.length).set(data);
      new Float32Array(memory.buffer, places.weight, weight.length).set(weight);
    },
    moments({ matrix, shift }: View, { first, last }, withSlopes, moments) {
      if (!places) throw new TypeError("A model comes before views.");
      new Float64Array(memory.buffer, places.matrix, 9).set(matrix);
      const found = new Float64Array(memory.buffer, places.out, moments.length);
      found.fill(0);
      const [x, y] = [shift[0] / frame.edge, shift[1] / frame.edge];
      const { data, weight, out } = places;
      kernel.moments(places.matrix, x, y, first, last, withSlopes ? 1 : 0, data, weight, out);
      moments.set(found);
      if (withSlopes) toUnits(moments, frame.edge);
    },
  };
}

interface Places {
  readonly xyz: number;
  readonly amplitudes: number;
  readonly falls: number;
  readonly tableX: number;
  readonly tableY: number;
  readonly scratch: number;
  readonly matrix: number;
  readonly data: number;
  readonly weight: number;
  readonly out: number;
}

function layOut(kernel: Exports, memory: WebAssembly.Memory, count: number, size: number): Places {
  // The first page holds the tables of sine and cosine.
  let end = PAGE;
  const room = (bytes: number) => {
    const start = end;
    end += Math.ceil(bytes / ALIGN) * ALIGN;
    return start;
  };
  const coefficients = size * (size / 2 + 1);
  const places = {
    xyz: room(24 * count),
    amplitudes: room(8 * count),
    falls: room(8 * count),
    tableX: room(kernel.bytesX(size, count)),
    tableY: room(kernel.bytesY(size, count)),
    scratch: room(kernel.bytesScratch(size)),
    matrix: room(72),
    data: room(8 * coefficients),
    weight: room(4 * coefficients),
    out: room(8 * MOMENTS * (size / 2)),
  };
  const missing = Math.ceil(end / PAGE) - memory.buffer.byteLength / PAGE;
  try {
    if (missing > 0) memory.grow(missing);
  } catch {
    throw new AppError(
      "resource",
      "There is not enough memory for this Gaussian model; use fewer Gaussians.",
      {
        bytes: end,
      },
    );
  }
  return places;
}

function writeModel(
  memory: WebAssembly.Memory,
  { count, xyz, amplitude, sigma }: Gaussians,
  { edge, centre }: ImageFrame,
  places: Places,
): void {
  const at = new Float64Array(memory.buffer, places.xyz, 3 * count);
  for (let n = 0; n < 3 * count; n++) at[n] = (xyz[n] - centre[n % 3]) / edge;
  new Float64Array(memory.buffer, places.amplitudes, count).set(amplitude);
  const falls = new Float64Array(memory.buffer, places.falls, count);
  for (let n = 0; n < count; n++) falls[n] = 2 * (Math.PI * (sigma[n] / edge)) ** 2;
}

/** The kernel's derivatives are per fraction of the edge and without 2π. */
function toUnits(moments: Float64Array, edge: number): void {
  const unit = Array.from({ length: POSE_NUMBERS }, (_, p) => (p < 3 ? 2 * Math.PI : (2 * Math.PI) / edge));
  for (let at = 0; at < moments.length; at += MOMENTS) {
    for (let p = 0; p < POSE_NUMBERS; p++) {
      moments[at + MOMENT.slopeCross + p] *= unit[p];
      moments[at + MOMENT.slopePower + p] *= unit[p];
      for (let q = p; q < POSE_NUMBERS; q++)
        moments[at + MOMENT.pairs + pairIndex(p, q)] *= unit[p] * unit[q];
    }
  }
}
