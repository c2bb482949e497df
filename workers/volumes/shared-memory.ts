import { AppError } from "#core/errors.ts";

const PAGE = 65_536; // bytes of a WebAssembly page
const MOST_PAGES = 65_536; // 4 GiB, all that 32-bit addresses reach
const ALIGN = 64;

/** Hands out places in a memory to be. */
export class Places {
  #end = PAGE;

  /** Bytes needed so far. */
  get bytes(): number {
    return this.#end;
  }

  /** The address of so many bytes, with at least as many to spare behind them as kernels may run past an end. */
  room(bytes: number): number {
    const start = this.#end;
    this.#end += Math.ceil((bytes + ALIGN) / ALIGN) * ALIGN;
    return start;
  }
}

/** A memory for threads to share, all 0. Throws `resource`, naming what for, when it needs more than 4 GiB or memory is used up. */
export function makeMemory(bytes: number, what: string): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE);
  const tooLarge = () =>
    new AppError(
      "resource",
      `${what} needs more memory than there is (at most 4 GiB); choose a coarser or smaller grid.`,
      { bytes: pages * PAGE },
    );
  if (pages > MOST_PAGES) throw tooLarge();
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    throw tooLarge();
  }
}
