import { type Fingerprint, isCopy } from "#core/identify/library/fingerprint.ts";

/** Something in its place in a library. */
export interface Printed {
  /** Its place: lower comes first. */
  readonly order: number;
  readonly name: string;
  readonly print: Fingerprint;
}

/**
 * Finds copies of what came before. Copies of copies are copies of the first one too, so that what is left of a library
 * depends on its order alone, and not on who saw which part of it.
 */
export class CopyFinder {
  readonly #known = new Map<string, Printed[]>();

  /** What `one` is a copy of, the first in the library of all seen so far; undefined when it is new. Remembers it. */
  add(one: Printed): Printed | undefined {
    const alike = this.#known.get(one.print.sequence) ?? [];
    const copies = alike.filter(({ print }) => isCopy(print, one.print));
    alike.push(one);
    this.#known.set(one.print.sequence, alike);
    return copies.reduce<Printed | undefined>(
      (first, copy) => (first === undefined || copy.order < first.order ? copy : first),
      undefined,
    );
  }
}

/** By place in the library: the name of the earlier entry that each copy is a copy of. */
export function findCopies(entries: readonly Printed[]): Map<number, string> {
  const finder = new CopyFinder();
  const copies = new Map<number, string>();
  for (const entry of [...entries].sort((a, b) => a.order - b.order)) {
    const original = finder.add(entry);
    if (original) copies.set(entry.order, original.name);
  }
  return copies;
}
