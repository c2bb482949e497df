import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGrid } from "#core/volume/grid.ts";
import { volumeOf } from "#core/volume/volume.testing.ts";
import { builtEngineFiles, builtModule } from "#workers/built.testing.ts";
import { KernelStore } from "#workers/kernels/wasm/store.ts";

const module = builtModule(builtEngineFiles());

interface Block {
  readonly pointer: number;
  readonly bytes: number;
}

function overlap(a: Block, b: Block): boolean {
  return a.pointer < b.pointer + b.bytes && b.pointer < a.pointer + a.bytes;
}

describe("allocate and release", () => {
  it("hands out blocks that never overlap, are aligned, and lie inside the memory", () => {
    const step = fc.oneof(
      fc.record({ bytes: fc.integer({ min: 0, max: 200_000 }) }),
      fc.record({ release: fc.nat(30) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const store = new KernelStore(module);
        const held: Block[] = [];
        for (const what of steps) {
          if ("release" in what) {
            const [gone] = held.splice(what.release, 1);
            if (gone) store.release(gone.pointer);
            continue;
          }
          const block = { pointer: store.allocate(what.bytes), bytes: what.bytes };
          expect(block.pointer % 64).toBe(0);
          expect(block.pointer).toBeGreaterThan(0);
          expect(block.pointer + block.bytes).toBeLessThanOrEqual(store.memory.buffer.byteLength);
          expect(held.filter((other) => overlap(block, other))).toEqual([]);
          held.push(block);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("uses released memory again: a thousand maps in turn need the room of a few", () => {
    const store = new KernelStore(module);
    for (let n = 0; n < 1000; n++) {
      const blocks = [100_000 + n, 300_000, 50_000].map((bytes) => store.allocate(bytes));
      for (const pointer of [blocks[1], blocks[0], blocks[2]]) store.release(pointer);
    }
    expect(store.memory.buffer.byteLength).toBeLessThan(1_500_000);
  });

  it("joins neighbours: two released halves hold one block of both sizes", () => {
    const store = new KernelStore(module);
    const [a, b, end] = [1_000_000, 1_000_000, 64].map((bytes) => store.allocate(bytes));
    const before = store.memory.buffer.byteLength;
    store.release(b);
    store.release(a);
    expect(store.allocate(1_999_000)).toBe(a);
    expect(store.memory.buffer.byteLength).toBe(before);
    expect(end).toBeGreaterThan(b);
  });

  it("releasing twice or what was never there does nothing", () => {
    const store = new KernelStore(module);
    const pointer = store.allocate(1000);
    store.release(pointer);
    store.release(pointer);
    store.release(999_936);
    store.releaseBlock(77);
    const [a, b] = [store.allocate(1000), store.allocate(1000)];
    expect(a).not.toBe(b);
  });

  it("more than 4 GiB is refused with advice, and the store stays usable", () => {
    const store = new KernelStore(module);
    expect(() => store.allocate(5e9)).toThrow(
      expect.objectContaining({ code: "resource", message: expect.stringMatching(/Crop or bin/) }),
    );
    expect(store.allocate(1000)).toBeGreaterThan(0);
  });
});

describe("volumes and points in memory", () => {
  it("a volume lies there inside two layers of the density outside", () => {
    const store = new KernelStore(module);
    const volume = volumeOf(createGrid([2, 3, 1], [1, 2, 3], [1, 1, 2]), (i, j) => 10 * (j + 1) + i);
    const block = store.addVolume(volume, -7);
    expect(block).toMatchObject({ outside: -7, grid: createGrid([6, 7, 5], [-1, 0, -1], [1, 1, 2]) });
    const values = new Float32Array(store.memory.buffer, block.pointer, 6 * 7 * 5);
    expect([...values].filter((v) => v !== -7)).toEqual([10, 11, 20, 21, 30, 31]);
    expect(values[2 + 6 * (2 + 7 * 2)]).toBe(10);
  });

  it("points lie there as four arrays, filled up to a multiple of four with weightless ones far away", () => {
    const store = new KernelStore(module);
    const xyz = Float64Array.from({ length: 15 }, (_, n) => n);
    const block = store.addPoints({ xyz, weight: Float64Array.of(1, 2, 3, 4, 5) });
    expect(block).toMatchObject({ count: 5, padded: 8 });
    const floats = new Float32Array(store.memory.buffer, block.pointer, 4 * 8);
    expect([...floats.subarray(0, 5)]).toEqual([0, 3, 6, 9, 12]);
    expect([...floats.subarray(8, 13)]).toEqual([1, 4, 7, 10, 13]);
    expect([...floats.subarray(16, 21)]).toEqual([2, 5, 8, 11, 14]);
    expect([...floats.subarray(24)]).toEqual([1, 2, 3, 4, 5, 0, 0, 0]);
    expect(Math.min(...floats.subarray(5, 8))).toBeGreaterThan(1e5);
  });

  it("ids of volumes and points never coincide, and a released id frees its memory", () => {
    const store = new KernelStore(module);
    const cube = volumeOf(createGrid([40, 40, 40], [0, 0, 0], [1, 1, 1]), () => 1);
    const first = store.addVolume(cube, 0);
    const points = store.addPoints({ xyz: new Float64Array(3), weight: new Float64Array(1) });
    expect(first.id).not.toBe(points.id);
    store.releaseBlock(first.id);
    expect(store.addVolume(cube, 0).pointer).toBe(first.pointer);
  });
});
