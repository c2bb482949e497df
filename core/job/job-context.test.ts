import { expect, it } from "vitest";
import { quietJob, throwIfCancelled } from "#core/job/job-context.ts";

it("throwIfCancelled throws only once the signal is set, and reads it every time", () => {
  const signal = { aborted: false };
  expect(() => throwIfCancelled(signal)).not.toThrow();
  signal.aborted = true;
  expect(() => throwIfCancelled(signal)).toThrow(expect.objectContaining({ code: "cancelled" }));
});

it("a quiet job is never cancelled", async () => {
  await expect(quietJob.checkpoint({ step: "fit", done: 1, total: 2 })).resolves.toBeUndefined();
  expect(quietJob.signal.aborted).toBe(false);
});
