import { expect, it } from "vitest";
import { seldom } from "#workers/identify/seldom.ts";

it("work is done no more often than asked for, and takes no more than a twentieth of the time", () => {
  let now = 0;
  let [cost, done, spent] = [1, 0, 0];
  const work = seldom(
    () => {
      now += cost;
      done++;
      spent += cost;
    },
    10,
    () => now,
  );
  expect(work()).toBe(false);
  for (; now < 1000; now++) work();
  // Every 19 + 1, since 1 costs less than a pause of 10 would.
  expect(done).toBe(50);
  [cost, done, spent] = [50, 0, 0];
  const began = now;
  for (; now < began + 20_000; now++) work();
  expect(spent / (now - began)).toBeLessThan(0.055);
  expect(done).toBeGreaterThan(15);
  [cost, done] = [0, 0];
  now += 1000;
  for (const from = now; now < from + 100; now++) work();
  expect(done).toBe(10);
});
