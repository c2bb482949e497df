import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "#core/errors.ts";
import { tinyBinaryCif } from "#core/format/bcif.testing.ts";
import { readBinaryCif } from "#core/format/bcif.ts";
import { detectFormat } from "#core/format/detect.ts";
import { readMmcif } from "#core/format/mmcif.ts";
import { writeMmcif } from "#core/format/mmcif-write.ts";
import { makeMrc } from "#core/format/mrc.testing.ts";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readPdb } from "#core/format/pdb.ts";
import { writePdb } from "#core/format/pdb-write.ts";
import { readStructure } from "#core/format/structure-file.ts";
import { makeStructure, residueRows } from "#core/structure/structure.testing.ts";

const model = makeStructure([
  ...residueRows("N CA C O", { x: 1 }),
  { atomName: "ZN", residueName: "ZN", residueNumber: 9 },
]);

/** Every reader with a small file it accepts. */
const READERS: readonly [string, Uint8Array, (bytes: Uint8Array) => unknown][] = [
  ["MRC float32", makeMrc({ n: [3, 2, 2], extended: 80 }), readMap],
  ["MRC float16", makeMrc({ n: [3, 2, 2], mode: 12, mapcrs: [3, 1, 2], littleEndian: false }), readMap],
  ["MRC bytes", makeMrc({ n: [3, 2, 2], mode: 0, start: [1, 2, 3] }), readMap],
  ["PDB", writePdb(model), (bytes) => readPdb(bytes)],
  ["mmCIF", writeMmcif([model], { title: "a 'quoted' one" }), (bytes) => readMmcif(bytes)],
  ["BinaryCIF", tinyBinaryCif(), (bytes) => readBinaryCif(bytes)],
];

function readMap(bytes: Uint8Array) {
  return volumeFromMrc(readMrc(bytes).value).value.values.length;
}

/** Cuts, flips bits, writes extreme numbers and repeats pieces. */
const damage = fc.record({
  cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  flips: fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(7)), {
    maxLength: 6,
  }),
  extremes: fc.array(
    fc.tuple(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.constantFrom(0x7fffffff, -1, -2147483648, 0x7fc00000),
    ),
    { maxLength: 2 },
  ),
});

function damaged(
  bytes: Uint8Array,
  how: { cut?: number | undefined; flips: [number, number][]; extremes: [number, number][] },
) {
  const copy = bytes.slice(0, how.cut === undefined ? bytes.length : Math.floor(how.cut * bytes.length));
  for (const [at, bit] of how.flips) {
    if (copy.length > 0) copy[Math.floor(at * copy.length)] ^= 1 << bit;
  }
  const view = new DataView(copy.buffer);
  for (const [at, value] of how.extremes) {
    if (copy.length > 4) view.setInt32(4 * Math.floor((at * (copy.length - 4)) / 4), value, true);
  }
  return copy;
}

/** A value or an AppError of kind "format"; anything else fails the test. */
async function survives(read: () => unknown): Promise<void> {
  try {
    await read();
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== "format") throw thrown;
    expect(thrown.message.length).toBeGreaterThan(10);
  }
}

describe("readers on damaged files", () => {
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  // Standard output belongs to the program, whatever a library thinks of the file.
  afterEach(() => {
    expect(print).not.toHaveBeenCalled();
  });

  it.each(READERS)("%s: a value or a clear refusal", async (_, bytes, read) => {
    await read(bytes);
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        await survives(() => read(damaged(bytes, how)));
      }),
      { numRuns: 700 },
    );
  });

  it.each(READERS)("%s: cut anywhere", async (_, bytes, read) => {
    for (let length = 0; length < bytes.length; length += 7)
      await survives(() => read(bytes.subarray(0, length)));
  });

  it("random bytes and random text", async () => {
    const text = fc.string({ unit: fc.constantFrom(..."data_loop_ \n'\";#ATOM_.x1-+"), maxLength: 400 });
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 1500 }),
      text.map((t) => Uint8Array.from(t, (c) => c.charCodeAt(0))),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        detectFormat("", bytes);
        for (const [, , read] of READERS) await survives(() => read(bytes));
        await survives(() => readStructure("x", bytes));
      }),
      { numRuns: 300 },
    );
  });
});
