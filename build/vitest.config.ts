import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { SummaryLine } from "./summary-line.ts";

/** Programs started by tests may build, fit or wait for a busy machine: generous, and never an assertion. */
const patience = 240_000; // ms
const poll = { timeout: 200_000 }; // ms; less than a test, so that a failure says what was waited for
/** A story waits for many things in turn. */
const story = 900_000; // ms

const everywhere = {
  environment: "node",
  pool: "forks" as const,
  setupFiles: [`${import.meta.dirname}/properties.ts`],
  testTimeout: patience,
  hookTimeout: patience,
  expect: { poll },
};

export default defineConfig({
  root: `${import.meta.dirname}/..`,
  test: {
    benchmark: { include: ["{core,workers,electron,renderer}/**/*.bench.ts"] },
    allowOnly: false,
    reporters: ["default", new SummaryLine()],
    projects: [
      {
        extends: true,
        test: {
          ...everywhere,
          name: "node",
          include: ["{core,workers,renderer,electron,e2e}/**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", "dist/**", "build/gate-tests/**"],
          maxWorkers: Math.max(2, availableParallelism() - 1),
          sequence: { groupOrder: 0 },
        },
      },
      {
        // One window at a time: a browser that draws without a graphics card keeps two cores busy by itself.
        extends: true,
        test: {
          ...everywhere,
          name: "window",
          include: ["e2e/**/*.spec.ts"],
          globalSetup: [`${import.meta.dirname}/../e2e/window/browser-setup.testing.ts`],
          testTimeout: story,
          hookTimeout: story,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
