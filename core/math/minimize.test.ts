import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cancelled } from "#core/errors.ts";
import { type MinimizeOptions, minimize, type Objective } from "#core/math/minimize.ts";

const OPTIONS: MinimizeOptions = {
  rounds: 300,
  firstStep: 0.1,
  largestStep: 2,
  smallestStep: 1e-9,
  step: "test",
};

/** (1 − x)² + 100 (y − x²)², minimum 0 at (1, 1). */
const rosenbrock: Objective = async ([x, y]) => ({
  value: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)),
});

/** Σ c (x − centre)² ⁄ 2 + m (Σ (x − centre))² ⁄ 2: an ellipsoid whose axes are not those of the variables. */
function ellipsoid(centre: readonly number[], curvatures: readonly number[], mixed = 0): Objective {
  return async (x) => {
    const off = Array.from(x, (value, n) => value - centre[n]);
    const sum = off.reduce((a, b) => a + b, 0);
    return {
      value: off.reduce((total, d, n) => total + (curvatures[n] * d * d) / 2, (mixed * sum * sum) / 2),
      gradient: Float64Array.from(off, (d, n) => curvatures[n] * d + mixed * sum),
    };
  };
}

describe("the minimum", () => {
  it("of Rosenbrock's valley is found from its usual start", async () => {
    const { x, value, settled } = await minimize(rosenbrock, [-1.2, 1], OPTIONS);
    expect(x[0]).toBeCloseTo(1, 6);
    expect(x[1]).toBeCloseTo(1, 6);
    expect(value).toBeLessThan(1e-12);
    expect(settled).toBe(true);
  });

  it("of Rosenbrock's valley under x ≤ ½ is on the bound, where y = x²", async () => {
    const { x } = await minimize(rosenbrock, [-1.2, 1], { ...OPTIONS, upper: [0.5, 10] });
    expect(x[0]).toBe(0.5);
    expect(x[1]).toBeCloseTo(0.25, 6);
  });

  it("of a bowl whose axes differ 100-fold needs few rounds", async () => {
    const curvatures = Array.from({ length: 30 }, (_, n) => 10 ** ((2 * n) / 29));
    const centre = curvatures.map((_, n) => Math.sin(n));
    const { x, rounds } = await minimize(ellipsoid(centre, curvatures, 3), new Float64Array(30), {
      ...OPTIONS,
      smallestStep: 1e-7,
    });
    for (let n = 0; n < 30; n++) expect(x[n]).toBeCloseTo(centre[n], 5);
    expect(rounds).toBeLessThan(80);
  });

  it("of a bowl with upright axes is its centre brought within the bounds", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 50 })), {
          minLength: 1,
          maxLength: 12,
        }),
        async (axes) => {
          const centre = axes.map(([c]) => c);
          const lower = centre.map(() => -4);
          const upper = centre.map(() => 3);
          const bowl = ellipsoid(
            centre,
            axes.map(([, curvature]) => curvature),
          );
          const { x } = await minimize(bowl, new Float64Array(centre.length), { ...OPTIONS, lower, upper });
          for (const [n, c] of centre.entries()) expect(x[n]).toBeCloseTo(Math.min(3, Math.max(-4, c)), 5);
        },
      ),
    );
  });

  it("never rises on the way and never leaves the bounds, whatever the function", async () => {
    const variables = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(variables, fc.double({ min: 0.1, max: 4, noNaN: true }), async (start, wave) => {
        // Hills and valleys without end, and a saddle.
        const rough: Objective = async (x) => ({
          value: x.reduce((sum, v, n) => sum + Math.sin(wave * v) + 0.1 * v * x[(n + 1) % x.length], 0),
          gradient: x.map(
            (v, n) =>
              wave * Math.cos(wave * v) + 0.1 * (x[(n + 1) % x.length] + x[(n + x.length - 1) % x.length]),
          ),
        });
        const asked: Float64Array[] = [];
        const values: number[] = [(await rough(Float64Array.from(start))).value];
        const bounds = { lower: start.map(() => -3), upper: start.map(() => 3) };
        const watched: Objective = (x) => {
          asked.push(x.slice());
          return rough(x);
        };
        const { x, value } = await minimize(watched, start, {
          ...OPTIONS,
          ...bounds,
          rounds: 40,
          goesOn: (round) => values.push(round.value) > 0,
        });
        for (const place of asked) for (const v of place) expect(Math.abs(v)).toBeLessThanOrEqual(3);
        for (let n = 1; n < values.length; n++) expect(values[n]).toBeLessThan(values[n - 1]);
        expect(value).toBe((await rough(x)).value);
      }),
    );
  });

  it("is where it starts when nothing falls from there", async () => {
    const { x, rounds, settled } = await minimize(ellipsoid([0, 0], [1, 2]), [0, 0], OPTIONS);
    expect([...x]).toEqual([0, 0]);
    expect(rounds).toBe(0);
    expect(settled).toBe(true);
  });
});

describe("a minimisation", () => {
  it("stops when the caller has seen enough", async () => {
    const { rounds, settled } = await minimize(rosenbrock, [-1.2, 1], {
      ...OPTIONS,
      goesOn: ({ round }) => round < 3,
    });
    expect(rounds).toBe(3);
    expect(settled).toBe(false);
  });

  it("moves no variable farther in a round than allowed", async () => {
    const steps: number[] = [];
    await minimize(ellipsoid([100, -50], [1, 1]), [0, 0], {
      ...OPTIONS,
      largestStep: 0.5,
      goesOn: ({ step }) => steps.push(step) > 0,
    });
    expect(Math.max(...steps)).toBeLessThanOrEqual(0.5 + 1e-12);
  });

  it("can be cancelled", async () => {
    const job = {
      signal: { aborted: false },
      checkpoint: async () => {
        throw cancelled();
      },
    };
    await expect(minimize(rosenbrock, [-1.2, 1], OPTIONS, job)).rejects.toMatchObject({ code: "cancelled" });
  });
});
