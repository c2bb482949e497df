import type { Spectrum } from "#core/volume/fourier.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import { fourierScratchBytes } from "#workers/volumes/fourier-worker.ts";
import type { FourierJob } from "#workers/volumes/messages.ts";
import { makeMemory, Places } from "#workers/volumes/shared-memory.ts";

const RADICES = [4, 2, 3, 5];
const HEAD = 16; // int32 before the roots of an axis: length, passes, 0
const SPARE = 4; // elements a last group of four may run past the end of a line
const SPILL = 512; // bytes a last block of columns may be read past the end of the volume

/** Whether all sizes are products of 2, 3 and 5, which the kernel transforms. */
export function isSmooth({ size }: Grid): boolean {
  return size.every((n) => passesOf(n) !== undefined);
}

/** Lays a transform out in a memory of its own. Throws `resource` when it needs more than 4 GiB or memory is used up. */
export function layOutFourier(module: WebAssembly.Module, grid: Grid, seats: number): FourierJob {
  const size = [...grid.size] as const;
  const places = new Places();
  const longest = Math.max(...size) + SPARE;
  const axis = (n: number) => places.room(4 * HEAD + 8 * n);
  const map = places.room(4 * rowFloats(size) * size[1] * size[2] + SPILL);
  const axes = [axis(size[0]), axis(size[1]), axis(size[2])] as const;
  const scratch = Array.from({ length: seats }, () => places.room(fourierScratchBytes(longest)));
  const memory = makeMemory(places.bytes, "The Fourier transform of this map");
  for (const [n, at] of axes.entries()) writeAxis(memory, at, size[n]);
  return { of: "fourier", memory, module, size, map, axes, longest, scratch };
}

/** Copies a volume into the memory of a transform, row by row. */
export function putRows(job: FourierJob, values: Float32Array): void {
  const [nx, ny, nz] = job.size;
  const target = floatsOf(job);
  const stride = rowFloats(job.size);
  for (let row = 0; row < ny * nz; row++) target.set(values.subarray(row * nx, (row + 1) * nx), row * stride);
}

/** The volume that an inverse transform has made: its rows moved together, a view of the job's memory. */
export function takeRows(job: FourierJob, grid: Grid): Volume {
  const [nx, ny, nz] = job.size;
  const values = floatsOf(job);
  const stride = rowFloats(job.size);
  for (let row = 1; row < ny * nz; row++) values.copyWithin(row * nx, row * stride, row * stride + nx);
  return { grid, values: values.subarray(0, nx * ny * nz) };
}

/** The coefficients that a forward transform has made: a view of the job's memory. */
export function coefficientsOf(job: FourierJob, grid: Grid): Spectrum {
  return { grid, half: rowFloats(job.size) / 2, data: floatsOf(job) };
}

function floatsOf({ memory, map, size }: FourierJob): Float32Array {
  return new Float32Array(memory.buffer, map, rowFloats(size) * size[1] * size[2]);
}

function rowFloats([nx]: FourierJob["size"]): number {
  return 2 * (Math.floor(nx / 2) + 1);
}

function passesOf(length: number): number[] | undefined {
  const passes: number[] = [];
  let rest = length;
  for (const radix of RADICES) {
    while (rest % radix === 0) {
      passes.push(radix);
      rest /= radix;
    }
  }
  return rest === 1 && passes.length < HEAD - 2 ? passes : undefined;
}

function writeAxis(memory: WebAssembly.Memory, at: number, length: number): void {
  new Int32Array(memory.buffer, at, HEAD).set([length, ...(passesOf(length) ?? []), 0]);
  const roots = new Float32Array(memory.buffer, at + 4 * HEAD, 2 * length);
  for (let k = 0; k < length; k++) {
    roots[2 * k] = Math.cos((2 * Math.PI * k) / length);
    roots[2 * k + 1] = -Math.sin((2 * Math.PI * k) / length);
  }
}
