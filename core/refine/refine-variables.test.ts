import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { createRandom, randomNormal } from "#core/math/random.ts";
import { balanceOf } from "#core/refine/balance.ts";
import { ModelImages } from "#core/refine/model-images.ts";
import { blob, gridFor, observedMap } from "#core/refine/refine.testing.ts";
import { type Problem, refineVariables } from "#core/refine/refine-variables.ts";
import {
  leastSquares,
  type MapTarget,
  oneMinusCorrelation,
  scaledLeastSquares,
} from "#core/refine/targets.ts";
import type { ImageGradient } from "#core/simulate/vrm/image-kernel.ts";
import type { ScatteringAtoms } from "#core/simulate/vrm/image-plan.ts";
import { referenceImageKernel } from "#core/simulate/vrm/reference-images.testing.ts";

const HOME = blob(20, [0, 0, 0], createRandom(3));
const GRID = gridFor(HOME, 1.1, 8);
const MAKER = { images: { cutoff: 2, fade: 0.1, accuracy: 1e-4 }, kernel: referenceImageKernel };
const PACE = { rounds: 15, firstStep: 0.1, largestStep: 0.5, smallestStep: 1e-4 };

function images(atoms: ScatteringAtoms): Promise<ModelImages> {
  return ModelImages.create(atoms, new Uint8Array(20).fill(1), GRID, MAKER, quietJob);
}

/** All coordinates, a variable an Å, away from home. */
async function problem(target: MapTarget): Promise<Problem> {
  const random = createRandom(6);
  const start = new Float64Array(60).map(() => 0.2 * randomNormal(random));
  const { xyz, occupancy, bFactor } = HOME;
  return {
    step: "test",
    variables: {
      start,
      values: (x) => ({ xyz: xyz.map((at, n) => at + x[n]), occupancy, bFactor }),
      slopes: (_x, _values, perAtom) => perAtom.xyz,
    },
    images: await images(HOME),
    target,
    weight: 1,
  };
}

describe("a refinement", () => {
  it("keeps the state that agrees best with what was held out, and says which round that was", async () => {
    const observed = await observedMap(HOME, GRID);
    const plain = oneMinusCorrelation(observed);
    // A score that is best when the target is halfway to its end.
    const first = plain(await (await images(HOME)).map(HOME, quietJob)).value;
    const values: number[] = [];
    const target: MapTarget = (model) => {
      const score = plain(model);
      values.push(score.value);
      const halfway = (values[0] + first) / 2;
      return { ...score, heldOut: -Math.abs(score.value - halfway) };
    };
    const { before, after, rounds, keptRound } = await refineVariables(await problem(target), PACE, quietJob);
    expect(keptRound).toBeGreaterThan(0);
    expect(keptRound).toBeLessThan(rounds);
    expect(after.heldOut).toBeGreaterThan(before.heldOut ?? 0);
    expect(after.target).toBeGreaterThan(Math.min(...values));
  });

  it("changes nothing when every round makes the held-out score worse, and gives up soon", async () => {
    const plain = oneMinusCorrelation(await observedMap(HOME, GRID));
    const target: MapTarget = (model) => {
      const score = plain(model);
      return { ...score, heldOut: -score.correlation };
    };
    const asked = await problem(target);
    const { x, before, after, rounds, keptRound } = await refineVariables(
      asked,
      { ...PACE, rounds: 50 },
      quietJob,
    );
    expect([...x]).toEqual([...asked.variables.start]);
    expect(after).toEqual(before);
    expect(keptRound).toBe(0);
    expect(rounds).toBeLessThanOrEqual(10);
  });

  it("goes on to the end without anything held out", async () => {
    const asked = await problem(oneMinusCorrelation(await observedMap(HOME, GRID)));
    const { after, rounds, keptRound } = await refineVariables(asked, PACE, quietJob);
    expect(keptRound).toBe(rounds);
    expect(after.heldOut).toBeUndefined();
    expect(after.correlation).toBeGreaterThan(0.995);
  });
});

describe("slopes per atom of a target", () => {
  const makers = [leastSquares, scaledLeastSquares, oneMinusCorrelation].map(
    (make) => [make.name, make] as const,
  );
  it.each(makers)("are those that differences show: %s", async (_, make) => {
    const random = createRandom(7);
    const away = { ...HOME, xyz: HOME.xyz.map((x) => x + 0.1 * randomNormal(random)) };
    const target = make(await observedMap(HOME, GRID, 0.02));
    const maps = await images(away);
    const slopes = await maps.slopes(away, target(await maps.map(away, quietJob)).weights, quietJob);
    const check = async (key: keyof ImageGradient, n: number, h: number) => {
      const at = async (step: number) => {
        const changed = Float64Array.from(away[key], (v, m) => (m === n ? v + step : v));
        return target(await maps.map({ ...away, [key]: changed }, quietJob)).value;
      };
      const largest = Math.max(...slopes[key].map(Math.abs));
      expect(slopes[key][n] / largest).toBeCloseTo(((await at(h)) - (await at(-h))) / (2 * h * largest), 2);
    };
    for (const n of [0, 7, 19]) {
      await check("xyz", 3 * n + 1, 0.01);
      await check("occupancy", n, 0.02);
      await check("bFactor", n, 1);
    }
  });

  it("are 0 for atoms that stay, and others are summed without them", async () => {
    const changes = new Uint8Array(20).fill(1, 5, 8);
    const some = await ModelImages.create(HOME, changes, GRID, MAKER, quietJob);
    const all = await images(HOME);
    const [part, whole] = [await some.map(HOME, quietJob), await all.map(HOME, quietJob)];
    for (let n = 0; n < part.values.length; n++) expect(part.values[n]).toBeCloseTo(whole.values[n], 5);
    const weights = await observedMap(HOME, GRID);
    const [few, every] = [
      await some.slopes(HOME, weights, quietJob),
      await all.slopes(HOME, weights, quietJob),
    ];
    for (let n = 0; n < 20; n++) {
      expect(few.bFactor[n]).toBeCloseTo(changes[n] === 1 ? every.bFactor[n] : 0, 9);
      expect(few.xyz[3 * n]).toBeCloseTo(changes[n] === 1 ? every.xyz[3 * n] : 0, 9);
    }
  });
});

it("the weight of the map is the ratio of slopes at a disturbance, the same each time", async () => {
  const asked = await problem(oneMinusCorrelation(await observedMap(HOME, GRID)));
  const spring = {
    evaluate: (x: Float64Array) => ({
      value: x.reduce((sum, v) => sum + 50 * v * v, 0),
      gradient: x.map((v) => 100 * v),
    }),
  };
  const [once, again] = [1, 2].map(() => balanceOf({ ...asked, restraint: spring }, 0.1, quietJob));
  const { weight, mapSlope, restraintSlope, mapCurvature } = await once;
  expect(weight * mapSlope).toBeCloseTo(restraintSlope, 9);
  // Start 0.2 Å off, disturbed by 0.1 Å more: 100 · √(0.2² + 0.1²).
  expect(restraintSlope).toBeGreaterThan(18);
  expect(restraintSlope).toBeLessThan(27);
  expect(mapCurvature).toBeGreaterThan(0);
  expect((await again).weight).toBe(weight);
});
