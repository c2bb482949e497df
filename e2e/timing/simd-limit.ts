// How fast a processor multiplies and adds in WebAssembly SIMD, measured: what kernels are compared with.

/** Chains of multiply and add that do not wait for each other: more than latency × units of any processor so far. */
const CHAINS = 12;
const LANES = 4;
const ROUNDS = 4_000_000;

const V128 = 0x7b;
const I32 = 0x7f;
const SIMD = 0xfd;
const MULTIPLY = [SIMD, 0xe6, 0x01];
const ADD = [SIMD, 0xe4, 0x01];
const SPLAT = [SIMD, 0x13];
const LANE_0 = [SIMD, 0x1f, 0];

/**
 * GFLOP/s of one thread that does nothing but f32x4 multiplications and additions in equal parts, all in registers: no
 * kernel that must load anything reaches it.
 */
export function simdLimit(): number {
  const module = new WebAssembly.Module(Uint8Array.from(loop()));
  const { run } = new WebAssembly.Instance(module).exports as { run: (rounds: number) => number };
  run(ROUNDS / 10);
  let best = Number.POSITIVE_INFINITY;
  for (let n = 0; n < 5; n++) {
    const began = process.cpuUsage();
    run(ROUNDS);
    const { user, system } = process.cpuUsage(began);
    best = Math.min(best, (user + system) / 1e6);
  }
  return (ROUNDS * CHAINS * 2 * LANES) / best / 1e9;
}

/** The module: run(rounds) turns every chain x ← x · 0.5 + 1 that many times, and returns a lane so that all is used. */
function loop(): number[] {
  const [factor, term] = [1 + CHAINS, 2 + CHAINS];
  const chain = (n: number) => [...[0x20, n, 0x20, factor, ...MULTIPLY], ...[0x20, term, ...ADD, 0x21, n]];
  const constant = (value: number, to: number) => [0x43, ...floatBytes(value), ...SPLAT, 0x21, to];
  const chains = Array.from({ length: CHAINS }, (_, n) => n + 1);
  const body = [
    ...[1, CHAINS + 2, V128], // locals
    ...constant(0.5, factor),
    ...constant(1, term),
    ...[0x03, 0x40, ...chains.flatMap(chain)], // loop
    ...[0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b], // rounds − 1, again while not 0
    ...[0x20, 1, ...chains.slice(1).flatMap((n) => [0x20, n, ...ADD]), ...LANE_0, 0x0b],
  ];
  const section = (id: number, content: readonly number[]) => [id, ...length(content.length), ...content];
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, I32, 1, 0x7d]),
    ...section(3, [1, 0]),
    ...section(7, [1, 3, ...Array.from("run", (letter) => letter.charCodeAt(0)), 0, 0]),
    ...section(10, [1, ...length(body.length), ...body]),
  ];
}

function floatBytes(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

/** LEB128. */
function length(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...length(value >> 7)];
}
