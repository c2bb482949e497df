import type { JobContext } from "#core/job/job-context.ts";
import { checkFraction, MODEL_MAP_MASS_FRACTION, noMass } from "#core/simulate/mass-level.ts";
import type { Regions } from "#core/volume/regions.ts";
import { rankOfFraction } from "#core/volume/stats.ts";
import type { Volume } from "#core/volume/volume.ts";
import { Scratch, withScratch } from "#workers/kernels/wasm/scratch.ts";
import type { KernelStore } from "#workers/kernels/wasm/store.ts";

const COUNT_BINS = 4 * 65_536; // bytes
const MASS_BINS = 16 * 65_536; // bytes
const SAMPLE = 1 << 14; // voxels that tell where the largest densities begin
const SPARE = 1.5; // how many more of them than wanted are kept, so that the sample may err
const SAMPLES_AT_ONCE = 1 << 22; // between two checkpoints: some milliseconds

export function levelForFraction(store: KernelStore, { values }: Volume, fraction?: number): number {
  const rank = rankOfFraction(fraction);
  const count = values.length;
  return withScratch(store, (scratch) => {
    const at = scratch.of(values);
    const bins = scratch.bytes(COUNT_BINS);
    const wanted = rank(count);
    const room = Math.ceil(SPARE * wanted) + SAMPLE;
    if (count >= 4 * room) {
      // Only the values above a bound, found from a sample, are looked at closely.
      const stride = Math.floor(count / SAMPLE);
      const sampled = store.run.countUpper(at, count, stride, bins);
      const bound = store.run.lowerEdgeAtRank(bins, Math.ceil((SPARE * wanted * sampled) / count) + 1);
      const kept = scratch.bytes(4 * room);
      const found = store.run.keepLargest(at, count, bound, kept, room);
      if (found >= wanted) {
        store.run.countUpper(kept, found, 1, bins);
        return store.run.valueAtRank(kept, found, wanted, bins);
      }
    }
    const finite = store.run.countUpper(at, count, 1, bins);
    return store.run.valueAtRank(at, count, rank(finite), bins);
  });
}

export function levelEnclosingMass(
  store: KernelStore,
  { values }: Volume,
  fraction = MODEL_MAP_MASS_FRACTION,
): number {
  checkFraction(fraction);
  return withScratch(store, (scratch) => {
    const [at, bins] = [scratch.of(values), scratch.bytes(MASS_BINS)];
    const level = store.run.valueAtMass(at, values.length, fraction, bins);
    if (Number.isNaN(level)) throw noMass();
    return level;
  });
}

export async function regions(
  store: KernelStore,
  { grid, values }: Volume,
  level: number,
  minIsland: number,
  job: JobContext,
): Promise<Regions> {
  const [nx, ny, nz] = grid.size;
  const rows = ny * nz;
  const least = singleAtLeast(level);
  const scratch = new Scratch(store);
  try {
    const at = scratch.of(values);
    const rowFirst = scratch.bytes(4 * (rows + 1));
    const planes = Math.max(1, Math.floor(SAMPLES_AT_ONCE / (nx * ny)));
    let runs = 0;
    for (let from = 0; from < nz; from += planes) {
      const to = Math.min(nz, from + planes);
      runs = store.run.countRuns(at, nx, least, from * ny, to * ny, runs, rowFirst);
      await job.checkpoint({ step: "components", done: to, total: nz });
    }
    store.int32(rowFirst, rows + 1)[rows] = runs;
    const [start, end, parent, size] = [1, 2, 3, 4].map(() => scratch.bytes(4 * runs));
    const out = scratch.bytes(4 * 9);
    store.run.findRuns(at, nx, least, rows, rowFirst, start, end);
    store.run.linkRuns(nx, ny, rows, rowFirst, start, end, parent);
    store.run.keepRegions(nx, ny, runs, minIsland, start, end, parent, size, out);
    const [kept, above, largest, ...corners] = store.int32(out, 9);
    const runningCount = Uint32Array.from(store.int32(end, kept));
    return {
      runStart: Uint32Array.from(store.int32(start, kept)),
      runningCount,
      voxels: kept > 0 ? runningCount[kept - 1] : 0,
      above,
      largest,
      first: kept > 0 ? [corners[0], corners[1], corners[2]] : [...grid.size],
      last: [corners[3], corners[4], corners[5]],
    };
  } finally {
    scratch.free();
  }
}

/** The smallest single-precision number that is not below a level: for float32 densities the same level. */
export function singleAtLeast(level: number): number {
  const single = Math.fround(level);
  if (!(single < level)) return single;
  if (single === 0) return 2 ** -149;
  const bits = new Int32Array(Float32Array.of(single).buffer);
  bits[0] += single > 0 ? 1 : -1;
  return new Float32Array(bits.buffer)[0];
}
