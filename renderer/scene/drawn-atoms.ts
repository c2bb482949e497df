import type { AtomRanges } from "#core/structure/atom-ranges.ts";
import type { ModelShape } from "#workers/protocol.ts";

/** The drawn atoms of a shape that lie in ranges of the model's atoms, ascending. */
export function drawnIn({ atomIndex }: Pick<ModelShape, "atomIndex">, ranges: AtomRanges): number[] {
  const atoms: number[] = [];
  let at = 0;
  for (let n = 0; n + 1 < ranges.length; n += 2) {
    const [from = 0, to = 0] = [ranges[n], ranges[n + 1]];
    at = firstFrom(atomIndex, from, at);
    while (at < atomIndex.length && (atomIndex[at] ?? 0) < to) atoms.push(at++);
  }
  return atoms;
}

/** The first place at or after `start` whose index is at least `wanted`, by halving. */
function firstFrom(ascending: Uint32Array, wanted: number, start: number): number {
  let low = start;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
