// Connected regions at or above a level, as runs along x (core/volume/runs.ts, components.ts).

/** Counts the runs of rows from … to − 1; `rowFirst[row]` gets the number before the row. Returns the number so far. */
export function countRuns(values: usize, nx: i32, level: f32, from: i32, to: i32, before: i32, rowFirst: usize): i32 {
  const four = f32x4.splat(level);
  let runs = before;
  for (let row = from; row < to; row++) {
    store<i32>(rowFirst + (<usize>row << 2), runs);
    const first = values + (<usize>(nx * row) << 2);
    const end = first + (<usize>nx << 2);
    let carry = 0; // whether the voxel before was above
    let at = first;
    for (; at + 16 <= end; at += 16) {
      const mask = i32x4.bitmask(f32x4.ge(v128.load(at), four));
      if (mask == 0) {
        carry = 0;
        continue;
      }
      runs += popcnt(mask & ~((mask << 1) | carry));
      carry = mask >> 3;
    }
    for (; at < end; at += 4) {
      const above = load<f32>(at) >= level ? 1 : 0;
      runs += above & ~carry;
      carry = above;
    }
  }
  return runs;
}

/** Writes first and one-past-last voxel of every run of rows 0 … rows − 1. */
export function findRuns(values: usize, nx: i32, level: f32, rows: i32, rowFirst: usize, start: usize, end: usize): void {
  for (let row = 0; row < rows; row++) {
    let run = load<i32>(rowFirst + (<usize>row << 2));
    const stop = load<i32>(rowFirst + (<usize>row << 2), 4);
    let n = nx * row;
    for (; run < stop; run++) {
      while (!(load<f32>(values + (<usize>n << 2)) >= level)) n++;
      store<i32>(start + (<usize>run << 2), n);
      const last = nx * row + nx;
      while (n < last && load<f32>(values + (<usize>n << 2)) >= level) n++;
      store<i32>(end + (<usize>run << 2), n);
    }
  }
}

function rootOf(parent: usize, run: i32): i32 {
  let r = run;
  let p = load<i32>(parent + (<usize>r << 2));
  while (p != r) {
    const grand = load<i32>(parent + (<usize>p << 2));
    store<i32>(parent + (<usize>r << 2), grand);
    r = grand;
    p = load<i32>(parent + (<usize>r << 2));
  }
  return r;
}

/** Joins the runs of rows that touch through faces, edges or corners; `parent`: one i32 per run. */
export function linkRuns(nx: i32, ny: i32, rows: i32, rowFirst: usize, start: usize, end: usize, parent: usize): void {
  const runs = load<i32>(rowFirst + (<usize>rows << 2));
  for (let r = 0; r < runs; r++) store<i32>(parent + (<usize>r << 2), r);
  for (let row = 0; row < rows; row++) {
    if (load<i32>(rowFirst + (<usize>row << 2)) == load<i32>(rowFirst + (<usize>row << 2), 4)) continue;
    const j = row % ny;
    if (j > 0) linkRows(nx, row, row - 1, rowFirst, start, end, parent);
    if (row < ny) continue;
    if (j > 0) linkRows(nx, row, row - ny - 1, rowFirst, start, end, parent);
    linkRows(nx, row, row - ny, rowFirst, start, end, parent);
    if (j < ny - 1) linkRows(nx, row, row - ny + 1, rowFirst, start, end, parent);
  }
}

function linkRows(nx: i32, row: i32, before: i32, rowFirst: usize, start: usize, end: usize, parent: usize): void {
  const offset = (row - before) * nx;
  let a = load<i32>(rowFirst + (<usize>row << 2));
  let b = load<i32>(rowFirst + (<usize>before << 2));
  const aStop = load<i32>(rowFirst + (<usize>row << 2), 4);
  const bStop = load<i32>(rowFirst + (<usize>before << 2), 4);
  while (a < aStop && b < bStop) {
    const aStart = load<i32>(start + (<usize>a << 2)), aEnd = load<i32>(end + (<usize>a << 2));
    const bStart = load<i32>(start + (<usize>b << 2)) + offset, bEnd = load<i32>(end + (<usize>b << 2)) + offset;
    if (aStart < bEnd + 1 && bStart < aEnd + 1) {
      const p = rootOf(parent, a), q = rootOf(parent, b);
      if (p < q) store<i32>(parent + (<usize>q << 2), p);
      else store<i32>(parent + (<usize>p << 2), q);
    }
    if (aEnd < bEnd) a++;
    else b++;
  }
}

/**
 * Keeps the runs of regions of at least `least` voxels, or of the largest region when all are smaller: `start` is
 * compacted in place, `end` becomes the running count of voxels. `size`: one i32 per run. `out`, i32: runs kept,
 * voxels in all runs, size of the largest region, smallest and largest i, j, k of what is kept.
 */
export function keepRegions(
  nx: i32, ny: i32, runs: i32, least: i32, start: usize, end: usize, parent: usize, size: usize, out: usize,
): void {
  memory.fill(size, 0, <usize>runs << 2);
  let above = 0, largest = 0;
  for (let r = 0; r < runs; r++) {
    const length = load<i32>(end + (<usize>r << 2)) - load<i32>(start + (<usize>r << 2));
    const root = size + (<usize>rootOf(parent, r) << 2);
    const now = load<i32>(root) + length;
    store<i32>(root, now);
    above += length;
    if (now > largest) largest = now;
  }
  const smallest = min(least, largest);
  let kept = 0, voxels = 0;
  let lowI = i32.MAX_VALUE, lowJ = i32.MAX_VALUE, lowK = i32.MAX_VALUE, highI = -1, highJ = -1, highK = -1;
  for (let r = 0; r < runs; r++) {
    if (load<i32>(size + (<usize>rootOf(parent, r) << 2)) < smallest) continue;
    const first = load<i32>(start + (<usize>r << 2));
    const length = load<i32>(end + (<usize>r << 2)) - first;
    voxels += length;
    store<i32>(start + (<usize>kept << 2), first);
    store<i32>(end + (<usize>kept << 2), voxels);
    kept++;
    const row = first / nx;
    const i = first - row * nx, k = row / ny, j = row - k * ny;
    lowI = min(lowI, i); highI = max(highI, i + length - 1);
    lowJ = min(lowJ, j); highJ = max(highJ, j);
    lowK = min(lowK, k); highK = max(highK, k);
  }
  store<i32>(out, kept); store<i32>(out, above, 4); store<i32>(out, largest, 8);
  store<i32>(out, lowI, 12); store<i32>(out, lowJ, 16); store<i32>(out, lowK, 20);
  store<i32>(out, highI, 24); store<i32>(out, highJ, 28); store<i32>(out, highK, 32);
}
