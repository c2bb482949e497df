import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readMrc } from "#core/format/mrc.ts";
import { decodeImage, readImageStack } from "#core/format/mrc-stack.ts";
import { volumeFromMrc } from "#core/format/mrc-volume.ts";
import { readStar } from "#core/format/star.ts";
import { encodeText } from "#core/format/text.ts";
import { drawGaussians } from "#core/gmm/model-agreement.ts";
import { matrixOfRelion } from "#core/math/euler.ts";
import { createBackprojection, insertSlices, planeShares } from "#core/particles/backprojection.ts";
import { finishVolume } from "#core/particles/finish-volume.ts";
import { type ParticleSet, rowsOfHalf, takeParticles } from "#core/particles/particle-set.ts";
import { readParticles } from "#core/particles/read-particles.ts";
import { simulateParticles } from "#core/particles/simulated.testing.ts";
import { type CtfUse, createSliceMaker, sliceLength } from "#core/particles/slices.ts";
import { shellCorrelation } from "#core/volume/fsc.ts";
import { createGrid } from "#core/volume/grid.ts";
import type { Volume } from "#core/volume/volume.ts";

/** Puts all images of a stack into a volume, whose planes are shared out. */
function backproject(set: ParticleSet, bytes: Uint8Array, use: CtfUse, shares = 1) {
  const stack = readImageStack(bytes, bytes.length).value;
  const size = stack.width;
  const length = sliceLength(size) * set.count;
  const slices = {
    size,
    count: set.count,
    data: new Float32Array(2 * length),
    weight: new Float32Array(length),
  };
  const make = createSliceMaker(set, size, use, slices);
  const matrices = new Float64Array(9 * set.count);
  for (let row = 0; row < set.count; row++) {
    const from = stack.start + set.image[row] * stack.bytesPerImage;
    make(decodeImage(stack, bytes.subarray(from, from + stack.bytesPerImage)), row, row);
    const [rot, tilt, psi] = set.angles?.subarray(3 * row, 3 * row + 3) ?? [0, 0, 0];
    matrices.set(matrixOfRelion({ rot, tilt, psi }), 9 * row);
  }
  const volume = createBackprojection(size);
  for (const planes of planeShares(volume, shares)) insertSlices(volume, slices, matrices, planes);
  return volume;
}

describe("a reconstruction", () => {
  const { model, stack, truth } = simulateParticles({
    size: 24,
    pixelSize: 4,
    count: 300,
    noise: 0,
    seed: 4,
  });
  const { particles } = readParticles(readStar(encodeText(truth))).value;
  const map = drawGaussians(model, createGrid([24, 24, 24], [0, 0, 0], [4, 4, 4]));

  it.each(["weight", "flip"] as const)("of images without noise is what was projected (CTF: %s)", (use) => {
    const found = finishVolume(backproject(particles, stack, use), 4);
    const { shells } = shellCorrelation(found, map);
    for (const { fsc } of shells.slice(1, 11)) expect(fsc).toBeGreaterThan(0.95);
  });

  it("sums the same numbers however many threads share its planes", () => {
    const [one, three] = [1, 3].map((shares) => backproject(particles, stack, "weight", shares));
    expect(three.data).toEqual(one.data);
    expect(three.weight).toEqual(one.weight);
  });

  it("has the scale of the particle where the images have it", () => {
    const found = finishVolume(backproject(particles, stack, "weight"), 4);
    const slope = (a: Volume, b: Volume) =>
      a.values.reduce((sum, x, n) => sum + x * b.values[n], 0) / b.values.reduce((sum, x) => sum + x * x, 0);
    // Images were scaled to a standard deviation of 1: the slope is that scale over the voxel's volume, for all alike.
    const half = finishVolume(
      backproject(takeParticles(particles, rowsOfHalf(particles, 1)), stack, "weight"),
      4,
    );
    expect(slope(half, map) / slope(found, map)).toBeCloseTo(1, 1);
  });

  it("refuses images without a middle pixel", () => {
    expect(() => createBackprojection(25)).toThrow("even");
  });
});

const DATA = join(import.meta.dirname, "../../../shared");
const isThere = existsSync(join(DATA, "reference/relion_fsc"));
if (!isThere) console.log("Skipped: reconstructions of RELION need ../shared/reference/relion_fsc.");

describe.skipIf(!isThere)("RELION's reconstructions (3.1.3, relion_reconstruct --ctf)", () => {
  const read = (name: string) => gunzipSync(readFileSync(join(DATA, name)));
  const map = (name: string) =>
    volumeFromMrc(readMrc(read(`reference/relion_fsc/twodomain_dev_${name}.mrc.gz`)).value).value;
  const particlesOf = (star: string) =>
    readParticles(readStar(readFileSync(join(DATA, "data/particles_twodomain", star)))).value.particles;

  it.each([
    ["truth", "truth.star", "weight"],
    ["particles", "particles.star", "weight"],
    ["truthflip", "truth.star", "flip"],
  ] as const)(
    "%s: correlation ≥ 0.99 to where half maps agree by half, FSC of half maps within 0.02",
    (name, star, use) => {
      const stack = read("data/particles_twodomain/particles.mrcs.gz");
      const particles = particlesOf(star);
      const halves = ([1, 2] as const).map((half) =>
        finishVolume(backproject(takeParticles(particles, rowsOfHalf(particles, half)), stack, use), 2.5),
      );
      const theirs = [map(`${name}_half1`), map(`${name}_half2`)];
      const mask = map("mask");
      const own = shellCorrelation(halves[0], halves[1], mask);
      const expected = shellCorrelation(theirs[0], theirs[1], mask);
      for (const [n, shell] of own.shells.entries()) {
        expect(Math.abs(shell.fsc - expected.shells[n].fsc)).toBeLessThan(0.02);
        expect(Math.abs(shell.unmasked - expected.shells[n].unmasked)).toBeLessThan(0.02);
      }
      const together = shellCorrelation(halves[0], theirs[0], mask).shells;
      const end = expected.shells.findIndex(({ fsc }) => fsc < 0.5);
      for (const { fsc } of together.slice(0, end)) expect(fsc).toBeGreaterThan(0.99);
    },
  );
});
