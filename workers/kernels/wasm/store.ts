import { AppError } from "#core/errors.ts";
import type { PointSet } from "#core/kernel/fit-kernel.ts";
import { paddedGrid, padInto } from "#core/kernel/reference-kernel.ts";
import type { Grid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

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
  readonly #sizes = new Map<number, number>();
  readonly #pointers = new Map<number, number>();
  #free: Free[] = [];
  #end = PAGE; // the first page stays empty, so that a null pointer reads nothing of ours
  #nextId = 1;

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: 2, maximum: MOST_PAGES, shared: true });
  }

  addVolume(volume: Volume, outside: number): VolumeBlock {
    const grid = paddedGrid(volume.grid);
    const samples = grid.size[0] * grid.size[1] * grid.size[2];
    const pointer = this.allocate(4 * samples);
    padInto(volume, outside, new Float32Array(this.memory.buffer, pointer, samples));
    const block = { id: this.#nextId++, pointer, grid, outside };
    this.#pointers.set(block.id, pointer);
    return block;
  }

  addPoints(points: PointSet): PointsBlock {
    const count = points.weight.length;
    const padded = Math.ceil(count / LANES) * LANES;
    const pointer = this.allocate(4 * 4 * padded);
    const floats = new Float32Array(this.memory.buffer, pointer, 4 * padded);
    for (let n = 0; n < padded; n++) {
      const real = n < count;
      floats[n] = real ? points.xyz[3 * n] : FAR;
      floats[padded + n] = real ? points.xyz[3 * n + 1] : FAR;
      floats[2 * padded + n] = real ? points.xyz[3 * n + 2] : FAR;
      floats[3 * padded + n] = real ? points.weight[n] : 0;
    }
    const block = { id: this.#nextId++, pointer, count, padded };
    this.#pointers.set(block.id, pointer);
    return block;
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
