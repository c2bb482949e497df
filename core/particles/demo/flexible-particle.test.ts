import { describe, expect, it } from "vitest";
import { decodeImage, readImageStack } from "#core/format/mrc-stack.ts";
import { readStar } from "#core/format/star.ts";
import { encodeText } from "#core/format/text.ts";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom } from "#core/math/random.ts";
import { makeFlexibleImages } from "#core/particles/demo/flexible-images.ts";
import { atRest, makeFlexibleParticle, maskOf, swing } from "#core/particles/demo/flexible-particle.ts";
import { movements } from "#core/particles/movements.ts";
import { readParticles } from "#core/particles/read-particles.ts";
import { createGrid } from "#core/volume/grid.ts";

const EDGE = 168;
const particle = makeFlexibleParticle(EDGE, 3);
const places = (xyz: Float64Array) =>
  Array.from({ length: xyz.length / 3 }, (_, n) => xyz.subarray(3 * n, 3 * n + 3));
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

describe("a particle that bends", () => {
  it("keeps its core where it is and its arms at their hinges, rigid", () => {
    const rest = places(atRest(particle).xyz);
    const bent = places(swing(particle, createRandom(5)).xyz);
    const core = particle.core.gaussians.count;
    expect(bent.slice(0, core)).toEqual(rest.slice(0, core));
    let from = core;
    for (const { hinge = [0, 0, 0], gaussians } of particle.arms) {
      const own = [rest, bent].map((all) => all.slice(from, from + gaussians.count));
      from += gaussians.count;
      for (const [n, place] of own[1].entries()) {
        expect(distance(place, hinge)).toBeCloseTo(distance(own[0][n], hinge), 9);
        expect(distance(place, own[1][0])).toBeCloseTo(distance(own[0][n], own[0][0]), 9);
      }
      expect(distance(own[0][1], own[1][1])).toBeGreaterThan(0.1);
    }
    expect(from).toBe(rest.length);
  });

  it("has masks that hold their part and hardly the others", () => {
    const grid = createGrid([48, 48, 48], [0, 0, 0], [3.5, 3.5, 3.5]);
    const [first] = particle.arms;
    const { values } = maskOf([first], grid);
    const at = (place: ArrayLike<number>) => {
      const [i, j, k] = [0, 1, 2].map((axis) => Math.round(place[axis] / 3.5));
      return values[i + 48 * (j + 48 * k)];
    };
    for (const place of places(first.gaussians.xyz)) expect(at(place)).toBe(1);
    const core = places(particle.core.gaussians.xyz).map(at);
    expect(core.reduce((sum, value) => sum + value, 0) / core.length).toBeLessThan(0.25);
  });
});

describe("images of it", () => {
  const params = { count: 60, size: 32, pixelSize: 5, seed: 2, stack: "p.mrcs" };
  const setOf = (star: string) => readParticles(readStar(encodeText(star))).value.particles;

  it("are a stack with noise of twice their signal, poses wrong by what was said, and half sets in turn", async () => {
    const made = await makeFlexibleImages(makeFlexibleParticle(160, 3), params, quietJob);
    const { value: stack, warnings } = readImageStack(made.stack, made.stack.length);
    expect(warnings).toEqual([]);
    expect(stack).toMatchObject({ width: 32, height: 32, count: 60, pixelSize: 5 });
    const pixels = decodeImage(stack, made.stack.subarray(stack.start, stack.start + stack.bytesPerImage));
    const power = pixels.reduce((sum, value) => sum + value * value, 0) / pixels.length;
    expect(power).toBeGreaterThan(4);
    expect(power).toBeLessThan(7);
    const [wrong, truth] = [setOf(made.star), setOf(made.truth)];
    const { turned } = movements(wrong, truth);
    // Three axes of 1.5° each: √3 · 1.5 = 2.6° root mean square.
    const rms = Math.sqrt(turned.reduce((sum, value) => sum + value * value, 0) / turned.length);
    expect(rms).toBeGreaterThan(2.1);
    expect(rms).toBeLessThan(3.1);
    expect([...wrong.half.slice(0, 4)]).toEqual([1, 2, 1, 2]);
    expect((await makeFlexibleImages(makeFlexibleParticle(160, 3), params, quietJob)).stack).toEqual(
      made.stack,
    );
  });
});
