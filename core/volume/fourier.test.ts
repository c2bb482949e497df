import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "#core/math/random.ts";
import type { Vec3 } from "#core/math/vec3.ts";
import {
  forEachFrequency,
  fromSpectrum,
  goodSize,
  spectrumOf,
  toSpectrum,
  volumeOfSpectrum,
} from "#core/volume/fourier.ts";
import { createGrid } from "#core/volume/grid.ts";
import { cancelledJob } from "#core/volume/volume.testing.ts";
import type { Volume } from "#core/volume/volume.ts";

function noise(size: Vec3, seed: number): Volume {
  const random = createRandom(seed);
  const values = new Float32Array(size[0] * size[1] * size[2]).map(() => random() - 0.5);
  return { grid: createGrid(size, [1, 2, 3], [1, 1.5, 2]), values };
}

const sizes = fc.tuple(
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 9 }),
);

describe("the spectrum of a volume", () => {
  it("is the same in turns, with checkpoints to the end, and ends when it is cancelled", async () => {
    const volume = noise([12, 21, 17], 3);
    const shares: number[] = [];
    const job = {
      signal: { aborted: false },
      checkpoint: async ({ done }: { readonly done: number }) => {
        shares.push(done);
      },
    };
    const spectrum = await spectrumOf(volume, job);
    expect(spectrum.data).toEqual(toSpectrum(volume).data);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(17 + 21);
    expect(Math.max(...shares)).toBeLessThan(1);
    const again = toSpectrum(volume);
    const back = await volumeOfSpectrum({ ...again, data: again.data.slice() }, job);
    expect(back.values).toEqual(fromSpectrum(again).values);
    await expect(spectrumOf(volume, cancelledJob)).rejects.toMatchObject({ code: "cancelled" });
  });

  it("comes back to the volume, for odd and even sizes", () => {
    fc.assert(
      fc.property(sizes, fc.nat(99), (size, seed) => {
        const volume = noise(size, seed);
        const back = fromSpectrum(toSpectrum(volume));
        for (const [n, value] of back.values.entries()) expect(value).toBeCloseTo(volume.values[n], 5);
      }),
    );
  });

  it("holds the power of the volume (Parseval)", () => {
    fc.assert(
      fc.property(sizes, fc.nat(99), (size, seed) => {
        const { values, grid } = noise(size, seed);
        const { data, half } = toSpectrum({ values, grid });
        let power = 0;
        for (let n = 0; n < data.length; n += 2) {
          const h = (n / 2) % half;
          const isOwnMirror = h === 0 || 2 * h === size[0];
          power += (isOwnMirror ? 1 : 2) * (data[n] ** 2 + data[n + 1] ** 2);
        }
        const expected = values.reduce((sum, value) => sum + value * value, 0) * values.length;
        expect(power / Math.max(expected, 1e-12)).toBeCloseTo(1, 4);
      }),
    );
  });

  it("of a wave is one coefficient at the wave's frequency", () => {
    const size: Vec3 = [8, 6, 5];
    const grid = createGrid(size, [0, 0, 0], [1, 1.5, 2]);
    const values = new Float32Array(240);
    for (let n = 0; n < 240; n++) {
      const [i, j, k] = [n % 8, Math.floor(n / 8) % 6, Math.floor(n / 48)];
      values[n] = Math.cos(2 * Math.PI * ((2 * i) / 8 + j / 6 - k / 5));
    }
    const spectrum = toSpectrum({ grid, values });
    forEachFrequency(spectrum, (at, q2) => {
      const amplitude = Math.hypot(spectrum.data[at], spectrum.data[at + 1]);
      if (amplitude < 1) return expect(amplitude).toBeLessThan(1e-4);
      expect(amplitude).toBeCloseTo(120, 3);
      expect(q2).toBeCloseTo((2 / 8) ** 2 + (1 / 9) ** 2 + (1 / 10) ** 2, 12);
    });
  });

  it("is quick to make for sizes of 2, 3 and 5", () => {
    expect([1, 7, 11, 97, 220, 257].map(goodSize)).toEqual([1, 8, 12, 100, 225, 270]);
  });
});
