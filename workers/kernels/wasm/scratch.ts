/** What a memory lends for a while. */
export interface Lender {
  allocate(bytes: number): number;
  release(pointer: number): void;
  /** Where an array of this memory begins; undefined for others. */
  pointerOf(array: Float32Array | Float64Array): number | undefined;
  float32(pointer: number, length: number): Float32Array;
  float64(pointer: number, length: number): Float64Array;
}

/** Room in the kernel's memory for one piece of work; all of it is given back at its end. */
export class Scratch {
  readonly #store: Lender;
  readonly #pointers: number[] = [];

  constructor(store: Lender) {
    this.#store = store;
  }

  /** So many bytes, with whatever they held before. */
  bytes(count: number): number {
    const pointer = this.#store.allocate(count);
    this.#pointers.push(pointer);
    return pointer;
  }

  /** Where numbers lie: a copy, when they are not in the kernel's memory. */
  of(numbers: Float32Array | Float64Array): number {
    const own = this.#store.pointerOf(numbers);
    if (own !== undefined) return own;
    const pointer = this.bytes(numbers.byteLength);
    if (numbers instanceof Float32Array) this.#store.float32(pointer, numbers.length).set(numbers);
    else this.#store.float64(pointer, numbers.length).set(numbers);
    return pointer;
  }

  free(): void {
    for (const pointer of this.#pointers.splice(0)) this.#store.release(pointer);
  }
}

/** Does a piece of work with room of its own. */
export function withScratch<T>(store: Lender, work: (scratch: Scratch) => T): T {
  const scratch = new Scratch(store);
  try {
    return work(scratch);
  } finally {
    scratch.free();
  }
}
