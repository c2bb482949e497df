/**
 * Atoms of a model as ascending index ranges that neither overlap nor touch: from, to (not included), from, to, …
 * Few numbers name many atoms, since residues and chains lie together in a file.
 */
export type AtomRanges = readonly number[];

/** The ranges of the atoms that are not 0 in a mask. */
export function rangesOf(mask: Uint8Array): number[] {
  const ranges: number[] = [];
  for (let n = 0; n < mask.length; n++) {
    const before = n > 0 && mask[n - 1] !== 0;
    if (mask[n] !== 0 && !before) ranges.push(n);
    if (mask[n] === 0 && before) ranges.push(n);
  }
  if (mask.length > 0 && mask[mask.length - 1] !== 0) ranges.push(mask.length);
  return ranges;
}

/** A mask of `count` atoms, 1 within the ranges. What reaches beyond the last atom is left out. */
export function maskOf(ranges: AtomRanges, count: number): Uint8Array {
  const mask = new Uint8Array(count);
  for (let n = 0; n + 1 < ranges.length; n += 2) mask.fill(1, ranges[n], ranges[n + 1]);
  return mask;
}

/** How many atoms the ranges hold. */
function countIn(ranges: AtomRanges): number {
  let count = 0;
  for (let n = 0; n + 1 < ranges.length; n += 2) count += ranges[n + 1] - ranges[n];
  return count;
}

/** Every atom's index, ascending. */
export function indicesIn(ranges: AtomRanges): Uint32Array {
  const indices = new Uint32Array(countIn(ranges));
  let at = 0;
  for (let n = 0; n + 1 < ranges.length; n += 2) {
    for (let atom = ranges[n]; atom < ranges[n + 1]; atom++) indices[at++] = atom;
  }
  return indices;
}
