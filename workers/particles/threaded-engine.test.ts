import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readStar } from "#core/format/star.ts";
import { encodeText } from "#core/format/text.ts";
import { quietJob } from "#core/job/job-context.ts";
import { movements } from "#core/particles/movements.ts";
import type { SearchParams } from "#core/particles/particle-engine.ts";
import type { ParticleSet } from "#core/particles/particle-set.ts";
import { readParticles } from "#core/particles/read-particles.ts";
import { simulateParticles } from "#core/particles/simulated.testing.ts";
import { builtEngineFiles } from "#workers/built.testing.ts";
import { openStack } from "#workers/particles/stack-files.ts";
import { ThreadedParticleEngine } from "#workers/particles/threaded-engine.ts";
import { uniformImages } from "#workers/particles/uniform-images.ts";

const folder = mkdtempSync(join(tmpdir(), "mapwright-particles-"));
const simulated = simulateParticles({
  size: 32,
  pixelSize: 4,
  count: 60,
  noise: 0.3,
  turned: 2,
  shifted: 2,
  seed: 2,
});
const path = join(folder, "particles.mrcs");
writeFileSync(path, simulated.stack);
const setOf = (star: string) => readParticles(readStar(encodeText(star))).value.particles;
const set = setOf(simulated.star);
const truth = setOf(simulated.truth);
const stacks = [openStack(path).value];
const files = builtEngineFiles();
const engines = [1, 3].map((threads) => new ThreadedParticleEngine(set, stacks, files, threads));
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.dispose()));
  rmSync(folder, { recursive: true, maxRetries: 10 });
});

const SEARCH = {
  method: "newton",
  rings: { first: 1, last: 12 },
  views: 5,
  prior: { turn: Infinity, shift: Infinity },
} as const;

async function searchWith(engine: ThreadedParticleEngine, params: SearchParams) {
  const calibration = await engine.calibrate(set, simulated.model, params, quietJob);
  return engine.search(set, simulated.model, { ...params, calibration }, quietJob);
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("particles on threads", () => {
  it("find poses near the true ones, better than ten steps of Adam do", async () => {
    const found = await searchWith(engines[1], SEARCH);
    const newton = movements({ ...set, ...found }, truth);
    const adam = movements(
      { ...set, ...(await searchWith(engines[1], { ...SEARCH, method: "adam", views: 10 })) },
      truth,
    );
    const before = movements(set, truth);
    expect(mean(before.turned)).toBeGreaterThan(2.5);
    expect(mean(newton.turned)).toBeLessThan(1);
    expect(mean(newton.turned)).toBeLessThan(mean(adam.turned));
    expect(mean(newton.shifted)).toBeLessThan(0.5);
    expect(mean(found.score)).toBeGreaterThan(0.2);
    expect(found.views).toBeLessThanOrEqual(5);
  });

  it("hold poses near their places as far as the prior says", async () => {
    const prior = { turn: 1e-4, shift: 1e-3 };
    const found = await searchWith(engines[1], { ...SEARCH, prior });
    const moved = movements({ ...set, ...found }, set);
    expect(Math.max(...moved.turned)).toBeLessThan(0.1);
    expect(Math.max(...moved.shifted)).toBeLessThan(0.1);
  });

  it("give the same numbers on any number of threads", async () => {
    const [one, three] = await Promise.all(engines.map((engine) => searchWith(engine, SEARCH)));
    expect(three).toEqual(one);
    const maps = engines.map((engine) =>
      engine.reconstruct([set], { use: "weight", symmetry: "C2" }, quietJob),
    );
    const [[first], [second]] = await Promise.all(maps);
    expect(second.values).toEqual(first.values);
    // C2 about z through the middle voxel: (i, j) and (32 − i, 32 − j) are the same place.
    const at = (i: number, j: number, k: number) => first.values[i + 32 * (j + 32 * k)];
    expect(at(20, 13, 15)).toBeCloseTo(at(12, 19, 15), 4);
  });

  it("end with the job, and work again after it", async () => {
    const signal = { aborted: false };
    const job = {
      signal,
      checkpoint: async () => {
        signal.aborted = true;
      },
    };
    await expect(engines[0].reconstruct([set], { use: "weight", symmetry: "C1" }, job)).rejects.toMatchObject(
      {
        code: "cancelled",
      },
    );
    const [map] = await engines[0].reconstruct([set], { use: "weight", symmetry: "C1" }, quietJob);
    expect(map.values).toHaveLength(32 ** 3);
  });

  it("say which image is damaged", async () => {
    const bytes = simulated.stack.slice();
    new DataView(bytes.buffer).setFloat32(1024 + 4 * (7 * 32 * 32 + 5), Number.NaN, true);
    const damaged = join(folder, "damaged.mrcs");
    writeFileSync(damaged, bytes);
    const engine = new ThreadedParticleEngine(set, [openStack(damaged).value], files, 1);
    await expect(engine.reconstruct([set], { use: "weight", symmetry: "C1" }, quietJob)).rejects.toThrow(
      /damaged\.mrcs, image 8: .*NaN/,
    );
    await engine.dispose();
  });
});

describe("stacks", () => {
  it("that are cut short or missing are refused by name", () => {
    const short = join(folder, "short.mrcs");
    writeFileSync(short, simulated.stack.subarray(0, 5000));
    expect(() => openStack(short)).toThrow(/short\.mrcs: The stack is cut short: 60 images/);
    expect(() => openStack(join(folder, "none.mrcs"))).toThrow("cannot be opened");
  });

  it("must hold every image that is asked for, of one size and pixel size", () => {
    const beyond: ParticleSet = { ...set, image: set.image.map((n) => n + 1) };
    expect(() => uniformImages(beyond, stacks)).toThrow("asks for image 61");
    const [group] = set.optics;
    const mixed: ParticleSet = { ...set, optics: [group, { ...group, pixelSize: 4.1 }] };
    expect(() => uniformImages(mixed, stacks)).toThrow("different pixel sizes");
  });
});
