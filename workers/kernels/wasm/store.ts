import { AppError } from "#core/errors.ts";
import type { PointSet } from "#core/kernel/fit-kernel.ts";
import { PADDING, paddedGrid } from "#core/kernel/reference-kernel.ts";
import { type Grid, sampleCount } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";
import { instantiate, type KernelExports } from "#workers/kernels/wasm/exports.ts";
import { withScratch } from "#workers/kernels/wasm/scratch.ts";

const PAGE = 65_536; // bytes of a WebAssembly page
const MOST_PAGES = 65_536; // 4 GiB, all that 32-bit addresses reach
const ALIGN = 64;
const LANES = 4;
const FAR = 1e6; // Å; padding points lie outside every map

/** Where a padded volume lies in the shared memory. Plain data, so that threads can be told. */
export interface VolumeBlock {
  readonly id: number;
  readonly pointer: number;
  readonly grid: Grid;
  readonly outside: number;
}

/** Where a point set lies: four arrays of `padded` floats (x, y, z, weight). */
export interface PointsBlock {
  readonly id: number;
  readonly pointer: number;
  readonly count: number;
  readonly padded: number;
}

interface Free {
  pointer: number;
  bytes: number;
}

/** The one memory all threads see: hands out blocks, takes volumes back. Only the thread that made it writes its table. */
export class KernelStore {
  readonly memory: WebAssembly.Memory;
  readonly #buffers = new WeakSet<ArrayBufferLike>(); // growing the memory makes another object of it
  readonly #sizes = new Map<number, number>();
  readonly #pointers = new Map<number, number>();
  #free: Free[] = [];
  #end = PAGE; // the first page stays empty, so that a null pointer reads nothing of ours
  #nextId = 1;

  readonly #module: WebAssembly.Module;
  #run: KernelExports | undefined;

  /** `module`: the compiled fit.wasm. */
  constructor(module: WebAssembly.Module) {
    this.#module = module;
    this.memory = new WebAssembly.Memory({ initial: 2, maximum: MOST_PAGES, shared: true });
  }

  /** The kernel's functions for the thread that made the store. */
  get run(): KernelExports {
    this.#run ??= instantiate(this.#module, this.memory);
    return this.#run;
  }

  addVolume(volume: Volume, outside: number): VolumeBlock {
    const grid = paddedGrid(volume.grid);
    const samples = grid.size[0] * grid.size[1] * grid.size[2];
    const pointer = this.allocate(4 * samples);
    withScratch(this, (scratch) => {
      const [nx, ny, nz] = volume.grid.size;
      const [px, py] = grid.size;
      const from = scratch.of(volume.values);
      const to = pointer + 4 * PADDING * (1 + px * (1 + py));
      this.run.fill(pointer, samples, outside);
      this.run.copyBlock(from, nx, ny, to, px, py, nx, ny, nz);
    });
    const block = { id: this.#nextId++, pointer, grid, outside };
    this.#pointers.set(block.id, pointer);
    return block;
  }

  addPoints(points: PointSet): PointsBlock {
    const count = points.weight.length;
    const padded = Math.ceil(count / LANES) * LANES;
    const pointer = this.allocate(4 * 4 * padded);
    withScratch(this, (scratch) => {
      this.run.packPoints(scratch.of(points.xyz), scratch.of(points.weight), count, padded, FAR, pointer);
    });
    const block = { id: this.#nextId++, pointer, count, padded };
    this.#pointers.set(block.id, pointer);
    return block;
  }

  /** A volume in this memory, its values still to be written, and where they begin. */
  newVolume(grid: Grid): { readonly volume: Volume; readonly pointer: number } {
    const samples = sampleCount(grid);
    const pointer = this.allocate(4 * samples);
    return { volume: { grid, values: this.float32(pointer, samples) }, pointer };
  }

  float32(pointer: number, length: number): Float32Array {
    return new Float32Array(this.#buffer(), pointer, length);
  }

  float64(pointer: number, length: number): Float64Array {
    return new Float64Array(this.#buffer(), pointer, length);
  }

  int32(pointer: number, length: number): Int32Array {
    return new Int32Array(this.#buffer(), pointer, length);
  }

  /** Where an array that this store handed out begins; undefined for others. */
  pointerOf(array: Float32Array | Float64Array): number | undefined {
    return this.#buffers.has(array.buffer) ? array.byteOffset : undefined;
  }

  /** Gives back the memory of a block by its first array; arrays from elsewhere are left alone. */
  releaseArray(array: Float32Array | Float64Array): void {
    const pointer = this.pointerOf(array);
    if (pointer !== undefined) this.release(pointer);
  }

  /** Gives back the memory of a volume or point set. */
  releaseBlock(id: number): void {
    const pointer = this.#pointers.get(id);
    if (pointer === undefined) return;
    this.#pointers.delete(id);
    this.release(pointer);
  }

  /** Bytes for a block. Throws `resource` when the memory is used up. */
  allocate(bytes: number): number {
    const wanted = Math.ceil((bytes + ALIGN) / ALIGN) * ALIGN; // room for loads just past the end
    const fit = this.#free.findIndex((f) => f.bytes >= wanted);
    if (fit >= 0) {
      const block = this.#free[fit];
      const pointer = block.pointer;
      block.pointer += wanted;
      block.bytes -= wanted;
      if (block.bytes === 0) this.#free.splice(fit, 1);
      this.#sizes.set(pointer, wanted);
      return pointer;
    }
    const pointer = this.#end;
    this.#growTo(pointer + wanted);
    this.#end = pointer + wanted;
    this.#sizes.set(pointer, wanted);
    return pointer;
  }

  release(pointer: number): void {
    const bytes = this.#sizes.get(pointer);
    if (bytes === undefined) return;
    this.#sizes.delete(pointer);
    const blocks = [...this.#free, { pointer, bytes }].sort((a, b) => a.pointer - b.pointer);
    const joined: Free[] = [];
    for (const block of blocks) {
      const last = joined.at(-1);
      if (last && last.pointer + last.bytes === block.pointer) last.bytes += block.bytes;
      else joined.push({ ...block });
    }
    this.#free = joined;
  }

  #buffer(): SharedArrayBuffer {
    const { buffer } = this.memory;
    this.#buffers.add(buffer);
    return buffer;
  }

  #growTo(bytes: number): void {
    const missing = Math.ceil((bytes - this.memory.buffer.byteLength) / PAGE);
    if (missing <= 0) return;
    try {
      this.memory.grow(missing);
    } catch {
      throw new AppError(
        "resource",
        "The maps of this fit do not fit in the kernel's memory (4 GiB). Crop or bin the map and try again.",
        { wanted: bytes },
      );
    }
  }
}
