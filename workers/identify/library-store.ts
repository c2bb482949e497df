import { createHash } from "node:crypto";
import { AppError } from "#core/errors.ts";
import type { LibraryItem } from "#workers/identify/identify-run.ts";
import type { LibraryId } from "#workers/identify-calls.ts";

/** Bytes of all libraries of a session: what a window can keep in memory without harm. */
const MOST_BYTES = 2 ** 30;

/** A file of a library as it came: gzip and all. */
interface LibraryFile {
  readonly name: string;
  /** Path or URL; null when nobody said. */
  readonly place: string | null;
  readonly bytes: Uint8Array;
}

interface HeldFile extends LibraryFile {
  /** Of its content: two libraries with the same names need not be the same. */
  readonly hash: string;
}

/** The candidates that a window has handed over, as their files came. */
export class LibraryStore {
  readonly #libraries = new Map<LibraryId, HeldFile[]>();
  #bytes = 0;
  #next = 1;

  /** Adds files to a library, or begins one, under `given` when a lost session is made again. Throws `input` when there is no such library, `resource` when it is too large. */
  add(
    library: LibraryId | null,
    files: readonly LibraryFile[],
    given?: string,
  ): { library: LibraryId; files: number } {
    const id = library ?? this.#newId(given);
    if (library === null) this.#libraries.set(id, []);
    const held = this.#of(id);
    for (const origin of files) {
      const { bytes } = origin;
      this.#bytes += bytes.length;
      if (this.#bytes > MOST_BYTES) throw tooLarge();
      held.push({ ...origin, hash: createHash("sha256").update(bytes).digest("hex").slice(0, 16) });
    }
    return { library: id, files: held.length };
  }

  /** A file of a library. Throws `input` when there is no such library or file. */
  file(library: LibraryId, name: string): LibraryFile {
    const found = this.#of(library).find((one) => one.name === name);
    if (found) return found;
    throw new AppError("input", `There is no ${name} in this library.`);
  }

  /** Forgets a library; whether there was one. */
  close(library: LibraryId): boolean {
    for (const { bytes } of this.#libraries.get(library) ?? []) this.#bytes -= bytes.length;
    return this.#libraries.delete(library);
  }

  /** The files of a library as items, in order. Threads get copies of their bytes. */
  items(library: LibraryId): LibraryItem[] {
    return this.#of(library).map(({ name, bytes }) => ({ file: name, load: async () => ({ bytes }) }));
  }

  /** What tells one library from another. */
  contents(library: LibraryId): string[] {
    return this.#of(library).map(({ name, hash }) => `${name} ${hash}`);
  }

  #newId(given: string | undefined): LibraryId {
    if (given === undefined) return `library-${this.#next++}` as LibraryId;
    this.#next = Math.max(this.#next, Number(given.split("-").at(-1)) + 1);
    return given as LibraryId;
  }

  #of(library: LibraryId): HeldFile[] {
    const held = this.#libraries.get(library);
    if (held) return held;
    throw new AppError("input", "This library is not there any more; hand it over again.", { isLost: true });
  }
}

function tooLarge(): AppError {
  return new AppError(
    "resource",
    "A library of more than 1 GiB does not go through the window: use the command line, mapwright identify MAP LIBRARY.",
  );
}
