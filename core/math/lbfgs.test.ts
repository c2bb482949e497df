import { describe, expect, it } from "vitest";
import { quietJob } from "#core/job/job-context.ts";
import { minimize, type Objective } from "#core/math/lbfgs.ts";

const one = (count: number) => new Float64Array(count).fill(1);

describe("limited-memory BFGS", () => {
  it("finds the bottom of a stretched bowl: Σ cₙ (x − n)²", async () => {
    const stretch = Float64Array.from({ length: 30 }, (_, n) => 10 ** (n / 10));
    const bowl: Objective = (x, gradient) => {
      let value = 0;
      for (let n = 0; n < x.length; n++) {
        value += stretch[n] * (x[n] - n) ** 2;
        gradient[n] = 2 * stretch[n] * (x[n] - n);
      }
      return value;
    };
    const params = { steps: 200, tolerance: 0, scale: one(30), step: "test" };
    const { x, value } = await minimize(bowl, new Float64Array(30), params, quietJob);
    expect(value).toBeLessThan(1e-8);
    for (const [n, found] of x.entries()) expect(found).toBeCloseTo(n, 3);
  });

  it("follows Rosenbrock's valley to (1, 1)", async () => {
    const valley: Objective = ([x, y], gradient) => {
      gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
      gradient[1] = 200 * (y - x * x);
      return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    };
    const params = { steps: 200, tolerance: 0, scale: one(2).fill(1e-3), step: "test" };
    const { x } = await minimize(valley, Float64Array.of(-1.2, 1), params, quietJob);
    expect(x[0]).toBeCloseTo(1, 5);
    expect(x[1]).toBeCloseTo(1, 5);
  });

  it("is done in one step where the scale is the inverse curvature", async () => {
    const bowl: Objective = ([x, y], gradient) => {
      gradient[0] = 8 * x;
      gradient[1] = 0.5 * y;
      return 4 * x * x + 0.25 * y * y;
    };
    const params = { steps: 1, tolerance: 0, scale: Float64Array.of(1 / 8, 2), step: "test" };
    const { x } = await minimize(bowl, Float64Array.of(3, -7), params, quietJob);
    expect(x[0]).toBeCloseTo(0, 12);
    expect(x[1]).toBeCloseTo(0, 12);
  });

  it("stops where no step helps, and ends with the job", async () => {
    const flat: Objective = (_, gradient) => {
      gradient.fill(0);
      return 5;
    };
    const params = { steps: 10, tolerance: 0, scale: one(2), step: "test" };
    expect(await minimize(flat, Float64Array.of(1, 2), params, quietJob)).toMatchObject({ value: 5 });
    const job = {
      signal: { aborted: true },
      checkpoint: () => Promise.reject(new Error("cancelled")),
    };
    await expect(minimize(flat, Float64Array.of(1, 2), params, job)).rejects.toThrow("cancelled");
  });
});
