import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readMrc } from "#core/format/mrc.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { shellCorrelation } from "#core/volume/fsc.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

const GRID = createGrid([24, 24, 24], [0, 0, 0], [2, 2, 2]);

function noise(seed: number): Float32Array {
  const random = createRandom(seed);
  return new Float32Array(24 ** 3).map(() => randomNormal(random));
}

describe("Fourier shell correlation", () => {
  it("of a volume with itself is 1 in every shell, down to Nyquist", () => {
    const volume = { grid: GRID, values: noise(1) };
    const { shells, resolution143 } = shellCorrelation(volume, volume);
    expect(shells).toHaveLength(13);
    for (const shell of shells) expect(shell.fsc).toBeCloseTo(1, 6);
    expect(shells[4].resolution).toBeCloseTo(12, 12);
    expect(resolution143).toBeCloseTo(4, 12);
  });

  it("of a signal under independent noise is signal ⁄ (signal + noise): 0.5 for equal powers", () => {
    const [signal, one, two] = [noise(1), noise(2), noise(3)];
    const half = (n: Float32Array): Volume => ({ grid: GRID, values: signal.map((s, i) => s + n[i]) });
    const { shells } = shellCorrelation(half(one), half(two));
    const mean = shells.slice(6).reduce((sum, { fsc }) => sum + fsc, 0) / 7;
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
  });

  it("takes away what a tight mask makes by itself: noise correlates under a mask, corrected it does not", () => {
    const values = new Float32Array(24 ** 3);
    for (let n = 0; n < values.length; n++) {
      const r = Math.hypot((n % 24) - 12, (Math.floor(n / 24) % 24) - 12, Math.floor(n / 576) - 12);
      values[n] = r < 5 ? 1 : 0;
    }
    const bright = (seed: number): Volume => ({ grid: GRID, values: noise(seed).map((v) => 0.3 * v + 1) });
    const { shells, randomisedFrom } = shellCorrelation(bright(1), bright(2), { grid: GRID, values });
    expect(randomisedFrom).toBeCloseTo(48, 12);
    for (const { fsc, corrected, unmasked } of shells.slice(3)) {
      expect(Math.abs(corrected)).toBeLessThanOrEqual(Math.abs(fsc) + 0.3);
      expect(Math.abs(unmasked)).toBeLessThan(0.3);
    }
  });

  it("refuses volumes of different sizes", () => {
    const small = { grid: createGrid([8, 8, 8], [0, 0, 0], [2, 2, 2]), values: new Float32Array(512) };
    expect(() => shellCorrelation({ grid: GRID, values: noise(1) }, small)).toThrow("same size");
  });
});

const DATA = join(import.meta.dirname, "../../../shared/reference/relion_fsc");
const isThere = existsSync(DATA);
if (!isThere) console.log("Skipped: RELION's FSC tables need ../shared/reference, which is not here.");

interface RelionTable {
  readonly final_resolution_A: number;
  readonly randomised_from_A: number;
  readonly fsc_unmasked: number[];
  readonly fsc_masked: number[];
  readonly fsc_corrected: number[];
}

describe.skipIf(!isThere)("RELION 3.1's table of half maps", () => {
  const read = (name: string) => {
    const bytes = gunzipSync(readFileSync(join(DATA, `twodomain_dev_${name}.mrc.gz`)));
    return volumeFromMrc(readMrc(bytes).value).value;
  };
  const { sets } = JSON.parse(readFileSync(join(DATA, "twodomain_dev_fsc.json"), "utf8")) as {
    sets: Record<string, { relion_postprocess?: RelionTable }>;
  };

  for (const set of ["truth", "particles", "truthflip"]) {
    it(`is met to 5e-6, masked and unmasked; the correction within its random phases (${set})`, () => {
      const table = sets[set]?.relion_postprocess;
      if (!table) throw new TypeError(`No table for ${set}.`);
      const found = shellCorrelation(read(`${set}_half1`), read(`${set}_half2`), read("mask"));
      for (const [n, shell] of found.shells.entries()) {
        expect(Math.abs(shell.unmasked - table.fsc_unmasked[n])).toBeLessThan(5e-6);
        expect(Math.abs(shell.fsc - table.fsc_masked[n])).toBeLessThan(5e-6);
        expect(Math.abs(shell.corrected - table.fsc_corrected[n])).toBeLessThan(0.1);
      }
      expect(found.randomisedFrom).toBeCloseTo(table.randomised_from_A, 3);
      // Where the curve runs along 0.143, other random phases move its end by a shell or two.
      expect(Math.abs(found.resolution143 / table.final_resolution_A - 1)).toBeLessThan(0.12);
    });
  }
});
