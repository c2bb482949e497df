import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { writeMrc } from "#core/format/mrc-write.ts";
import { createGrid } from "#core/volume/grid.ts";
import { createVolume } from "#core/volume/volume.ts";

const pair = createVolume(createGrid([2, 1, 1], [-3, 0, 7.5], [1.5, 2, 3]), Float32Array.of(1, 3));

describe("writeMrc", () => {
  it("writes the header that a hand-made file would have", () => {
    const { header, littleEndian } = readMrc(writeMrc(pair, { mode: 2, labels: ["one", "two"] })).value;
    // Densities 1 and 3: mean 2, deviations ±1, so rms 1.
    expect(header).toMatchObject({ dmin: 1, dmax: 3, dmean: 2, rms: 1 });
    expect(header).toMatchObject({
      nx: 2,
      ny: 1,
      nz: 1,
      mx: 2,
      my: 1,
      mz: 1,
      cella: [3, 2, 3],
      cellb: [90, 90, 90],
    });
    expect(header).toMatchObject({ origin: [-3, 0, 7.5], nxstart: 0, nystart: 0, nzstart: 0 });
    expect(header).toMatchObject({
      mapc: 1,
      mapr: 2,
      maps: 3,
      ispg: 1,
      nsymbt: 0,
      map: "MAP ",
      nversion: 20141,
    });
    expect(header).toMatchObject({ machst: [0x44, 0x44, 0, 0], label: ["one", "two"] });
    expect(littleEndian).toBe(true);
  });

  it("cuts labels to ten lines of 80 ASCII characters", () => {
    const labels = Array.from({ length: 12 }, (_, n) => `${n} Å ${"x".repeat(90)}`);
    const { label } = readMrc(writeMrc(pair, { mode: 2, labels })).value.header;
    expect(label).toHaveLength(10);
    expect(label[3]).toBe(`3 ? ${"x".repeat(76)}`);
  });

  it("comes back the same in mode 2, and within half a unit of the last place in mode 12", () => {
    const size = fc.integer({ min: 1, max: 4 });
    const length = fc.integer({ min: 1, max: 4000 }).map((n) => n / 1024);
    const origin = fc.integer({ min: -4096, max: 4096 }).map((n) => n / 8);
    const three = <T>(of: fc.Arbitrary<T>) => fc.tuple(of, of, of);
    const density = fc.float({ min: -60000, max: 60000, noNaN: true });
    fc.assert(
      fc.property(
        three(size),
        three(length),
        three(origin),
        fc.array(density, { minLength: 64 }),
        (n, d, o, all) => {
          const volume = createVolume(
            createGrid(n, o, d),
            Float32Array.from(all.slice(0, n[0] * n[1] * n[2])),
          );
          const full = volumeFromMrc(readMrc(writeMrc(volume, { mode: 2 })).value).value;
          expect(full.values.every((value, k) => value === volume.values[k])).toBe(true);
          expect(full.grid.size).toEqual(n);
          full.grid.voxelSize.forEach((value, axis) => {
            expect(Math.abs(value / d[axis] - 1)).toBeLessThan(1e-6);
          });
          expect(full.grid.origin.map((x) => x + 0)).toEqual(o.map((x) => x + 0));
          const half = volumeFromMrc(readMrc(writeMrc(volume, { mode: 12 })).value).value;
          half.values.forEach((value, k) => {
            const exact = volume.values[k];
            expect(Math.abs(value - exact)).toBeLessThanOrEqual(
              Math.max(2 ** -25, Math.abs(exact) * 2 ** -11),
            );
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("refuses 16-bit floats for densities they cannot hold", () => {
    const large = createVolume(pair.grid, Float32Array.of(0, 70000));
    expect(() => writeMrc(large, { mode: 12 })).toThrow(expect.objectContaining({ code: "input" }));
  });
});
