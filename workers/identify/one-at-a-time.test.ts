import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { cancelled } from "#core/errors.ts";
import { type CancelSignal, throwIfCancelled } from "#core/job/job-context.ts";
import { OneAtATime } from "#workers/identify/one-at-a-time.ts";

const nobody: CancelSignal = { aborted: false };

/** Works until it is told to stop, or has done so many steps; the log says who was at work. */
const worker = (log: string[], name: string, steps: number) => async (signal: CancelSignal) => {
  log.push(`${name} begins`);
  try {
    for (let step = 0; step < steps; step++) {
      await sleep(1);
      throwIfCancelled(signal);
    }
    return name;
  } finally {
    log.push(`${name} ends`);
  }
};

describe("work of which there is one at a time", () => {
  it("is taken over by who asks later, after it has ended", async () => {
    const [turns, log]: [OneAtATime, string[]] = [new OneAtATime(), []];
    const first = turns.run("a", nobody, worker(log, "first", 1e6));
    const second = turns.run("a", nobody, worker(log, "second", 1e6));
    const third = turns.run("a", nobody, worker(log, "third", 3));
    await expect(first).rejects.toMatchObject(cancelled());
    await Promise.allSettled([second, third]);
    const depth = log.map((line) => (line.endsWith("begins") ? 1 : -1));
    depth.reduce((sum, step) => {
      expect(sum + step).toBeLessThanOrEqual(1);
      return sum + step;
    }, 0);
    expect(await third).toBe("third");
  });

  it("goes side by side under other keys, and ends at its own cancel", async () => {
    const [turns, log]: [OneAtATime, string[]] = [new OneAtATime(), []];
    const cancel = new AbortController();
    const a = turns.run("a", cancel.signal, worker(log, "a", 1e6));
    expect(await turns.run("b", nobody, worker(log, "b", 3))).toBe("b");
    cancel.abort();
    await expect(a).rejects.toMatchObject(cancelled());
    expect(await turns.run("a", nobody, worker(log, "again", 1))).toBe("again");
  });
});
