/**
 * Exact order statistics of float32 densities without sorting them.
 *
 * A float32 read as a whole number keeps its order once the sign is accounted for, so two counting
 * passes (the upper 16 bits, then the lower 16 bits of the one bin that matters) find the value
 * at any rank. Values that are not finite are left out.
 */

const BINS = 1 << 16;
const EXPONENT = 0x7f800000;

/** The value that is `rank(n)`-th from the top (1 = largest) of the n finite values; 0 when there are none. */
export function valueAtRank(values: Float32Array, rank: (count: number) => number): number {
  return descend(values, false, rank);
}

/**
 * The value at which the sum of the positive values, taken from the largest downwards, first reaches
 * `mass(sum of all positive ones)`; the smallest value when it never does, 0 when there are no finite values.
 */
export function valueAtMass(values: Float32Array, mass: (total: number) => number): number {
  return descend(values, true, mass);
}

/** Walks down from the largest value, adding up the values (negative ones as 0) or their number, to the wanted total. */
function descend(values: Float32Array, isMass: boolean, wanted: (total: number) => number): number {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const masses = isMass ? values : undefined;
  const upper = tallyUpper(bits, masses);
  const target = wanted(upper.totals.reduce((sum, value) => sum + value, 0));
  const high = findBin(upper, target);
  if (high.bin < 0) return 0;
  const low = findBin(tallyLower(bits, masses, high.bin), target - high.before);
  return valueOfKey(high.bin, low.bin);
}

interface Tally {
  readonly totals: Float64Array;
  /** 1 where a bin holds any value. */
  readonly used: Uint8Array;
}

function tallyUpper(bits: Int32Array, masses: Float32Array | undefined): Tally {
  const totals = new Float64Array(BINS);
  const used = new Uint8Array(BINS);
  for (let n = 0; n < bits.length; n++) {
    const b = bits[n];
    if ((b & EXPONENT) === EXPONENT) continue;
    const bin = sortKey(b) >>> 16;
    totals[bin] += masses === undefined ? 1 : Math.max(0, masses[n]);
    used[bin] = 1;
  }
  return { totals, used };
}

function tallyLower(bits: Int32Array, masses: Float32Array | undefined, upper: number): Tally {
  const totals = new Float64Array(BINS);
  const used = new Uint8Array(BINS);
  for (let n = 0; n < bits.length; n++) {
    const key = sortKey(bits[n]);
    if (key >>> 16 !== upper) continue;
    totals[key & 0xffff] += masses === undefined ? 1 : Math.max(0, masses[n]);
    used[key & 0xffff] = 1;
  }
  return { totals, used };
}

/** The highest bin at which the running total reaches `target`, and the total of the bins above it. */
function findBin({ totals, used }: Tally, target: number): { bin: number; before: number } {
  let running = 0;
  let last = { bin: -1, before: 0 };
  for (let bin = BINS - 1; bin >= 0; bin--) {
    if (used[bin] === 0) continue;
    last = { bin, before: running };
    running += totals[bin];
    if (running >= target) return last;
  }
  return last;
}

function sortKey(bits: number): number {
  return bits ^ ((bits >> 31) | 0x80000000);
}

function valueOfKey(upper: number, lower: number): number {
  const key = (upper << 16) | lower;
  const bits = key < 0 ? key ^ 0x80000000 : ~key;
  // Adding 0 turns −0 into 0.
  return new Float32Array(Int32Array.of(bits).buffer)[0] + 0;
}
